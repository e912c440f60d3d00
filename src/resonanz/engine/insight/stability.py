"""Blocking pairs: two people who would both rather have each other than what the plan gives them.

A plan with the highest sum may contain some, and a plan without any (a stable one: D. Gale, L. Shapley, College
admissions and the stability of marriage, 1962) usually places fewer. So they are counted and named, and
`fewer_blocking` says what it costs to have at most so many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.insight.bounded import bounded_plan
from resonanz.engine.result import Number, decimal
from resonanz.engine.solved import Place, Solved
from resonanz.phrases import P, Phrase

Scores = NDArray[Any]
MOST_CELLS = 2_500  # possible pairs up to which the bounded plan is solved exactly


@dataclass(frozen=True)
class Blocking:
    """Two people who would both rather have each other. `mentee_has` and `mentor_has`: whom they would leave, None
    where the mentee has nobody or the mentor a free place.
    """

    mentor: str
    mentee: str
    score: Number
    mentee_has: str | None
    mentor_has: str | None
    text: Phrase


@dataclass(frozen=True)
class BoundedPlan:
    """A plan with at most so many blocking pairs, and its price against the best plan. `exact`: proven to be the best
    such plan; otherwise it is a stable plan, and a better one within the bound may exist.
    """

    pairs: tuple[tuple[str, str], ...]
    blocking: int
    pairs_lost: int
    points_lost: Number
    exact: bool
    text: Phrase


def blocking_pairs(
    solved: Solved, *, mentor_scores: Scores | None = None, mentee_scores: Scores | None = None
) -> tuple[Blocking, ...]:
    """Return all blocking pairs, the highest score first, then by id.

    Each side judges by the pair's score, or by scores of its own of shape (mentors, mentees). Equal is not better.
    Pinned pairs are kept, so pinned mentees and their places do not take part.
    """
    mine, theirs = _judgements(solved, mentor_scores, mentee_scores)
    blocking = blocking_mask(solved, solved.pairs, mine, theirs)
    scores = solved.problem.scores
    places = sorted(zip(*np.nonzero(blocking), strict=True), key=lambda place: (-int(scores[place]), *map(int, place)))
    return tuple(_blocking(solved, (int(mentor), int(mentee)), mine) for mentor, mentee in places)


def fewer_blocking(solved: Solved, most: int = 0) -> BoundedPlan:
    """Return the best plan with at most `most` blocking pairs, and what it costs against the best plan of all.

    Exact up to `MOST_CELLS` possible pairs, as an integer programme; beyond, the pairs are made from the highest score
    down, which leaves none blocking, and `exact` is False. ValueError where `most` is negative.
    """
    if most < 0:
        raise ValueError(f"the number of blocking pairs must not be negative, but is {most}")
    own = solved.problem.scores
    present = int(blocking_mask(solved, solved.pairs, own, own).sum())
    if present <= most:
        return _plan(solved, solved.pairs, exact=True)
    if int(solved.possible.sum()) <= MOST_CELLS and solved.objective in ("most_pairs", "best_total"):
        return _plan(solved, bounded_plan(solved, most), exact=True)
    return _plan(solved, from_the_top(solved), exact=False)


def blocking_mask(
    solved: Solved, pairs: tuple[Place, ...], mentor_scores: Scores, mentee_scores: Scores
) -> NDArray[np.bool_]:
    """Return which pairs block the plan `pairs`, shape (mentors, mentees)."""
    pinned = set(solved.demands.pins)
    mentors, mentees = solved.possible.shape
    has: list[Any] = [None] * mentees
    worst: list[Any] = [None] * mentors
    left = solved.demands.capacity.tolist()
    for mentor, mentee in pairs:
        left[mentor] -= 1
        has[mentee] = mentee_scores[mentor, mentee]
        if (mentor, mentee) not in pinned:
            score = mentor_scores[mentor, mentee]
            worst[mentor] = score if worst[mentor] is None else min(worst[mentor], score)
    blocking: NDArray[np.bool_] = solved.possible.copy()
    for mentee, score in enumerate(has):
        if score is not None:
            blocking[:, mentee] &= mentee_scores[:, mentee] > score
    for mentor, score in enumerate(worst):
        if left[mentor] <= 0:
            blocking[mentor] &= mentor_scores[mentor] > score if score is not None else False
    blocking[:, [mentee for _, mentee in pinned]] = False
    return blocking


def from_the_top(solved: Solved) -> tuple[Place, ...]:
    """Return the plan that always makes the pair with the highest score still possible, ties by id; none blocks it."""
    pairs = list(solved.demands.pins)
    left = solved.demands.capacity.copy()
    open_mentees = np.ones(len(solved.problem.mentees), dtype=bool)
    for mentor, mentee in pairs:
        left[mentor] -= 1
        open_mentees[mentee] = False
    rows, columns = np.nonzero(solved.possible)
    order = np.argsort(-solved.problem.scores[rows, columns], kind="stable")
    for mentor, mentee in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if left[mentor] > 0 and open_mentees[mentee]:
            pairs.append((mentor, mentee))
            left[mentor] -= 1
            open_mentees[mentee] = False
    return tuple(pairs)


def _judgements(solved: Solved, mentor_scores: Scores | None, mentee_scores: Scores | None) -> tuple[Scores, Scores]:
    own = solved.problem.scores
    both = [own if given is None else np.asarray(given) for given in (mentor_scores, mentee_scores)]
    if any(given.shape != own.shape for given in both):
        raise ValueError(f"scores of one side need the shape {own.shape}")
    return both[0], both[1]


def _blocking(solved: Solved, place: Place, mentor_scores: Scores) -> Blocking:
    mentor, mentee = place
    pinned = set(solved.demands.pins)
    own = [other for at, other in solved.pairs if at == mentor]
    movable = [other for other in own if (mentor, other) not in pinned]
    leaves = None
    if len(own) >= solved.demands.capacity[mentor]:
        leaves = min(movable, key=lambda other: (mentor_scores[mentor, other], other))
    has = int(solved.mentor_of[mentee])
    mentee_has = solved.problem.mentors.ids[has] if has >= 0 else None
    mentor_has = solved.problem.mentees.ids[leaves] if leaves is not None else None
    ids = solved.ids(place)
    return Blocking(
        *ids, decimal(int(solved.problem.scores[place])), mentee_has, mentor_has, _words(ids, mentee_has, mentor_has)
    )


def _words(ids: tuple[str, str], mentee_has: str | None, mentor_has: str | None) -> Phrase:
    names = {"one": ids[0], "other": ids[1]}
    if mentee_has is None and mentor_has is None:
        return P("{one} has a free place and {other} has nobody", **names)
    if mentee_has is None:
        return P("{other} has nobody, and {one} fits better with {other} than with {third}", third=mentor_has, **names)
    if mentor_has is None:
        return P("{one} has a free place, and {other} fits better with {one} than with {fourth}", fourth=mentee_has, **names)
    return P(
        "{one} and {other} fit better with each other than {one} with {third} and {other} with {fourth}",
        third=mentor_has,
        fourth=mentee_has,
        **names,
    )


def _plan(solved: Solved, pairs: tuple[Place, ...], *, exact: bool) -> BoundedPlan:
    best, made = solved.worth(solved.pairs), solved.worth(pairs)
    own = solved.problem.scores
    blocking = int(blocking_mask(solved, pairs, own, own).sum())
    lost, points = best[0] - made[0], decimal(best[1] - made[1])
    ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    text = P(
        "{blocking} blocking pairs instead of {present}: {pairs} pairs instead of {most}, {total} points instead of {best}",
        blocking=blocking,
        present=int(blocking_mask(solved, solved.pairs, own, own).sum()),
        pairs=made[0],
        most=best[0],
        total=decimal(made[1]),
        best=decimal(best[1]),
    )
    return BoundedPlan(tuple(map(solved.ids, ordered)), blocking, lost, points, exact, text)
