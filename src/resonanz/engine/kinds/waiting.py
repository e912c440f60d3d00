"""`waiting`: who has waited longer counts more; the fit rises in a straight line to 1 after `full_after` days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import MENTEE, MENTOR, Bools, Encoded, Fits, Ints, Kind, Unreadable, read_both, share
from resonanz.engine.kinds.numbers import parse_number
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

UNKNOWN = -1
MOST_DAYS = 100_000
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00.*)?")  # workbooks give a date a time of day


@dataclass(frozen=True)
class Waiting(Kind):
    """Fits by the days waited, at most `full_after`; passes from `full_after` days on.

    Cells hold days, or the date since when, as 2026-03-31. Dates are counted up to `on`, by default today; a date after
    it is 0 days.
    """

    full_after: int = 1
    on: dt.date | None = None

    name = "waiting"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """`column`, `side` (whose column it is), `full_after` and `on`."""
        column = entry.text("column")
        side = entry.choice("side", ("mentee", "mentor"), "mentee")
        days = entry.whole("full_after", low=1, high=MOST_DAYS, default=365)
        on: dt.date | None = None
        if entry.has("on"):
            value = entry.data["on"]
            on = value if type(value) is dt.date else None
            if on is None:
                entry.complain(P("`on` must be a date without quotation marks, such as {example}.", example="2026-03-31"))
        return cls(column, None, days, on) if side == "mentor" else cls(None, column, days, on)

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Read days; UNKNOWN where empty."""
        today = self.on or dt.date.today()
        sides = read_both(self, mentors, mentees, lambda cell: _days(cell, today), UNKNOWN)
        one, other = (np.array(side, dtype=np.int64) for side in sides)
        known = [np.ones_like(one, dtype=bool), other != UNKNOWN]
        if self.mentor:
            known = [one != UNKNOWN, np.ones_like(other, dtype=bool)]
        return Waited(known[0], known[1], one if self.mentor else other, self)


@dataclass(frozen=True)
class Waited(Encoded):
    """The days of the side that waits."""

    days: Ints
    kind: Waiting

    def fits(self) -> Fits:
        """Days over `full_after`, at most 1."""
        full = self.kind.full_after
        return self._of_pairs(share(np.clip(self.days, 0, full), full))

    def passes(self) -> Bools:
        """Waited at least `full_after` days."""
        passes: Bools = self._of_pairs(self.days >= self.kind.full_after)
        return passes

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say how long."""
        who, days = (MENTOR, int(self.days[mentor])) if self.kind.mentor else (MENTEE, int(self.days[mentee]))
        if days == UNKNOWN:
            return P("{who}: no entry", who=who)
        if days == 1:
            return P("{who} has waited 1 day", who=who)
        return P("{who} has waited {days} days", who=who, days=days)

    def _of_pairs(self, values: np.ndarray) -> np.ndarray:
        shape = (len(self.known_mentors), len(self.known_mentees))
        return np.broadcast_to(values[:, None] if self.kind.mentor else values, shape)


def _days(cell: str, today: dt.date) -> int:
    date = _DATE.fullmatch(cell)
    try:
        if date:
            return max((today - dt.date.fromisoformat(date[1])).days, 0)
        number = parse_number(cell)
    except (ValueError, Unreadable):  # a day that no calendar has, or no number
        number = UNKNOWN
    if number < 0 or number > MOST_DAYS or number != int(number):
        raise Unreadable(
            P(
                "“{cell}” is neither a number of days nor a date; write one such as 40 or 2026-03-31, or leave the "
                "cell empty.",
                cell=cell,
            )
        )
    return int(number)
