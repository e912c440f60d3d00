"""Further peers: whole tools, graph libraries, and solvers that need a matching of everybody.

mentor-match runs in a process of its own, because its package has the same name as that of `matching`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.__main__ import MENTOR_MATCH
from bench.measure import Elsewhere

Answer = tuple[int, int]  # pairs and sum


def mentor_match(folder: Path) -> Elsewhere:
    """Return pairs and sum by mentor-match, from mentors.csv and mentees.csv in `folder` to its two lists."""
    environment = {**os.environ, "PYTHONPATH": str(MENTOR_MATCH)}
    command = [sys.executable, str(Path(__file__).with_name("run_mentor_match.py")), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - ourselves
    found = json.loads(done.stdout)
    return Elsewhere((found["pairs"], found["total"]), found["seconds"])


def version_of_mentor_match() -> str | None:
    """Return the version in the folder of its own."""
    found = sorted(MENTOR_MATCH.glob("mentor_match-*.dist-info"))
    return found[-1].name.removeprefix("mentor_match-").removesuffix(".dist-info") if found else None


def networkx_blossom(scores: NDArray[Any]) -> Answer:
    """Return pairs and sum by NetworkX: the heaviest of the largest matchings on a general graph."""
    import networkx

    rows, columns = np.nonzero(scores >= 0)
    graph = networkx.Graph()
    weights = scores[rows, columns].tolist()
    graph.add_weighted_edges_from(zip(rows.tolist(), (columns + len(scores)).tolist(), weights, strict=True))
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return len(found), sum(int(graph[one][other]["weight"]) for one, other in found)


def stable(scores: NDArray[Any]) -> Answer:
    """Return pairs and sum of a stable matching by `matching` (hospitals and residents with one place each).

    Both sides rank their possible partners by score, ties by number.
    """
    import warnings

    from matching.games import HospitalResident

    mentors, mentees = scores.shape
    mentor_ranks, mentee_ranks = {}, {}
    for row in range(mentors):
        order = np.argsort(-scores[row], kind="stable")
        mentor_ranks[f"m{row}"] = [f"e{column}" for column in order[scores[row, order] >= 0]]
    for column in range(mentees):
        order = np.argsort(-scores[:, column], kind="stable")
        mentee_ranks[f"e{column}"] = [f"m{row}" for row in order[scores[order, column] >= 0]]
    places = {name: 1 for name, ranks in mentor_ranks.items() if ranks}
    sys.setrecursionlimit(1_000_000)  # the library copies its players from one to the next
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(
            {name: ranks for name, ranks in mentee_ranks.items() if ranks},
            {name: ranks for name, ranks in mentor_ranks.items() if ranks},
            places,
        )
        found = game.solve()
    made = [(int(str(mentor)[1:]), int(str(mentee)[1:])) for mentor, mentees in found.items() for mentee in mentees]
    return len(made), sum(int(scores[place]) for place in made)


def lapjvx_penalty(cost: NDArray[Any], scores: NDArray[Any]) -> Answer:
    """Return pairs and sum by lapx's newer solver, on the costs of `peers.with_penalty`."""
    import lap

    _, rows, columns = lap.lapjvx(cost)
    made = scores[rows, columns]
    return int((made >= 0).sum()), int(made[made >= 0].sum())


def full_with_dummies(scores: NDArray[Any]) -> Answer:
    """Return pairs and sum by SciPy's sparse solver, which needs everybody matched: each mentee gets a dummy of its own."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    mentors, mentees = scores.shape
    rows, columns = np.nonzero(scores >= 0)
    most = int(scores.max(initial=0))
    dummy = float(min(scores.shape) * (most + 1) + 1)
    everyone = np.arange(mentees)
    costs = np.concatenate([(most + 1 - scores[rows, columns]).astype(np.float64), np.full(mentees, dummy)])
    place = np.concatenate([columns, everyone]), np.concatenate([rows, mentors + everyone])
    graph = coo_array((costs, place), shape=(mentees, mentors + mentees)).tocsr()
    mentee, mentor = min_weight_full_bipartite_matching(graph)
    real = mentor < mentors
    return int(real.sum()), int(scores[mentor[real], mentee[real]].sum())


def ortools_assignment(scores: NDArray[Any]) -> Answer:
    """Return pairs and sum by OR-Tools' LinearSumAssignment, which needs a perfect matching.

    Where not every pair is possible, the graph is doubled: everybody may be matched with a copy of itself, at a price.
    """
    from ortools.graph.python import linear_sum_assignment

    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    mentors, mentees = scores.shape
    rows, columns = (side.astype(np.int32) for side in np.nonzero(scores >= 0))
    costs = -scores[rows, columns].astype(np.int64)
    if mentors != mentees or len(rows) < scores.size:
        alone = min(scores.shape) * int(scores.max(initial=0)) + 1
        every, other = np.arange(mentors, dtype=np.int32), np.arange(mentees, dtype=np.int32)
        left = np.concatenate([rows, mentors + columns, every, mentors + other])
        right = np.concatenate([columns, mentees + rows, mentees + every, other])
        price = np.concatenate([costs, 0 * costs, np.full(mentors + mentees, alone)])
        solver.add_arcs_with_cost(left, right, price)
    else:
        solver.add_arcs_with_cost(rows, columns, costs)
    assert solver.solve() == solver.OPTIMAL
    mates = np.array([solver.right_mate(row) for row in range(mentors)])
    made = np.flatnonzero(mates < mentees)
    return len(made), int(scores[made, mates[made]].sum())
