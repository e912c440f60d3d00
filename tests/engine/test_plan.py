"""The compiled plan against the same steps in plain NumPy: every kind, width and number type, both ways round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.plan import plan_of_matrix
from resonanz.engine.steps import BITS, NEVER, SAME, SHARE, TABLE, TREE, Plan, Steps

ROWS, COLUMNS = 37, 4500  # more columns than one stretch


def random_steps(rng: np.random.Generator) -> tuple[Steps, NDArray[np.int64]]:
    """Return a builder with random steps, and the sum of their points, far below 0 where a must fails."""
    builder = Steps(ROWS, COLUMNS)
    total = np.zeros((ROWS, COLUMNS), dtype=np.int64)
    unit = int(rng.choice([1, 5, 250, 1000]))

    def points(count: int) -> Any:
        return unit * rng.integers(0, 12, count)

    def codes(most: int) -> Any:
        return [rng.integers(0, most, size) for size in (ROWS, COLUMNS)]

    for _ in range(rng.integers(1, 7)):  # equalities: plain, with a gift for empty cells, as a must
        one, other = codes(5)
        table = points(3)
        if rng.random() < 0.6:
            table[2] = table[1]
        if rng.random() < 0.3:
            table = np.array([-NEVER, 0, 0]) if rng.random() < 0.5 else np.array([0, -NEVER, 0])
        builder.step(SAME, builder.column(one, other), table)
        same = (one[:, None] == other) & (one[:, None] != 0)
        unknown = (one[:, None] == 0) | (other == 0)
        total += np.where(unknown, table[2], np.where(same, table[0], table[1]))
    for width in (10, 20, 50):
        one, other = (
            rng.integers(0, 2, (size, width)) @ (1 << np.arange(width, dtype=np.uint64)) for size in (ROWS, COLUMNS)
        )
        one, other = one.astype(np.uint64), other.astype(np.uint64)
        common = np.bitwise_count(one[:, None] & other).astype(np.int64)
        table = points(int(rng.integers(2, 7)))
        kind = rng.integers(0, 4)
        if kind == 0:
            table = unit * np.arange(len(table))
        elif kind == 1:
            table = np.array([-NEVER, *(unit * np.arange(1, len(table)))])
        elif kind == 2:
            table = np.array([-NEVER, 0])
        builder.step(BITS, builder.bits(one, other), table)
        total += table[np.minimum(common, len(table) - 1)]
    one, other = codes(1 << 16)
    other[: COLUMNS // 2] = rng.choice(one, COLUMNS // 2) ^ (1 << rng.integers(0, 16, COLUMNS // 2))
    tree = np.sort(points(5))
    builder.step(TREE, builder.column(one, other), tree)
    different = one[:, None] ^ other
    total += tree[4 - sum((different >= edge).astype(int) for edge in (1, 16, 256, 4096))]
    for most in (3, 9, 24, 40):
        one, other = codes(most)
        table = points(most * most)
        if rng.random() < 0.5:
            table[rng.random(most * most) < 0.2] = -NEVER
        builder.step(TABLE, builder.column(one, other), table, base=most)
        total += table.reshape(most, most)[one[:, None], other]
    one, other = (rng.integers(0, 1 << 12, size).astype(np.uint64) for size in (ROWS, COLUMNS))
    sizes = np.bitwise_count(other).astype(np.int64)
    shares = unit * rng.integers(0, 9, 65 * 13)
    builder.step(SHARE, builder.bits(one, other), shares, other=builder.column(np.zeros(ROWS), sizes))
    total += shares[65 * sizes + np.bitwise_count(one[:, None] & other)]
    return builder, total


def scores_of(plan: Plan) -> NDArray[np.int64]:
    rows, columns = (grid.ravel() for grid in np.meshgrid(np.arange(plan.rows), np.arange(plan.columns), indexing="ij"))
    found = ready.kernels("scan").scores_of_pairs(plan.arrays, rows, columns)
    return np.maximum(found, -1).reshape(plan.rows, plan.columns).astype(np.int64)


@pytest.mark.parametrize("seed", range(12))
def test_steps_add_up_as_in_numpy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    builder, total = random_steps(rng)
    plan, expected = builder.plan(), np.maximum(total, -1)
    assert (scores_of(plan) == expected).all()
    assert (scores_of(plan.turned()) == expected.T).all()
    least = int(np.median(expected))
    assert (scores_of(plan.with_minimum(least)) == np.where(expected >= least, expected, -1)).all()
    row, column = rng.integers(0, ROWS, 50), rng.integers(0, COLUMNS, 50)
    expected[row, column] = -1
    assert (scores_of(plan.without_pairs(row, column)) == expected).all()
    assert (scores_of(plan.without_pairs(row, column).turned()) == expected.T).all()


@pytest.mark.parametrize("seed", range(6))
def test_whole_rows_are_scanned_as_pair_by_pair(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    builder, total = random_steps(rng)
    plan, expected = builder.plan(), np.maximum(total, -1)
    scan = ready.kernels("scan")
    assert scan.total_of_rows(plan.arrays, np.arange(ROWS), COLUMNS) == np.maximum(expected, 0).sum()
    by_column = np.zeros(COLUMNS, dtype=np.int64)
    assert (scan.possible_of_rows(plan.arrays, np.arange(ROWS), COLUMNS, by_column) == (expected >= 0).sum(axis=1)).all()
    assert (by_column == (expected >= 0).sum(axis=0)).all()
    found, scores, counts = scan.best_of_rows(plan.arrays, 0, ROWS, COLUMNS, 7)
    for row in range(ROWS):
        best = np.sort(expected[row][expected[row] >= 0])[::-1][:7]
        assert scores[row, : counts[row]].tolist() == best.tolist()
        assert (expected[row, found[row, : counts[row]]] == best).all()
        assert len(set(found[row, : counts[row]].tolist())) == counts[row]
    prices = rng.integers(0, 5000, ROWS)
    reduced = np.where(expected >= 0, 7 * expected - prices[:, None], np.iinfo(np.int32).min)
    wide, narrow = np.full(COLUMNS, -50_000, dtype=np.int64), np.full(COLUMNS, -50_000, dtype=np.int32)
    who, also = np.full(COLUMNS, -1, dtype=np.int64), np.full(COLUMNS, -1, dtype=np.int32)
    scan.best_reduced(plan.arrays, np.arange(ROWS), prices, 7, COLUMNS, wide, who)
    scan.best_reduced_narrow(plan.arrays, np.arange(ROWS), prices, 7, COLUMNS, narrow, also)
    assert (wide == np.maximum(reduced.max(axis=0), -50_000)).all()
    assert (narrow == wide).all()
    assert (who == also).all()
    assert (who == np.where(reduced.max(axis=0) > -50_000, reduced.argmax(axis=0), -1)).all()


@pytest.mark.parametrize("seed", range(6))
def test_a_matrix_and_single_pairs_add_to_the_steps(seed: int) -> None:
    rng = np.random.default_rng(200 + seed)
    steps, total = random_steps(rng)
    matrix = rng.integers(-1, 5, (ROWS, COLUMNS)).astype(np.int32) * 1000
    plan = steps.plan().with_matrix(matrix)
    total = total + np.where(matrix < 0, np.int64(-NEVER), matrix)
    for _ in range(2):  # two rounds, so that some pairs are named twice
        row, column = (grid.ravel()[::7] for grid in np.meshgrid(np.arange(ROWS), np.arange(40), indexing="ij"))
        points = rng.choice([250, 500, 3000, NEVER, -NEVER], len(row))
        plan = plan.with_extras(row, column, points)
        np.add.at(total, (row, column), points)
    least = int(np.median(np.maximum(total, 0)))
    for one, expected in ((plan, total), (plan.with_minimum(least), np.where(total >= least, total, -1))):
        seen = np.where(total > NEVER // 2, -2, np.maximum(expected, -1))  # what is given back without need means nothing
        for found in (scores_of(one), scores_of(one.turned()).T):
            assert (np.where(total > NEVER // 2, -2, found) == seen).all()


def test_few_levels_fit_into_sixteen_bits_and_many_do_not() -> None:
    few, many = Steps(1, 1), Steps(1, 1)
    few.step(SAME, few.column([1], [1]), [40_000, 0, 0])
    many.step(SAME, many.column([1], [1]), [40_001, 0, 1])
    assert [plan.arrays[2].dtype for plan in (few.plan(), many.plan())] == [np.int16, np.int32]
    assert [scores_of(plan).item() for plan in (few.plan(), many.plan())] == [40_000, 40_001]


def test_a_matrix_is_kept_in_levels() -> None:
    matrix = np.array([[500_000, -1, 0], [250_000, 750_000, -1]], dtype=np.int32)
    plan = plan_of_matrix(matrix)
    assert (plan.divisor, plan.arrays[15].dtype) == (250_000, np.int16)
    assert (scores_of(plan) == matrix).all()
