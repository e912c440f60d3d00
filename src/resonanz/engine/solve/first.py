"""Of all optimal assignments the first: column 0 at its lowest possible row, then column 1, and so on.

The tight pairs of a proven optimum contain every other optimum, so a column may move exactly if a chain of
tight moves leads back to the row it leaves. That makes the answer a property of the problem, not of the
solver that found it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.solve.certify import Certified

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NONE = -1
VIA_SPARE = -2  # a row with a free place takes the mover, and a swappable row gives one up


def first_of_the_best(certified: Certified, capacity: Ints) -> Ints:
    """Return the row of each column in the lexicographically first optimal assignment.

    `capacity` (rows,); rows that are neither swappable nor below capacity keep their load.
    """
    return _Chooser(certified, capacity).run()


class _Chooser:
    def __init__(self, certified: Certified, capacity: Ints) -> None:
        self.row_of = certified.row_of.copy()
        self.capacity = capacity
        self.load = np.bincount(self.row_of, minlength=len(capacity))
        self.swappable = certified.swappable
        self.tight = certified.tight & self._can_ever_move(certified)
        self.tight_columns = self.tight.T.copy()
        self.open = np.ones(len(self.row_of), dtype=bool)

    def run(self) -> Ints:
        for column in range(len(self.row_of)):
            self.open[column] = False
            here = int(self.row_of[column])
            lower = np.flatnonzero(self.tight_columns[column, :here])
            if lower.size:
                self._settle(column, here, lower)
        return self.row_of

    def _can_ever_move(self, certified: Certified) -> Bools:
        """Pairs of some optimum lie on a cycle of moves; cycles only vanish while columns are settled."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        rows, columns = certified.tight.shape
        row, column = np.nonzero(certified.tight)
        moves = row != self.row_of[column]
        spare = np.flatnonzero(self.load < self.capacity)
        giving = np.flatnonzero(self.swappable & (self.load > 0))
        market = rows + columns  # one node through which free places change hands
        tails = [rows + column[moves], self.row_of, spare, np.full(giving.size, market)]
        heads = [row[moves], rows + np.arange(columns), np.full(spare.size, market), giving]
        tail, head = np.concatenate(tails), np.concatenate(heads)
        graph = coo_array((np.ones(tail.size, dtype=np.int8), (tail, head)), shape=(market + 1, market + 1))
        label = connected_components(graph, directed=True, connection="strong")[1]
        same: Bools = label[:rows, None] == label[None, rows:market]
        return same

    def _settle(self, column: int, here: int, lower: Ints) -> None:
        """Move `column` to the first row of `lower` from which a chain of moves leads back to `here`."""
        rows = len(self.capacity)
        mover = np.full(rows, NONE, dtype=np.int64)  # the column that leaves this row next on the way back
        follows = np.full(rows, NONE, dtype=np.int64)  # the row it goes to
        reached = np.zeros(rows, dtype=bool)
        reached[here] = True
        giver = NONE
        unseen = self.open.copy()
        frontier = np.array([here])
        while frontier.size and not reached[lower[0]]:
            new_rows: list[Ints] = []
            giving = frontier[self.swappable[frontier]]
            if giver == NONE and giving.size:
                giver = int(giving[0])
                takers = np.flatnonzero((self.load < self.capacity) & ~reached)
                mover[takers] = VIA_SPARE
                reached[takers] = True
                new_rows.append(takers)
            stays = self.tight[frontier] & unseen
            found = np.flatnonzero(stays.any(axis=0))
            unseen[found] = False
            homes, index = np.unique(self.row_of[found], return_index=True)
            index, homes = index[~reached[homes]], homes[~reached[homes]]
            mover[homes] = found[index]
            follows[homes] = frontier[stays[:, found[index]].argmax(axis=0)]
            reached[homes] = True
            frontier = np.concatenate([*new_rows, homes])
        possible = lower[reached[lower]]
        if possible.size:
            self._carry_out(column, int(possible[0]), here, mover, follows, giver)

    def _carry_out(self, column: int, row: int, here: int, mover: Ints, follows: Ints, giver: int) -> None:
        self.row_of[column] = row
        while row != here:
            if mover[row] == VIA_SPARE:
                self.load[row] += 1
                self.load[giver] -= 1
                row = giver
            else:
                self.row_of[mover[row]] = follows[row]
                row = int(follows[row])
