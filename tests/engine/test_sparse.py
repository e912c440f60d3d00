"""Lists of candidates and large matrices: exact paths among candidates against brute force and the dense solver."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from resonanz.engine import assign, assign_sparse
from resonanz.engine.plan import plan_of_matrix
from resonanz.engine.solve import large_matrix, sparse
from resonanz.engine.solve.pairs import MatrixPairs
from resonanz.engine.solve.sparse import FREE, Graph, solve_pairs, solve_plan

Matrix = NDArray[Any]


def instance(seed: int, most: int = 40) -> tuple[Matrix, NDArray[np.bool_], NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, most, 2)
    spread = rng.choice([1, 3, 20, 10_000, 10**12])
    scores = rng.integers(-spread // 2 if seed % 3 == 0 else 0, spread, (rows, columns))
    allowed = rng.random((rows, columns)) < rng.choice([0.05, 0.2, 0.6, 1])
    capacity = rng.integers(0, 5, rows) if seed % 2 else np.ones(rows, dtype=np.int64)
    return scores, allowed, capacity


def check(found: Any, scores: Matrix, allowed: NDArray[np.bool_], capacity: NDArray[np.int64]) -> None:
    assert allowed[found.mentor, found.mentee].all()
    assert (np.diff(found.mentee) > 0).all()
    assert (np.bincount(found.mentor, minlength=len(capacity)) <= capacity).all()
    assert found.total == scores[found.mentor, found.mentee].sum()


@pytest.mark.parametrize("paths", [(4, 1_000_000), (0, 0)])  # with and without an auction first
@pytest.mark.parametrize("seed", range(150))
def test_a_list_is_solved_like_the_matrix_it_lists(
    seed: int, paths: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse, "_PATHS", paths[0])
    monkeypatch.setattr(sparse, "_MORE_PATHS", paths[1])
    scores, allowed, capacity = instance(seed)
    mentor, mentee = np.nonzero(allowed)
    order = np.random.default_rng(seed).permutation(len(mentor))
    mentor, mentee = mentor[order], mentee[order]
    for objective in ("most_pairs", "best_total"):
        expected = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
        found = assign_sparse(
            mentor, mentee, scores[mentor, mentee], shape=scores.shape, capacity=capacity, objective=objective
        )
        check(found, scores, allowed, capacity)
        assert (found.total, found.optimal, found.bound, found.gap) == (expected.total, True, expected.total, 0)
        assert objective == "best_total" or len(found.mentee) == len(expected.mentee)


@given(
    st.lists(st.lists(st.none() | st.integers(-2, 6), min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
@settings(deadline=None, max_examples=150)
def test_no_other_choice_is_better(rows: list[list[int | None]], places: list[int]) -> None:
    capacity = places[: len(rows)]
    pairs = [(r, c, score) for r, row in enumerate(rows) for c, score in enumerate(row) if score is not None]
    best = (0, 0)
    for choice in itertools.product(range(-1, len(rows)), repeat=4):
        made = [(r, c) for c, r in enumerate(choice) if r >= 0]
        values = [rows[r][c] for r, c in made]
        if None not in values and all(choice.count(r) <= capacity[r] for r in range(len(rows))):
            best = max(best, (len(made), sum(value for value in values if value is not None)))
    found = assign_sparse(
        [r for r, _, _ in pairs], [c for _, c, _ in pairs], [s for _, _, s in pairs], shape=(len(rows), 4), capacity=capacity
    )
    assert (len(found.mentee), found.total) == best


@pytest.mark.parametrize("seed", range(60))
def test_a_matrix_is_solved_as_the_dense_solver_does(seed: int) -> None:
    scores, allowed, capacity = instance(seed, 60)
    expected = assign(scores, allowed=allowed, capacity=capacity)
    low, high = (int(scores[allowed].min()), int(scores[allowed].max())) if allowed.any() else (0, 0)
    row_of = large_matrix.most_pairs(scores, allowed, np.minimum(capacity, scores.shape[1]), low, high)
    assert row_of is not None
    mentee = np.flatnonzero(row_of != FREE)
    assert (len(mentee), scores[row_of[mentee], mentee].sum()) == (len(expected.mentee), expected.total)
    assert allowed[row_of[mentee], mentee].all()


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("objective", ["most_pairs", "best_total"])
def test_prices_prove_the_result(seed: int, objective: str) -> None:
    scores, allowed, capacity = instance(seed)
    mentor, mentee = np.nonzero(allowed & (capacity > 0)[:, None] & (scores >= 0))
    if not len(mentor):
        return
    edges = mentor.astype(np.int32), mentee.astype(np.int32), scores[mentor, mentee]
    graph = Graph(edges, capacity, scores.shape[1], objective)
    graph.solve()
    row, column, value = graph.edges
    assert (graph.row_price[row] + graph.price[column] >= value).all()
    assert (graph.row_price[~graph.due] >= 0).all()
    assert (graph.price[~graph.columns_due] >= 0).all()
    placed = np.flatnonzero(graph.row_of != FREE)
    total = scores[graph.row_of[placed], placed].sum()
    assert total == (graph.row_price * capacity).sum() + graph.price.sum()


@pytest.mark.parametrize("seed", range(20))
def test_a_bound_is_right_even_where_the_proof_is_not_complete(seed: int) -> None:
    scores, allowed, capacity = instance(3 * seed + 1)
    matrix = np.where(allowed, scores, -1)
    full = solve_pairs(MatrixPairs(matrix, int(scores.max())), capacity, "best_total")
    hasty = solve_pairs(MatrixPairs(matrix, int(scores.max())), capacity, "best_total", candidates=1, rounds=1)
    assert hasty.total <= full.total == full.bound <= hasty.bound


def test_people_and_matrix_give_the_same_result_in_narrow_and_wide_types() -> None:
    rng = np.random.default_rng(5)
    scores = rng.integers(-20, 60, (70, 90)).clip(-1)
    capacity = rng.integers(0, 3, 70)
    found = solve_plan(plan_of_matrix(scores.astype(np.int32)), capacity, candidates=3)
    for dtype in (np.int8, np.int16, np.int32, np.int64):
        same = solve_pairs(MatrixPairs(scores.astype(dtype), 59), capacity, candidates=3)
        assert (same.total, same.bound, same.most_pairs_proven) == (found.total, found.total, True)


def test_a_large_matrix_needs_no_dense_solver() -> None:
    size = 2_001
    rng = np.random.default_rng(1)
    scores = rng.integers(0, 12, (size, size)).astype(np.int16)
    allowed = rng.random((size, size)) < 0.01
    allowed[:50, 40:] = False  # 50 for 40: not everybody can be placed
    found = assign(scores, allowed=allowed)
    mentor, mentee = np.nonzero(allowed)
    listed = assign_sparse(mentor, mentee, scores[mentor, mentee], shape=(size, size))
    assert (len(found.mentee), found.total) == (len(listed.mentee), listed.total)
    assert len(found.mentee) < size
    check(found, scores, allowed, np.ones(size, dtype=np.int64))


def test_floats_and_large_numbers_stay_exact() -> None:
    found = assign_sparse([0, 0, 1], [0, 1, 0], [0.1, 0.30000000000000004, 0.2], capacity=[1, 1])
    assert (found.mentor.tolist(), found.mentee.tolist(), found.total) == ([1, 0], [0, 1], 0.5)
    big = 1 << 55
    found = assign_sparse([0, 0, 1, 1], [0, 1, 0, 1], [big, big - 1, big - 1, big - 3])
    assert (found.mentor.tolist(), found.total) == ([1, 0], 2 * big - 2)


def test_nobody_and_nothing() -> None:
    assert assign_sparse([], [], []).total == 0
    found = assign_sparse([0], [0], [5], shape=(3, 4), capacity=[0, 1, 1])
    assert (found.mentor.tolist(), found.mentee.tolist(), found.total) == ([], [], 0)


@pytest.mark.parametrize(
    ("mentors", "mentees", "scores", "options", "sentence"),
    [
        ([0], [0, 1], [1], {}, "mentors, mentees and scores must have one entry per pair, but have 1, 2 and 1"),
        ([0.5], [0], [1], {}, "mentors must be a list of indices, one whole number per pair"),
        ([0], [-1], [1], {}, "mentees must hold indices from 0 up, not -1"),
        ([0, 0], [1, 1], [1, 2], {}, "each pair may be listed once, but mentor 0 and mentee 1 stand twice"),
        ([3], [0], [1], {"shape": (3, 1)}, "shape says that there are 3 mentors, but mentors names index 3"),
        ([3], [0], [1], {"capacity": [1, 1]}, "capacity must have the shape (4,), one number per mentor, not (2,)"),
        ([0], [0], [[1]], {}, "scores must be a list with one number per pair, but have 2 dimensions"),
        ([0], [0], [float("nan")], {}, "the score of mentor 0 and mentee 0 is nan; leave impossible pairs out"),
        ([0], [0], [1], {"objective": "fairest"}, 'objective must be "most_pairs" or "best_total", not \'fairest\''),
        ([0, 1], [0, 1], [1 << 59, 1], {}, "the scores have too many digits for so many people: round them"),
        ([0, 1], [0, 1], [1e300, 1e-9], {}, "the scores have too many digits for so many people: round them"),
    ],
)
def test_bad_input_gets_a_sentence(mentors: Any, mentees: Any, scores: Any, options: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        assign_sparse(mentors, mentees, scores, **options)
