"""`different`: the two entries are not the same; an empty one counts as different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import Bools, Encoded, Fits, Kind, as_fits
from resonanz.engine.kinds.equal import SameText, encode_texts
from resonanz.engine.people import People


@dataclass(frozen=True)
class Different(Kind):
    """Passes, and fits fully, unless both cells are filled and equal."""

    name = "different"
    empty = "pass"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """Only the columns."""
        return cls(*entry.both_sides())

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Give equal texts equal codes."""
        return DifferentText(**vars(encode_texts(self, mentors, mentees)))


@dataclass(frozen=True)
class DifferentText(SameText):
    """The same codes, read the other way round."""

    def fits(self) -> Fits:
        """1 where they differ."""
        return as_fits(~self.same())

    def passes(self) -> Bools:
        """Where they differ."""
        return ~self.same()
