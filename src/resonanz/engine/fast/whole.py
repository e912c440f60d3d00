"""From costs to the first of the best in one call, so that small matrices do not pay for many."""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.dense import BLOCK, place_all
from resonanz.engine.fast.first import _set, choose
from resonanz.engine.fast.tight import alone_at_best, tight_lines, turned


@njit(cache=True, nogil=True)
def columns_search(cost, far, alone, capacity, price, first):
    """Return the row of each column, the number of rows for nobody; `cost` (columns, blocks of rows, 64).

    `price` (blocks, 64): zeros, see `dense.place_all`. `first`: the first of all optima, else any.
    """
    rows, m = len(capacity), BLOCK * cost.shape[1]
    places = np.zeros(m, dtype=np.int64)
    places[:rows] = capacity
    at = place_all(cost, far, places, alone, price, False)
    row_of = np.minimum(at, rows)
    if not first:
        return row_of
    by_column = tight_lines(cost, far, alone, price, at, (rows + BLOCK) // BLOCK)
    alone_too = alone_at_best(cost, alone, price, at)
    for c in range(len(at)):
        if alone_too[c]:
            _set(by_column[c], rows)
    swappable = np.ones(rows + 1, dtype=np.bool_)
    flat = price.reshape(m)
    for r in range(rows):
        swappable[r] = flat[r] == 0
    choose(row_of, turned(by_column, rows + 1), by_column, swappable, np.append(capacity, len(at) + 1))
    return row_of


@njit(cache=True, nogil=True)
def rows_search(cost, far, alone, columns, price, first, balanced):
    """The same where each row has one place; `cost` (rows, blocks of columns, 64)."""
    rows, m = cost.shape[0], BLOCK * cost.shape[1]
    places = np.zeros(m, dtype=np.int64)
    places[:columns] = 1
    at = place_all(cost, far, places, alone, price, balanced)
    row_of = np.full(columns, rows, dtype=np.int64)
    for r in range(rows):
        if at[r] < columns:
            row_of[at[r]] = r
    if not first:
        return row_of
    lines = tight_lines(cost, far, alone, price, at, cost.shape[1])
    capacity = np.ones(rows + 1, dtype=np.int64)
    capacity[rows] = columns + 1
    swappable = np.zeros(rows + 1, dtype=np.bool_)
    by_row = np.zeros((rows + 1, lines.shape[1]), dtype=np.uint64)
    by_row[:rows] = lines
    if not balanced:
        swappable[:rows] = alone_at_best(cost, alone, price, at)
        swappable[rows] = True
        flat = price.reshape(m)
        for c in range(columns):
            if flat[c] == 0:
                _set(by_row[rows], c)
    choose(row_of, by_row, turned(by_row, columns), swappable, capacity)
    return row_of
