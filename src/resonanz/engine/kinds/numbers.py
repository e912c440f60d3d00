"""`at_least` and `at_most`: the mentor's number against the mentee's, or one side's against a fixed value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    MENTEE,
    MENTOR,
    Bools,
    Encoded,
    Fits,
    Kind,
    Unreadable,
    as_fits,
    read_both,
    side_by_side,
)
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AtLeast(Kind):
    """Passes, and fits fully, if the mentor's number is at least the mentee's, or the one side's at least
    `value`.
    """

    value: float | None = None

    name = "at_least"
    sign = 1

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, or one column and `value`."""
        if entry.has("value"):
            value = entry.number("value", low=-1e15, high=1e15)
            return cls(*entry.one_side(), value)
        return cls(*entry.both_sides())

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Read the numbers; NaN where empty."""
        sides = read_both(self, mentors, mentees, parse_number, math.nan)
        one, other = (np.array(side, dtype=np.float64) for side in sides)
        known = [
            np.ones_like(one, dtype=bool) if self.mentor is None else ~np.isnan(one),
            np.ones_like(other, dtype=bool) if self.mentee is None else ~np.isnan(other),
        ]
        return Numbers(known[0], known[1], one, other, self)


@dataclass(frozen=True)
class AtMost(AtLeast):
    """Passes, and fits fully, if the mentor's number is at most the mentee's, or the one side's at most
    `value`.
    """

    name = "at_most"
    sign = -1


@dataclass(frozen=True)
class Numbers(Encoded):
    """The numbers of both sides, NaN where empty."""

    mentor_numbers: Floats
    mentee_numbers: Floats
    kind: AtLeast

    def fits(self) -> Fits:
        """1 where it holds."""
        return as_fits(self.passes())

    def passes(self) -> Bools:
        """Compare; NaN compares as False."""
        one, other = self.mentor_numbers[:, None], self.mentee_numbers
        value, sign = self.kind.value, self.kind.sign
        if value is None:
            return one * sign >= other * sign
        shape = (len(one), len(other))
        if self.kind.mentor:
            return np.broadcast_to(one * sign >= value * sign, shape)
        return np.broadcast_to(other * sign >= value * sign, shape)

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the numbers."""
        one, other = float(self.mentor_numbers[mentor]), float(self.mentee_numbers[mentee])
        if self.kind.value is None:
            return side_by_side(_shown(one), _shown(other))
        number, who = (one, MENTOR) if self.kind.mentor else (other, MENTEE)
        asked = P("at least {value}", value=self.kind.value)
        if self.kind.sign < 0:
            asked = P("at most {value}", value=self.kind.value)
        return P("{who}: {number} (asked for: {asked})", who=who, number=_shown(number), asked=asked)


def parse_number(cell: str) -> float:
    """Return a number written with a decimal point or comma, with spaces or apostrophes between thousands."""
    text = cell.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("'", "").replace("’", "")
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise Unreadable(P("“{cell}” is not a number; write one such as 3 or 2.5, or leave the cell empty.", cell=cell))


def _shown(number: float) -> Phrase:
    return P("no entry") if math.isnan(number) else P("{number}", number=number)
