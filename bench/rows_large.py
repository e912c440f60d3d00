"""Rows for large work: ten thousand by ten thousand, given or from profiles, and a hundred thousand candidate lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import instances, peers
from bench.table import Row
from resonanz.engine import assign, assign_sparse
from resonanz.engine.fast import ready
from resonanz.engine.solve.sparse import solve_plan

Lists = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]


def rows() -> Iterator[tuple[str, Callable[[], Row]]]:
    """Return the names of the rows, and what makes each."""
    for size in (3000, 10_000):
        yield f"{size} x {size} structured, matrix given", lambda size=size: _given(size)
        yield f"{size} x {size} structured, from profiles", lambda size=size: _profiles(size)
    yield "5000 x 5000 random, matrix given", _random
    yield "100000 x 32 candidates, not all can be placed", _candidates


def _given(size: int) -> Row:
    scores = instances.structured(size, size)
    allowed, cost = scores >= 0, peers.with_penalty(scores)
    row = Row("", lambda: _pairs_and_sum(assign(scores, allowed=allowed)), {})
    row.peers = {
        "scipy": lambda: peers.scipy_penalty(cost, scores),
        "lapjvs": lambda: peers.lapjvs_penalty(cost, scores),
    }
    if size == 10_000:
        row.asked = {"scipy": 8, "lapjvs": 2.5}
    return row


def _random() -> Row:
    scores = instances.random(5000, 5000)
    cost = peers.with_penalty(scores)
    row = Row("", lambda: _pairs_and_sum(assign(scores)), {})
    row.peers = {
        "scipy": lambda: peers.scipy_penalty(cost, scores),
        "lapjvs": lambda: peers.lapjvs_penalty(cost, scores),
    }
    return row


def _profiles(size: int) -> Row:
    row = Row("", lambda: from_profiles(size), {"numpy + lapjvs": lambda: from_profiles_by_lapjvs(size)})
    if size == 10_000:
        row.asked, row.memory = {"numpy + lapjvs": 4}, ("ours", "numpy + lapjvs")
        row.asked_memory = {"numpy + lapjvs": 0.15}
    return row


def from_profiles(size: int) -> tuple[int, int]:
    """Return pairs and sum of our solver from profiles, proven."""
    one, other = instances.people(size, 1), instances.people(size, 2, mentees=True)
    found = solve_plan(instances.plan_of(one, other), np.ones(size, dtype=np.int64))
    assert (found.most_pairs_proven, found.bound) == (True, found.total)
    return int((found.row_of >= 0).sum()), found.total


def from_profiles_by_lapjvs(size: int) -> tuple[int, int]:
    """Return pairs and sum of a matrix scored by NumPy in blocks and solved by lapx."""
    one, other = instances.people(size, 1), instances.people(size, 2, mentees=True)
    blocks = [instances.scores_by_numpy(one, other, b, b + 500) for b in range(0, size, 500)]
    scores = np.vstack(blocks)
    return peers.lapjvs_penalty(peers.with_penalty(scores), scores)


def candidate_lists(size: int, kept: int = 32) -> Lists:
    """Return (mentor, mentee, score) of each mentee's best mentors; with them not everybody can be placed."""
    mentors, mentees = instances.people(size, 1), instances.people(size, 2, mentees=True)
    plan = instances.plan_of(mentors, mentees).turned()
    found, scores, counts = ready.kernels("scan").best_of_rows(plan.arrays, 0, size, size, kept)
    listed = np.arange(kept) < counts[:, None]
    return found[listed], np.repeat(np.arange(size, dtype=np.int32), counts), scores[listed]


def _candidates() -> Row:
    size = 100_000
    lists = candidate_lists(size)
    row = Row("", lambda: _pairs_and_sum(assign_sparse(*lists, shape=(size, size))), {})
    row.peers = {
        "ortools flow": lambda: flow_of_lists(*lists, size, size),
        "scipy full matching": lambda: scipy_of_lists(*lists, size, size),
    }
    row.asked = {"ortools flow": 8, "scipy full matching": 30}
    return row


def flow_of_lists(row: NDArray[Any], column: NDArray[Any], score: NDArray[Any], rows: int, columns: int) -> tuple[int, int]:
    """Return pairs and sum by OR-Tools' minimum-cost flow, one place each."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    source, sink = rows + columns, rows + columns + 1
    bonus = min(rows, columns) * int(score.max()) + 1
    tails = np.concatenate([np.full(columns, source), column, columns + np.arange(rows), [source]])
    heads = np.concatenate([np.arange(columns), columns + row, np.full(rows, sink), [sink]])
    limits = np.concatenate([np.ones(columns + len(row) + rows), [columns]])
    costs = np.concatenate([np.zeros(columns), -(score.astype(np.int64) + bonus), np.zeros(rows + 1)])
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), limits.astype(np.int64), costs.astype(np.int64)
    )
    solver.set_node_supply(source, columns)
    solver.set_node_supply(sink, -columns)
    assert solver.solve() == solver.OPTIMAL
    used = solver.flows(arcs)[columns : columns + len(row)] > 0
    return int(used.sum()), int(score[used].sum())


def scipy_of_lists(row: NDArray[Any], column: NDArray[Any], score: NDArray[Any], rows: int, columns: int) -> tuple[int, int]:
    """Return pairs and sum by SciPy's sparse solver, which needs a full matching: a private dummy per mentee."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    most = int(score.max())
    penalty = float(min(rows, columns) * (most + 1) + 1)
    costs = np.concatenate([most + 1.0 - score, np.full(columns, penalty)])
    one = np.concatenate([column, np.arange(columns)])
    other = np.concatenate([row, rows + np.arange(columns)])
    graph = csr_array((costs, (one, other)), shape=(columns, rows + columns))
    matched, partner = min_weight_full_bipartite_matching(graph)
    placed = partner < rows
    made = np.asarray(graph[matched[placed], partner[placed]]).ravel()
    return int(placed.sum()), int((most + 1 - made).sum())


def _pairs_and_sum(found: Any) -> tuple[int, int]:
    return len(found.mentee), int(found.total)
