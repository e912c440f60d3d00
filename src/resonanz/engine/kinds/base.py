"""What every kind of condition has in common, so that a new kind is one file and one line in the registry.

A `Kind` is what the criteria file says. `encode` turns the two columns into arrays once; from these come the
fit of all pairs at once, in millionths so that shares such as 1/3 lose nothing that shows, and the words for
a single pair.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.entry import Entry
from resonanz.engine.people import Column, People
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem

MENTOR, MENTEE = P("the mentor"), P("the mentee")  # stand for the two in words; a page may put their names in
ONE = 1_000_000  # a fit of 1
Fits = NDArray[np.int32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
T = TypeVar("T")


@dataclass(frozen=True)
class Kind(ABC):
    """One condition, with the column of each side (None where that side has no part in it)."""

    mentor: str | None
    mentee: str | None

    name: ClassVar[str]
    empty: ClassVar[str] = "fail"  # what a must does with an empty cell, unless the file says otherwise
    by_cells: ClassVar[bool] = True  # pairs with equal cells get equal points and words; decode then makes them once

    @classmethod
    @abstractmethod
    def read(cls, entry: Entry) -> Self:
        """Read this kind's own keys; problems are noted in `entry`."""

    @abstractmethod
    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Read the cells into arrays. InputError names every cell that cannot be read."""

    def settled(self, mentors: People, mentees: People) -> Kind:
        """Return this kind with all decided that depends on everybody's cells, so that some are judged as all are."""
        return self

    @property
    def best(self) -> int:
        """The greatest fit a pair could have, in millionths."""
        return ONE


@dataclass(frozen=True)
class Encoded(ABC):
    """The two columns as arrays; `known_…` says whose cell is filled."""

    known_mentors: Bools
    known_mentees: Bools

    @abstractmethod
    def fits(self) -> Fits:
        """Return the fit of every pair in millionths, shape (mentors, mentees)."""

    @abstractmethod
    def passes(self) -> Bools:
        """Return which pairs meet the condition, shape (mentors, mentees), as far as cells are filled."""

    @abstractmethod
    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say what the two share, or where they differ."""


class Unreadable(Exception):
    """A cell that its kind cannot read; `phrase` says why and what to do."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.template)
        self.phrase = phrase


def read_cells(column: Column, parse: Callable[[str], T], empty: T, problems: list[InputProblem]) -> list[T]:
    """Return each cell parsed (every distinct text once) or `empty`; the unreadable goes to `problems`."""
    parsed: dict[str, T | Unreadable] = {"": empty}
    result: list[T] = []
    for index, cell in enumerate(column.cells):
        if cell not in parsed:
            try:
                parsed[cell] = parse(cell)
            except Unreadable as unreadable:
                parsed[cell] = unreadable
        value = parsed[cell]
        if isinstance(value, Unreadable):
            problems.append(column.problem(index, value.phrase))
            value = empty
        result.append(value)
    return result


def read_both(kind: Kind, mentors: People, mentees: People, parse: Callable[[str], T], empty: T) -> tuple[list[T], list[T]]:
    """Return the parsed cells of both sides' columns, or raise InputError with every unreadable cell."""
    problems: list[InputProblem] = []
    sides = [
        read_cells(people.column(name), parse, empty, problems) if name else [empty] * len(people)
        for people, name in ((mentors, kind.mentor), (mentees, kind.mentee))
    ]
    if problems:
        raise InputError(problems)
    return sides[0], sides[1]


def filled(values: Sequence[object]) -> Bools:
    """Return which values are there: neither None nor empty."""
    return np.array([value is not None and value != "" and value != () for value in values], dtype=bool)


@lru_cache(maxsize=1 << 16)  # the same words in thousands of cells
def fold(text: str) -> str:
    """Return `text` as two spellings of it compare: upper and lower case and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def entries(text: str) -> tuple[str, ...]:
    """Return the entries of a list, split at semicolon, comma or line break, each once, in their order."""
    parts = (part.strip() for part in text.replace(";", ",").replace("\n", ",").split(","))
    return tuple({fold(part): part for part in parts if part}.values())


def share(part: NDArray[np.generic] | int, whole: NDArray[np.generic] | int) -> Fits:
    """Return part / whole in millionths, rounded half up; 0 where `whole` is 0."""
    top, bottom = np.asarray(part, dtype=np.int64), np.asarray(whole, dtype=np.int64)
    return np.where(bottom > 0, (2 * top * ONE + bottom) // np.maximum(2 * bottom, 1), 0).astype(np.int32)


def as_fits(passes: Bools) -> Fits:
    """Return 1 where it passes, in millionths."""
    return np.where(passes, ONE, 0).astype(np.int32)


def common_entries(mentors: Sequence[Sequence[str]], mentees: Sequence[Sequence[str]]) -> Ints:
    """Return how many entries each pair has in common, shape (mentors, mentees)."""
    shared = {e for row in mentors for e in row} & {e for row in mentees for e in row}
    position = {entry: index for index, entry in enumerate(sorted(shared))}
    sides = []
    for rows in (mentors, mentees):
        side = np.zeros((len(rows), len(position)), dtype=np.float32)  # counts are small: float32 is exact here
        for index, row in enumerate(rows):
            side[index, [position[entry] for entry in row if entry in position]] = 1
        sides.append(side)
    return (sides[0] @ sides[1].T).astype(np.int64)


def shown(text: str) -> Phrase:
    """Return a cell in quotation marks, or that there is no entry."""
    return P("“{text}”", text=text) if text else P("no entry")


def side_by_side(mentor: str | Phrase, mentee: str | Phrase) -> Phrase:
    """Say what each of the two has."""
    values = [shown(value) if isinstance(value, str) else value for value in (mentor, mentee)]
    return P("{one}: {mentor}; {other}: {mentee}", one=MENTOR, other=MENTEE, mentor=values[0], mentee=values[1])
