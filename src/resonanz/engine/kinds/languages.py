"""`languages`: languages both speak, at a CEFR level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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
    common_entries,
    entries,
    read_both,
    share,
    side_by_side,
)
from resonanz.engine.kinds.base import filled as any_of
from resonanz.engine.named import named
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
Skills = tuple[tuple[str, int], ...]  # (language, level)


@dataclass(frozen=True)
class Languages(Kind):
    """Passes with one common language at `level` on both sides; fits by the number of such languages over
    `cap`.
    """

    level: int = 1
    cap: int = 2

    name = "languages"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, `level`, and for a criterion `cap`."""
        sides = entry.both_sides()
        level = 1 + LEVELS.index(entry.choice("level", LEVELS, "A1"))
        return cls(*sides, level, 2 if entry.must else entry.whole("cap", low=1, default=2))

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Read entries such as "de:C1;ar:native"."""
        nothing: Skills = ()
        one, other = read_both(self, mentors, mentees, _parse, nothing)
        return Spoken(any_of(one), any_of(other), one, other, self.level, self.cap)


@dataclass(frozen=True)
class Spoken(Encoded):
    """Languages and levels of each person."""

    mentor_skills: list[Skills]
    mentee_skills: list[Skills]
    level: int
    cap: int

    def fits(self) -> Fits:
        """Common languages over the cap, at most 1."""
        return share(np.minimum(self._common(), self.cap), self.cap)

    def passes(self) -> Bools:
        """At least one common language at the level."""
        return self._common() > 0

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the common languages with the level both have."""
        one, other = dict(self.mentor_skills[mentor]), dict(self.mentee_skills[mentee])
        both = [(code, min(one[code], other[code])) for code in one if code in other]
        enough = [_spoken(code, level) for code, level in both if level >= self.level]
        if enough:
            return P("both speak {languages}", languages=enough)
        if both:
            weaker = [_spoken(code, level) for code, level in both]
            return P("common languages only below {level}: {languages}", level=_level(self.level), languages=weaker)
        sides = [
            P("{list}", list=[_spoken(code, level) for code, level in skills.items()] or P("no entry"))
            for skills in (one, other)
        ]
        return P("no common language; {sides}", sides=side_by_side(*sides))

    def _common(self) -> Ints:
        sides = [
            [[code for code, level in skills if level >= self.level] for skills in side]
            for side in (self.mentor_skills, self.mentee_skills)
        ]
        return common_entries(sides[0], sides[1])


def _parse(cell: str) -> Skills:
    skills: dict[str, int] = {}
    for entry in entries(cell):
        for code, level in _parse_entry(entry):
            skills[code] = max(level, skills.get(code, 0))
    return tuple(skills.items())


@lru_cache(maxsize=4096)  # the same few entries in thousands of cells
def _parse_entry(entry: str) -> Skills:
    from resonanz.taxonomy import languages

    try:
        return tuple((code, int(level)) for code, level in languages.parse_skills(entry).items())
    except languages.UnknownLanguage as error:
        message = P(
            "“{text}” is no language we know; write its name or code, such as {example}.",
            text=error.text,
            example="de:C1; ar:native",
        )
    except languages.UnknownLevel as error:
        message = P("“{text}” is no language level; write {levels} or native.", text=error.text, levels="A1 … C2")
    raise Unreadable(message)


@lru_cache(maxsize=4096)
def _spoken(code: str, level: int) -> Phrase:
    from resonanz.taxonomy import languages

    names = {language: languages.name(code, language) for language in ("de", "en", "ar")}
    return P("{language} ({level})", language=named(names), level=_level(level))


def _level(level: int) -> Phrase:
    return P("native") if level == len(LEVELS) else P("{level}", level=LEVELS[level - 1])
