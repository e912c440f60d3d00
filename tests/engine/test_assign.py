"""The solver against brute force, against a second solver, and against its own promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from resonanz.engine import assign
from resonanz.engine.fast import ready
from resonanz.engine.solve.assign import OBJECTIVES, solve, start_by_paths, start_by_scipy

NOBODY = 1 << 30
Instance = tuple[NDArray[Any], NDArray[np.bool_], NDArray[np.int64], str]
HUGE = 2**62
NUMBERS: dict[str, tuple[st.SearchStrategy[Any], Any]] = {
    "ties": (st.integers(-1, 2), np.int64),
    "wide": (st.integers(-(10**6), 10**6), np.int64),
    "beyond doubles": (st.integers(HUGE, HUGE + 3), np.int64),
    "floats": (st.floats(-1, 1, width=64), np.float64),
    "extremes": (st.sampled_from([1e-9, 1e12, 0.1, -0.3, 5e-324, 1e300]), np.float64),
    "float32": (st.floats(0, 1, width=32), np.float32),
    "any size": (st.sampled_from([10**40, 10**40 + 1, 1, -5]), object),
}


@st.composite
def instances(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(NUMBERS), most: int = 5) -> Instance:
    mentors, mentees = draw(st.integers(0, most)), draw(st.integers(0, most))
    values, dtype = NUMBERS[draw(st.sampled_from(kinds))]
    cells = mentors * mentees
    scores = np.array(draw(st.lists(values, min_size=cells, max_size=cells)), dtype=dtype).reshape(mentors, mentees)
    allowed = np.array(draw(st.lists(st.booleans(), min_size=cells, max_size=cells)), dtype=bool)
    capacity = np.array(draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors)), dtype=np.int64)
    return scores, allowed.reshape(mentors, mentees), capacity, draw(st.sampled_from(OBJECTIVES))


def exact(scores: NDArray[Any], mentor: int, mentee: int) -> Fraction:
    score = scores[mentor, mentee]
    return Fraction(score if scores.dtype == object else score.item())


def brute_force(scores: NDArray[Any], allowed: NDArray[np.bool_], capacity: NDArray[np.int64], objective: str) -> Any:
    """Return the best key: goals in order, then the mentor of each mentee."""
    mentors, mentees = scores.shape
    load = [0] * mentors
    best: Any = None

    def search(mentee: int, pairs: int, total: Fraction, chosen: tuple[int, ...]) -> None:
        nonlocal best
        if mentee == mentees:
            goals: tuple[Any, ...] = (-pairs, -total) if objective == "most_pairs" else (-total, -pairs)
            if objective == "fairest":
                made = sorted(exact(scores, m, e) for e, m in enumerate(chosen) if m != NOBODY)
                goals = (-pairs, tuple(-score for score in made))
            best = min(filter(None, (best, (*goals, chosen))))
            return
        for mentor in range(mentors):
            score = exact(scores, mentor, mentee)
            if not allowed[mentor, mentee] or load[mentor] == capacity[mentor]:
                continue
            if objective != "best_total" or score >= 0:
                load[mentor] += 1
                search(mentee + 1, pairs + 1, total + score, (*chosen, mentor))
                load[mentor] -= 1
        search(mentee + 1, pairs, total, (*chosen, NOBODY))

    search(0, 0, Fraction(), ())
    return best


@contextmanager
def compiled() -> Iterator[None]:
    """Let the compiled kernels solve whatever the size."""
    before, ready.WORTH_LOADING = ready.WORTH_LOADING, 0
    try:
        yield
    finally:
        ready.WORTH_LOADING = before


def mentor_of(result: Any, mentees: int) -> tuple[int, ...]:
    chosen = np.full(mentees, NOBODY)
    chosen[result.mentee] = result.mentor
    return tuple(chosen.tolist())


@settings(max_examples=200, deadline=None)
@given(instances())
def test_the_first_of_the_best_is_found(instance: Instance) -> None:
    scores, allowed, capacity, objective = instance
    result = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
    assert mentor_of(result, scores.shape[1]) == brute_force(*instance)[2]


@settings(max_examples=150, deadline=None)
@given(instances())
def test_compiled_kernels_find_the_first_of_the_best(instance: Instance) -> None:
    scores, allowed, capacity, objective = instance
    with compiled():
        result = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
    assert mentor_of(result, scores.shape[1]) == brute_force(*instance)[2]
    assert (result.optimal, result.bound, result.gap) == (True, result.total, 0)


@settings(max_examples=15, deadline=None)
@given(instances(("ties", "floats"), most=6))
def test_six_by_six(instance: Instance) -> None:
    scores, allowed, capacity, objective = instance
    capacity = np.minimum(capacity, 2)
    result = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
    assert mentor_of(result, scores.shape[1]) == brute_force(scores, allowed, capacity, objective)[2]


@settings(max_examples=60, deadline=None)
@given(instances(("ties", "wide", "float32"), most=10))
def test_solvers_agree_and_the_pairs_are_valid(instance: Instance) -> None:
    scores, allowed, capacity, objective = instance
    objective = "most_pairs" if objective == "fairest" else objective
    one = solve(scores, allowed, capacity, objective, start_by_scipy)
    other = solve(scores, allowed, capacity, objective, start_by_paths)
    assert mentor_of(one, scores.shape[1]) == mentor_of(other, scores.shape[1])
    assert one.total == other.total
    with compiled():
        third = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
    assert (mentor_of(third, scores.shape[1]), third.total) == (mentor_of(one, scores.shape[1]), one.total)
    assert allowed[one.mentor, one.mentee].all()
    assert len(set(one.mentee.tolist())) == len(one.mentee)
    assert (np.bincount(one.mentor, minlength=len(capacity)) <= capacity).all()
    assert one.mentee.tolist() == sorted(one.mentee.tolist())


@pytest.mark.parametrize("objective", ["most_pairs", "best_total"])
def test_larger_instances_reach_the_sum_of_scipy(objective: str) -> None:
    from scipy.optimize import linear_sum_assignment

    scores = np.random.default_rng(7).integers(0, 50, (120, 90))
    rows, columns = linear_sum_assignment(-scores)
    result = assign(scores, objective=objective)
    assert (result.total, len(result.mentee)) == (int(scores[rows, columns].sum()), 90)


def test_no_bonus_constant_loses_a_pair_or_a_point() -> None:
    scores = np.array([[10**15, 10**15 - 1], [10**15 - 2, 0]])
    result = assign(scores, allowed=np.array([[True, True], [True, False]]))
    assert (result.mentor.tolist(), result.total) == ([1, 0], 2 * 10**15 - 3)
    best = assign(np.array([[2**53 + 1, 2**53]]), objective="best_total")
    assert (best.mentee.tolist(), best.total) == ([0], 2**53 + 1)


def test_the_total_has_the_type_of_the_scores() -> None:
    assert type(assign([[1]]).total) is int
    assert assign(np.array([[0.1, 0.2], [0.3, 0.1]])).total == 0.5
    assert assign(np.zeros((0, 3))).mentee.tolist() == []
    assert assign(np.zeros((3, 0), dtype=np.int64)).total == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"scores": [1, 2]}, "scores must have two dimensions (mentors, mentees), not 1"),
        ({"scores": [["a"]]}, "scores must be integers or floats of at most 64 bits, not <U1"),
        (
            {"scores": [[1.0, float("nan")]]},
            "scores must be finite, but scores[0, 1] is nan; use allowed=… for impossible pairs",
        ),
        (
            {"scores": [[float("inf")]]},
            "scores must be finite, but scores[0, 0] is inf; use allowed=… for impossible pairs",
        ),
        ({"scores": [[1]], "allowed": [[1]]}, "allowed must hold booleans, not int64"),
        ({"scores": [[1]], "allowed": [True]}, "allowed must have the shape of scores (1, 1), not (1,)"),
        ({"scores": [[1]], "capacity": [-1]}, "capacity must not be negative, but capacity[0] is -1"),
        ({"scores": [[1]], "capacity": [1.5]}, "capacity must hold whole numbers, not float64"),
        (
            {"scores": [[1]], "capacity": [1, 1]},
            "capacity must have the shape (1,), one number per mentor, not (2,)",
        ),
        (
            {"scores": [[1]], "objective": "fair"},
            'objective must be "most_pairs", "best_total" or "fairest", not \'fair\'',
        ),
    ],
)
def test_bad_input_gets_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole sentence is compared
        assign(**arguments)
    assert str(caught.value) == sentence
