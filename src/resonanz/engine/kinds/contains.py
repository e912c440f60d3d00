"""`contains`: the mentor's text or list contains the mentee's value, or one side's contains a fixed value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import MENTEE, MENTOR, Bools, Encoded, Fits, Kind, as_fits, filled, fold, shown, side_by_side
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase


@dataclass(frozen=True)
class Contains(Kind):
    """Passes, and fits fully, if the value occurs as whole words in the text (or is an entry of a list)."""

    value: str | None = None

    name = "contains"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, or one column and `value`."""
        if entry.has("value"):
            return cls(*entry.one_side(), entry.text("value"))
        return cls(*entry.both_sides())

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Take the texts; a fixed value stands in for the side that has no column."""
        fixed = self.value or ""
        mentor = mentors.column(self.mentor).cells if self.mentor else [fixed] * len(mentors)
        mentee = mentees.column(self.mentee).cells if self.mentee else [fixed] * len(mentees)
        return Texts(filled(mentor), filled(mentee), mentor, mentee, self.mentor is None, self.value)


@dataclass(frozen=True)
class Texts(Encoded):
    """The texts of both sides; `reverse` where the mentee's text is searched for the fixed value."""

    mentor_texts: list[str]
    mentee_texts: list[str]
    reverse: bool
    value: str | None

    def fits(self) -> Fits:
        """1 where it contains."""
        return as_fits(self.passes())

    def passes(self) -> Bools:
        """Search each distinct text for each distinct value once."""
        texts, values = self.mentor_texts, self.mentee_texts
        if self.reverse:
            texts, values = values, texts
        text_list, text_at = _distinct(texts)
        value_list, value_at = _distinct(values)
        found = np.zeros((len(text_list), len(value_list)), dtype=bool)
        for column, value in enumerate(value_list):
            found[:, column] = [_contains(text, value) for text in text_list]
        result = found[text_at][:, value_at]
        return result.T if self.reverse else result

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say who has the value, or what each has."""
        one, other = self.mentor_texts[mentor], self.mentee_texts[mentee]
        if self.value is not None:
            text = other if self.reverse else one
            has = _contains(fold(text), fold(self.value))
            if self.reverse:
                return _mentee_has(self.value) if has else _mentee_lacks(self.value, text)
            return _mentor_has(self.value) if has else _mentor_lacks(self.value, text)
        if _contains(fold(one), fold(other)):
            return P("both have “{value}”", value=other)
        return side_by_side(one, other)


def _distinct(texts: list[str]) -> tuple[list[str], list[int]]:
    folded = [fold(text) for text in texts]
    position = {text: index for index, text in enumerate(dict.fromkeys(folded))}
    return list(position), [position[text] for text in folded]


def _contains(text: str, value: str) -> bool:
    if not value or value not in text:
        return False
    return text == value or re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None


def _mentor_has(value: str) -> Phrase:
    return P("{who} has “{value}”", who=MENTOR, value=value)


def _mentee_has(value: str) -> Phrase:
    return P("{who} has “{value}”", who=MENTEE, value=value)


def _mentor_lacks(value: str, text: str) -> Phrase:
    return P("{who} does not have “{value}”, but: {text}", who=MENTOR, value=value, text=shown(text))


def _mentee_lacks(value: str, text: str) -> Phrase:
    return P("{who} does not have “{value}”, but: {text}", who=MENTEE, value=value, text=shown(text))
