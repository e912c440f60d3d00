"""Proof of optimality in whole numbers: prices under which nobody gains by moving, or the moves that improve.

Given any complete assignment of columns to rows, least prices are raised until every column sits where it
likes best at these prices (Bellman and Ford). If they settle, they are optimal duals and the assignment is
proven best. If some chain of moves would gain, it is carried out and the search begins anew, so an answer
rounded in float64 is repaired exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.solve.numbers import SAFE, fits_in_64_bits

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True)
class Certified:
    """An optimal assignment, and which pairs could be part of one: `tight` (rows, columns).

    `swappable[row]`: the row's price is 0, so in an optimal assignment it may carry less than its capacity.
    """

    row_of: Ints
    tight: Bools
    swappable: Bools


def certify(numbers: NDArray[Any], allowed: Bools, capacity: Ints, row_of: Ints) -> Certified:
    """Return an optimal assignment of all columns, starting from `row_of` (every column placed, capacities
    kept).
    """
    if not fits_in_64_bits(numbers):
        return _certify(numbers, allowed, capacity, row_of)
    try:
        return _certify(numbers, allowed, capacity, row_of)
    except OverflowError:
        return _certify(numbers.astype(object), allowed, capacity, row_of)


def _certify(numbers: NDArray[Any], allowed: Bools, capacity: Ints, row_of: Ints) -> Certified:
    row_of = row_of.copy()
    all_full = int(capacity.sum()) == len(row_of)
    # Below anything a price or a gain can become, and still far from the end of 64 bits.
    never = -(SAFE << 4) if fits_in_64_bits(numbers) else -(1 << 20) * _magnitude(numbers) * len(capacity)
    by_column = np.where(allowed, numbers, never).T.copy()
    while True:
        load = np.bincount(row_of, minlength=len(capacity))
        spare = load < capacity
        price = _settle(by_column, row_of, spare & (not all_full), never)
        if price is not None:
            break
    gain = np.where(allowed, numbers - price[:, None], never)
    best = gain[row_of, np.arange(len(row_of))] if len(row_of) else gain.max(axis=0, initial=never)
    return Certified(row_of, allowed & (gain == best), (price == 0) & (not all_full))


def _magnitude(numbers: NDArray[Any]) -> int:
    return max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)), 1)


def _settle(by_column: NDArray[Any], row_of: Ints, spare: Bools, never: int) -> NDArray[Any] | None:
    """Return least prices, or None after carrying out one improving chain of moves in `row_of`."""
    rows = by_column.shape[1]
    price = np.zeros(rows, dtype=by_column.dtype)
    wanted_by = np.full(rows, NOBODY, dtype=np.int64)
    columns = np.arange(len(row_of))
    for turn in range(rows + 2):
        if not columns.size:
            return price
        surplus = by_column[columns, row_of[columns]] - price[row_of[columns]]
        needed = by_column[columns] - surplus[:, None]
        best = needed.argmax(axis=0)
        highest = needed[best, np.arange(rows)]
        raised = np.flatnonzero((highest > price) & (highest > never // 2))
        if not raised.size:
            return price
        price[raised] = highest[raised]
        wanted_by[raised] = columns[best[raised]]
        if price.dtype != object and int(price.max()) > SAFE:
            raise OverflowError("prices outgrow 64 bits")
        end = raised[spare[raised]]
        if end.size:
            _move(int(end[0]), wanted_by, row_of)
            return None
        if (turn % 16 == 15 or turn > rows) and (start := _on_a_cycle(wanted_by, row_of)) is not None:
            _move(start, wanted_by, row_of)
            return None
        columns = np.flatnonzero(np.isin(row_of, raised))
    raise AssertionError("prices neither settle nor reveal a gain")  # Bellman and Ford exclude this


def _move(row: int, wanted_by: Ints, row_of: Ints) -> None:
    """Give `row` the column that wants it, and so on backwards, until nobody wants or the cycle closes."""
    first = row = _entry(row, wanted_by, row_of)
    while (column := int(wanted_by[row])) != NOBODY:
        row_of[column], row = row, int(row_of[column])
        if row == first:
            return


def _entry(row: int, wanted_by: Ints, row_of: Ints) -> int:
    """Return `row`, or a row on the cycle into which the chain from `row` runs: that cycle is a gain."""
    seen: set[int] = set()
    at = row
    while at not in seen:
        seen.add(at)
        if wanted_by[at] == NOBODY:
            return row
        at = int(row_of[wanted_by[at]])
    return at


def _on_a_cycle(wanted_by: Ints, row_of: Ints) -> int | None:
    """Return a row on a cycle of "this row is wanted by a column that sits at that row", if there is one."""
    seen = np.full(len(wanted_by), NOBODY, dtype=np.int64)
    for start in range(len(wanted_by)):
        row = start
        while seen[row] == NOBODY:
            seen[row] = start
            if wanted_by[row] == NOBODY:
                break
            row = int(row_of[wanted_by[row]])
        else:
            if seen[row] == start:
                return row
    return None
