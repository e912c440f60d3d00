"""The next best mentors of a mentee, and what the whole cohort would lose by each swap."""

from __future__ import annotations

from dataclasses import dataclass

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
