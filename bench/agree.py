"""Our solvers against OR-Tools on random instances: sizes 1 to 60, ties, capacities, impossible pairs."""

from __future__ import annotations

import numpy as np

from bench.peers import flow
from resonanz.engine import assign, assign_sparse
from resonanz.engine.fast import ready
from resonanz.engine.plan import plan_of_matrix
from resonanz.engine.solve import sparse


def run(instances: int) -> None:
    """Compare pairs and sum of the dense solver, the solvers of large cohorts and of lists, and the flow; stop at the
    first difference. Every third instance begins with an auction.
    """
    ready.WORTH_LOADING = 0
    paths = sparse._PATHS, sparse._MORE_PATHS
    for seed in range(instances):
        rng = np.random.default_rng(seed)
        rows, columns = rng.integers(1, 61, 2)
        scores = rng.integers(0, rng.choice([1, 2, 5, 50, 10_000]), (rows, columns)).astype(np.int32)
        scores[rng.random(scores.shape) >= rng.choice([0.05, 0.2, 0.6, 1])] = -1
        capacity = rng.integers(0, 5, rows) if seed % 2 else np.ones(rows, dtype=np.int64)
        sparse._PATHS, sparse._MORE_PATHS = (0, 0) if seed % 3 == 0 else paths
        dense = assign(scores, allowed=scores >= 0, capacity=capacity)
        large = sparse.solve_plan(plan_of_matrix(scores), capacity, candidates=4)
        mentor, mentee = np.nonzero(scores >= 0)
        listed = assign_sparse(mentor, mentee, scores[mentor, mentee], shape=scores.shape, capacity=capacity)
        answers = (
            (len(dense.mentee), dense.total),
            (int((large.row_of >= 0).sum()), large.total),
            (len(listed.mentee), listed.total),
            flow(scores, capacity),
        )
        assert len(set(answers)) == 1, (seed, answers)
        assert large.bound == large.total
        if seed % 500 == 499:
            print(f"{seed + 1} instances agree", flush=True)
