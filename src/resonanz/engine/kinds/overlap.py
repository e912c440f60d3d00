"""`overlap`: two lists have entries in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    MENTEE,
    Bools,
    Encoded,
    Fits,
    Kind,
    common_entries,
    entries,
    filled,
    fold,
    share,
    side_by_side,
)
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase


@dataclass(frozen=True)
class Overlap(Kind):
    """Passes with at least `at_least` common entries; fits by the share of the mentee's entries the mentor
    has.
    """

    at_least: int = 1

    name = "overlap"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, and for a must `at_least`."""
        sides = entry.both_sides()
        return cls(*sides, entry.whole("at_least", low=1, default=1) if entry.must else 1)

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Split the lists."""
        lists = [
            [entries(cell) for cell in people.column(column or "").cells]
            for people, column in ((mentors, self.mentor), (mentees, self.mentee))
        ]
        return Lists(filled(lists[0]), filled(lists[1]), lists[0], lists[1], self.at_least)


@dataclass(frozen=True)
class Lists(Encoded):
    """The entries of each person."""

    mentor_lists: list[tuple[str, ...]]
    mentee_lists: list[tuple[str, ...]]
    at_least: int

    def fits(self) -> Fits:
        """Common entries over the mentee's entries."""
        return share(self._common(), np.array([[len(wanted) for wanted in self.mentee_lists]]))

    def passes(self) -> Bools:
        """Enough common entries."""
        return self._common() >= self.at_least

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name what is common, and what of the mentee's list is missing."""
        has = {fold(text) for text in self.mentor_lists[mentor]}
        wanted = self.mentee_lists[mentee]
        common = [text for text in wanted if fold(text) in has]
        missing = [text for text in wanted if fold(text) not in has]
        if common and missing:
            return P("in common: {common}; only {who}: {missing}", who=MENTEE, common=common, missing=missing)
        if common:
            return P("in common: {common}", common=common)
        return side_by_side("; ".join(self.mentor_lists[mentor]), "; ".join(wanted))

    def _common(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        folded = [[[fold(text) for text in row] for row in side] for side in (self.mentor_lists, self.mentee_lists)]
        return common_entries(folded[0], folded[1])
