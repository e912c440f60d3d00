"""Who goes with whom, exactly: the public solver over a matrix of scores.

    scores -> whole numbers -> (most pairs: parts | best total: as it is) -> a start -> proof -> first of the
    best

The start comes from SciPy in float64 or, where doubles or clones would not do, from our own shortest paths;
the proof does not care and repairs what rounding spoiled, so both give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve.cardinality import FREE, largest_matching, split
from resonanz.engine.solve.certify import Certified, certify
from resonanz.engine.solve.first import first_of_the_best
from resonanz.engine.solve.lsap import assign_floats, can_handle
from resonanz.engine.solve.numbers import fits_in_64_bits, whole_numbers
from resonanz.engine.solve.paths import place_all
from resonanz.engine.solve.validate import checked_allowed, checked_capacity, checked_scores

Objective = Literal["most_pairs", "best_total", "fairest"]
OBJECTIVES: tuple[str, ...] = get_args(Objective)
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Start = Callable[[NDArray[Any], Bools, Ints], Ints]
_MOST_CELLS = 25_000_000  # of a cloned matrix in float64: 200 MB


@dataclass(frozen=True)
class Assignment:
    """Pairs as two index arrays of equal length, sorted by mentee, and the sum of their scores.

    `total` is a Python int for integer scores, a float (the exact sum, rounded once) for float scores.
    `optimal` says that the assignment is proven best; else `bound` is a total that none with as many pairs can
    exceed, and `gap` is `bound` minus `total`. `fairness` of "fairest": "lexicographic", or
    "worst_then_total" where there were too many people for every rank to count.
    """

    mentor: Ints
    mentee: Ints
    total: int | float
    optimal: bool = True
    bound: int | float | None = None
    gap: int | float = 0
    fairness: str | None = None

    def __post_init__(self) -> None:
        """What is proven has its own total as the bound."""
        if self.bound is None:
            object.__setattr__(self, "bound", self.total)


def assign(
    scores: ArrayLike,
    *,
    allowed: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
    objective: str = "most_pairs",
    first: bool = True,
) -> Assignment:
    """Pair mentors and mentees exactly; each mentee has at most one mentor, each mentor at most `capacity`
    mentees.

    `scores`: integers or floats of shape (mentors, mentees), finite. `allowed`: booleans of the same shape,
    default all. `capacity`: whole numbers of shape (mentors,), default 1 each. `objective`: "most_pairs"
    matches the most mentees and among these choices takes the highest sum; "best_total" takes the highest sum
    over allowed pairs with a score of at least 0, and among equal sums the most pairs; "fairest" matches the most
    mentees, then makes the worst pair as good as possible, then the next worst, and so on (above 2,000 people:
    the worst pair, then the highest sum).

    Among all optimal assignments it returns the lexicographically first: mentee 0 has the lowest possible
    mentor (none counts as last), then mentee 1, and so on (up to 4,000,000 pairs). `first=False` spares that search
    and returns any of them, as other solvers do. ValueError says what is wrong with the input.
    """
    matrix = checked_scores(scores)
    possible = checked_allowed(allowed, matrix.shape) if allowed is not None else None
    places = checked_capacity(capacity, matrix.shape[0]) if capacity is not None else None
    if objective not in OBJECTIVES:
        raise ValueError(f'objective must be "most_pairs", "best_total" or "fairest", not {objective!r}')
    if objective == "fairest":
        from resonanz.engine.solve.fairest import fairest

        return fairest(matrix, checked_allowed(possible, matrix.shape), checked_capacity(places, matrix.shape[0]))
    return solved(matrix, possible, places, objective, first=first)


def solved(
    scores: NDArray[Any], allowed: Bools | None, capacity: Ints | None, objective: str, *, first: bool = True
) -> Assignment:
    """Do what `assign` does for a sum, on checked arrays, by the solver that suits.

    `allowed` None: everything; `capacity` None: one place each.
    """
    if scores.size and ready.worth(scores.size):
        found = _compiled(scores, allowed, capacity, objective, first)
        if found is not None:
            return found
    shape = scores.shape
    return solve(scores, checked_allowed(allowed, shape), checked_capacity(capacity, shape[0]), objective, _start)


def _compiled(
    scores: NDArray[Any], allowed: Bools | None, capacity: Ints | None, objective: str, first: bool
) -> Assignment | None:
    """Solve by compiled kernels; None where the numbers are too large for them."""
    from resonanz.engine.solve import compiled

    if objective == "best_total" and (allowed is not None or scores.min() < 0):
        allowed = scores >= 0 if allowed is None else allowed & (scores >= 0)
    numbers = scores
    if scores.dtype.kind not in "iu":
        numbers = whole_numbers(scores, checked_allowed(allowed, scores.shape))
        if not fits_in_64_bits(numbers):
            return None
    instance = compiled.prepared(numbers, allowed, capacity, objective)
    if instance is None:
        return None
    row_of = compiled.optimum(instance, first=first)
    if numbers is scores:
        return Assignment(*compiled.pairs(row_of, instance.numbers))
    return as_pairs(row_of, scores)


def solve(scores: NDArray[Any], allowed: Bools, capacity: Ints, objective: str, start: Start) -> Assignment:
    """Do the same without compiled kernels, on numbers of any size, with a starting solver of the caller's choice."""
    if objective == "best_total":
        allowed = allowed & (scores >= 0)
    allowed = allowed & (capacity > 0)[:, None]
    numbers = whole_numbers(scores, allowed)
    capacity = np.minimum(capacity, scores.shape[1])
    solver = _best_total if objective == "best_total" else _most_pairs
    return as_pairs(solver(numbers, allowed, capacity, start), scores)


