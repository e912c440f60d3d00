"""Most pairs, then the worst pair as good as possible, then the next worst, and so on.

Among assignments with equally many pairs that is: as few pairs as possible at the lowest score, then at the
next higher, and so on. Several scores at a time become one sum with weights so far apart that no number of
better pairs outweighs a worse one; the pairs tight at its optimum are all that later scores may choose from.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve import cardinality
from resonanz.engine.solve.assign import Assignment, as_pairs, solved, start_by_scipy
from resonanz.engine.solve.cardinality import FREE
from resonanz.engine.solve.certify import certify
from resonanz.engine.solve.first import first_of_the_best

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
LEXICOGRAPHIC, WORST_THEN_TOTAL = "lexicographic", "worst_then_total"
MOST_PEOPLE = 2_000  # of both sides together, up to which every rank counts
_MOST_CELLS = 8_000_000  # with free places as columns of their own
_HEAVIEST = 1 << 40  # the sum of weights of one batch: exact in doubles, and with room for paths


def fairest(
    scores: NDArray[Any], allowed: Bools, capacity: Ints, *, before: Ints | None = None, after: Ints | None = None
) -> Assignment:
    """Return the fairest assignment; `fairness` says whether every rank counted, or only the worst.

    `scores` and `allowed` have the shape (mentors, mentees), `capacity` (mentors,). Whole numbers of the same shape, 0 or
    more, whose sum is made as high as possible: `before` fairness is looked at (but after the number of pairs), or `after`
    it, among equally fair assignments; with either, scores are whole numbers too.
    """
    allowed = allowed & (capacity > 0)[:, None]
    capacity = np.minimum(capacity, allowed.sum(axis=1))
    row_of = _largest(allowed, capacity)
    pairs = int((row_of != FREE).sum())
    places = int(capacity.sum())
    cells = (len(capacity) + 1) * (scores.shape[1] + places - pairs)
    if not pairs:
        return as_pairs(row_of, scores, LEXICOGRAPHIC)
    levels, level = np.unique(scores[allowed], return_inverse=True)
    rank = np.zeros(scores.shape, dtype=np.int64)
    rank[allowed] = level
    if sum(scores.shape) > MOST_PEOPLE or cells > _MOST_CELLS:
        best = _worst_then_total(scores, rank, allowed, capacity, pairs, len(levels), before, after)
        return as_pairs(_rows(best, scores.shape[1]), scores, WORST_THEN_TOTAL)
    return as_pairs(_every_rank(rank, allowed, capacity, pairs, len(levels), before, after), scores, LEXICOGRAPHIC)


def _worst_then_total(
    scores: NDArray[Any],
    rank: Ints,
    allowed: Bools,
    capacity: Ints,
    pairs: int,
    levels: int,
    before: Ints | None,
    after: Ints | None,
) -> Assignment:
    if before is None:
        worst = _worst(rank, allowed, capacity, pairs, 0, levels)
        wanted = scores if after is None else scores.astype(object) * (int(after.max()) * pairs + 1) + after
        return solved(wanted, allowed & (rank >= worst), capacity, "most_pairs")
    goal, low, high = solved(before, allowed, capacity, "most_pairs"), 0, levels - 1
    while low < high:
        middle = (low + high + 1) // 2
        found = solved(before, allowed & (rank >= middle), capacity, "most_pairs")
        enough = (len(found.mentee), found.total) == (len(goal.mentee), goal.total)
        low, high = (middle, high) if enough else (low, middle - 1)
    wanted = before.astype(object) * ((int(scores[allowed].max()) + 1) * pairs) + scores
    return solved(wanted, allowed & (rank >= low), capacity, "most_pairs")


def _every_rank(
    rank: Ints, allowed: Bools, capacity: Ints, pairs: int, levels: int, before: Ints | None, after: Ints | None
) -> Ints:
    """Return the row of each column, on a balanced instance: nobody is a row, free places are columns."""
    rows, columns = rank.shape
    left_over, free_places = columns - pairs, int(capacity.sum()) - pairs
    rank = np.pad(rank, ((0, 1), (0, free_places)), constant_values=levels)
    allowed = np.pad(allowed, ((0, 1), (0, free_places)), constant_values=True)
    allowed[rows, columns:] = False
    places = np.append(capacity, left_over)
    row_of, tight, done = np.zeros(0, dtype=np.int64), allowed, 0
    size = (0, 1), (0, free_places)
    if before is not None:
        _, tight = _optimum(np.pad(before, size), tight, places)
    while done < levels:
        worst = _worst(rank, tight, places, columns + free_places, done, levels, done)
        tight = tight & ((rank >= worst) | (rank < done))
        weight, following = _weights(rank, tight, worst, levels)
        row_of, tight = _optimum(-weight[rank], tight, places)
        done = following
        if tight.sum() == len(row_of):
            break
    if after is not None:
        row_of, tight = _optimum(np.pad(after, size), tight, places)
    elif not row_of.size or done >= levels:
        row_of, tight = _optimum(np.zeros_like(rank), tight, places)
    row_of = _first(row_of, tight, places)[:columns]
    return np.where(row_of == rows, FREE, row_of)


def _worst(rank: Ints, allowed: Bools, capacity: Ints, pairs: int, low: int, high: int, settled: int = 0) -> int:
    """Return the highest rank below which no pair is needed, ranks below `settled` aside."""
    high -= 1
    while low < high:
        middle = (low + high + 1) // 2
        enough = _largest(allowed & ((rank >= middle) | (rank < settled)), capacity)
        if int((enough != FREE).sum()) == pairs:
            low = middle
        else:
            high = middle - 1
    return low


def _weights(rank: Ints, allowed: Bools, begin: int, levels: int) -> tuple[Ints, int]:
    """Return a weight for each rank (0 outside the batch) and where the next batch begins."""
    most = []
    end, product = begin, 1
    while end < levels:
        at = allowed & (rank == end)
        most.append(int(at.any(axis=0).sum()))
        product *= most[-1] + 1
        if product > _HEAVIEST and end > begin:
            most.pop()
            break
        end += 1
    weight = np.zeros(levels + 1, dtype=np.int64)
    sum_of_better = 0
    for at_rank in range(end - 1, begin - 1, -1):
        weight[at_rank] = sum_of_better + 1
        sum_of_better += int(weight[at_rank]) * most[at_rank - begin]
    return weight, end


def _optimum(numbers: Ints, allowed: Bools, capacity: Ints) -> tuple[Ints, Bools]:
    """Return an optimal placing of all columns, and the pairs any such placing may use."""
    if not ready.worth(numbers.size):
        proven = certify(numbers, allowed, capacity, start_by_scipy(numbers, allowed, capacity))
        return proven.row_of, proven.tight
    from resonanz.engine.solve.compiled import balanced_optimum

    return balanced_optimum(numbers, allowed, capacity)


def _first(row_of: Ints, tight: Bools, capacity: Ints) -> Ints:
    if ready.worth(tight.size):
        from resonanz.engine.solve import compiled

        return compiled.first_of_the_best(row_of, tight, capacity)
    from resonanz.engine.solve.certify import Certified

    return first_of_the_best(Certified(row_of, tight, np.zeros(len(capacity), dtype=bool)), capacity)


def _largest(allowed: Bools, capacity: Ints) -> Ints:
    if ready.worth(allowed.size):
        from resonanz.engine.solve.compiled import largest_matching

        return largest_matching(allowed, capacity)
    return cardinality.largest_matching(allowed, capacity)


def _rows(found: Assignment, columns: int) -> Ints:
    row_of = np.full(columns, FREE, dtype=np.int64)
    row_of[found.mentee] = found.mentor
    return row_of
