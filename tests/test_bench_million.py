"""Scans that leave out whole blocks find what scans of all pairs find, and a run that was stopped goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import million, pruned, rows_scan
from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan
from resonanz.engine.solve.sparse import solve_plan
from resonanz.engine.steps import BITS, NEVER, SAME, SHARE, TABLE, TREE, UNKNOWN, Steps

COLUMNS = 2 * pruned.BLOCK + 77


def plan_of_everything(seed: int) -> Plan:
    """Return a plan with every kind of step, random points, empty cells, and columns of which many are alike."""
    rng = np.random.default_rng(seed)
    rows = 40

    def codes(below: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.integers(0, below, rows), np.sort(rng.integers(0, below, COLUMNS))

    def words(bits: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.integers(0, 1 << bits, rows), rng.integers(0, 1 << bits, COLUMNS) & rng.integers(0, 1 << bits, COLUMNS)

    builder = Steps(rows, COLUMNS)
    builder.step(SAME, builder.column(*codes(4)), rng.integers(-5, 9, 3))
    builder.step(SAME, builder.column(*codes(3)), [-NEVER, 0, 2])
    for _ in range(3):
        builder.step(SAME, builder.column(*codes(6)), [int(rng.integers(1, 9)), 1, 1])
    builder.step(TREE, builder.column(*codes(1 << 16)), [0, 3, 5, 6, 9])
    for bits in (5, 20, 40):
        builder.step(BITS, builder.bits(*words(bits)), rng.integers(0, 9, 4))
    builder.step(BITS, builder.bits(*words(6)), [-NEVER, 0])
    builder.step(TABLE, builder.column(*codes(8)), rng.integers(-4, 9, 64), base=8)
    sizes = builder.column(np.zeros(rows), rng.integers(0, 3, COLUMNS))
    builder.step(SHARE, builder.bits(*words(4)), rng.integers(0, 5, 3 * 65), other=sizes)
    builder.step(UNKNOWN, builder.column(*codes(3)), [4])
    plan = builder.plan()
    one, other = rng.integers(0, rows, 5), rng.integers(0, COLUMNS, 5)
    return plan.with_extras(one, other, np.full(5, 7)) if seed % 2 else plan


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("turned", [False, True])
def test_no_level_exceeds_the_bound_of_its_block(seed: int, turned: bool) -> None:
    plan = plan_of_everything(seed).turned() if turned else plan_of_everything(seed)
    reach, levels = pruned.reaches(plan.arrays), np.empty(plan.columns, plan.arrays[2].dtype)
    bound = np.empty(reach[0].shape[1], dtype=np.int32)
    starts = np.arange(0, plan.columns, pruned.BLOCK)
    for row in range(min(plan.rows, 40)):
        ready.kernels("scan").fill_levels(plan.arrays, row, 0, levels)
        pruned.bounds(plan.arrays, reach, row, bound)
        assert np.all((np.maximum.reduceat(levels, starts) <= bound) | (np.maximum.reduceat(levels, starts) < 0))


@pytest.mark.parametrize("seed", range(2))
def test_the_best_are_the_best_of_all(seed: int) -> None:
    plan = plan_of_everything(seed)
    rows = np.arange(plan.rows)
    found, levels, counts, looked = pruned.best_of_rows(
        plan.arrays, pruned.reaches(plan.arrays), rows, plan.columns, plan.highest, 16
    )
    _, scores, every = ready.kernels("scan").best_of_rows(plan.arrays, 0, plan.rows, plan.columns, 16)
    listed = np.arange(16) < counts[:, None]
    assert counts.tolist() == every.tolist()
    assert (levels * plan.divisor)[listed].tolist() == scores[listed].tolist()
    at = np.repeat(rows, counts), found[listed].astype(np.int64)
    assert ready.kernels("scan").scores_of_pairs(plan.arrays, *at).tolist() == scores[listed].tolist()
    assert looked <= plan.rows * plan.columns


def test_a_run_that_was_stopped_goes_on_to_the_proven_optimum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(million, "HOME", tmp_path)
    monkeypatch.setattr(million, "ROWS", 400)
    monkeypatch.setattr(million, "KEPT", 4)  # so that comparisons have something to find
    assert million.run(3, 1500, rounds=60) is None
    assert len(list(tmp_path.glob("1500-*-*.npz"))) == 3
    measured = million.run(None, 1500, rounds=60)
    plan = million.plan_of(1500)
    best = solve_plan(plan, np.ones(1500, dtype=np.int64))
    assert measured is not None
    assert f"{int((best.row_of >= 0).sum()):,} pairs, proven to be the most; sum {best.total:,}" in measured["note"]
    assert "(proven optimum)" in measured["note"]
    assert list(tmp_path.glob("1500-added-*.npz"))
    people = rows_scan.people(1500, 1)
    assert np.sort(plan.codes[1][0]).tolist() == np.sort(people.occupation).tolist()
