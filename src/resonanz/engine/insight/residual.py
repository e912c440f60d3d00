"""What every move would bring: the residual network of a solved model, with mentors as its nodes.

An arc from mentor r to mentor s is the best single move of a mentee from r to s. "Nobody" is a node like a mentor with
places for all, and free places change hands through one further node, the market. At the optimum no cycle gains, so the
best chain of moves that a change brings about is a longest path, and it is exact: two solutions differ by cycles of this
network, and only one of them can use the change (Ahuja, Magnanti, Orlin, Network Flows, 1993, chapter 9). Pinned mentees
and their places are not part of it.

Pairs and points are one number here, `Measure`, in Python's integers where 64 bits would not hold it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.solved import Solved

Ints = NDArray[np.int64]
NEVER = -(1 << 60)  # a move that cannot be made; two of them still fit into 64 bits
_ROOM = 1 << 56  # what sums along a path may reach


@dataclass(frozen=True)
class Measure:
    """Pairs and thousandths of a point as one whole number, in the order of the objective.

    `factor` is so large that the lesser aim never outweighs the greater, and small enough to tell the two apart.
    """

    factor: int
    pairs_first: bool

    @classmethod
    def of(cls, solved: Solved) -> Measure:
        """Return the measure of a model. ValueError for an objective that is not a sum."""
        size = len(solved.problem.mentees)
        most = max(int(solved.problem.scores.max(initial=0)), solved.criteria.best_possible)
        if solved.objective == "best_total":
            return cls(2 * size + 5, pairs_first=False)
        if solved.objective != "most_pairs":
            raise ValueError(f"this needs the objective most_pairs or best_total, not {solved.objective!r}")
        return cls(2 * (size + 2) * (most + 1) + 1, pairs_first=True)

    def one(self, scores: NDArray[Any]) -> NDArray[Any]:
        """Return the worth of one pair for each score."""
        return scores + self.factor if self.pairs_first else scores * self.factor + 1

    def join(self, pairs: int, points: int) -> int:
        """Return a difference in pairs and thousandths of a point as one worth."""
        return pairs * self.factor + points if self.pairs_first else points * self.factor + pairs

    def split(self, worth: int) -> tuple[int, int]:
        """Return a difference of worths as pairs and thousandths of a point."""
        half = self.factor // 2
        greater = (worth + half) // self.factor
        lesser = worth - greater * self.factor
        return (greater, lesser) if self.pairs_first else (lesser, greater)


@dataclass(frozen=True)
class Step:
    """One move of a chain: `mentee` goes from mentor `origin` to mentor `target`, -1 meaning nobody."""

    mentee: int
    origin: int
    target: int


class Residual:
    """The moves of a solved model. Nodes: mentors 0 … n-1, `nobody` = n, `market` = n + 1."""

    def __init__(self, solved: Solved) -> None:
        self.measure = Measure.of(solved)
        pinned = {mentee for _, mentee in solved.demands.pins}
        self.mentees = np.array([j for j in range(len(solved.problem.mentees)) if j not in pinned], dtype=np.int64)
        mentors = len(solved.problem.mentors)
        self.nobody, self.market = mentors, mentors + 1
        scores: NDArray[Any] = solved.problem.scores[:, self.mentees]
        if 4 * (mentors + 3) * self.measure.one(np.array(int(scores.max(initial=0)), dtype=object)) > _ROOM:
            scores = scores.astype(object)
        possible = solved.possible[:, self.mentees]
        if not self.measure.pairs_first:
            possible = possible & (solved.problem.scores[:, self.mentees] >= 0)
        worth = np.where(possible, self.measure.one(scores), NEVER)
        self.worth = np.vstack([worth, np.zeros((1, len(self.mentees)), dtype=worth.dtype)])
        at = solved.mentor_of[self.mentees]
        self.row_of = np.where(at < 0, self.nobody, at)
        left = solved.demands.capacity.copy()
        for mentor, _ in solved.demands.pins:
            left[mentor] -= 1
        self.free = left - np.bincount(self.row_of, minlength=mentors + 1)[:mentors]
        self.moves, self.mover = self._moves()

    def _moves(self) -> tuple[NDArray[Any], Ints]:
        """Return the worth of the best move between any two nodes, and the position of the mentee who makes it."""
        size = self.market + 1
        moves = np.full((size, size), NEVER, dtype=self.worth.dtype)
        mover = np.full((size, size), -1, dtype=np.int64)
        for row in np.unique(self.row_of):
            here = np.flatnonzero(self.row_of == row)
            gains = self.worth[:, here] - self.worth[row, here]
            best = gains.argmax(axis=1)
            found = gains[np.arange(self.market), best]
            moves[row, : self.market] = np.where(found > NEVER // 2, found, NEVER)
            mover[row, : self.market] = here[best]
        moves[: self.nobody, self.market] = np.where(self.free > 0, 0, NEVER)
        moves[self.nobody, self.market] = 0
        moves[self.market, :] = 0
        return moves, mover

    def towards(self, target: int) -> tuple[NDArray[Any], Ints]:
        """Return the best worth of a chain from each node to `target`, and each node's next on it (-1 for none)."""
        return _longest(self.moves, target)

    def away_from(self, source: int) -> NDArray[Any]:
        """Return the best worth of a chain from `source` to each node."""
        return _longest(self.moves.T, source)[0]

    def chain(self, start: int, target: int, following: Ints) -> tuple[Step, ...]:
        """Return the moves on the best chain from `start` to `target`."""
        steps, here = [], start
        while here != target:
            there = int(following[here])
            if self.market not in (here, there):
                mentee = int(self.mentees[self.mover[here, there]])
                steps.append(Step(mentee, *(-1 if node == self.nobody else node for node in (here, there))))
            here = there
        return tuple(steps)


def _longest(moves: NDArray[Any], target: int) -> tuple[NDArray[Any], Ints]:
    """Bellman and Ford on all nodes at once; only strict gains move a pointer, so pointers never form a cycle."""
    nodes = np.arange(len(moves))
    worth = moves[:, target].copy()
    worth[target] = 0
    following = np.where(worth > NEVER // 2, target, -1)
    for _ in range(len(moves) + 1):
        through = moves + worth
        best = through.argmax(axis=1)
        found = through[nodes, best]
        better = (found > worth) & (found > NEVER // 2)
        better[target] = False
        if not better.any():
            return worth, following
        worth = np.where(better, found, worth)
        following = np.where(better, best, following)
    raise AssertionError("the moves of an optimum gain nothing in a circle")
