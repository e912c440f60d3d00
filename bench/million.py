"""A million by a million from profiles, on this machine: candidates of both sides, an auction, and a certified gap.

Resumable: the lists are kept in `bench/.million/` in blocks; a run that is stopped goes on where it was. Two processes
share the blocks. `python -m bench million` does everything, `--blocks N` only so many blocks of candidates, `--size N` a
smaller trial.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import rows_scan
from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan
from resonanz.engine.solve.pairs import Edges, PlanPairs
from resonanz.engine.solve.sparse import solve_pairs

HOME = Path(__file__).with_name(".million")
KEPT, BLOCK = 16, 10_000
SIDES = ("rows", "columns")


_size = [1_000_000]  # people on each side; smaller for a trial


def size() -> int:
    """Return how many people there are on each side."""
    return _size[0]


def run(most: int | None, count: int, processes: int = 2) -> None:
    """Do the blocks that are missing (at most `most` of them), then solve, and say what was measured."""
    _size[0] = count
    HOME.mkdir(exist_ok=True)
    missing = [block for block in _blocks() if not _file(*block).exists()][:most]
    plan_of_side("rows")  # compiles before the processes start
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, name in enumerate(pool.imap_unordered(_scan, [(*block, count) for block in missing]), 1):
            print(f"\r{done} of {len(missing)} blocks ({name})", end="", flush=True)
    print()
    if all(_file(*block).exists() for block in _blocks()):
        _solve()


def plan_of_side(side: str) -> Plan:
    """Return the plan whose rows are the people of `side`."""
    plan = rows_scan.plan_of(rows_scan.people(size(), 1), rows_scan.people(size(), 2))
    return plan if side == "rows" else plan.turned()


def _blocks() -> Iterator[tuple[str, int]]:
    for side in SIDES:
        for begin in range(0, size(), BLOCK):
            yield side, begin


def _file(side: str, begin: int) -> Path:
    return HOME / f"{size()}-{side}-{begin:07d}.npz"


_plans: dict[str, Plan] = {}


def _scan(block: tuple[str, int, int]) -> str:
    side, begin, _size[0] = block
    if side not in _plans:
        _plans.clear()
        _plans[side] = plan_of_side(side)
    begun = time.process_time()
    found, scores, counts = ready.kernels("scan").best_of_rows(
        _plans[side].arrays, begin, min(begin + BLOCK, size()), size(), KEPT
    )
    path = _file(side, begin)
    draft = path.with_suffix(".draft.npz")
    np.savez(draft, found=found, scores=scores.astype(np.int16), counts=counts, seconds=time.process_time() - begun)
    draft.rename(path)
    return path.stem


def _load() -> tuple[NDArray[np.int64], float]:
    """Return the candidate pairs of both sides, each once, as row * count + column, and the CPU time they took."""
    keys, seconds = [], 0.0
    for side, begin in _blocks():
        with np.load(_file(side, begin)) as kept:
            seconds += float(kept["seconds"])
            mine = np.repeat(np.arange(begin, begin + len(kept["counts"]), dtype=np.int64), kept["counts"])
            other = kept["found"][np.arange(KEPT) < kept["counts"][:, None]].astype(np.int64)
        keys.append(mine * size() + other if side == "rows" else other * size() + mine)
    return np.unique(np.concatenate(keys)), seconds


class _Kept(PlanPairs):
    """All pairs by the plan, with the candidates that lie on the disk."""

    def __init__(self, plan: Plan, keys: NDArray[np.int64]) -> None:
        super().__init__(plan)
        self._keys = keys

    def candidates(self, chosen: Any, kept: int) -> Edges:
        """Return what was kept of both sides."""
        row, column = np.divmod(self._keys, size())
        return row.astype(np.int32), column.astype(np.int32), self.values(row, column).astype(np.int32)


def _solve() -> None:
    """Solve on the candidates, compare all pairs with the prices, repair once, and say how far from the best it can be."""
    keys, scanned = _load()
    plan = plan_of_side("rows")
    begun = time.process_time()
    ones = np.ones(size(), dtype=np.int64)
    found = solve_pairs(_Kept(plan, keys), ones, rounds=2, progress=lambda done: print(f"\r{done:.0%}", end="", flush=True))
    pairs, total, bound = int((found.row_of >= 0).sum()), found.total * plan.divisor, found.bound * plan.divisor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    proof = "proven" if found.most_pairs_proven else "not proven"
    print(f"\n{pairs:,} pairs ({proof} most), total {total:,}, {len(keys):,} candidates")
    print(f"certified gap {(bound - total) / max(total, 1):.2e}; {memory:,.0f} MB")
    print(f"candidates {scanned:.0f} CPU-s, solving and pricing {time.process_time() - begun:.0f} CPU-s")
