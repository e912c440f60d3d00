"""What the coordinator fixes beforehand: places per mentor, pairs pinned, pairs forbidden."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import GRID
from resonanz.engine.encode import Problem
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem, did_you_mean, quoted

PairIds = tuple[str, str]
PIN, FORBID, PAIR = P("pin"), P("forbid"), P("pair")


@dataclass(frozen=True)
class Demands:
    """Places (mentors,), pinned pairs as indices (mentor, mentee), forbidden pairs (mentors, mentees).

    `too_low` (None: nothing is) are those of the forbidden pairs that only the minimum score rules out.
    """

    capacity: NDArray[np.int64]
    pins: list[tuple[int, int]]
    forbidden: NDArray[np.bool_]
    too_low: NDArray[np.bool_] | None = None


def read_capacity(mentors: People, capacity: int | str) -> NDArray[np.int64]:
    """Return the places of each mentor from a number or a column. InputError names every unusable cell."""
    if isinstance(capacity, int):
        if capacity < 0:
            message = P("The capacity is {number}, but must not be negative.", number=capacity)
            raise InputError(InputProblem(mentors.file, None, None, message))
        return np.full(len(mentors), capacity, dtype=np.int64)
    if len(mentors) and capacity not in mentors.columns:
        message = P(
            "There is no column “{column}” with the capacity.{hint} The columns are {columns}.",
            column=capacity,
            hint=did_you_mean(capacity, mentors.columns),
            columns=quoted(mentors.columns, 20),
        )
        raise InputError(InputProblem(mentors.file, None, None, message))
    column = mentors.column(capacity)
    places, problems = [], []
    for index, cell in enumerate(column.cells):
        if cell.isdecimal() and len(cell) < 10:
            places.append(int(cell))
            continue
        message = P("The capacity “{cell}” is not a whole number from 0 up; write how many mentees fit.", cell=cell)
        if not cell:
            message = P("The capacity is missing; write how many mentees fit, 0 for none.")
        elif cell.startswith("-"):
            message = P("The capacity is {cell}, but must not be negative; write 0 for none.", cell=cell)
        problems.append(column.problem(index, message))
    if problems:
        raise InputError(problems)
    return np.array(places, dtype=np.int64)


def read_demands(
    problem: Problem,
    capacity: NDArray[np.int64],
    pins: Iterable[PairIds],
    forbids: Iterable[PairIds],
    minimum: float | None = None,
    people: tuple[People, People] | None = None,
) -> Demands:
    """Return the demands as indices, or InputError with every pin that cannot be kept.

    `minimum` is in points; `people` are all there are, where `problem` holds only some.
    """
    found: list[InputProblem] = []
    forbidden = np.zeros(problem.allowed.shape, dtype=bool)
    for pair in forbids:
        if (place := find_pair(problem, pair, FORBID, found, people)) is not None:
            forbidden[place] = True
    pinned: list[tuple[int, int]] = []
    for pair in pins:
        if (place := find_pair(problem, pair, PIN, found, people)) is None:
            continue
        complaint = _pin_problem(problem, place, capacity, forbidden, pinned)
        if complaint is None:
            pinned.append(place)
        else:
            found.append(_problem(problem, place, pair, complaint))
    if found:
        raise InputError(found)
    if minimum is None:
        return Demands(capacity, pinned, forbidden)
    too_low = (problem.scores < lowest_score(minimum)) & ~forbidden
    return Demands(capacity, pinned, forbidden | too_low, too_low)


def lowest_score(minimum: float) -> int:
    """Return a minimum in points as thousandths, rounded up: the least score that reaches it."""
    return math.ceil(Fraction(str(minimum)) * GRID)


def find_pair(
    problem: Problem,
    pair: PairIds,
    what: Phrase,
    found: list[InputProblem],
    everybody: tuple[People, People] | None = None,
) -> tuple[int, int] | None:
    """Return the indices of a pair of ids; an unknown id is noted in `found`, with a hint from `everybody`."""
    places = []
    all_of = everybody or (problem.mentors, problem.mentees)
    for person, few, people, whose in (
        (pair[0], problem.mentors, all_of[0], P("mentor")),
        (pair[1], problem.mentees, all_of[1], P("mentee")),
    ):
        index = few.index().get(person)
        if index is None:
            message = P(
                "{what} {mentor}:{mentee}: there is no {whose} with the id “{id}”.{hint} Correct or drop it.",
                what=what,
                mentor=pair[0],
                mentee=pair[1],
                whose=whose,
                id=person,
                hint=did_you_mean(person, people.ids),
            )
            found.append(InputProblem(people.file, None, None, message))
        else:
            places.append(index)
    return (places[0], places[1]) if len(places) == 2 else None


def _pin_problem(
    problem: Problem,
    place: tuple[int, int],
    capacity: NDArray[np.int64],
    forbidden: NDArray[np.bool_],
    pinned: list[tuple[int, int]],
) -> Phrase | None:
    mentor, mentee = place
    if place in pinned:
        return P("it is given twice; give it once.")
    if any(other == mentee for _, other in pinned):
        return P("this mentee is pinned to another mentor already; keep one of the two pins.")
    if forbidden[place]:
        return P("the same pair is forbidden; drop one of the two.")
    for judged, failed in zip(problem.musts, problem.failed, strict=True):
        if failed[place]:
            words = judged.encoded.words(mentor, mentee)
            return P(
                "the pair fails the condition “{must}” ({words}); drop the pin or change the condition.",
                must=judged.rule.label,
                words=words,
            )
    if sum(other == mentor for other, _ in pinned) >= capacity[mentor]:
        return P(
            "that is more than the mentor's places ({places}); drop a pin or raise the capacity.",
            places=int(capacity[mentor]),
        )
    return None


def _problem(problem: Problem, place: tuple[int, int], pair: PairIds, complaint: Phrase) -> InputProblem:
    message = P("{what} {mentor}:{mentee}: {complaint}", what=PIN, mentor=pair[0], mentee=pair[1], complaint=complaint)
    return InputProblem(problem.mentors.file, problem.mentors.lines[place[0]], None, message)
