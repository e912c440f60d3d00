"""A million by a million from profiles, on this machine: candidates of both sides, an auction, and a certified gap.

Resumable: the lists are kept in `bench/.million/` in blocks; a run that is stopped goes on where it was. Two processes
share the blocks. `python -m bench million` does everything, `--rows N` only so many blocks of candidates.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import rows_scan
from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan

HOME = Path(__file__).with_name(".million")
COUNT, KEPT, BLOCK = 1_000_000, 16, 10_000
SIDES = ("rows", "columns")


def run(most: int | None, processes: int = 2) -> None:
    """Do the blocks that are missing (at most `most` of them), then solve, and say what was measured."""
    HOME.mkdir(exist_ok=True)
    missing = [block for block in _blocks() if not _file(*block).exists()][:most]
    plan_of_side("rows")  # compiles before the processes start
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, name in enumerate(pool.imap_unordered(_scan, missing), 1):
            print(f"\r{done} of {len(missing)} blocks ({name})", end="", flush=True)
    print()
    if all(_file(*block).exists() for block in _blocks()):
        _solve(processes)


def plan_of_side(side: str) -> Plan:
    """Return the plan whose rows are the people of `side`."""
    plan = rows_scan.plan_of(rows_scan.people(COUNT, 1), rows_scan.people(COUNT, 2))
    return plan if side == "rows" else plan.turned()


def _blocks() -> Iterator[tuple[str, int]]:
    for side in SIDES:
        for begin in range(0, COUNT, BLOCK):
            yield side, begin


def _file(side: str, begin: int) -> Path:
    return HOME / f"{side}-{begin:07d}.npz"


_plans: dict[str, Plan] = {}


def _scan(block: tuple[str, int]) -> str:
    side, begin = block
    if side not in _plans:
        _plans.clear()
        _plans[side] = plan_of_side(side)
    begun = time.process_time()
    found, scores, counts = ready.kernels("scan").best_of_rows(_plans[side].arrays, begin, begin + BLOCK, COUNT, KEPT)
    path = _file(side, begin)
    draft = path.with_suffix(".draft.npz")
    np.savez(draft, found=found, scores=scores.astype(np.int16), counts=counts, seconds=time.process_time() - begun)
    draft.rename(path)
    return path.stem


def _load() -> tuple[list[NDArray[Any]], float]:
    """Return the candidate pairs of both sides as (row, column) keys, and the CPU time they took."""
    keys, seconds = [], 0.0
    for side, begin in _blocks():
        with np.load(_file(side, begin)) as kept:
            seconds += float(kept["seconds"])
            mine = np.repeat(np.arange(begin, begin + BLOCK, dtype=np.int64), kept["counts"])
            other = kept["found"][np.arange(KEPT) < kept["counts"][:, None]].astype(np.int64)
        keys.append(mine * COUNT + other if side == "rows" else other * COUNT + mine)
    return keys, seconds


def _solve(processes: int) -> None:
    raise SystemExit("candidates are complete")  # replaced below