def as_pairs(row_of: Ints, scores: NDArray[Any], fairness: str | None = None) -> Assignment:
    """Return the assignment in which each column has the row `row_of` says, FREE or too high for none."""
    mentee = np.flatnonzero((row_of != FREE) & (row_of < scores.shape[0]))
    mentor = row_of[mentee]
    return Assignment(mentor, mentee, _total(scores[mentor, mentee]), fairness=fairness)


def start_by_scipy(numbers: NDArray[Any], allowed: Bools, capacity: Ints) -> Ints:
    """Fill the smaller side with (nearly) the highest sum, by SciPy; FREE for columns left over."""
    return assign_floats(numbers, allowed, capacity)


def start_by_paths(numbers: NDArray[Any], allowed: Bools, capacity: Ints) -> Ints:
    """Fill the smaller side with the highest sum, by our own shortest paths; FREE for columns left over."""
    left_over = numbers.shape[1] - int(capacity.sum())
    if left_over > 0:
        numbers, allowed, capacity = _with_nobody(numbers, allowed, capacity, left_over)
        row_of = place_all(numbers, allowed, capacity)
        return np.where(row_of == len(capacity) - 1, FREE, row_of)
    return place_all(numbers, allowed, capacity)


def _start(numbers: NDArray[Any], allowed: Bools, capacity: Ints) -> Ints:
    cells = int(capacity.sum()) * numbers.shape[1]
    if cells <= _MOST_CELLS and can_handle(numbers):
        return start_by_scipy(numbers, allowed, capacity)
    return start_by_paths(numbers, allowed, capacity)


def _most_pairs(numbers: NDArray[Any], allowed: Bools, capacity: Ints, start: Start) -> Ints:
    row_of = largest_matching(allowed, capacity)
    for part in split(allowed, capacity, row_of):
        cut = np.ix_(part.rows, part.columns)
        some, may, places = numbers[cut], allowed[cut], capacity[part.rows]
        begun = start(some, may, places)
        if part.full_rows:
            left_over = len(part.columns) - int(places.sum())
            some, may, places = _with_nobody(some, may, places, left_over)
            begun = np.where(begun == FREE, len(part.rows), begun)
        chosen = first_of_the_best(certify(some, may, places, begun), places)
        row_of[part.columns] = np.append(part.rows, FREE)[chosen]
    return row_of


def _best_total(numbers: NDArray[Any], allowed: Bools, capacity: Ints, start: Start) -> Ints:
    rows, columns = numbers.shape
    if not allowed.any():
        return np.full(columns, FREE, dtype=np.int64)
    # No score is negative, so a pair that is not allowed counts 0 here and is simply not made.
    begun = start(np.where(allowed, numbers, 0), np.ones_like(allowed), capacity)
    made = (begun != FREE) & allowed[begun, np.arange(columns)]
    every, may, places = _with_nobody(numbers, allowed, capacity, columns + 1)
    proven = certify(every, may, places, np.where(made, begun, rows))
    alone = np.where(proven.row_of == rows, FREE, proven.row_of)
    fuller = largest_matching(proven.tight[:rows], capacity, alone)  # as many pairs as the highest sum permits
    places[rows] = int((fuller == FREE).sum())
    swappable = proven.swappable.copy()
    swappable[rows] = False
    fixed = Certified(np.where(fuller == FREE, rows, fuller), proven.tight, swappable)
    chosen = first_of_the_best(fixed, places)
    return np.where(chosen == rows, FREE, chosen)


def _with_nobody(numbers: NDArray[Any], allowed: Bools, capacity: Ints, places: int) -> tuple[NDArray[Any], Bools, Ints]:
    """Add a last row "nobody", worth 0 and possible for everybody, with so many places."""
    columns = numbers.shape[1]
    nobody = np.zeros((1, columns), dtype=numbers.dtype)
    everybody = np.ones((1, columns), dtype=bool)
    return np.vstack([numbers, nobody]), np.vstack([allowed, everybody]), np.append(capacity, places)


def _total(scores: NDArray[Any]) -> int | float:
    if scores.dtype.kind == "f":
        from fractions import Fraction

        exact = sum((Fraction(float(score)) for score in scores), Fraction())
        return float(exact)
    if scores.dtype != object and scores.dtype.itemsize < 8:  # a sum of so few cannot leave 64 bits
        return int(scores.sum(dtype=np.int64))
    return sum(scores.tolist())
