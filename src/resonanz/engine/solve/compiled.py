"""The same exact optimum as `resonanz.engine.solve.assign` describes, by compiled kernels.

    range -> costs in blocks, as narrow as they fit -> shortest augmenting paths with prices -> tight pairs -> first

Whoever cannot be placed, or should not be, goes to nobody. For "most pairs" being alone costs more than any
exchange can gain, exactly so in whole numbers; for "best total" it costs what a score of 0 does, and a shade more.
The prices that the paths leave behind are optimal duals: they prove the result, and their tight pairs contain
every other optimum.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve import large_matrix
from resonanz.engine.solve.cardinality import FREE

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
FIRST_UP_TO = 4_000_000  # pairs (2,000 x 2,000) up to which the first of all optima is searched for
LARGE = 3_000  # people on both sides from which candidates and pricing beat paths through the whole matrix
_NATIVE = (np.dtype(np.int32), np.dtype(np.int16), np.dtype(np.int64))
_BLOCK = 64  # of `resonanz.engine.fast.dense`
# The type of costs and what stands for impossible; the type of prices; what costs and prices may reach.
_SIZES: tuple[tuple[Any, int, Any, int, int], ...] = (
    (np.int16, (1 << 15) - 1, np.int32, (1 << 15) - 1, 1 << 26),
    (np.int32, 1 << 30, np.int32, 1 << 30, 1 << 26),
    (np.int64, 1 << 62, np.int64, 1 << 62, 1 << 58),
)


class Instance(NamedTuple):
    """Numbers (rows, columns) of a signed type; costs are `factor` * (`top` - number), twice what they are.

    `alone` is the cost of having nobody in the same measure. `size`: what `_SIZES` says. `low`: the least number.
    """

    numbers: NDArray[Any]
    allowed: Bools | None
    capacity: Ints | None
    top: int
    factor: int
    alone: int
    size: tuple[Any, int, Any, int, int]
    low: int


def prepared(numbers: NDArray[Any], allowed: Bools | None, capacity: Ints | None, objective: str) -> Instance | None:
    """Return the instance, or None where sums along a path could leave 64 bits.

    `capacity` None means one place each. For "best_total" only numbers from 0 up may be allowed.
    """
    if numbers.dtype not in _NATIVE:
        if numbers.dtype == np.uint64 and numbers.max(initial=0) >= 1 << 60:
            return None
        numbers = numbers.astype(np.int64)
    numbers = np.ascontiguousarray(numbers)
    matrix = ready.kernels("matrix")
    if allowed is None:
        low, high = matrix.value_range(numbers)
    else:
        allowed = np.ascontiguousarray(allowed)
        low, high = matrix.range_of_allowed(numbers, allowed)
    low, high = int(low), int(high)
    people = min(numbers.shape) if capacity is None else numbers.shape[1]
    if people * max(abs(low), abs(high)) >= 1 << 60:  # the sum itself
        return None
    if objective == "best_total":
        factor = 2 * (people + 1)  # as many pairs as there can be weigh less than one point
        spread, alone = factor * high, factor * high + 2
    else:
        factor = 2
        spread = factor * (high - low)
        alone = 2 * (people + 2) * (spread + 2)
    for size in _SIZES:
        if spread < size[3] and alone < size[4]:
            return Instance(numbers, allowed, capacity, high, factor, alone, size, low)
    return None


def optimum(it: Instance, *, first: bool = True) -> Ints:
    """Return the row of each column, the number of rows for nobody: the best, and of the best the first."""
    rows, columns = it.numbers.shape
    first = first and rows * columns <= FIRST_UP_TO
    if min(rows, columns) >= LARGE and it.factor == 2:
        places = np.ones(rows, dtype=np.int64) if it.capacity is None else it.capacity
        found = large_matrix.most_pairs(it.numbers, it.allowed, places, it.low, it.top)
        if found is not None:
            return np.where(found == FREE, rows, found)
    whole = ready.kernels("whole")
    dtype, far, price_type = it.size[:3]
    matrix = ready.kernels("matrix")
    row_of: Ints
    if rows <= columns and (it.capacity is None or it.capacity.max() <= 1):
        cost: NDArray[Any] = np.empty((rows, -(-columns // _BLOCK), _BLOCK), dtype=dtype)
        if it.allowed is None and it.capacity is None:
            matrix.costs(it.numbers, it.top, it.factor, far, cost)
            balanced = rows == columns and it.factor == 2
        else:
            matrix.costs_of_allowed(*_masks(it), it.top, it.factor, far, cost)
            balanced = False
        price = np.zeros(cost.shape[1:], dtype=price_type)
        row_of = whole.rows_search(cost, far, it.alone, columns, price, first, balanced)
        return row_of
    cost = np.empty((columns, -(-rows // _BLOCK), _BLOCK), dtype=dtype)
    numbers, allowed, capacity = _masks(it)
    matrix.costs_turned(numbers, allowed, capacity, it.top, it.factor, far, cost)
    price = np.zeros(cost.shape[1:], dtype=price_type)
    row_of = whole.columns_search(cost, far, it.alone, capacity, price, first)
    return row_of


def pairs(row_of: Ints, numbers: NDArray[Any]) -> tuple[Ints, Ints, int]:
    """Return mentors and mentees of the pairs, and their sum, which 64 bits hold."""
    found: tuple[Ints, Ints, int] = ready.kernels("matrix").pairs(row_of, numbers)
    return found


def _masks(it: Instance) -> tuple[NDArray[Any], Bools, Ints]:
    allowed = np.ones(it.numbers.shape, dtype=bool) if it.allowed is None else it.allowed
    capacity = np.ones(len(allowed), dtype=np.int64) if it.capacity is None else it.capacity
    return it.numbers, allowed, capacity


def largest_matching(allowed: Bools, capacity: Ints) -> Ints:
    """Return the row of each column (FREE where none) in a matching with the most columns."""
    cardinal = ready.kernels("cardinal")
    order = np.argsort(allowed.sum(axis=1), kind="stable")  # rows that few want come first
    bits = cardinal.pack_columns(allowed, order)
    columns = np.argsort(allowed.sum(axis=0), kind="stable")
    places = capacity[order]
    row_of: Ints = cardinal.grow(bits, places, cardinal.greedy(bits, columns, places))
    return np.append(order, FREE)[row_of]


def balanced_optimum(numbers: Ints, allowed: Bools, capacity: Ints) -> tuple[Ints, Bools]:
    """Return a placing of all columns with the highest sum, where all places are taken, and its tight pairs."""
    it = prepared(numbers, allowed, capacity, "most_pairs")
    if it is None:
        raise OverflowError("sums along a path leave 64 bits")
    rows, columns = numbers.shape
    dtype, far, price_type = it.size[:3]
    cost: NDArray[Any] = np.empty((columns, -(-rows // _BLOCK), _BLOCK), dtype=dtype)
    ready.kernels("matrix").costs_turned(it.numbers, allowed, capacity, it.top, it.factor, far, cost)
    price = np.zeros(cost.shape[1:], dtype=price_type)
    places = np.zeros(price.size, dtype=np.int64)
    places[:rows] = capacity
    row_of: Ints = ready.kernels("dense").place_all(cost, far, places, it.alone, price, False)
    flat = cost.reshape(columns, -1)[:, :rows]
    reduced = flat - price.ravel()[:rows]
    tight = (reduced == reduced[np.arange(columns), row_of][:, None]) & (flat < far)
    return row_of, tight.T.copy()


def first_of_the_best(row_of: Ints, tight: Bools, capacity: Ints) -> Ints:
    """Return the first of all optima from one of them and its tight pairs; all places are taken."""
    row_of, pack = row_of.copy(), ready.kernels("tight").pack
    never = np.zeros(len(capacity), dtype=bool)
    ready.kernels("first").choose(row_of, pack(tight), pack(np.ascontiguousarray(tight.T)), never, capacity)
    return row_of
