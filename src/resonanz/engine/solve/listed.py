"""Who goes with whom where only listed pairs are possible: the public solver over a list of candidates."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resonanz.engine.fast import ready
from resonanz.engine.solve.assign import Assignment
from resonanz.engine.solve.numbers import fits_in_64_bits, whole_numbers
from resonanz.engine.solve.sparse import FREE, Graph
from resonanz.engine.solve.validate import checked_capacity, checked_scores

Ints = NDArray[np.int64]
_OBJECTIVES = ("most_pairs", "best_total")
_MOST_PEOPLE = np.iinfo(np.int32).max
_WIDE = 1 << 60


def assign_sparse(
    mentors: ArrayLike,
    mentees: ArrayLike,
    scores: ArrayLike,
    *,
    shape: tuple[int, int] | None = None,
    capacity: ArrayLike | None = None,
    objective: str = "most_pairs",
) -> Assignment:
    """Pair mentors and mentees exactly where only listed pairs are possible, as `assign` does for a whole matrix.

    `mentors`, `mentees` and `scores` have one entry per possible pair: two indices and a finite number; no pair stands
    twice. `shape` is (number of mentors, number of mentees), by default as many as the indices and the capacity
    name. `capacity` and `objective` ("most_pairs" or "best_total") are those of `assign`. Of equally good
    assignments the one returned depends on the input alone; it is not always the first in index order. Hundreds of
    thousands of people with some dozens of candidates each take seconds. ValueError says what is wrong with the input.
    """
    one, other = _indices("mentors", mentors), _indices("mentees", mentees)
    values = _scores(scores)
    if not len(one) == len(other) == len(values):
        lengths = f"{len(one)}, {len(other)} and {len(values)}"
        raise ValueError(f"mentors, mentees and scores must have one entry per pair, but have {lengths}")
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        at = int(np.flatnonzero(~np.isfinite(values))[0])
        pair = f"mentor {one[at]} and mentee {other[at]}"
        raise ValueError(f"the score of {pair} is {values[at]}; leave impossible pairs out")
    if objective not in _OBJECTIVES:
        raise ValueError(f'objective must be "most_pairs" or "best_total", not {objective!r}')
    size = _size(one, other, shape, capacity)
    places = np.minimum(checked_capacity(capacity, size[0]), size[1])
    row, column = one.astype(np.int32), other.astype(np.int32)
    _refuse_repeated(row, column, size[1])
    useful = places[row] > 0
    if objective == "best_total":
        useful &= values >= 0
    if not useful.all():
        row, column, values = row[useful], column[useful], values[useful]
    if not len(row):
        return Assignment(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), _total(values))
    graph = Graph((row, column, _whole(values, size, objective)), places, size[1], objective)
    graph.solve()
    mentee = np.flatnonzero(graph.row_of != FREE)
    made = graph.row_of[column] == row
    return Assignment(graph.row_of[mentee], mentee, _total(values[made]))


def _total(scores: NDArray[Any]) -> int | float:
    return math.fsum(scores) if scores.dtype.kind == "f" else sum(scores.tolist())


def _indices(name: str, numbers: ArrayLike) -> Ints:
    found = np.asarray(numbers)
    if found.ndim != 1 or (found.size and found.dtype.kind not in "iu"):
        raise ValueError(f"{name} must be a list of indices, one whole number per pair")
    if found.size and (found.min() < 0 or found.max() >= _MOST_PEOPLE):
        wrong = int(found[(found < 0) | (found >= _MOST_PEOPLE)][0])
        raise ValueError(f"{name} must hold indices from 0 up, not {wrong}")
    return found.astype(np.int64)


def _scores(scores: ArrayLike) -> NDArray[Any]:
    found = np.asarray(scores)
    if found.ndim != 1:
        raise ValueError(f"scores must be a list with one number per pair, but have {found.ndim} dimensions")
    if found.dtype.kind == "f" and found.dtype.itemsize <= 8:
        return found  # whether they are finite is checked where the people are known
    return checked_scores(found[:, None])[:, 0]


def _size(one: Ints, other: Ints, shape: tuple[int, int] | None, capacity: ArrayLike | None) -> tuple[int, int]:
    named = int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1
    if shape is None:
        return (named[0] if capacity is None else max(named[0], len(np.asarray(capacity)))), named[1]
    for name, most, count in (("mentors", named[0], shape[0]), ("mentees", named[1], shape[1])):
        if most > count:
            raise ValueError(f"shape says that there are {count} {name}, but {name} names index {most - 1}")
    return int(shape[0]), int(shape[1])


def _refuse_repeated(row: NDArray[np.int32], column: NDArray[np.int32], columns: int) -> None:
    at = ready.kernels("graph").repeated(row, column, columns)
    if at >= 0:
        raise ValueError(f"each pair may be listed once, but mentor {row[at]} and mentee {column[at]} stand twice")


def _whole(values: NDArray[Any], size: tuple[int, int], objective: str) -> NDArray[Any]:
    """Return whole numbers from 0 up that order all assignments alike."""
    numbers = values
    if values.dtype.kind not in "iu" or values.dtype.itemsize == 8:
        numbers = whole_numbers(values, np.ones(len(values), dtype=bool))
    # For most pairs every part has a full side, so a common difference of all scores changes nothing.
    low = int(numbers.min()) if objective == "most_pairs" else 0
    high = int(numbers.max()) - low
    if not fits_in_64_bits(numbers) or 2 * (min(size) + 2) * (high + 1) >= _WIDE:
        raise ValueError("the scores have too many digits for so many people: round them")
    if high <= np.iinfo(np.int32).max:
        return (numbers.astype(np.int64) - low).astype(np.int32)
    return numbers.astype(np.int64) - low
