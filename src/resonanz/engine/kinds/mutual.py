"""`mutual`: both sides name people of the other side they would like; two who name each other count far more than one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import MENTEE, MENTOR, Bools, Encoded, Fits, Ints, Kind, share
from resonanz.engine.kinds.prefers import Prefers
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem


@dataclass(frozen=True)
class Mutual(Kind):
    """Passes if each is on the other's list.

    A wish fits 1/4, divided by its rank; where both wish for each other, 1/2 comes on top. So no two wishes that go one way
    only are worth more than a mutual one.
    """

    name = "mutual"
    by_cells = False  # the same wishes are one person's first wish and not among those of another

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """Only the columns: whom the mentors wish for, and whom the mentees."""
        return cls(*entry.both_sides())

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Turn both lists into ranks, 1 for the first wish, 0 for none."""
        found: list[tuple[Bools, Ints]] = []
        problems: list[InputProblem] = []
        for wishes in (Prefers(self.mentor, None), Prefers(None, self.mentee)):
            try:
                found.append(wishes.ranks(mentors, mentees))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        (known_mentors, by_mentor), (known_mentees, by_mentee) = found
        return BothWishes(known_mentors, known_mentees, by_mentor, by_mentee.T)


@dataclass(frozen=True)
class BothWishes(Encoded):
    """The rank of the mentee among the mentor's wishes and the reverse, each 0 for none, shape (mentors, mentees)."""

    by_mentor: Ints
    by_mentee: Ints

    def fits(self) -> Fits:
        """A quarter over each rank, and a half where there are two."""
        one, other = self.by_mentor, self.by_mentee
        alone = share(np.minimum(one + other, 1), 4 * (one + other))  # one of the two ranks is 0
        both = share(2 * one * other + one + other, 4 * one * other)
        return np.where(self.passes(), both, alone).astype(np.int32)

    def passes(self) -> Bools:
        """On each other's list."""
        return (self.by_mentor > 0) & (self.by_mentee > 0)

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say whose wish it is, and which."""
        one, other = int(self.by_mentor[mentor, mentee]), int(self.by_mentee[mentor, mentee])
        if one == other == 1:
            return P("both put each other first")
        if one and other:
            return P("wish no. {rank} of {who}, and no. {back} the other way round", rank=other, who=MENTEE, back=one)
        if one or other:
            who = MENTOR if one else MENTEE
            return P("wish no. {rank} of {who}, not the other way round", rank=one or other, who=who)
        return P("neither wished for the other")
