"""`prefers`: one side names people of the other side it would like, the first wish counting most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    MENTEE,
    MENTOR,
    Bools,
    Encoded,
    Fits,
    Ints,
    Kind,
    Unreadable,
    entries,
    read_cells,
    share,
)
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem, did_you_mean

ELSEWHERE = -1  # somebody who is named and not among the people at hand


@dataclass(frozen=True)
class Prefers(Kind):
    """Passes if the other is on the list; fits 1 for the first wish, 1/2 for the second, and so on."""

    name = "prefers"
    by_cells = False  # the same wishes are one person's first wish and not among those of another

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """`column`, and `side`, whose wishes it holds."""
        column = entry.text("column")
        side = entry.choice("side", ("mentee", "mentor"), "mentee")
        return cls(column, None) if side == "mentor" else cls(None, column)

    @staticmethod
    def unknown(person: str, file: str, hint: Phrase | str) -> Phrase:
        """Complain about an id that is nobody's."""
        return P(
            "The wish “{id}” is nobody's id in {file}.{hint} Correct it or take it away.", id=person, file=file, hint=hint
        )

    def lists(self, mentors: People, mentees: People) -> list[tuple[int, ...]]:
        """Return whom each person of the wishing side names, as positions on the other side, in order.

        Where not everybody of the other side is there, ids of those who are not are ELSEWHERE; else InputError names them.
        """
        wishing, wished = (mentors, mentees) if self.mentor else (mentees, mentors)
        index = wished.index()

        def parse(cell: str) -> tuple[int, ...]:
            unknown = [person for person in entries(cell) if person not in index]
            if unknown and wished.everybody:
                raise Unreadable(self.unknown(unknown[0], wished.file, did_you_mean(unknown[0], index)))
            return tuple(index.get(person, ELSEWHERE) for person in entries(cell))

        problems: list[InputProblem] = []
        nobody: tuple[int, ...] = ()
        named = read_cells(wishing.column(self.mentor or self.mentee or ""), parse, nobody, problems)
        if problems:
            raise InputError(problems)
        return named

    def ranks(self, mentors: People, mentees: People) -> tuple[Bools, Ints]:
        """Return who named anybody, and the rank of each wish, shape (wishing, wished): 1 for the first, 0 for none."""
        wishing, wished = (mentors, mentees) if self.mentor else (mentees, mentors)
        lists = self.lists(mentors, mentees)
        rank = np.zeros((len(wishing), len(wished)), dtype=np.int64)
        for person, wishes in enumerate(lists):
            for number, other in enumerate(wishes, 1):
                if other != ELSEWHERE:
                    rank[person, other] = number
        named_any = np.array([len(wishes) > 0 for wishes in lists], dtype=bool)
        return named_any, rank

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Turn the lists into ranks."""
        named_any, rank = self.ranks(mentors, mentees)
        everybody = np.ones(rank.shape[1], dtype=bool)
        if self.mentor:
            return self.judged(named_any, everybody, rank)
        return self.judged(everybody, named_any, rank.T)

    def judged(self, known_mentors: Bools, known_mentees: Bools, rank: Ints) -> Encoded:
        """Return what ranks of shape (mentors, mentees) say; 0 is none."""
        return Wishes(known_mentors, known_mentees, rank, by_mentor=self.mentor is not None)


@dataclass(frozen=True)
class Wishes(Encoded):
    """The rank of each pair among the wishes, 0 where it is none."""

    rank: Ints
    by_mentor: bool

    def fits(self) -> Fits:
        """One over the rank."""
        return share(np.minimum(self.rank, 1), self.rank)

    def passes(self) -> Bools:
        """On the list."""
        return self.rank > 0

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say which wish it is."""
        rank = int(self.rank[mentor, mentee])
        if self.by_mentor:
            if not self.known_mentors[mentor]:
                return P("{who} named no wishes", who=MENTOR)
            return _wish(MENTOR, rank)
        if not self.known_mentees[mentee]:
            return P("{who} named no wishes", who=MENTEE)
        return _wish(MENTEE, rank)


def _wish(who: Phrase, rank: int) -> Phrase:
    return P("wish no. {rank} of {who}", rank=rank, who=who) if rank else P("not among the wishes of {who}", who=who)
