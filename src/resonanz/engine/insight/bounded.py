"""The best plan with at most so many blocking pairs, as an integer programme.

A pair does not block if its mentee has somebody at least as good, or its mentor is full of mentees at least as good; one
row per pair says so, with a further 0/1 variable that lets the pair block. Source of the row: M. Baïou, M. Balinski, The
stable admissions polytope, Mathematical Programming 87 (2000). The greater aim of the objective is settled first and then
fixed, so that no large factor meets the solver's floating point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from resonanz.engine.solved import Place, Solved

Floats = NDArray[np.float64]
_SAFE_SUM = 1 << 40  # sums of points below this keep their units in the solver's doubles, with room to spare


def bounded_plan(solved: Solved, most: int) -> tuple[Place, ...]:
    """Return the best pairs with at most `most` blocking; pins are kept. ValueError where points are too large."""
    left = solved.demands.capacity.copy()
    for mentor, _ in solved.demands.pins:
        left[mentor] -= 1
    possible = solved.possible & (left > 0)[:, None]
    possible[:, [mentee for _, mentee in solved.demands.pins]] = False
    rows, columns = np.nonzero(possible)
    if not rows.size:
        return tuple(solved.demands.pins)
    scores = solved.problem.scores[rows, columns]
    if int(np.abs(scores).max()) * possible.shape[1] > _SAFE_SUM:
        raise ValueError("the points are too large for an exact plan with few blocking pairs; use smaller weights")
    model = _rows(rows, columns, scores, left, possible.shape[1], most)
    count = rows.size
    aims = [np.ones(count), scores.astype(np.float64)]
    if solved.objective == "best_total":
        aims.reverse()
    for aim in aims:
        chosen = _solve(aim, count, model)
        reached = round(float(aim @ chosen[:count]))
        row = csr_array(np.append(aim, np.zeros(count))[None, :])
        model.append(LinearConstraint(row, reached - 0.5, np.inf))
    made = np.flatnonzero(chosen[:count] > 0.5)
    return (*solved.demands.pins, *zip(rows[made].tolist(), columns[made].tolist(), strict=True))


def _solve(aim: Floats, count: int, model: list[LinearConstraint]) -> Floats:
    found = milp(
        -np.append(aim, np.zeros(count)),
        integrality=np.ones(2 * count, dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=model,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise AssertionError(f"a stable plan always exists, but the solver says: {found.message}")
    return np.round(found.x)


def _rows(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    scores: NDArray[np.int64],
    left: NDArray[np.int64],
    width: int,
    most: int,
) -> list[LinearConstraint]:
    """Return the constraints over pairs made (first half) and pairs that may block (second half)."""
    count = rows.size
    pair = np.arange(count)
    ones = np.ones(count)
    mentees = coo_array((ones, (columns, pair)), shape=(width, 2 * count)).tocsr()
    mentors = coo_array((ones, (rows, pair)), shape=(len(left), 2 * count)).tocsr()
    at_least = scores[:, None] <= scores  # [p, q]: pair q is at least as good as pair p
    by_mentee = (columns[:, None] == columns) & at_least
    by_mentor = (rows[:, None] == rows) & at_least
    places = np.minimum(left[rows], width).astype(np.float64)
    made = by_mentee * places[:, None] + by_mentor
    # The pair itself counts once for each side; made, it blocks nothing.
    stable = csr_array(np.hstack([made, np.diag(places)]))
    blocking = csr_array(np.append(np.zeros(count), ones)[None, :])
    return [
        LinearConstraint(mentees, -np.inf, 1),
        LinearConstraint(mentors, -np.inf, left.astype(np.float64)),
        LinearConstraint(stable, places, np.inf),
        LinearConstraint(blocking, -np.inf, most),
    ]
