"""`vetoes`: one side names people of the other side it must not be paired with."""

from __future__ import annotations

from dataclasses import dataclass

from resonanz.engine.kinds.base import MENTEE, MENTOR, Bools, Encoded, Fits, Ints, as_fits
from resonanz.engine.kinds.prefers import Prefers, Wishes
from resonanz.phrases import P, Phrase


@dataclass(frozen=True)
class Vetoes(Prefers):
    """Passes, and fits fully, if the other is not on the list. An id that is nobody's is a mistake: a veto that
    silently fails to hold would be worse.
    """

    name = "vetoes"
    empty = "pass"

    @staticmethod
    def unknown(person: str, file: str, hint: Phrase | str) -> Phrase:
        """Complain about an id that is nobody's."""
        return P(
            "The excluded “{id}” is nobody's id in {file}.{hint} Correct it or take it away.",
            id=person,
            file=file,
            hint=hint,
        )

    def judged(self, known_mentors: Bools, known_mentees: Bools, rank: Ints) -> Encoded:
        """Lists are read as wishes are; being on one excludes."""
        return Excluded(known_mentors, known_mentees, rank, by_mentor=self.mentor is not None)


@dataclass(frozen=True)
class Excluded(Wishes):
    """A rank above 0 means: on the list."""

    def fits(self) -> Fits:
        """1 where not on the list."""
        return as_fits(self.passes())

    def passes(self) -> Bools:
        """Not on the list."""
        return self.rank == 0

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Say whether it is excluded, and by whom."""
        who = MENTOR if self.by_mentor else MENTEE
        if self.rank[mentor, mentee]:
            return P("excluded by {who}", who=who)
        return P("not excluded by {who}", who=who)
