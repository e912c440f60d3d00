"""`occupation`: how near two occupations are in ISCO-08, by their common leading digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import Bools, Encoded, Fits, Ints, Kind, filled, share, side_by_side
from resonanz.engine.named import named
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

DIGITS = 4  # a full code; two equal digits mean the same sub-major group


@dataclass(frozen=True)
class Occupation(Kind):
    """Passes with at least `digits` common leading digits; fits by their share of four."""

    digits: int = 1

    name = "occupation"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, and for a must `digits`."""
        sides = entry.both_sides()
        return cls(*sides, entry.whole("digits", low=1, high=DIGITS, default=1) if entry.must else 1)

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Find the code of every title once; an unknown title has none, and its words say so."""
        from resonanz.taxonomy import occupations

        texts = [mentors.column(self.mentor or "").cells, mentees.column(self.mentee or "").cells]
        code_of = {text: (occupations.code_of(text) or "") if text else "" for text in {*texts[0], *texts[1]}}
        codes = [[code_of[text] for text in side] for side in texts]
        return Codes(filled(codes[0]), filled(codes[1]), texts[0], texts[1], codes[0], codes[1], self.digits)


@dataclass(frozen=True)
class Codes(Encoded):
    """What people wrote, and the code of it."""

    mentor_texts: list[str]
    mentee_texts: list[str]
    mentor_codes: list[str]
    mentee_codes: list[str]
    digits: int

    def fits(self) -> Fits:
        """Common leading digits over four."""
        return share(self._common(), DIGITS)

    def passes(self) -> Bools:
        """Enough common leading digits."""
        return self._common() >= self.digits

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the common group, or both occupations."""
        one, other = self.mentor_codes[mentor], self.mentee_codes[mentee]
        both = side_by_side(_shown(self.mentor_texts[mentor], one), _shown(self.mentee_texts[mentee], other))
        for text, code in ((self.mentor_texts[mentor], one), (self.mentee_texts[mentee], other)):
            if text and not code:
                return P("{both}; “{text}” is no occupation we know", both=both, text=text)
        common = 0
        while common < min(len(one), len(other)) and one[common] == other[common]:
            common += 1
        if not common:
            return both
        if common == DIGITS:
            return P("same occupation: {title}", title=_title(one))
        return P("{both}; both in “{title}”", both=both, title=_title(one[:common]))

    def _common(self) -> Ints:
        one, other = _digits(self.mentor_codes), _digits(self.mentee_codes)
        common = np.zeros((len(one), len(other)), dtype=np.int64)
        same = np.ones_like(common, dtype=bool)
        for digit in range(DIGITS):
            same &= (one[:, None, digit] == other[:, digit]) & (one[:, None, digit] > 0)
            common += same
        return common


def _digits(codes: list[str]) -> NDArray[np.uint8]:
    return np.array(codes, dtype=f"S{DIGITS}").view(np.uint8).reshape(-1, DIGITS)  # filled up with zeros


def _shown(text: str, code: str) -> str | Phrase:
    """Return what the person wrote; a bare code says nothing to people, so it becomes its title."""
    return P("“{text}”", text=_title(code)) if code and text.strip().isdecimal() else text


@lru_cache(maxsize=4096)
def _title(code: str) -> Phrase:
    from resonanz.taxonomy import occupations

    return named({language: occupations.title(code, language) for language in ("de", "en")})
