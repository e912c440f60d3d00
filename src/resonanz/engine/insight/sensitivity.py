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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import GRID, MAX_WEIGHT
from resonanz.engine.demands import PairIds
from resonanz.engine.encode import Progress
from resonanz.engine.kinds import ONE
from resonanz.engine.result import Number, decimal
from resonanz.engine.solved import Place, Solved
from resonanz.phrases import P, Phrase

MOST_PIECES = 50  # straight pieces followed for one pair; beyond, the answer is given as far as it is known
_ROOM = 1 << 57


@dataclass(frozen=True)
class Reach:
    """One criterion: its weight, and the least and greatest weight, in thousandths, at which all stays as it is.

    `low` is 0 and `high` None where nothing changes however light or heavy the criterion is made. `complete` is False
    where one pair was followed over `MOST_PIECES` pieces and may stay even farther.
    """

    criterion: Phrase
    weight: Number
    low: Number
    high: Number | None
    complete: bool
    text: Phrase


def sensitivity(solved: Solved, pair: PairIds | None = None, *, progress: Progress | None = None) -> tuple[Reach, ...]:
    """Return for each criterion how far its weight can move while the plan stays a best one.

    With `pair` (ids of a pair of the plan): while some best plan contains this pair. At the ends it is still so, one
    thousandth further no more. A best plan is one of the highest sum (for most_pairs: among those with the most pairs).
    `progress` is called with the share done, 0 to 1.
    ValueError for a pair that is not in the plan, or an objective other than most_pairs and best_total.
    """
    if solved.objective not in ("most_pairs", "best_total"):
        raise ValueError(
            "the fairest plan goes by the order of the scores, which jumps when a weight moves, so there is no range of "
            "weights to give; ask for it with the objective most_pairs or best_total"
        )
    place = None
    if pair is not None:
        (place,) = solved.places([pair])
        if place not in solved.pairs:
            raise ValueError(f"{pair[0]}:{pair[1]} is no pair of this plan")
    count = len(solved.problem.criteria)
    found = []
    for number in range(count):
        found.append(_reach(solved, number, place))
        if progress:
            progress((number + 1) / count)
    return tuple(found)


class _Line:
    """One criterion's weight as a line: what plans are worth at a change of the weight by so many thousandths."""

    def __init__(self, solved: Solved, number: int, sign: int) -> None:
        self.solved = solved
        judged = solved.problem.criteria[number]
        weight = judged.rule.weight
        slope = solved.problem.points[number] if weight else judged.encoded.fits().astype(np.int64)
        largest = int(solved.problem.scores.max(initial=0)) * (weight or ONE) + int(slope.max(initial=0)) * MAX_WEIGHT * GRID
        exact: type[Any] = object if largest > _ROOM else np.int64
        self.base: NDArray[Any] = solved.problem.scores.astype(exact) * (weight or ONE)
        self.slope: NDArray[Any] = slope.astype(exact) * sign
        self.apart = len(solved.problem.mentees) * int(slope.max(initial=0)) + 1
        self.known: set[tuple[int, int]] = set()  # plans met so far, as lines

    def best(self, at: Fraction, *, steepest: bool = False, pins: tuple[Place, ...] = ()) -> tuple[Place, ...]:
        """Return a best plan at a change; with `steepest`, of equal ones the one that gains most beyond it."""
        factor = self.apart if steepest else 1
        large = int(self.base.max(initial=0)) * at.denominator + int(abs(self.slope).max(initial=0)) * at.numerator
        base, slope = (table.astype(object) if large * factor > _ROOM else table for table in (self.base, self.slope))
        scores = base * (at.denominator * factor) + slope * (at.numerator * factor + steepest)
        plan = self.solved.again(scores=scores, pins=pins)
        if not pins:
            self.known.add(self.parts(plan))
        return plan

    def parts(self, plan: tuple[Place, ...]) -> tuple[int, int]:
        """Return what a plan is worth now, and its rise for each thousandth."""
        return sum(int(self.base[place]) for place in plan), sum(int(self.slope[place]) for place in plan)

    def worth(self, plan: tuple[Place, ...], at: Fraction) -> Fraction:
        """Return what a plan is worth at a change."""
        base, rise = self.parts(plan)
        return base + rise * at

    def end(self, plan: tuple[Place, ...], limit: Fraction) -> Fraction:
        """Return the greatest change up to `limit` at which `plan`, a best one before it, is a best one still."""
        base, rise = self.parts(plan)
        # Whoever has met ours already bounds the end, and spares solving farther out.
        at = min((Fraction(base - b, r - rise) for b, r in self.known if r > rise), default=limit)
        at = min(at, limit)
        while True:
            their_base, their_rise = self.parts(self.best(at))
            if their_base + their_rise * at <= base + rise * at:
                return at
            at = Fraction(base - their_base, their_rise - rise)


def _reach(solved: Solved, number: int, place: Place | None) -> Reach:
    judged = solved.problem.criteria[number]
    weight = judged.rule.weight
    down, up = weight, MAX_WEIGHT * GRID - weight
    find = _plan_reach if place is None else _pair_reach
    lowered, all_down = find(_Line(solved, number, -1), Fraction(down), place)
    raised, all_up = find(_Line(solved, number, 1), Fraction(up), place)
    low = weight - floor(lowered)
    high = None if raised >= up else weight + floor(raised)
    return Reach(
        judged.rule.label,
        decimal(weight),
        decimal(low),
        None if high is None else decimal(high),
        all_down and all_up,
        _text(judged.rule.label, weight, low, high),
    )


def _plan_reach(line: _Line, limit: Fraction, place: Place | None) -> tuple[Fraction, bool]:
    return line.end(line.solved.pairs, limit), True


def _pair_reach(line: _Line, limit: Fraction, place: Place | None) -> tuple[Fraction, bool]:
    at = Fraction(0)
    if place is None or place in line.solved.demands.pins:
        return limit, True
    for _ in range(MOST_PIECES):
        plan = line.best(at, steepest=True)
        end = line.end(plan, limit)
        middle = (at + end) / 2
        if place not in plan and line.worth(line.best(middle, pins=(place,)), middle) < line.worth(plan, middle):
            return at, True
        if end >= limit:
            return limit, True
        at = end
    return at, False


def _text(label: Phrase, weight: int, low: int, high: int | None) -> Phrase:
    # Sentences show hundredths; the ends are rounded inwards, so that what they say holds.
    low = min(-(-low // 10) * 10, weight)
    high = None if high is None else max(high // 10 * 10, weight)
    values = {"criterion": label, "weight": decimal(weight), "low": decimal(low)}
    if high is None and low == 0:
        return P("“{criterion}” (weight {weight}): nothing changes, whatever it weighs", **values)
    if high is None:
        return P("“{criterion}” (weight {weight}): nothing changes from {low} upwards", **values)
    return P("“{criterion}” (weight {weight}): nothing changes from {low} to {high}", high=decimal(high), **values)
