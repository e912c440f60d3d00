"""How far each weight can move before the plan, or one pair of it, changes.

Points of the moved criterion grow and shrink in proportion to its weight, from what they are now and without rounding each
to thousandths anew; everything else stays. Then the best sum is a convex function of the weight, made of straight
pieces, and each plan is one line below it. A plan is optimal on one interval; its ends are found by Newton's method on
whole numbers: solve at a weight, step back to where the better plan's line meets ours, until nothing is better there. Each
such solve is proven by its duals. One pair stays as long as, piece by piece, some best plan contains it. (D. Gusfield,
Parametric combinatorial computing, Journal of the ACM 30, 1983.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from resonanz.engine.criteria import GRID, MAX_WEIGHT
from resonanz.engine.demands import PairIds
from resonanz.engine.kinds import ONE
from resonanz.engine.result import Number, decimal
from resonanz.engine.solved import Place, Solved
from resonanz.phrases import P, Phrase

MOST_PIECES = 1000  # straight pieces followed for one pair before the answer is given as far as it is known


@dataclass(frozen=True)
class Reach:
    """One criterion: its weight, and the least and greatest weight, in thousandths, at which all stays as it is.

    `low` is 0 and `high` None where nothing changes however light or heavy the criterion is made.
    """

    criterion: Phrase
    weight: Number
    low: Number
    high: Number | None
    text: Phrase


def sensitivity(solved: Solved, pair: PairIds | None = None) -> tuple[Reach, ...]:
    """Return for each criterion how far its weight can move while the plan stays a best one.

    With `pair` (ids of a pair of the plan): while some best plan contains this pair. At the ends it is still so, one
    thousandth further no more. A best plan is one of the highest sum (for most_pairs: among those with the most pairs).
    ValueError for a pair that is not in the plan, or an objective other than most_pairs and best_total.
    """
    if solved.objective not in ("most_pairs", "best_total"):
        raise ValueError(f"this needs the objective most_pairs or best_total, not {solved.objective!r}")
    place = None
    if pair is not None:
        (place,) = solved.places([pair])
        if place not in solved.pairs:
            raise ValueError(f"{pair[0]}:{pair[1]} is no pair of this plan")
    return tuple(_reach(solved, number, place) for number in range(len(solved.problem.criteria)))


class _Line:
    """One criterion's weight as a line: what plans are worth at a change of the weight by so many thousandths."""

    def __init__(self, solved: Solved, number: int, sign: int) -> None:
        self.solved = solved
        judged = solved.problem.criteria[number]
        weight = judged.rule.weight
        self.base = solved.problem.scores.astype(object) * (weight or ONE)
        self.slope = (solved.problem.points[number] if weight else judged.encoded.fits()).astype(object) * sign
        self.apart = len(solved.problem.mentees) * int(np.abs(self.slope).max(initial=0)) + 1

    def best(self, at: Fraction, *, steepest: bool = False, pins: tuple[Place, ...] = ()) -> tuple[Place, ...]:
        """Return a best plan at a change; with `steepest`, of equal ones the one that gains most beyond it."""
        scores = self.base * at.denominator + self.slope * at.numerator
        if steepest:
            scores = scores * self.apart + self.slope
        return self.solved.again(scores=scores, pins=pins)

    def parts(self, plan: tuple[Place, ...]) -> tuple[int, int]:
        """Return what a plan is worth now, and its rise for each thousandth."""
        return sum(self.base[place] for place in plan), sum(self.slope[place] for place in plan)

    def worth(self, plan: tuple[Place, ...], at: Fraction) -> Fraction:
        """Return what a plan is worth at a change."""
        base, rise = self.parts(plan)
        return base + rise * at

    def end(self, plan: tuple[Place, ...], limit: Fraction) -> Fraction:
        """Return the greatest change up to `limit` at which `plan`, a best one before it, is a best one still."""
        base, rise = self.parts(plan)
        at = limit
        while True:
            better = self.best(at)
            if self.worth(better, at) <= base + rise * at:
                return at
            their_base, their_rise = self.parts(better)
            at = Fraction(base - their_base, their_rise - rise)


def _reach(solved: Solved, number: int, place: Place | None) -> Reach:
    judged = solved.problem.criteria[number]
    weight = judged.rule.weight
    down, up = weight, MAX_WEIGHT * GRID - weight
    find = _plan_reach if place is None else _pair_reach
    lowered = find(_Line(solved, number, -1), Fraction(down), place)
    raised = find(_Line(solved, number, 1), Fraction(up), place)
    low = weight - floor(lowered)
    high = None if raised >= up else weight + floor(raised)
    return Reach(
        judged.rule.label,
        decimal(weight),
        decimal(low),
        None if high is None else decimal(high),
        _text(judged.rule.label, weight, low, high),
    )


def _plan_reach(line: _Line, limit: Fraction, place: Place | None) -> Fraction:
    return line.end(line.solved.pairs, limit)


def _pair_reach(line: _Line, limit: Fraction, place: Place | None) -> Fraction:
    at = Fraction(0)
    if place is None or place in line.solved.demands.pins:
        return limit
    for _ in range(MOST_PIECES):
        plan = line.best(at, steepest=True)
        end = line.end(plan, limit)
        middle = (at + end) / 2
        if place not in plan and line.worth(line.best(middle, pins=(place,)), middle) < line.worth(plan, middle):
            return at
        if end >= limit:
            return limit
        at = end
    return at


def _text(label: Phrase, weight: int, low: int, high: int | None) -> Phrase:
    values = {"criterion": label, "weight": decimal(weight), "low": decimal(low)}
    if high is None and low == 0:
        return P("“{criterion}” (weight {weight}): nothing changes, whatever it weighs", **values)
    if high is None:
        return P("“{criterion}” (weight {weight}): nothing changes from {low} upwards", **values)
    return P("“{criterion}” (weight {weight}): nothing changes from {low} to {high}", high=decimal(high), **values)
