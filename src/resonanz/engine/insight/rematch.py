"""After a decline or a late arrival: the new optimum that keeps as many published pairs as possible, and its price.

Two plans are made and both are reported. One keeps first: most pairs, then most published pairs, then the highest sum.
The other looks at the whole first: most pairs, then the highest sum, then most published pairs. (Where the objective is
best_total, "most pairs" comes last in both instead of first; where it is fairest, fairness stands in the place of the
sum.) Orders are made exact by whole numbers: the greater aim counts more than the lesser could ever add up to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.decode import decode
from resonanz.engine.demands import PairIds
from resonanz.engine.result import Number, Result, decimal
from resonanz.engine.solved import Place, Solved
from resonanz.phrases import P, Phrase

_ROOM = 1 << 57


@dataclass(frozen=True)
class NewPlan:
    """One of the two plans: which published pairs it keeps and which it gives up although they are still possible."""

    result: Result
    kept: tuple[PairIds, ...]
    given_up: tuple[PairIds, ...]


@dataclass(frozen=True)
class Rematch:
    """Both plans, the published pairs that are no longer possible, and what keeping costs in points and pairs.

    `points` and `pairs` are what the plan that looks at the whole has more than the plan that keeps; `pairs` is 0 for
    most_pairs.
    """

    keeping: NewPlan
    whole: NewPlan
    gone: tuple[PairIds, ...]
    points: Number
    pairs: int
    text: Phrase


def rematch(solved: Solved, published: Iterable[PairIds], declined: Iterable[PairIds] = ()) -> Rematch:
    """Return the new optimum near to `published`, pairs of (mentor id, mentee id).

    `solved` is the model of the people there are now (`solve_cohort`): late arrivals are in it, and those who left are
    not. `declined` are pairs one of the two has refused; they are not made again. Both plans are proven optimal in the
    order that the module describes; pins of the model are kept.
    """
    published = list(dict.fromkeys(published))
    now = _without(solved, declined)
    possible = now.possible & (now.demands.capacity > 0)[:, None]
    for pin in now.demands.pins:
        possible[pin] = True
    still = [place for pair in published if (place := _place(now, pair)) is not None and possible[place]]
    known = {now.ids(place) for place in still}
    gone = tuple(pair for pair in published if pair not in known)
    (keeping, kept_worth), (whole, whole_worth) = (_plan(now, still, keep_first=first) for first in (True, False))
    gap = whole_worth[1] - kept_worth[1]
    return Rematch(
        keeping, whole, gone, decimal(gap), whole_worth[0] - kept_worth[0], _text(keeping, whole, len(still), gap)
    )


def _without(solved: Solved, declined: Iterable[PairIds]) -> Solved:
    """Forbid what was declined; a pin stands for the coordinator's word, also where somebody has declined."""
    forbidden = solved.demands.forbidden.copy()
    for pair in declined:
        place = _place(solved, pair)
        if place is not None and place not in solved.demands.pins:
            forbidden[place] = True
    return replace(solved, demands=replace(solved.demands, forbidden=forbidden))


def _place(solved: Solved, pair: PairIds) -> Place | None:
    mentor, mentee = solved.problem.mentors.index().get(pair[0]), solved.problem.mentees.index().get(pair[1])
    return None if mentor is None or mentee is None else (mentor, mentee)


def _plan(solved: Solved, still: list[Place], *, keep_first: bool) -> tuple[NewPlan, tuple[int, int]]:
    if solved.objective == "fairest":
        kept = np.zeros(solved.possible.shape, dtype=np.int64)
        for place in still:
            kept[place] = 1
        return _as_plan(solved, still, solved.again(before=kept) if keep_first else solved.again(after=kept))
    scores: NDArray[Any] = solved.problem.scores
    size = min(scores.shape) + len(still) + int(np.minimum(solved.demands.capacity, scores.shape[1]).sum()) + 1
    if 2 * size * (int(scores.max(initial=0)) + 1) > _ROOM:
        scores = scores.astype(object)
    kept = np.zeros_like(scores)
    for place in still:
        kept[place] = 1
    both = kept * (size * (int(scores.max(initial=0)) + 1)) + scores if keep_first else scores * size + kept
    return _as_plan(solved, still, solved.again(scores=both))


def _as_plan(solved: Solved, still: list[Place], pairs: tuple[Place, ...]) -> tuple[NewPlan, tuple[int, int]]:
    fairness = solved.fairness if solved.objective == "fairest" else None
    result = decode(solved.problem, solved.criteria, solved.demands, list(pairs), solved.objective, fairness)
    made = set(pairs)
    kept_ids = tuple(solved.ids(place) for place in still if place in made)
    given_up = tuple(solved.ids(place) for place in still if place not in made)
    return NewPlan(result, kept_ids, given_up), solved.worth(pairs)


def _text(keeping: NewPlan, whole: NewPlan, published: int, gap: int) -> Phrase:
    values = {"kept": len(keeping.kept), "published": published, "others": len(whole.kept)}
    if not published:
        return P("None of the published pairs is possible any more.")
    scores = [sorted(pair.score for pair in plan.result.pairs) for plan in (keeping, whole)]
    fair = keeping.result.objective == "fairest"
    if len(keeping.kept) == len(whole.kept) and (scores[0] == scores[1] if fair else gap == 0):
        return P("{kept} of {published} published pairs that are still possible stay; no other plan is better.", **values)
    if fair:
        return P(
            "{kept} of {published} published pairs that are still possible stay. The worst pair then has {keeping} points; "
            "in the fairest new plan, in which {others} would stay, it has {whole}.",
            keeping=scores[0][0],
            whole=scores[1][0],
            **values,
        )
    return P(
        "{kept} of {published} published pairs that are still possible stay. That costs {points} points against the best "
        "new plan, in which {others} would stay.",
        points=decimal(gap),
        **values,
    )
