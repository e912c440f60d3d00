"""`availability`: weekly slots in which both have time, written as `mon-evening`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    Bools,
    Encoded,
    Fits,
    Ints,
    Kind,
    Unreadable,
    entries,
    fold,
    read_both,
    share,
    side_by_side,
)
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "noon", "afternoon", "evening")
_DAY_WORDS = {
    **{day: index for index, day in enumerate(DAYS)},
    **{day: i for i, day in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])},
    **{day: i for i, day in enumerate(["mo", "di", "mi", "do", "fr", "sa", "so"])},
    **{day: i for i, day in enumerate(["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"])},
}
_PART_WORDS = {
    **{part: index for index, part in enumerate(PARTS)},
    "vormittag": 0,
    "morgen": 0,
    "mittag": 1,
    "nachmittag": 2,
    "abend": 3,
}
_DAY_PHRASES = (
    P("Monday"),
    P("Tuesday"),
    P("Wednesday"),
    P("Thursday"),
    P("Friday"),
    P("Saturday"),
    P("Sunday"),
)
_PART_PHRASES = (P("morning"), P("noon"), P("afternoon"), P("evening"))


@dataclass(frozen=True)
class Availability(Kind):
    """Passes with at least `at_least` common slots; fits by their number over `cap`."""

    at_least: int = 1
    cap: int = 3

    name = "availability"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, and `at_least` for a must or `cap` for a criterion."""
        sides = entry.both_sides()
        if entry.must:
            return cls(*sides, entry.whole("at_least", low=1, high=28, default=1))
        return cls(*sides, 1, entry.whole("cap", low=1, high=28, default=3))

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Turn the slots into one bit each."""
        sides = [np.array(side, dtype=np.uint32) for side in read_both(self, mentors, mentees, parse_slots, 0)]
        return Slots(sides[0] > 0, sides[1] > 0, sides[0], sides[1], self)


@dataclass(frozen=True)
class Slots(Encoded):
    """28 bits of each person: seven days of four parts."""

    mentor_bits: np.ndarray[tuple[int], np.dtype[np.uint32]]
    mentee_bits: np.ndarray[tuple[int], np.dtype[np.uint32]]
    kind: Availability

    def fits(self) -> Fits:
        """Common slots over the cap, at most 1."""
        return share(np.minimum(self._common(), self.kind.cap), self.kind.cap)

    def passes(self) -> Bools:
        """Enough common slots."""
        return self._common() >= self.kind.at_least

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the common slots, or those of each."""
        one, other = int(self.mentor_bits[mentor]), int(self.mentee_bits[mentee])
        if one & other:
            return P("both have time: {slots}", slots=slot_phrases(one & other))
        sides = [P("{slots}", slots=slot_phrases(bits)) if bits else P("no entry") for bits in (one, other)]
        return P("no common time; {both}", both=side_by_side(sides[0], sides[1]))

    def _common(self) -> Ints:
        return np.bitwise_count(self.mentor_bits[:, None] & self.mentee_bits).astype(np.int64)


def parse_slots(cell: str) -> int:
    """Return the bits of slots such as "mon-evening; wed"; a day without a part of it means the whole day."""
    bits = 0
    for entry in entries(cell):
        day, _, part = re.sub(r"[\s_–-]+", "-", fold(entry)).partition("-")
        if day not in _DAY_WORDS or (part and part not in _PART_WORDS):
            raise Unreadable(
                P(
                    "“{text}” is no time of the week; write {days}, a hyphen and {parts}.",
                    text=entry,
                    days=" ".join(DAYS),
                    parts=" ".join(PARTS),
                )
            )
        parts = [_PART_WORDS[part]] if part else range(len(PARTS))
        for index in parts:
            bits |= 1 << (_DAY_WORDS[day] * len(PARTS) + index)
    return bits


def slot_phrases(bits: int) -> list[Phrase]:
    """Return the slots of some bits in words, in the order of the week."""
    slots = [index for index in range(len(DAYS) * len(PARTS)) if bits >> index & 1]
    return [P("{day} {part}", day=_DAY_PHRASES[slot // len(PARTS)], part=_PART_PHRASES[slot % len(PARTS)]) for slot in slots]
