"""`step`: how many steps of an ordered scale the mentor stands above the mentee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    ONE,
    Bools,
    Encoded,
    Fits,
    Ints,
    Kind,
    Unreadable,
    fold,
    read_both,
    side_by_side,
)
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase
from resonanz.tables import did_you_mean, quoted


@dataclass(frozen=True)
class Step(Kind):
    """Mentor's position minus mentee's: a must asks that it is one of `allowed`, a criterion looks it up in
    `fit`.
    """

    order: tuple[str, ...] = ()
    allowed: tuple[int, ...] = ()
    fit: tuple[tuple[int, int], ...] = ()  # (difference, fit in millionths)

    name = "step"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, `order`, and `allowed` or `fit`."""
        sides = entry.both_sides()
        order = _read_order(entry)
        if entry.must:
            return cls(*sides, order, _read_allowed(entry))
        return cls(*sides, order, (), _read_fit(entry))

    @property
    def best(self) -> int:
        """The greatest of the fits."""
        return max((fit for _, fit in self.fit), default=0)

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Turn entries into positions, -1 where empty."""
        position = {fold(text): index for index, text in enumerate(self.order)}

        def parse(cell: str) -> int:
            if fold(cell) in position:
                return position[fold(cell)]
            hint = did_you_mean(cell, self.order)
            raise Unreadable(
                P(
                    "“{cell}” is not in `order` ({order}).{hint} Correct the cell or add it to `order`.",
                    cell=cell,
                    order=quoted(self.order),
                    hint=hint,
                )
            )

        sides = [np.array(side, dtype=np.int64) for side in read_both(self, mentors, mentees, parse, -1)]
        return Positions(sides[0] >= 0, sides[1] >= 0, sides[0], sides[1], self)


@dataclass(frozen=True)
class Positions(Encoded):
    """Positions in the order."""

    mentor_at: Ints
    mentee_at: Ints
    step: Step

    def fits(self) -> Fits:
        """Look the difference up."""
        size = len(self.step.order)
        fit_of = np.zeros(2 * size + 1, dtype=np.int32)
        for difference, fit in self.step.fit:
            if abs(difference) < size:
                fit_of[difference + size] = fit
        known = self.known_mentors[:, None] & self.known_mentees
        return np.where(known, fit_of[self._difference() + size], 0).astype(np.int32)

    def passes(self) -> Bools:
        """Look whether the difference is allowed."""
        known = self.known_mentors[:, None] & self.known_mentees
        return np.isin(self._difference(), self.step.allowed) & known

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name both positions and the steps between them."""
        one, other = int(self.mentor_at[mentor]), int(self.mentee_at[mentee])
        order = self.step.order
        both = side_by_side(order[one] if one >= 0 else "", order[other] if other >= 0 else "")
        if one < 0 or other < 0:
            return both
        if one == other:
            return P("both: “{text}”", text=order[one])
        steps = abs(one - other)
        if one > other:
            above = P("{both}, one step above", both=both)
            return above if steps == 1 else P("{both}, {steps} steps above", both=both, steps=steps)
        below = P("{both}, one step below", both=both)
        return below if steps == 1 else P("{both}, {steps} steps below", both=both, steps=steps)

    def _difference(self) -> Ints:
        return self.mentor_at[:, None] - self.mentee_at


def _read_order(entry: Entry) -> tuple[str, ...]:
    order = entry.data.get("order") if entry.has("order") else None
    if not isinstance(order, list) or len(order) < 2 or not all(isinstance(text, str) and text for text in order):
        entry.complain(P("`order` must list at least two texts, the lowest first."))
        return ("",)
    if len({fold(text) for text in order}) < len(order):
        entry.complain(P("`order` names the same text twice."))
    return tuple(order)


def _read_allowed(entry: Entry) -> tuple[int, ...]:
    allowed = entry.data.get("allowed") if entry.has("allowed") else None
    if isinstance(allowed, list) and allowed and all(type(step) is int for step in allowed):
        return tuple(allowed)
    entry.complain(P("`allowed` must list whole numbers such as {example} (mentor minus mentee).", example="[1, 2]"))
    return (0,)


def _read_fit(entry: Entry) -> tuple[tuple[int, int], ...]:
    fit = entry.data.get("fit") if entry.has("fit") else None
    try:
        if isinstance(fit, dict) and fit and all(0 <= value <= 1 for value in fit.values()):
            return tuple((int(step), round(float(value) * ONE)) for step, value in fit.items())
    except (TypeError, ValueError):
        pass
    example = '{ "1" = 0.75, "2" = 1.0 }'
    entry.complain(P("`fit` must give a number from 0 to 1 for each difference, such as {example}.", example=example))
    return ((0, ONE),)
