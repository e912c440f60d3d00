"""The same questions of the fairest plan, which is no sum and has no prices: they are answered by solving again.

Each answer is the fairest plan there is with the pair, the place or the new mentor in question, compared with the plan
there is: first by the number of pairs, then by the scores from the worst up. Of equally fair plans the one that changes
least is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.insight.alternatives import Alternative, Move
from resonanz.engine.result import decimal, percent
from resonanz.engine.solve.fairest import WORST_THEN_TOTAL
from resonanz.engine.solved import Place, Solved
from resonanz.phrases import P, Phrase


@dataclass(frozen=True, order=True)
class Fairness:
    """What fairness compares: the number of pairs, and their scores from the worst up, in thousandths of a point."""

    pairs: int
    scores: tuple[int, ...]

    @property
    def lowest(self) -> int:
        """The score of the worst pair, 0 without pairs."""
        return self.scores[0] if self.scores else 0

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(self.scores)


def measured(solved: Solved, scores: Iterable[int]) -> Fairness:
    """Return the fairness of a plan whose pairs have these scores; in a cohort too large for every rank to count, that of
    the worst pair and of the sum.
    """
    made = sorted(scores)
    if solved.fairness == WORST_THEN_TOTAL and made:
        return Fairness(len(made), (made[0], sum(made) - made[0]))
    return Fairness(len(made), tuple(made))


def fair_alternatives(solved: Solved, mentee: int, k: int) -> tuple[Alternative, ...]:
    """Return what `alternatives` does for "fairest", for the mentee at this position."""
    pinned = {other for _, other in solved.demands.pins}
    left = _left(solved)
    home = int(solved.mentor_of[mentee])
    if mentee in pinned:
        return ()
    found = []
    for mentor in np.flatnonzero(solved.possible[:, mentee] & (left > 0)).tolist():
        if mentor != home:
            pairs = solved.again(pins=[(mentor, mentee)], after=_present(solved))
            found.append((_measured(solved, pairs), int(solved.problem.scores[mentor, mentee]), mentor, pairs))
    found.sort(key=lambda one: (-one[1], one[2]))
    found.sort(key=lambda one: one[0], reverse=True)  # stable, so equal ones stay by score and id
    return tuple(_alternative(solved, (mentor, mentee), fair, pairs) for fair, _, mentor, pairs in found[:k])


def fair_mentees(solved: Solved, mentor: int, k: int) -> tuple[Alternative, ...]:
    """Return what `alternative_mentees` does for "fairest", for the mentor at this position."""
    pinned = {other for _, other in solved.demands.pins}
    if _left(solved)[mentor] <= 0:
        return ()
    found = []
    for mentee in np.flatnonzero(solved.possible[mentor]).tolist():
        if mentee not in pinned and (mentor, mentee) not in solved.pairs:
            pairs = solved.again(pins=[(mentor, mentee)], after=_present(solved))
            found.append((_measured(solved, pairs), int(solved.problem.scores[mentor, mentee]), mentee, pairs))
    found.sort(key=lambda one: (-one[1], one[2]))
    found.sort(key=lambda one: one[0], reverse=True)  # stable, so equal ones stay by score and id
    return tuple(_alternative(solved, (mentor, mentee), fair, pairs) for fair, _, mentee, pairs in found[:k])


def fair_places(solved: Solved) -> list[tuple[Fairness, int]]:
    """Return the mentors (positions) with whom one more place makes the plan fairer, and how fair it then is, best first."""
    now = _measured(solved, solved.pairs)
    load = np.bincount([mentor for mentor, _ in solved.pairs], minlength=len(solved.problem.mentors))
    found = []
    for mentor in np.flatnonzero(load >= solved.demands.capacity).tolist():  # a free place is worth nothing
        capacity = solved.demands.capacity.copy()
        capacity[mentor] += 1
        fair = _measured(solved, solved.again(capacity=capacity))
        if fair > now:
            found.append((fair, mentor))
    found.sort(key=lambda one: one[0], reverse=True)
    return found


def now(solved: Solved) -> Fairness:
    """Return the fairness of the plan there is."""
    return _measured(solved, solved.pairs)


def by_the_sum(solved: Solved) -> Solved:
    """Return the same people under "most_pairs", whose prices suggest whom to try."""
    summed = replace(solved, objective="most_pairs", fairness=None)
    return replace(summed, pairs=summed.again())


def place_text(solved: Solved, mentor: str, fair: Fairness) -> Phrase:
    """Say what one more place with a mentor does to the fairest plan."""
    before = now(solved)
    values = {"mentor": mentor, "points": decimal(fair.total - before.total), "lowest": decimal(fair.lowest)}
    if fair.pairs > before.pairs:
        return P("one more place with {mentor} would make one more pair; the points change by {points}", **values)
    if fair.lowest > before.lowest:
        return P("one more place with {mentor} would lift the worst pair to {lowest} points", **values)
    return P("one more place with {mentor} would be fairer to somebody; the points change by {points}", **values)


def advice_text(who: Phrase, gained: int, before: Fairness, after: Fairness) -> Phrase:
    """Say what new mentors do to the fairest plan."""
    values = {"who": who, "before": decimal(before.lowest), "after": decimal(after.lowest)}
    if gained > 0:
        what = P("one more mentee would have a mentor")
        if gained > 1:
            what = P("{pairs} more mentees would have a mentor", pairs=gained)
        if after.lowest == before.lowest:
            return P("{who}: {what}, and the worst pair would stay at {before} points", what=what, **values)
        return P("{who}: {what}, and the worst pair would have {after} points instead of {before}", what=what, **values)
    if after.lowest > before.lowest:
        return P("{who}: the worst pair would have {after} points instead of {before}", **values)
    return P("{who}: the worst pair would stay at {before} points, and others would fit better", **values)


def _alternative(solved: Solved, place: Place, fair: Fairness, pairs: tuple[Place, ...]) -> Alternative:
    before = now(solved)
    then = np.full(len(solved.problem.mentees), -1, dtype=np.int64)
    for mentor, mentee in pairs:
        then[mentee] = mentor
    moved = [mentee for mentee in np.flatnonzero(then != solved.mentor_of).tolist() if mentee != place[1]]
    names = solved.problem.mentors.ids
    others = tuple(Move(solved.problem.mentees.ids[one], None if then[one] < 0 else names[int(then[one])]) for one in moved)
    score = int(solved.problem.scores[place])
    return Alternative(
        *solved.ids(place),
        decimal(score),
        percent(score, solved.criteria.best_possible),
        before.pairs - fair.pairs,
        decimal(before.total - fair.total),
        others,
        _text(before, fair),
        decimal(fair.lowest) if fair.pairs else None,
    )


def _text(before: Fairness, fair: Fairness) -> Phrase:
    values = {"points": decimal(fair.total - before.total), "before": decimal(before.lowest), "after": decimal(fair.lowest)}
    if fair == before:
        return P("costs the others nothing")
    if fair.pairs < before.pairs:
        return P("costs one pair; the points change by {points} in all", **values)
    if fair.lowest < before.lowest:
        return P("the worst pair falls from {before} to {after} points; the points change by {points} in all", **values)
    return P("the worst pair stays at {after} points, but it is less fair; the points change by {points} in all", **values)


def _measured(solved: Solved, pairs: Iterable[Place]) -> Fairness:
    return measured(solved, (int(solved.problem.scores[place]) for place in pairs))


def _present(solved: Solved) -> NDArray[np.int64]:
    present = np.zeros(solved.possible.shape, dtype=np.int64)
    for place in solved.pairs:
        present[place] = 1
    return present


def _left(solved: Solved) -> NDArray[np.int64]:
    left = solved.demands.capacity.copy()
    for mentor, _ in solved.demands.pins:
        left[mentor] -= 1
    return left
