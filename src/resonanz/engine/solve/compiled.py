"""The same exact optimum as `resonanz.engine.solve.assign` describes, by compiled kernels, for larger matrices.

    largest matching -> Dulmage-Mendelsohn parts -> shortest augmenting paths with prices -> tight pairs -> first

The prices that the paths leave behind are optimal duals, so that they prove the result: every pair of a part
is compared with them when its tight pairs are collected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve import large_matrix
from resonanz.engine.solve.cardinality import FREE, Part

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
FIRST_UP_TO = 4_000_000  # pairs of a part (2,000 x 2,000) up to which the first of all optima is searched for
_NARROW, _WIDE = 1 << 28, 1 << 60
_NATIVE = (np.dtype(np.int16), np.dtype(np.int32), np.dtype(np.int64))
_LIMITS = (np.int64(np.iinfo(np.int64).max), np.int64(np.iinfo(np.int64).min))


@dataclass(frozen=True)
class Instance:
    """Numbers (rows, columns) of a signed type, all between `low` and `high` where allowed (None: everywhere)."""

    numbers: NDArray[Any]
    allowed: Bools | None
    capacity: Ints
    low: int
    high: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.numbers.shape[0], self.numbers.shape[1]


def prepared(numbers: NDArray[Any], allowed: Bools | None, capacity: Ints) -> Instance | None:
    """Return the instance, or None where sums along a path could leave 64 bits."""
    if numbers.dtype not in _NATIVE:
        if numbers.dtype == np.uint64 and numbers.max(initial=0) >= _WIDE:
            return None
        numbers = numbers.astype(np.int64)
    numbers = np.ascontiguousarray(numbers)
    matrix = ready.kernels("matrix")
    if allowed is None:
        low, high = matrix.value_range(numbers)
    else:
        allowed = np.ascontiguousarray(allowed)
        low, high = matrix.range_of_allowed(numbers, allowed, *_LIMITS)
        if low > high:
            low = high = 0
    low, high = int(low), int(high)
    if _path(numbers.shape) * (max(high, 0) - min(low, 0) + 1) >= _WIDE:
        return None
    return Instance(numbers, allowed, capacity, low, high)


def most_pairs(it: Instance) -> Ints:
    """Return the row of each column (FREE for none): most columns placed, then the highest sum, then the first."""
    rows, columns = it.shape
    if rows * columns > FIRST_UP_TO:
        found = large_matrix.most_pairs(it.numbers, it.allowed, it.capacity, it.low, it.high)
        if found is not None:
            return found
    if it.allowed is None and (it.capacity > 0).all():
        places = int(it.capacity.sum())
        if rows == columns == places:
            return _square(it)
        parts = [Part(np.arange(rows), np.arange(columns), full_rows=places < columns)]
        row_of = np.full(columns, FREE, dtype=np.int64)
    else:
        allowed = np.ones(it.shape, dtype=bool) if it.allowed is None else it.allowed
        it = replace(it, allowed=allowed & (it.capacity > 0)[:, None])
        row_of = largest_matching(allowed, it.capacity)
        parts = split(allowed, it.capacity, row_of)
    for part in parts:
        row_of[part.columns] = np.append(part.rows, FREE)[_solve_part(it, part)]
    return row_of


def best_total(it: Instance) -> Ints:
    """Return the row of each column: the highest sum, then most columns placed, then the first.

    Only numbers from 0 up may be allowed.
    """
    matrix, dense = ready.kernels("matrix"), ready.kernels("dense")
    rows, columns = it.shape
    allowed = np.ones(it.shape, dtype=bool) if it.allowed is None else it.allowed
    allowed = allowed & (it.capacity > 0)[:, None]
    far, dtype = _size((rows + 1, columns), max(it.high, 0))
    cost: NDArray[Any] = np.empty((columns, rows + 1), dtype=dtype)
    cost[:, rows] = max(it.high, 0)
    matrix.costs_turned(it.numbers, allowed, np.arange(rows), np.arange(columns), max(it.high, 0), far, cost)
    places = np.append(it.capacity, columns + 1)
    price: NDArray[Any] = np.zeros(rows + 1, dtype=dtype)
    at = dense.place_all(cost, places, far, price, False)
    bits, turned = matrix.tight_from_columns(cost, far, price, at)
    turned[:, rows >> 6] &= ~(np.uint64(1) << np.uint64(rows & 63))  # nobody is no partner
    at = ready.kernels("cardinal").grow(turned, it.capacity, np.where(at == rows, FREE, at))
    row_of = np.where(at == FREE, rows, at)
    places[rows] = int((at == FREE).sum())
    swappable = price == 0
    swappable[rows] = False
    if rows * columns <= FIRST_UP_TO:
        ready.kernels("first").choose(row_of, bits, swappable, places)
    return np.where(row_of == rows, FREE, row_of)


def largest_matching(allowed: Bools, capacity: Ints) -> Ints:
    """Return the row of each column (FREE where none) in a matching with the most columns."""
    cardinal = ready.kernels("cardinal")
    order = np.argsort(allowed.sum(axis=1), kind="stable")  # rows that few want come first
    bits = cardinal.pack_columns(allowed, order)
    columns = np.argsort(allowed.sum(axis=0), kind="stable")
    places = capacity[order]
    row_of: Ints = cardinal.grow(bits, places, cardinal.greedy(bits, columns, places))
    return np.append(order, FREE)[row_of]


def split(allowed: Bools, capacity: Ints, row_of: Ints) -> list[Part]:
    """Return the Dulmage-Mendelsohn parts, as `resonanz.engine.solve.cardinality.split` does."""
    cardinal = ready.kernels("cardinal")
    bits = cardinal.pack_columns(allowed, np.arange(len(capacity)))
    crowded_rows, crowded = cardinal.from_free_columns(bits, len(capacity), row_of)
    roomy_rows, roomy = cardinal.from_free_rows(allowed, capacity, row_of)
    exact_rows = ~crowded_rows & ~roomy_rows & (capacity > 0)
    possible = allowed.any(axis=0)
    found = [
        Part(np.flatnonzero(crowded_rows), np.flatnonzero(crowded & possible), full_rows=True),
        Part(np.flatnonzero(roomy_rows), np.flatnonzero(roomy), full_rows=False),
        Part(np.flatnonzero(exact_rows), np.flatnonzero(~crowded & ~roomy), full_rows=False),
    ]
    return [part for part in found if part.rows.size and part.columns.size]


def _solve_part(it: Instance, part: Part) -> Ints:
    """Return positions in `part.rows` for each column of the part, len(part.rows) for nobody."""
    places = it.capacity[part.rows]
    spare = int(places.sum()) - len(part.columns)
    if spare <= 0 and (places == 1).all():
        return _rows_search(it, part, balanced=spare == 0)
    return _columns_search(it, part, places, spare)


def _square(it: Instance) -> Ints:
    square = ready.kernels("square")
    far, dtype = _size(it.shape, it.high - it.low)
    solver = square.narrow if dtype == np.int32 else square.wide
    row_of: Ints = solver(it.numbers, it.high, far, it.numbers.size <= FIRST_UP_TO)
    return row_of


def _rows_search(it: Instance, part: Part, *, balanced: bool) -> Ints:
    matrix = ready.kernels("matrix")
    rows, columns = len(part.rows), len(part.columns)
    far, dtype = _size((rows, columns), it.high - it.low)
    cost: NDArray[Any] = np.empty((rows, columns), dtype=dtype)
    if it.allowed is None:
        matrix.costs(it.numbers, it.high, cost)
    else:
        matrix.costs_of_allowed(it.numbers, it.allowed, part.rows, part.columns, it.high, far, cost)
    price: NDArray[Any] = np.zeros(columns, dtype=dtype)
    at = ready.kernels("dense").place_all(cost, np.ones(columns, dtype=np.int64), far, price, balanced)
    row_of: Ints = matrix.by_column(at, columns)
    if rows * columns <= FIRST_UP_TO:
        bits = matrix.tight_from_rows(cost, far, price, at, 0 if balanced else 1)
        capacity = np.ones(len(bits), dtype=np.int64)
        capacity[rows:] = columns - rows
        ready.kernels("first").choose(row_of, bits, np.zeros(len(bits), dtype=bool), capacity)
    return row_of


def _columns_search(it: Instance, part: Part, places: Ints, spare: int) -> Ints:
    matrix = ready.kernels("matrix")
    rows, columns = len(part.rows), len(part.columns)
    nobody = 1 if spare < 0 else 0
    top, low = (max(it.high, 0), min(it.low, 0)) if nobody else (it.high, it.low)
    far, dtype = _size((rows + nobody, columns), top - low)
    cost: NDArray[Any] = np.empty((columns, rows + nobody), dtype=dtype)
    allowed = np.ones(it.shape, dtype=bool) if it.allowed is None else it.allowed
    matrix.costs_turned(it.numbers, allowed, part.rows, part.columns, top, far, cost)
    if nobody:
        cost[:, rows] = top
        places = np.append(places, -spare)
    price: NDArray[Any] = np.zeros(rows + nobody, dtype=dtype)
    row_of: Ints = ready.kernels("dense").place_all(cost, places, far, price, spare <= 0)
    if rows * columns <= FIRST_UP_TO:
        bits, _ = matrix.tight_from_columns(cost, far, price, row_of)
        swappable = (price == 0) & (spare > 0)
        ready.kernels("first").choose(row_of, bits, swappable, places)
    return row_of


def balanced_optimum(numbers: Ints, allowed: Bools, capacity: Ints) -> tuple[Ints, Bools]:
    """Return a placing of all columns with the highest sum, where all places are taken, and its tight pairs."""
    matrix = ready.kernels("matrix")
    rows, columns = numbers.shape
    low, high = int(numbers.min()), int(numbers.max())
    far, dtype = _size((rows, columns), high - low)
    cost: NDArray[Any] = np.empty((columns, rows), dtype=dtype)
    matrix.costs_turned(numbers, allowed, np.arange(rows), np.arange(columns), high, far, cost)
    price: NDArray[Any] = np.zeros(rows, dtype=dtype)
    row_of: Ints = ready.kernels("dense").place_all(cost, capacity, far, price, True)
    reduced = cost - price
    tight = (reduced == reduced[np.arange(columns), row_of][:, None]) & (cost < far)
    return row_of, tight.T.copy()


def _path(shape: tuple[int, ...]) -> int:
    return 2 * (min(shape) + 2)


def _size(shape: tuple[int, ...], spread: int) -> tuple[int, type]:
    """Return what stands for impossible, and the narrowest type that holds every sum along a path."""
    if _path(shape) * (spread + 1) < _NARROW:
        return 1 << 29, np.int32
    return 1 << 61, np.int64
