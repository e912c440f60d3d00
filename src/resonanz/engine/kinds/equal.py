"""`equal`: both have the same entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import Bools, Encoded, Fits, Ints, Kind, as_fits, filled, fold, side_by_side
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase


@dataclass(frozen=True)
class Equal(Kind):
    """Passes, and fits fully, if both cells are filled and equal; case and spaces do not matter."""

    name = "equal"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """Only the columns."""
        return cls(*entry.both_sides())

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Give equal texts equal codes."""
        return encode_texts(self, mentors, mentees)


@dataclass(frozen=True)
class SameText(Encoded):
    """Texts and their codes."""

    mentor_texts: list[str]
    mentee_texts: list[str]
    mentor_codes: Ints
    mentee_codes: Ints

    def same(self) -> Bools:
        """Return which pairs have the same text, empty ones never."""
        both = self.known_mentors[:, None] & self.known_mentees
        return (self.mentor_codes[:, None] == self.mentee_codes) & both

    def fits(self) -> Fits:
        """1 where equal."""
        return as_fits(self.same())

    def passes(self) -> Bools:
        """Where equal."""
        return self.same()

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the one entry, or both."""
        one, other = self.mentor_texts[mentor], self.mentee_texts[mentee]
        if one and fold(one) == fold(other):
            return P("both: “{text}”", text=one)
        return side_by_side(one, other)


def encode_texts(kind: Kind, mentors: People, mentees: People) -> SameText:
    """Factorise the texts of both columns with one set of codes."""
    mentor_texts = mentors.column(kind.mentor or "").cells
    mentee_texts = mentees.column(kind.mentee or "").cells
    folded = [fold(text) for text in (*mentor_texts, *mentee_texts)]
    code = {text: index for index, text in enumerate(dict.fromkeys(folded))}
    codes = np.array([code[text] for text in folded], dtype=np.int64)
    split = len(mentor_texts)
    return SameText(filled(mentor_texts), filled(mentee_texts), mentor_texts, mentee_texts, codes[:split], codes[split:])
