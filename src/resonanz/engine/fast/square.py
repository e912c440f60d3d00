"""As many rows as columns, one place each, every pair possible: the whole way in one call, for small matrices."""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.dense import place_all
from resonanz.engine.fast.first import choose
from resonanz.engine.fast.matrix import by_column, costs, tight_from_rows


@njit(cache=True, nogil=True)
def _solved(numbers, high, far, cost, price, first):
    costs(numbers, high, cost)
    n = len(price)
    ones = np.ones(n, dtype=np.int64)
    at = place_all(cost, ones, far, price, True)
    row_of = by_column(at, n)
    if first:
        choose(row_of, tight_from_rows(cost, far, price, at, 0), np.zeros(n, dtype=np.bool_), ones)
    return row_of


@njit(cache=True, nogil=True)
def narrow(numbers, high, far, first):
    """Return the row of each column, where every sum along a path fits into 32 bits."""
    n = numbers.shape[0]
    return _solved(numbers, high, np.int32(far), np.empty((n, n), np.int32), np.zeros(n, np.int32), first)


@njit(cache=True, nogil=True)
def wide(numbers, high, far, first):
    """The same in 64 bits."""
    n = numbers.shape[0]
    return _solved(numbers, high, np.int64(far), np.empty((n, n), np.int64), np.zeros(n, np.int64), first)
