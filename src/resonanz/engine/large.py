"""`match` where a full matrix would be too much: pairs are scored as they are needed, and the optimum is proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.blocks import Compiled, compile_rules
from resonanz.engine.criteria import Criteria
from resonanz.engine.decode import Words, why_mentee, why_mentor
from resonanz.engine.demands import Demands, PairIds, lowest_score, read_demands
from resonanz.engine.encode import Progress, encode
from resonanz.engine.fast import ready
from resonanz.engine.people import People
from resonanz.engine.plan import Plan
from resonanz.engine.result import Pair, Result, Unmatched, decimal
from resonanz.engine.solve.assign import OBJECTIVES
from resonanz.engine.solve.fairest import WORST_THEN_TOTAL
from resonanz.engine.solve.sparse import FREE, Sparse, solve_plan

MOST_CELLS = 4_000_000  # of a matrix: 2,000 x 2,000
_BLOCK = 200  # pairs put into words at a time
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Cohort:
    mentors: People
    mentees: People
    rules: Criteria
    demands: Demands  # with nothing forbidden
    forbidden: list[tuple[int, int]]
    minimum: float | None


def match_large(
    mentors: People,
    mentees: People,
    rules: Criteria,
    *,
    capacity: Ints,
    objective: str,
    pins: Iterable[PairIds] = (),
    forbids: Iterable[PairIds] = (),
    minimum: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """Do what `match` does; "fairest" makes the worst pair as good as possible, then the sum as high as possible."""
    if objective not in OBJECTIVES:
        raise ValueError(f"objective must be one of {', '.join(OBJECTIVES)}, not {objective!r}")
    rules = rules.settled(mentors, mentees)  # here some are judged without the others
    cohort = _read(mentors, mentees, rules, capacity, list(pins), list(forbids), minimum)
    compiled = compile_rules(mentors, mentees, rules)
    left = capacity.copy()
    for mentor, _ in cohort.demands.pins:
        left[mentor] -= 1
    if objective == "fairest":
        solved = _fairest(compiled, cohort, left, progress)
    else:
        solved = solve_plan(_restricted(compiled, cohort), left, objective, progress=progress)
    mentor_of = solved.row_of.copy()
    for mentor, mentee in cohort.demands.pins:
        mentor_of[mentee] = mentor
    pairs, scores = _pairs(cohort, mentor_of)
    pinned = sum(scores[mentee] for _, mentee in cohort.demands.pins)
    total = sum(scores.values())
    proven = solved.most_pairs_proven and solved.bound == solved.total
    if progress:
        progress(1.0)
    return Result(
        objective=objective,
        total=decimal(total),
        optimal=proven,
        best_possible=decimal(rules.best_possible),
        pairs=pairs,
        unmatched_mentors=tuple(_unmatched(cohort, np.setdiff1d(np.arange(len(mentors)), mentor_of), mentor=True)),
        unmatched_mentees=tuple(_unmatched(cohort, np.flatnonzero(mentor_of == FREE), mentor=False)),
        bound=decimal(max(solved.bound + pinned, total)),
        gap=decimal(max(solved.bound - solved.total, 0)),
        fairness=WORST_THEN_TOTAL if objective == "fairest" else None,
    )


def _fairest(compiled: Compiled, cohort: _Cohort, capacity: Ints, progress: Progress | None) -> Sparse:
    """Return the plan with the most pairs whose worst pair is best, and among these the highest sum.

    Thresholds are halved; each plan found says how good its own worst pair is, which saves steps.
    """
    plan = _restricted(compiled, cohort)
    best = solve_plan(plan, capacity)
    made = int((best.row_of != FREE).sum())
    if not made:
        return best
    proven = best.most_pairs_proven
    low, high = _lowest(plan, best), _highest(plan, best)
    steps, step = max(high - low, 1).bit_length(), 0
    while low < high:
        middle = (low + high + 1) // 2
        found = solve_plan(_restricted(compiled, cohort, middle), capacity)
        if int((found.row_of != FREE).sum()) == made:
            best, low = found, _lowest(plan, found)
        else:
            high = middle - 1
            proven &= found.most_pairs_proven
        step += 1
        if progress:
            progress(min(0.9, step / steps))
    return replace(best, most_pairs_proven=proven)


def _lowest(plan: Plan, solved: Sparse) -> int:
    placed = np.flatnonzero(solved.row_of != FREE)
    scores = ready.kernels("scan").scores_of_pairs(plan.arrays, solved.row_of[placed], placed)
    return int(scores.min()) if placed.size else 0


def _highest(plan: Plan, solved: Sparse) -> int:
    """Return a score that the worst pair cannot exceed: of those who are placed in every plan, the least own best."""
    if (solved.row_of == FREE).any() or not plan.rows:
        return max(_lowest(plan, solved), _best_of_all(plan))
    turned = plan.turned()
    _, scores, _ = ready.kernels("scan").best_of_rows(turned.arrays, 0, turned.rows, turned.columns, 1)
    return int(scores[:, 0].min())


def _best_of_all(plan: Plan) -> int:
    _, scores, counts = ready.kernels("scan").best_of_rows(plan.arrays, 0, plan.rows, plan.columns, 1)
    return int(scores[counts > 0, 0].max(initial=0))


def _read(
    mentors: People,
    mentees: People,
    rules: Criteria,
    capacity: Ints,
    pins: list[PairIds],
    forbids: list[PairIds],
    minimum: float | None,
) -> _Cohort:
    """Check pins and forbids on the few people they name."""
    index = mentors.index(), mentees.index()
    named = [
        sorted({side[pair[n]] for pair in (*pins, *forbids) if pair[n] in side} | set(range(min(1, len(side)))))
        for n, side in enumerate(index)
    ]
    problem = encode(mentors.chosen(named[0]), mentees.chosen(named[1]), rules)
    few = read_demands(problem, capacity[named[0]], pins, forbids, people=(mentors, mentees))
    kept = [(named[0][mentor], named[1][mentee]) for mentor, mentee in few.pins]
    ruled_out = [(named[0][mentor], named[1][mentee]) for mentor, mentee in np.argwhere(few.forbidden)]
    return _Cohort(mentors, mentees, rules, Demands(capacity, kept, np.zeros((0, 0), dtype=bool)), ruled_out, minimum)


def _restricted(compiled: Compiled, cohort: _Cohort, lowest: int | None = None) -> Plan:
    """Rule out what is forbidden, what is below the minimum (or `lowest`), and every pair of a pinned mentee."""
    least = [lowest_score(cohort.minimum)] if cohort.minimum is not None else []
    least += [lowest] if lowest is not None else []
    plan = compiled.plan(max(least, default=None))
    rows = [np.array([mentor for mentor, _ in cohort.forbidden], dtype=np.int64)]
    columns = [np.array([mentee for _, mentee in cohort.forbidden], dtype=np.int64)]
    for _, mentee in cohort.demands.pins:
        rows.append(np.arange(plan.rows))
        columns.append(np.full(plan.rows, mentee))
    row, column = np.concatenate(rows), np.concatenate(columns)
    return plan.without_pairs(row, column) if row.size else plan


def _pairs(cohort: _Cohort, mentor_of: Ints) -> tuple[tuple[Pair, ...], dict[int, int]]:
    """Return the pairs in words, and the score of each mentee's pair."""
    placed = np.flatnonzero(mentor_of != FREE)
    pairs: list[Pair] = []
    scores: dict[int, int] = {}
    for begin in range(0, len(placed), _BLOCK):
        mentees = placed[begin : begin + _BLOCK]
        mentors, at = np.unique(mentor_of[mentees], return_inverse=True)
        problem = encode(cohort.mentors.chosen(mentors.tolist()), cohort.mentees.chosen(mentees.tolist()), cohort.rules)
        words, best = Words(problem), cohort.rules.best_possible
        for position, mentee in enumerate(mentees.tolist()):
            pairs.append(words.pair(int(at[position]), position, best))
            scores[mentee] = int(problem.scores[at[position], position])
    return tuple(pairs), scores


def _unmatched(cohort: _Cohort, people: Ints, *, mentor: bool) -> Iterator[Unmatched]:
    """Say why each is left, on matrices of a few people against everybody."""
    others = cohort.mentees if mentor else cohort.mentors
    some = max(1, MOST_CELLS // 4 // max(len(others), 1))
    for begin in range(0, len(people), some):
        chosen = people[begin : begin + some].tolist()
        if mentor:
            problem = encode(cohort.mentors.chosen(chosen), cohort.mentees, cohort.rules)
        else:
            problem = encode(cohort.mentors, cohort.mentees.chosen(chosen), cohort.rules)
        capacity = cohort.demands.capacity[chosen] if mentor else cohort.demands.capacity
        demands = read_demands(problem, capacity, (), (), cohort.minimum)
        position = {person: number for number, person in enumerate(chosen)}
        for pair in cohort.forbidden:
            own = pair[0] if mentor else pair[1]
            if own in position:
                place = (position[own], pair[1]) if mentor else (pair[0], position[own])
                demands.forbidden[place] = True
        for number, person in enumerate(chosen):
            whose, why = (cohort.mentors, why_mentor) if mentor else (cohort.mentees, why_mentee)
            yield Unmatched(whose.ids[person], why(problem, demands, number))
