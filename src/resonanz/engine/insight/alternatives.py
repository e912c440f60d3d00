"""The next best partners of somebody, and what the whole cohort would lose by each swap."""

from __future__ import annotations

from dataclasses import dataclass

from resonanz.engine.demands import PairIds
from resonanz.engine.insight.residual import NEVER, Residual, Step
from resonanz.engine.result import Number, decimal, percent
from resonanz.engine.solved import Solved
from resonanz.phrases import P, Phrase


@dataclass(frozen=True)
class Move:
    """Somebody who would change too: `mentor` is whom the mentee would have then, None for nobody."""

    mentee: str
    mentor: str | None


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee: the pair's score, and what the best plan with this pair has less than the best
    plan of all, in pairs and in points. Points lost can be negative where pairs are lost, and the reverse. `lowest`: the
    score of the worst pair of that plan, only for "fairest".
    """

    mentor: str
    mentee: str
    score: Number
    percent: float
    pairs_lost: int
    points_lost: Number
    others: tuple[Move, ...]
    text: Phrase
    lowest: Number | None = None


def alternatives(solved: Solved, mentee: str, k: int = 3, *, residual: Residual | None = None) -> tuple[Alternative, ...]:
    """Return the `k` possible mentors of a mentee (an id) with the smallest loss for the whole cohort.

    Exact: the loss is that of the optimum in which the pair is fixed and everybody else may change. Equal losses come in
    the order of scores, then of ids. A pinned mentee has none. `residual` spares building the network again when many
    mentees are asked for. For "fairest" the plan is solved again for each possible mentor, and the smallest loss is that of
    the fairest of these plans. KeyError for an unknown id.
    """
    column = solved.problem.mentees.index()[mentee]
    if solved.objective == "fairest":
        from resonanz.engine.insight.fair import fair_alternatives

        return fair_alternatives(solved, column, k)
    network = residual or Residual(solved)
    at = network.mentees.tolist().index(column) if column in network.mentees else -1
    if at < 0:
        return ()
    home = int(network.row_of[at])
    back, following = network.towards(home)
    found = []
    for mentor in range(network.nobody):
        gain = network.worth[mentor, at] - network.worth[home, at] + back[mentor]
        if mentor == home or network.worth[mentor, at] <= NEVER // 2 or back[mentor] <= NEVER // 2:
            continue
        found.append((-int(gain), -int(solved.problem.scores[mentor, column]), mentor))
    return tuple(
        _alternative(solved, network, (mentor, column), loss, network.chain(mentor, home, following))
        for loss, _, mentor in sorted(found)[:k]
    )


def price(solved: Solved, pair: PairIds, *, residual: Residual | None = None) -> Alternative | None:
    """Return what one pair (mentor id, mentee id) would cost the whole cohort, as `alternatives` does.

    None where the plan has it already or it cannot be: a must fails, it is forbidden, the mentee or all places are pinned.
    InputError for unknown ids.
    """
    (place,) = solved.places([pair])
    if place in solved.pairs:
        return None
    if solved.objective == "fairest":
        found = alternatives(solved, pair[1], k=len(solved.problem.mentors))
        return next((one for one in found if one.mentor == pair[0]), None)
    network = residual or Residual(solved)
    mentor, column = place
    at = network.mentees.tolist().index(column) if column in network.mentees else -1
    if at < 0 or network.worth[mentor, at] <= NEVER // 2:
        return None
    home = int(network.row_of[at])
    back, following = network.towards(home)
    if back[mentor] <= NEVER // 2:
        return None
    loss = -int(network.worth[mentor, at] - network.worth[home, at] + back[mentor])
    return _alternative(solved, network, place, loss, network.chain(mentor, home, following))


def alternative_mentees(
    solved: Solved, mentor: str, k: int = 3, *, residual: Residual | None = None
) -> tuple[Alternative, ...]:
    """Return the `k` possible mentees of a mentor (an id) with the smallest loss for the whole cohort.

    The same as `alternatives`, seen from the other side, and found with one path through the network. Pinned mentees are
    not among them, nor is anybody where all places of the mentor are pinned. KeyError for an unknown id.
    """
    row = solved.problem.mentors.index()[mentor]
    if solved.objective == "fairest":
        from resonanz.engine.insight.fair import fair_mentees

        return fair_mentees(solved, row, k)
    network = residual or Residual(solved)
    away = network.away_from(row)
    found = []
    for at, column in enumerate(network.mentees.tolist()):
        home = int(network.row_of[at])
        if home == row or network.worth[row, at] <= NEVER // 2 or away[home] <= NEVER // 2:
            continue
        gain = network.worth[row, at] - network.worth[home, at] + away[home]
        found.append((-int(gain), -int(solved.problem.scores[row, column]), column, home))
    made = []
    for loss, _, column, home in sorted(found)[:k]:
        steps = network.chain(row, home, network.towards(home)[1])
        made.append(_alternative(solved, network, (row, column), loss, steps))
    return tuple(made)


def _alternative(
    solved: Solved, network: Residual, place: tuple[int, int], loss: int, steps: tuple[Step, ...]
) -> Alternative:
    pairs, points = network.measure.split(loss)
    score = int(solved.problem.scores[place])
    others = tuple(_move(solved, step) for step in steps)
    share = percent(score, solved.criteria.best_possible)
    mentor, mentee = solved.ids(place)
    text = _text(pairs, points, len(others))
    return Alternative(mentor, mentee, decimal(score), share, pairs, decimal(points), others, text)


def _move(solved: Solved, step: Step) -> Move:
    mentor = None if step.target < 0 else solved.problem.mentors.ids[step.target]
    return Move(solved.problem.mentees.ids[step.mentee], mentor)


def _text(pairs: int, points: int, others: int) -> Phrase:
    if pairs == 0 and points == 0:
        return P("costs the others nothing")
    if pairs == 0:
        return P("costs {points} points in all", points=decimal(points))
    if pairs == 1:
        return P("costs one pair; the points change by {points} in all", points=decimal(-points))
    return P("adds one pair; the points fall by {points} in all", points=decimal(points))
