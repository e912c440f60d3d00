"""Our solvers against OR-Tools on random instances: sizes 1 to 60, ties, capacities, impossible pairs."""

from __future__ import annotations

import numpy as np

from bench.peers import flow
from resonanz.engine import assign
from resonanz.engine.fast import ready
from resonanz.engine.plan import plan_of_matrix
from resonanz.engine.solve.sparse import solve_plan


def run(instances: int) -> None:
    """Compare pairs and sum of the dense solver, the auction and the flow; stop at the first difference."""
    ready.WORTH_LOADING = 0
    for seed in range(instances):
        rng = np.random.default_rng(seed)
        rows, columns = rng.integers(1, 61, 2)
        scores = rng.integers(0, rng.choice([1, 2, 5, 50, 10_000]), (rows, columns)).astype(np.int32)
        scores[rng.random(scores.shape) >= rng.choice([0.05, 0.2, 0.6, 1])] = -1
        capacity = rng.integers(0, 5, rows) if seed % 2 else np.ones(rows, dtype=np.int64)
        dense = assign(scores, allowed=scores >= 0, capacity=capacity)
        sparse = solve_plan(plan_of_matrix(scores), capacity, candidates=4)
        answers = (len(dense.mentee), dense.total), (int((sparse.row_of >= 0).sum()), sparse.total), flow(scores, capacity)
        assert answers[0] == answers[1] == answers[2], (seed, answers)
        assert sparse.bound == sparse.total
        if seed % 500 == 499:
            print(f"{seed + 1} instances agree", flush=True)
