"""Shortest augmenting paths on whole numbers, with capacities of their own: nobody is cloned.

Columns are placed one after the other; each looks for the cheapest chain of moves that ends at a row with a
free place (Dijkstra on reduced costs), and prices of the rows on the way rise so that reduced costs stay non-
negative. Source: N. Tomizawa, On some techniques useful for solution of transportation network problems,
Networks 1 (1971).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.solve.numbers import fits_in_64_bits

Ints = NDArray[np.int64]
FREE = -1


def place_all(numbers: NDArray[Any], allowed: NDArray[np.bool_], capacity: Ints) -> Ints:
    """Return the row of each column in an assignment of all columns with the highest sum.

    `numbers` (rows, columns) is int64 or Python ints, `capacity` (rows,). ValueError where not all columns
    can be placed, which the callers exclude beforehand.
    """
    rows, columns = numbers.shape
    exact = numbers if _has_room(numbers, rows) else numbers.astype(object)
    far = _beyond(exact, rows)
    cost = np.where(allowed, exact.max(initial=0) - exact, far).T.copy()  # (columns, rows), never negative
    price = np.zeros(rows, dtype=cost.dtype)
    row_of = np.full(columns, FREE, dtype=np.int64)
    load = np.zeros(rows, dtype=np.int64)
    for column in range(columns):
        _place(column, cost, price, row_of, load, capacity, far)
    return row_of


def _has_room(numbers: NDArray[Any], rows: int) -> bool:
    """A path visits each row at most once, so (rows + 2) times the largest gap bounds every distance."""
    return fits_in_64_bits(numbers) and (rows + 2) * 4 * _spread(numbers) < 1 << 62


def _spread(numbers: NDArray[Any]) -> int:
    return int(numbers.max(initial=0)) - int(numbers.min(initial=0)) + 1


def _beyond(numbers: NDArray[Any], rows: int) -> int:
    return (rows + 2) * 2 * _spread(numbers)


def _place(column: int, cost: Any, price: Any, row_of: Ints, load: Ints, capacity: Ints, far: int) -> None:
    distance = cost[column] + price
    came_from = np.full(len(price), column, dtype=np.int64)
    came_from[distance >= far] = FREE
    done = np.zeros(len(price), dtype=bool)
    while True:
        open_rows = np.flatnonzero(~done)
        row = int(open_rows[distance[open_rows].argmin()]) if open_rows.size else FREE
        if row == FREE or came_from[row] == FREE:
            raise ValueError("not all columns can be placed")
        if load[row] < capacity[row]:
            break
        done[row] = True
        movers = np.flatnonzero(row_of == row)
        if not movers.size:
            continue
        steps = cost[movers] + price - (cost[movers, row] + price[row])[:, None]  # non-negative by the prices
        best = steps.argmin(axis=0)
        nearest = steps[best, np.arange(len(price))]
        better = ~done & (cost[movers[best], np.arange(len(price))] < far) & (distance[row] + nearest < distance)
        distance[better] = distance[row] + nearest[better]
        came_from[better] = movers[best[better]]
    end = distance[row]
    price[done] += end - distance[done]
    load[row] += 1
    while True:
        mover = int(came_from[row])
        row_of[mover], row = row, int(row_of[mover])
        if mover == column:
            return
