"""A large matrix of scores, solved as `resonanz.engine.solve.sparse` does it: candidates first, all pairs as proof."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve.pairs import MatrixPairs
from resonanz.engine.solve.sparse import solve_pairs

Ints = NDArray[np.int64]


def most_pairs(numbers: NDArray[Any], allowed: NDArray[np.bool_] | None, capacity: Ints, low: int, high: int) -> Ints | None:
    """Return the row of each column (-1 for none): most columns placed, then the highest sum. None where unproven.

    `numbers` (rows, columns) are whole and between `low` and `high` where `allowed` (None: everywhere). Sums along a
    path must fit into 64 bits.
    """
    # Every part has a full side, so a common difference of all scores changes nothing.
    matrix: NDArray[Any] = np.empty(numbers.shape, dtype=_narrowest(high - low))
    pricing = ready.kernels("pricing")
    if allowed is None:
        pricing.compact(numbers, low, matrix)
    else:
        pricing.compact_allowed(numbers, allowed, low, matrix)
    found = solve_pairs(MatrixPairs(matrix, high - low), capacity)
    return found.row_of if found.most_pairs_proven and found.bound == found.total else None


def _narrowest(high: int) -> type:
    return next(dtype for dtype in (np.int8, np.int16, np.int32, np.int64) if high <= np.iinfo(dtype).max)
