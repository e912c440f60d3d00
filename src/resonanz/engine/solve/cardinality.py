"""The most mentees that can be placed at all, and the parts into which that splits the problem.

A matching grows along alternating paths (Berge); rows (mentors) carry their capacity themselves, nobody is
cloned. The Dulmage-Mendelsohn split of a largest matching then gives parts in which one side is full in every
largest matching, and between which no largest matching has a pair. Each part can be solved for the sum alone,
so "most pairs first" never needs a bonus constant added to the scores. Source: A. L. Dulmage, N. S.
Mendelsohn, Coverings of bipartite graphs, Canadian Journal of Mathematics 10 (1958).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
FREE = -1


@dataclass(frozen=True)
class Part:
    """Rows and columns (indices into the whole); `full_rows`: every row is full and columns may stay free."""

    rows: Ints
    columns: Ints
    full_rows: bool


def largest_matching(allowed: Bools, capacity: Ints, start: Ints | None = None) -> Ints:
    """Return the row of each column (FREE where none) in a matching with the most columns.

    `allowed` is (rows, columns), `capacity` is (rows,). Grown from `start`, every row keeps at least its load
    and every matched column stays matched.
    """
    row_of = _greedy(allowed, capacity) if start is None else start.copy()
    load = np.bincount(row_of[row_of >= 0], minlength=len(capacity))
    dead = np.zeros(len(capacity), dtype=bool)  # rows from which no free place can be reached, now or later
    for column in np.flatnonzero(row_of == FREE):
        _augment(int(column), allowed, capacity, row_of, load, dead)
    return row_of


def split(allowed: Bools, capacity: Ints, row_of: Ints) -> list[Part]:
    """Return the Dulmage-Mendelsohn parts of a largest matching, without rows or columns that have no
    partner.
    """
    crowded_rows, crowded = _reached_from_free_columns(allowed, row_of)
    roomy_rows, roomy = _reached_from_free_rows(allowed, capacity, row_of)
    exact_rows = ~crowded_rows & ~roomy_rows & (capacity > 0)
    exact = ~crowded & ~roomy
    found = [
        Part(np.flatnonzero(crowded_rows), np.flatnonzero(crowded & allowed.any(axis=0)), full_rows=True),
        Part(np.flatnonzero(roomy_rows), np.flatnonzero(roomy), full_rows=False),
        Part(np.flatnonzero(exact_rows), np.flatnonzero(exact), full_rows=False),
    ]
    return [part for part in found if part.rows.size and part.columns.size]


def _greedy(allowed: Bools, capacity: Ints) -> Ints:
    """Columns with the fewest rows choose first, and take the row that fewest columns want."""
    row_of = np.full(allowed.shape[1], FREE, dtype=np.int64)
    if not allowed.size:
        return row_of
    wanted = allowed.sum(axis=1)
    by_popularity = np.argsort(wanted, kind="stable")
    open_rows = capacity > 0
    left = capacity.copy()
    for column in np.argsort(allowed.sum(axis=0), kind="stable"):
        able = allowed[by_popularity, column] & open_rows[by_popularity]
        first = int(able.argmax())
        if not able[first]:
            continue
        row = int(by_popularity[first])
        row_of[column] = row
        left[row] -= 1
        open_rows[row] = left[row] > 0
    return row_of


def _augment(column: int, allowed: Bools, capacity: Ints, row_of: Ints, load: Ints, dead: Bools) -> bool:
    """Place `column` by moving others along a shortest alternating path; mark what was searched in vain as
    dead.
    """
    seen = dead.copy()
    came_from = np.full(len(capacity), FREE, dtype=np.int64)  # the column that reached the row
    frontier = np.array([column])
    while frontier.size:
        reach = allowed[:, frontier]
        new = np.flatnonzero(reach.any(axis=1) & ~seen)
        came_from[new] = frontier[reach[new].argmax(axis=1)]
        seen[new] = True
        free = new[load[new] < capacity[new]]
        if free.size:
            row = int(free[0])
            load[row] += 1
            while True:
                mover = int(came_from[row])
                row_of[mover], row = row, int(row_of[mover])
                if mover == column:
                    return True
        frontier = np.flatnonzero(np.isin(row_of, new)) if new.size else new
    dead |= seen
    return False


def _reached_from_free_columns(allowed: Bools, row_of: Ints) -> tuple[Bools, Bools]:
    rows = np.zeros(allowed.shape[0], dtype=bool)
    columns = row_of == FREE
    frontier = np.flatnonzero(columns)
    while frontier.size:
        new = allowed[:, frontier].any(axis=1) & ~rows
        rows |= new
        frontier = np.flatnonzero(np.isin(row_of, np.flatnonzero(new)) & ~columns)
        columns[frontier] = True
    return rows, columns


def _reached_from_free_rows(allowed: Bools, capacity: Ints, row_of: Ints) -> tuple[Bools, Bools]:
    load = np.bincount(row_of[row_of >= 0], minlength=len(capacity))
    rows = load < capacity
    columns = np.zeros(allowed.shape[1], dtype=bool)
    frontier = np.flatnonzero(rows)
    while frontier.size:
        new = np.flatnonzero(allowed[frontier].any(axis=0) & ~columns)
        columns[new] = True
        frontier = np.unique(row_of[new]) if new.size else new
        frontier = frontier[~rows[frontier]]
        rows[frontier] = True
    return rows, columns
