"""The proven optimum where a dense solver would be too slow: candidates, exact paths among them, pricing of all pairs.

The best partners of everybody on both sides make a sparse graph. A largest matching on it gives the
Dulmage-Mendelsohn parts, in each of which one side is full; the highest sum within the parts comes from paths of
least loss. The prices that they leave behind are then compared with all pairs: whatever beats them is added
and repaired, until nothing does. One more thing must hold, and the same pass sees it: no possible pair crosses between
parts in a way that would allow a larger matching. Later passes only look at people whose price fell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan
from resonanz.engine.solve.pairs import NEVER, Edges, PlanPairs, Source

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FREE = -1
CANDIDATES = 16  # of each person, on both sides
MOST_ROUNDS = 60
_ADDED = 8  # of each person and pass
_FINER = 16  # an auction divides a point into so many steps
_PATHS, _MORE_PATHS = 4, 1_000_000  # pairs looked at on paths, times the number of pairs and more, before an auction
_CROWDED, _ROOMY, _EXACT = range(3)


@dataclass(frozen=True)
class Sparse:
    """The row of each column (FREE where none), the sum of scores, and a bound on it for as many pairs.

    `most_pairs_proven`: no assignment has more pairs.
    """

    row_of: Ints
    total: int
    bound: int
    most_pairs_proven: bool


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
    found = solve_pairs(PlanPairs(plan), capacity, objective, candidates=candidates, rounds=rounds, progress=progress)
    return replace(found, total=found.total * plan.divisor, bound=found.bound * plan.divisor)


def solve_pairs(
    source: Source,
    capacity: Ints,
    objective: str = "most_pairs",
    *,
    candidates: int = CANDIDATES,
    rounds: int = MOST_ROUNDS,
    progress: Callable[[float], None] | None = None,
) -> Sparse:
    """Do the same for scores from anywhere."""
    said = progress or (lambda _: None)
    capacity = np.minimum(capacity, source.columns)
    chosen = np.flatnonzero(capacity > 0)
    row_of = np.full(source.columns, FREE, dtype=np.int64)
    if not chosen.size or not source.columns:
        return Sparse(row_of, 0, 0, True)
    edges = source.candidates(chosen, min(candidates, max(source.rows, source.columns)))
    said(0.3)
    crossing = None
    for turn in range(rounds):
        graph = Graph(edges, capacity, source.columns, objective)
        graph.solve()
        pricing = _Pricing(source, graph)
        crossing = pricing.first_pass()
        if crossing is None:
            break
        edges = _joined(edges, crossing)
        said(0.6 - 0.3 / (turn + 2))
    for turn in range(rounds if crossing is None else 0):
        said(0.9 - 0.3 / (turn + 2))
        if not pricing.found.size:
            break
        graph.add(pricing.new_edges())
        graph.solve()
        pricing.next_pass()
    placed = np.flatnonzero(graph.row_of != FREE)
    total = int(source.values(graph.row_of[placed], placed).sum())
    return Sparse(graph.row_of, total, pricing.bound, crossing is None)


def _joined(some: Edges, more: Edges) -> Edges:
    one, other, value = (np.concatenate(pair) for pair in zip(some, more, strict=True))
    return one, other, value


class Graph:
    """The candidate graph with its parts, and the exact optimum on it with its prices."""

    def __init__(self, edges: Edges, capacity: Ints, columns: int, objective: str) -> None:
        self.capacity, rows = capacity, len(capacity)
        self.row_of = np.full(columns, FREE, dtype=np.int64)
        self.row_part, self.column_part = np.full(rows, _EXACT), np.full(columns, _EXACT)
        self.due, self.columns_due = np.zeros(rows, dtype=bool), np.zeros(columns, dtype=bool)
        self.edges = edges
        if objective != "best_total":
            self._split()
            self.edges = ready.kernels("graph").within(*edges, self.row_part, self.column_part)
            self.due, self.columns_due = self.row_part != _ROOMY, self.column_part != _CROWDED
        self._exact = self.row_part == _EXACT
        self.row_price, self.price = np.zeros(rows, dtype=np.int64), np.zeros(columns, dtype=np.int64)
        self.row_of[:] = FREE
        self._raise(self.edges)

    def _split(self) -> None:
        """Find a largest matching and from it the parts: crowded (rows are full), roomy (columns are), exact (both)."""
        graph = ready.kernels("graph")
        row, column, value = self.edges
        by_column = graph.listed(column, row, value, len(self.row_of))[:2]
        by_row = graph.listed(row, column, value, len(self.capacity))[:2]
        row_of = graph.largest(by_column, by_row, self.capacity, self.row_of)
        rows, columns = graph.from_free_columns(*by_column, len(self.capacity), row_of)
        self.row_part[rows], self.column_part[columns] = _CROWDED, _CROWDED
        rows, columns = graph.from_free_rows(*by_row, self.capacity, row_of)
        self.row_part[rows], self.column_part[columns] = _ROOMY, _ROOMY

    def add(self, edges: Edges) -> None:
        """Add pairs that beat the prices, raise the prices, and part those who no longer fit together."""
        placed = np.flatnonzero(self.row_of != FREE)
        made = self.price[placed] + self.row_price[self.row_of[placed]]
        self.edges = _joined(self.edges, edges)
        self._raise(edges)
        loose = placed[self.price[placed] + self.row_price[self.row_of[placed]] > made]
        self.row_of[loose] = FREE

    def _raise(self, edges: Edges) -> None:
        due = self.due, self.columns_due
        ready.kernels("primal").raise_prices(*edges, self.row_price, self.price, *due)

    def solve(self) -> None:
        """Bring everybody to their place, at the highest sum.

        Scores that differ a lot can make paths long. Where they get too long, an auction brings prices and pairs
        near the optimum, and paths only do the rest.
        """
        graph = ready.kernels("graph")
        row, column, value = self.edges
        by_column = graph.listed(column, row, value, len(self.row_of))
        by_row = graph.listed(row, column, value, len(self.capacity))
        if not self._placed(by_column, by_row, _PATHS * len(row) + _MORE_PATHS):
            self._auction(by_column, by_row)
            self._placed(by_column, by_row, NEVER)

    def _placed(self, by_column: Any, by_row: Any, budget: int) -> bool:
        primal = ready.kernels("primal")
        seats = primal.seated(self.row_of, len(self.capacity))
        columns = self.price, self.row_price, self.columns_due
        rows = self.row_price, self.price, self.due
        for side, own, turned in ((by_column, columns, False), (by_row, rows, True)):
            primal.bid(side, *own, seats, self.capacity, turned)
            work = primal.place(side, *own, seats, self.capacity, turned, budget)
            if work == primal.IMPOSSIBLE:
                raise AssertionError("a part has no full matching")  # Dulmage and Mendelsohn exclude this
            if work == primal.TOO_MUCH:
                return False
        self.row_of = seats[0]
        return True

    def _auction(self, by_column: Any, by_row: Any) -> None:
        """Set prices and pairs near the optimum, and part those whose pair is not the best at these prices."""
        row, column, value = self.edges
        columns, places = np.ones(len(self.row_of), dtype=np.int64), np.minimum(self.capacity, np.diff(by_row[0]))
        outside = not (self.due.any() or self.columns_due.any())
        self.row_of[:], self.row_price[:], self.price[:] = FREE, 0, 0
        first = self.columns_due | outside
        won = _won(by_column, by_row, np.where(first, columns, 0), np.where(self.due & ~self._exact, 0, places), outside)
        self.row_of[won[0]], self.row_price[:] = won[1], won[2]
        crowded = self.due & ~self._exact
        won = _won(by_row, by_column, np.where(crowded, places, 0), np.where(first, 0, columns), outside=False)
        self.row_of[won[1]], self.price[~first] = won[0], won[2][~first]
        best = np.full(len(self.capacity), -NEVER), np.full(len(self.row_of), -NEVER)
        np.maximum.at(best[0], row, value - self.price[column])
        self.row_price[crowded] = np.where(self.capacity > 0, best[0], 0)[crowded]
        np.maximum.at(best[1], column, value - self.row_price[row])
        self.price[first] = np.maximum(best[1], np.where(self.columns_due, -NEVER, 0))[first]
        tight = (self.row_of[column] == row) & (self.row_price[row] + self.price[column] == value)
        self.row_of[:] = FREE
        self.row_of[column[tight]] = row[tight]


def _won(graph: Any, turned: Any, bids: Ints, places: Ints, outside: bool) -> tuple[Ints, Ints, Ints]:
    """Let `bids` of each node compete for `places` of each table; return nodes and tables of the pairs, and prices."""
    units, seats = _offsets(bids), _offsets(places)
    price, profit = np.zeros(int(seats[-1]), dtype=np.int64), np.zeros(int(units[-1]), dtype=np.int64)
    lowest = np.zeros(len(places), dtype=np.int64)
    if not units[-1] or not seats[-1]:
        return lowest[:0], lowest[:0], lowest
    high = int(graph[2].max()) + 1
    finer = _FINER if high * int(units[-1] + 1) < 1 << 54 else 1  # prices along a path must fit into 64 bits
    step = max(high * finer // 4, 1)
    seat_of, table_of = ready.kernels("auction").auction(graph, turned, units, seats, price, profit, finer, step, outside)
    sold = np.flatnonzero(places)
    lowest[sold] = (np.minimum.reduceat(price, seats[:-1][sold]) + finer // 2) // finer
    seated = np.flatnonzero(seat_of >= 0)
    return np.repeat(np.arange(len(bids)), bids)[seated], table_of[seat_of[seated]], lowest


def _offsets(sizes: Ints) -> Ints:
    offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets


class _Pricing:
    """All pairs compared with a graph's prices; `bound` is the best bound so far, `found` what beats the prices."""

    def __init__(self, source: Source, graph: Graph) -> None:
        self.source, self.graph = source, graph
        self.bound = NEVER
        self.found: Ints = np.zeros((2, 0), dtype=np.int64)

    def first_pass(self) -> Edges | None:
        """Look at all pairs; return pairs to add before the parts are found anew, None where the parts are right."""
        graph = self.graph
        self._begin()
        crossing = []
        for part in range(3):
            rows = np.flatnonzero((graph.row_part == part) & (graph.capacity > 0))
            if not rows.size:
                continue
            prices = np.where(graph.column_part == part, graph.price, NEVER)
            if part == _ROOMY:
                prices[graph.column_part != _ROOMY] = -NEVER
            if part == _EXACT:
                prices[graph.column_part == _CROWDED] = -NEVER
            pairs = self._rows(rows, prices)
            crossing.append(pairs[:, graph.row_part[pairs[0]] != graph.column_part[pairs[1]]])
        self._end()
        if not sum(pairs.shape[1] for pairs in crossing):
            return None
        self.found = np.concatenate([self.found, *crossing], axis=1)
        return self.new_edges()

    def next_pass(self) -> None:
        """Look at the pairs of everybody whose price is lower than when their pairs were last compared."""
        graph = self.graph
        rows = np.flatnonzero((graph.row_price < self.seen_rows) & (graph.capacity > 0))
        columns = np.flatnonzero(graph.price < self.seen_columns)
        if len(rows) + len(columns) > len(graph.capacity) // 2:
            rows, columns = np.flatnonzero(graph.capacity > 0), columns[:0]
        self._begin()
        for part in range(3):
            some = rows[graph.row_part[rows] == part]
            if some.size:
                self._rows(some, np.where(graph.column_part == part, graph.price, NEVER))
            some = columns[graph.column_part[columns] == part]
            if some.size:
                self._columns(some, np.where((graph.row_part == part) & (graph.capacity > 0), graph.row_price, NEVER))
        self._end()

    def new_edges(self) -> Edges:
        """Return what was found, with its scores."""
        keys = np.unique(self.found[0] * self.source.columns + self.found[1])
        row, column = np.divmod(keys, self.source.columns)
        value = self.source.values(row, column).astype(self.graph.edges[2].dtype)
        return row.astype(np.int32), column.astype(np.int32), value

    def _begin(self) -> None:
        self.seen_rows, self.seen_columns = self.graph.row_price.copy(), self.graph.price.copy()
        self.pieces: list[Ints] = [np.zeros((2, 0), dtype=np.int64)]
        self.promised = int((self.graph.row_price * self.graph.capacity).sum()) + int(self.graph.price.sum())

    def _end(self) -> None:
        self.found = np.concatenate(self.pieces, axis=1)
        self.bound = min(self.bound, self.promised)

    def _rows(self, rows: Ints, prices: Ints) -> Ints:
        more, who = self.source.beating(rows, self.graph.row_price[rows], prices, _ADDED)
        self.promised += int((more[:, 0] * self.graph.capacity[rows]).sum())
        self.seen_rows[rows[more[:, -1] > 0]] = NEVER  # there may be more than were kept: look again
        pairs = np.stack([np.repeat(rows, _ADDED), who.ravel().astype(np.int64)])[:, (who >= 0).ravel()]
        self.pieces.append(pairs)
        return pairs

    def _columns(self, columns: Ints, row_prices: Ints) -> None:
        more, who = self.source.beating_columns(columns, self.graph.price[columns], row_prices, _ADDED)
        self.promised += int(more[:, 0].sum())
        self.seen_columns[columns[more[:, -1] > 0]] = NEVER
        pairs = np.stack([who.ravel().astype(np.int64), np.repeat(columns, _ADDED)])[:, (who >= 0).ravel()]
        self.pieces.append(pairs)
