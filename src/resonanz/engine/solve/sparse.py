"""The proven optimum where no matrix is built: candidates, an auction among them, and pricing of all pairs.

Candidate lists of both sides make a sparse graph. Most pairs: a largest matching on it is the largest of all if
no possible pair outside it joins what alternating paths reach with what they do not; such pairs are added until
there are none. Then each Dulmage-Mendelsohn part is solved by auction, all its pairs are compared with the
prices, and pairs that would beat them are added, until none does. What the prices promise is the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FREE = -1
CANDIDATES = 32  # of each person, on both sides
MOST_ROUNDS = 60
_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Sparse:
    """The row of each column (FREE where none), the sum of scores, and a bound on it for as many pairs.

    `most_pairs_proven`: no assignment has more pairs.
    """

    row_of: Ints
    total: int
    bound: int
    most_pairs_proven: bool


class _Edges:
    """The candidate graph: pairs (row, column) with their scores, each once, sorted by column and row."""

    def __init__(self, plan: Plan, limit: int) -> None:
        self.plan, self.turned = plan, plan.turned()
        scan = ready.kernels("scan")
        keys = []
        for side, (one, turned) in enumerate(((self.plan, False), (self.turned, True))):
            found, _, counts = scan.best_of_rows(one.arrays, 0, one.rows, one.columns, min(limit, one.columns))
            row = np.repeat(np.arange(one.rows, dtype=np.int64), counts)
            column = found[np.arange(found.shape[1]) < counts[:, None]].astype(np.int64)
            keys.append(row * plan.rows + column if turned else column * plan.rows + row)
            del found, side
        self._set(np.unique(np.concatenate(keys)))
        self.divisor = plan.divisor

    def add(self, rows: Ints, columns: Ints) -> int:
        """Add pairs; return how many are new."""
        before = len(self.row)
        self._set(np.union1d(self.column * self.plan.rows + self.row, columns * self.plan.rows + rows))
        return len(self.row) - before

    def _set(self, keys: Ints) -> None:
        self.column, self.row = np.divmod(keys, max(self.plan.rows, 1))
        self.score = ready.kernels("scan").scores_of_pairs(self.plan.arrays, self.row, self.column).astype(np.int64)
        self.by_column = _pointers(self.column, self.plan.columns), self.row
        order = np.lexsort((self.column, self.row))
        self.by_row = _pointers(self.row, self.plan.rows), self.column[order]


def solve_plan(
    plan: Plan,
    capacity: Ints,
    objective: str = "most_pairs",
    *,
    candidates: int = CANDIDATES,
    rounds: int = MOST_ROUNDS,
    progress: Callable[[float], None] | None = None,
) -> Sparse:
    """Return the assignment of the plan's columns to its rows (`capacity` each), with its proven bound.

    "most_pairs" places the most columns, then has the highest sum; "best_total" has the highest sum. Scores are
    not negative where possible. Of equally good assignments the one returned depends on the input alone.
    """
    edges = _Edges(plan, candidates)
    if progress:
        progress(0.3)
    capacity = np.minimum(capacity, plan.columns)
    row_of = np.full(plan.columns, FREE, dtype=np.int64)
    if not len(edges.row):
        return Sparse(row_of, 0, 0, True)
    if objective == "best_total":
        every = np.ones(plan.rows, dtype=bool) & (capacity > 0), np.ones(plan.columns, dtype=bool)
        bound = _solve_part(edges, capacity, *every, row_of, full_rows=False, outside=True, rounds=rounds)
        return Sparse(row_of, _total(plan, row_of), bound, True)
    row_of, proven, parts = _parts(edges, capacity, rounds)
    bound = 0
    for number, (rows, columns, full_rows) in enumerate(parts, 1):
        bound += _solve_part(edges, capacity, rows, columns, row_of, full_rows=full_rows, outside=False, rounds=rounds)
        if progress:
            progress(0.3 + 0.6 * number / len(parts))
    return Sparse(row_of, _total(plan, row_of), bound, proven)


def _total(plan: Plan, row_of: Ints) -> int:
    placed = np.flatnonzero(row_of != FREE)
    return int(ready.kernels("scan").scores_of_pairs(plan.arrays, row_of[placed], placed).sum(dtype=np.int64))


def _parts(edges: _Edges, capacity: Ints, rounds: int) -> tuple[Ints, bool, list[tuple[Bools, Bools, bool]]]:
    """Return a largest matching, whether it is proven, and the parts, adding pairs until all pairs agree."""
    graph = ready.kernels("graph")
    row_of = np.full(edges.plan.columns, FREE, dtype=np.int64)
    for _ in range(rounds):
        row_of = graph.largest(*edges.by_column, capacity, row_of)
        crowded_rows, crowded = graph.from_free_columns(*edges.by_column, len(capacity), row_of)
        roomy_rows, roomy = graph.from_free_rows(*edges.by_row, capacity, row_of)
        new = _crossing(edges.plan, ~crowded_rows & (capacity > 0), crowded)
        other = _crossing(edges.turned, ~roomy, roomy_rows)
        rows, columns = np.concatenate([new[0], other[1]]), np.concatenate([new[1], other[0]])
        if not rows.size or not edges.add(rows, columns):
            break
    proven = not rows.size
    exact = ~crowded_rows & ~roomy_rows & (capacity > 0), ~crowded & ~roomy
    parts = [(crowded_rows, crowded, True), (roomy_rows & (capacity > 0), roomy, False), (*exact, False)]
    return row_of, proven, [part for part in parts if part[0].any() and part[1].any()]


def _crossing(plan: Plan, rows: Bools, columns: Bools) -> tuple[Ints, Ints]:
    """Return for each of `columns` its best possible row among `rows`, where there is one."""
    best = np.where(columns, -1, _LAST)
    who = np.full(plan.columns, FREE, dtype=np.int64)
    chosen = np.flatnonzero(rows)
    if chosen.size and columns.any():
        nothing = np.zeros(chosen.size, dtype=np.int64)
        ready.kernels("scan").best_reduced(plan.arrays, chosen, nothing, 1, plan.columns, best, who)
    found = np.flatnonzero(who != FREE)
    return who[found], found


def _solve_part(
    edges: _Edges,
    capacity: Ints,
    rows: Bools,
    columns: Bools,
    row_of: Ints,
    *,
    full_rows: bool,
    outside: bool,
    rounds: int,
) -> int:
    """Solve one part to the optimum of all its pairs, write it into `row_of`, return the bound on its sum.

    Bidders are the side that must be full: columns, or rows with `full_rows`.
    """
    plan = edges.turned if full_rows else edges.plan  # tables are the plan's rows, bidding nodes its columns
    tables, nodes = (columns, rows) if full_rows else (rows, columns)
    places = np.where(tables, 1 if full_rows else capacity, 0)
    bids = np.where(nodes, capacity if full_rows else 1, 0)
    seats, units = _offsets(places), _offsets(bids)
    scale = int(units[-1]) + 1
    price, profit = np.zeros(int(seats[-1]), dtype=np.int64), np.zeros(int(units[-1]), dtype=np.int64)
    step, bound, divisor = 0, None, edges.divisor
    node_of = np.repeat(np.arange(len(bids)), bids)
    for _ in range(rounds):
        inside = rows[edges.row] & columns[edges.column]
        row, column, score = edges.row[inside], edges.column[inside], edges.score[inside]
        table, node = (column, row) if full_rows else (row, column)
        if not step:
            step = max((int(score.max(initial=0)) + 1) * scale // 4, 1)
        graph, turned = _graph(node, table, score, len(bids)), _graph(table, node, score, len(places))
        seat_of, table_of = ready.kernels("auction").auction(
            graph, turned, units, seats, price, profit, scale, step, outside
        )
        promised, violated, worst = _priced(plan, tables, seats, price, nodes, node_of, profit, scale)
        bound = promised if bound is None else min(bound, promised)
        seated = np.flatnonzero(seat_of >= 0)
        pairs = table_of[seat_of[seated]], node_of[seated]
        some = (pairs[1], pairs[0]) if full_rows else pairs
        reached = int(ready.kernels("scan").scores_of_pairs(edges.plan.arrays, *some).sum(dtype=np.int64))
        # Every total is a multiple of the divisor, so a bound less than one above it proves it.
        if bound - bound % divisor <= reached or not violated[0].size:
            break
        new = violated if not full_rows else (violated[1], violated[0])
        if not edges.add(*new):
            break
        step = max(worst // 4, 1)
    row_of[columns] = FREE
    row_of[some[1]] = some[0]
    return int(bound or 0) - int(bound or 0) % divisor


def _priced(
    plan: Plan, tables: Bools, seats: Ints, price: Ints, nodes: Bools, node_of: Ints, profit: Ints, scale: int
) -> tuple[int, tuple[Ints, Ints], int]:
    """Compare all pairs with the prices: return the bound, the pairs (table, node) that beat them, by how much."""
    chosen = np.flatnonzero(tables & (np.diff(seats) > 0))
    lowest = np.minimum.reduceat(price, seats[chosen]) if chosen.size else price[:0]
    least = np.full(plan.columns, _LAST)
    np.minimum.at(least, node_of, profit)
    best, who = least.copy(), np.full(plan.columns, FREE, dtype=np.int64)
    ready.kernels("scan").best_reduced(plan.arrays, chosen, lowest, scale, plan.columns, best, who)
    promised = (int(price.sum()) + int(np.maximum(profit, np.where(who != FREE, best, -_LAST)[node_of]).sum())) // scale
    above = np.flatnonzero((who != FREE) & (best > least + 1))
    worst = int((best[above] - least[above]).max(initial=0))
    return promised, (who[above], above), worst


def _graph(node: Ints, neighbour: Ints, score: Ints, nodes: int) -> tuple[Any, ...]:
    order = np.lexsort((neighbour, node))
    return _pointers(node, nodes), neighbour[order], score[order]


def _pointers(node: Ints, nodes: int) -> Ints:
    return _offsets(np.bincount(node, minlength=nodes))


def _offsets(sizes: Ints) -> Ints:
    offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets
