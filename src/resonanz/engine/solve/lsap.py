"""SciPy's assignment solver behind our shape: fast, in float64, places of a row cloned.

It is exact where every path sum stays below 2**53 and merely very good elsewhere; `certify` decides and
repairs. Source: D. F. Crouse, On implementing 2D rectangular assignment algorithms, IEEE TAES 52 (2016).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FREE = -1
_LARGEST_DOUBLE = 1 << 1000


def can_handle(numbers: NDArray[Any]) -> bool:
    """Return whether every number has a finite double (rounded or not) and sums of them have too."""
    return not numbers.size or max(int(numbers.max()), -int(numbers.min())) < _LARGEST_DOUBLE


def assign_floats(numbers: NDArray[Any], allowed: NDArray[np.bool_], capacity: Ints) -> Ints:
    """Return the row of each column (FREE where none): the smaller side is filled, with (nearly) the highest
    sum.

    `numbers` (rows, columns), `capacity` (rows,). ValueError where the smaller side cannot be filled.
    """
    from scipy.optimize import linear_sum_assignment  # slow to load, so only when something is solved

    places = np.repeat(np.arange(len(capacity)), np.minimum(capacity, numbers.shape[1]))
    cost = np.where(allowed, -numbers.astype(np.float64), np.inf)[places]
    place, column = linear_sum_assignment(cost)
    row_of = np.full(numbers.shape[1], FREE, dtype=np.int64)
    row_of[column] = places[place]
    return row_of
