"""The solved model, kept: what was asked, what came out, and how to ask again without encoding again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria
from resonanz.engine.decode import decode, pair_in_words
from resonanz.engine.demands import PAIR, Demands, PairIds, find_pair
from resonanz.engine.encode import Problem
from resonanz.engine.result import Reason, Result
from resonanz.engine.solve import assign
from resonanz.engine.solve.fairest import fairest
from resonanz.tables import InputError, InputProblem

Place = tuple[int, int]  # a pair as indices (mentor, mentee)


@dataclass(frozen=True)
class Solved:
    """A problem, what the coordinator fixed, and the optimal pairs as indices (mentor, mentee), pins included.

    `lowest`: the least score a pair may have, in thousandths of a point; None where there is no minimum. `fairness`: as
    in `Assignment`.
    """

    problem: Problem
    criteria: Criteria
    demands: Demands
    objective: str
    pairs: tuple[Place, ...]
    lowest: int | None = None
    fairness: str | None = None

    @cached_property
    def result(self) -> Result:
        """The same in people and words, as `match` returns it."""
        return decode(self.problem, self.criteria, self.demands, list(self.pairs), self.objective, self.fairness)

    @cached_property
    def possible(self) -> NDArray[np.bool_]:
        """Pairs that meet every must and are not forbidden, whether the mentor has a place or not."""
        return self.problem.allowed & ~self.demands.forbidden

    @cached_property
    def mentor_of(self) -> NDArray[np.int64]:
        """The mentor of each mentee, -1 for none."""
        mentor_of = np.full(len(self.problem.mentees), -1, dtype=np.int64)
        for mentor, mentee in self.pairs:
            mentor_of[mentee] = mentor
        return mentor_of

    def ids(self, place: Place) -> PairIds:
        """Return a pair of indices as ids."""
        return self.problem.mentors.ids[place[0]], self.problem.mentees.ids[place[1]]

    def places(self, pairs: Iterable[PairIds]) -> list[Place]:
        """Return pairs of ids as indices; InputError names every id that is nobody's."""
        problems: list[InputProblem] = []
        found = [find_pair(self.problem, pair, PAIR, problems) for pair in pairs]
        if problems:
            raise InputError(problems)
        return [place for place in found if place is not None]

    def explained(self, place: Place) -> tuple[Reason, ...]:
        """Return the reasons of one pair of indices, whether it was made or not."""
        return pair_in_words(self.problem, *place, self.criteria.best_possible).reasons

    def worth(self, pairs: Iterable[Place]) -> tuple[int, int]:
        """Return how many pairs these are and the sum of their scores, in thousandths of a point."""
        made = list(pairs)
        return len(made), sum(int(self.problem.scores[place]) for place in made)

    def again(
        self,
        *,
        scores: NDArray[np.int64] | None = None,
        possible: NDArray[np.bool_] | None = None,
        pins: Iterable[Place] = (),
        capacity: NDArray[np.int64] | None = None,
        before: NDArray[np.int64] | None = None,
        after: NDArray[np.int64] | None = None,
    ) -> tuple[Place, ...]:
        """Return the optimum with other scores, other possible pairs, other places or further pins; the rest stays as it
        is. `before` and `after` are for "fairest" (see `pair_up`).
        """
        return pair_up(
            self.problem.scores if scores is None else scores,
            self.possible if possible is None else possible,
            self.demands.capacity if capacity is None else capacity,
            [*self.demands.pins, *pins],
            self.objective,
            before=before,
            after=after,
        )[0]


def pair_up(
    scores: NDArray[np.int64],
    possible: NDArray[np.bool_],
    capacity: NDArray[np.int64],
    pins: Iterable[Place],
    objective: str,
    *,
    before: NDArray[np.int64] | None = None,
    after: NDArray[np.int64] | None = None,
) -> tuple[tuple[Place, ...], str | None]:
    """Return the optimal pairs as indices, and the `fairness` of "fairest". Pinned pairs are taken out beforehand with
    their places; the rest is solved to the optimum.

    `scores` and `possible` have the shape (mentors, mentees), `capacity` (mentors,). For "fairest", `before` and `after`
    are what counts between the number of pairs and fairness, and after both (see `solve.fairest`).
    """
    pinned = list(dict.fromkeys(pins))
    left = capacity.copy()
    waiting = np.ones(scores.shape[1], dtype=bool)
    for mentor, mentee in pinned:
        left[mentor] -= 1
        waiting[mentee] = False
    columns = np.flatnonzero(waiting)
    if objective == "fairest" and (before is not None or after is not None):
        first, last = (None if given is None else given[:, columns] for given in (before, after))
        solved = fairest(scores[:, columns], possible[:, columns], left, before=first, after=last)
    else:
        solved = assign(scores[:, columns], allowed=possible[:, columns], capacity=left, objective=objective)
    found = zip(solved.mentor.tolist(), columns[solved.mentee].tolist(), strict=True)
    return (*pinned, *found), solved.fairness
