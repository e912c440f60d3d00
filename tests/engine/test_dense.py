"""The compiled solver of whole matrices: places, people nobody suits, unequal sides, large scores, and ties."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from resonanz.engine import assign
from resonanz.engine.fast import ready
from resonanz.engine.solve.assign import solve, start_by_scipy

NOBODY = 1 << 30


@pytest.fixture(autouse=True, scope="module")
def compiled() -> Any:
    before, ready.WORTH_LOADING = ready.WORTH_LOADING, 0
    yield
    ready.WORTH_LOADING = before


def mentors(result: Any, mentees: int) -> list[int]:
    chosen = np.full(mentees, NOBODY)
    chosen[result.mentee] = result.mentor
    return list(chosen.tolist())


def best_by_table(scores: NDArray[Any], allowed: NDArray[np.bool_], capacity: NDArray[np.int64], objective: str) -> Any:
    """Return pairs, total and the first mentor of each mentee, by a table over the places that are left."""
    rows, columns = scores.shape

    @cache
    def rest(mentee: int, left: tuple[int, ...]) -> tuple[tuple[int, int], tuple[int, ...]]:
        if mentee == columns:
            return (0, 0), ()
        found = []
        for mentor in (*range(rows), NOBODY):
            if mentor == NOBODY:
                pair, after = (0, 0), left
            elif not allowed[mentor, mentee] or not left[mentor]:
                continue
            else:
                score = int(scores[mentor, mentee])
                if objective == "best_total" and score < 0:
                    continue
                pair = (1, score) if objective == "most_pairs" else (score, 1)
                after = (*left[:mentor], left[mentor] - 1, *left[mentor + 1 :])
            goals, chosen = rest(mentee + 1, after)
            found.append(((-pair[0] - goals[0], -pair[1] - goals[1]), (mentor, *chosen)))
        (one, two), chosen = min(found)
        return (-one, -two), chosen

    goals, chosen = rest(0, tuple(capacity.tolist()))
    return (*(goals if objective == "most_pairs" else goals[::-1]), list(chosen))


@st.composite
def instances(draw: st.DrawFn) -> tuple[NDArray[Any], NDArray[np.bool_], NDArray[np.int64]]:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    low, high = draw(st.sampled_from([(0, 1), (-2, 3), (0, 40), (-(10**9), 10**9), (2**53, 2**53 + 3)]))
    cells = st.lists(st.integers(low, high), min_size=rows * columns, max_size=rows * columns)
    scores = np.array(draw(cells), dtype=np.int64).reshape(rows, columns)
    possible = draw(st.lists(st.integers(0, 3), min_size=rows * columns, max_size=rows * columns))
    allowed = np.array(possible).reshape(rows, columns) > draw(st.sampled_from([-1, 0, 2]))
    capacity = draw(st.lists(st.integers(0, draw(st.sampled_from([1, 2, 3]))), min_size=rows, max_size=rows))
    return scores, allowed, np.array(capacity, dtype=np.int64)


@settings(max_examples=150, deadline=None)
@given(instances(), st.sampled_from(["most_pairs", "best_total"]))
def test_seven_by_seven_with_places(instance: Any, objective: str) -> None:
    scores, allowed, capacity = instance
    pairs, total, chosen = best_by_table(scores, allowed, capacity, objective)
    result = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
    assert (len(result.mentee), result.total, mentors(result, scores.shape[1])) == (pairs, total, chosen)
    other = assign(scores, allowed=allowed, capacity=capacity, objective=objective, first=False)
    assert (len(other.mentee), other.total) == (pairs, total)
    assert allowed[other.mentor, other.mentee].all()
    assert (np.bincount(other.mentor, minlength=len(capacity)) <= capacity).all()


@pytest.mark.parametrize("seed", range(40))
def test_middling_instances_are_solved_as_by_the_proof_in_whole_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 130, 2)
    scores = rng.integers(0, rng.choice([1, 3, 20, 100_000]), (rows, columns)).astype(rng.choice(["i2", "i4", "i8"]))
    allowed = rng.random((rows, columns)) < rng.choice([0.02, 0.1, 0.5, 1])
    allowed[:: int(rng.integers(2, 9))] = False  # people whom nobody suits
    capacity = rng.integers(0, 5, rows) if seed % 2 else np.ones(rows, dtype=np.int64)
    for objective in ("most_pairs", "best_total"):
        expected = solve(scores, allowed, capacity, objective, start_by_scipy)
        result = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
        assert (mentors(result, columns), result.total) == (mentors(expected, columns), expected.total)


@pytest.mark.parametrize("shape", [(60, 60), (64, 64), (65, 65), (40, 90), (90, 40), (1, 70), (70, 1)])
def test_turning_the_matrix_turns_the_pairs(shape: tuple[int, int]) -> None:
    scores = np.random.default_rng(5).integers(0, 10**9, shape)  # so wide that one optimum is the only one
    allowed = np.random.default_rng(6).random(shape) < 0.3
    one = assign(scores, allowed=allowed)
    other = assign(scores.T, allowed=allowed.T)
    assert sorted(zip(one.mentor, one.mentee, strict=True)) == sorted(zip(other.mentee, other.mentor, strict=True))
    assert one.total == other.total


@pytest.mark.parametrize("size", [1, 63, 64, 65, 128, 129])
def test_a_square_where_all_scores_are_equal_pairs_equal_indices(size: int) -> None:
    result = assign(np.full((size, size), 7))
    assert (result.mentor.tolist(), result.total) == (list(range(size)), 7 * size)


def test_people_whom_nobody_suits_stay_alone_and_cost_nobody_a_pair() -> None:
    scores = np.array([[5, 9, 1, 3], [4, 0, 8, 2]])
    allowed = np.array([[False, True, False, True], [False, False, False, True]])
    result = assign(scores, allowed=allowed)
    assert (result.mentor.tolist(), result.mentee.tolist(), result.total) == ([0, 1], [1, 3], 11)
    assert assign(scores, allowed=np.zeros_like(allowed)).mentee.tolist() == []
    assert assign(scores, capacity=[0, 0]).mentee.tolist() == []


@pytest.mark.parametrize("offset", [10**6 + 1, 10**12, 2**53 + 1, 2**62])
def test_differences_of_one_count_in_scores_of_any_size(offset: int) -> None:
    scores = np.random.default_rng(3).integers(0, 2, (30, 30))
    large = assign(scores + offset)
    assert (large.mentor.tolist(), large.total) == (assign(scores).mentor.tolist(), assign(scores).total + 30 * offset)


def test_a_highest_sum_of_equal_worth_makes_the_most_pairs() -> None:
    scores = np.array([[3, 0, -1], [0, -5, -1]])
    result = assign(scores, objective="best_total")
    assert (result.mentor.tolist(), result.mentee.tolist(), result.total) == ([0], [0], 3)
    assert assign(np.array([[0, 0], [0, -1]]), objective="best_total").mentee.tolist() == [0, 1]
    assert assign(np.array([[3, 0], [3, 0]]), objective="best_total").mentor.tolist() == [0, 1]


def test_more_mentees_than_places_leaves_over_the_last_of_equals() -> None:
    result = assign(np.full((3, 10), 4), capacity=[2, 1, 3])
    assert (result.mentee.tolist(), result.mentor.tolist()) == ([0, 1, 2, 3, 4, 5], [0, 0, 1, 2, 2, 2])
