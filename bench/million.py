"""A million by a million from profiles, on this machine: candidates of both sides, paths among them, a certified gap.

`python -m bench million` does everything on two threads; `--size N` makes a smaller trial, `--blocks N` stops after so many
blocks of candidates. Resumable: what was found lies in `bench/.million/`, the candidates in blocks and the pairs that each
comparison with all pairs added; a run that is stopped goes on where it was. People are sorted by region and occupation,
so that whole blocks can be left out of a scan because nobody in them can be good enough; see `bench.pruned`.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import pruned, rows_scan
from bench.measure import OURS, Measured
from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan
from resonanz.engine.solve.pairs import Edges, PlanPairs
from resonanz.engine.solve.sparse import solve_pairs

HOME = Path(__file__).with_name(".million")
KEPT, ROWS, THREADS = 16, 10_000, 2
SIDES = ("rows", "columns")
_FAR = 1 << 28  # a price beyond all scores, in 32 bits
Ints = NDArray[np.int64]


def run(most: int | None, count: int, rounds: int) -> Measured | None:
    """Do the blocks that are missing, at most `most` of them, then solve; return what was measured, None if stopped.

    After `rounds` comparisons with all pairs, each followed by one of those whose price fell, the gap is what it is.
    """
    HOME.mkdir(exist_ok=True)
    clock = _Clock(count)
    ready.kernels("whole")
    plan = plan_of(count)
    if not _scan(plan, most, clock):
        print("Call again to go on.")
        return None
    source = Pairs(plan, clock)
    found = solve_pairs(source, np.ones(count, dtype=np.int64), rounds=rounds, progress=lambda _: clock.save())
    clock.save()
    pairs, total, bound = int((found.row_of >= 0).sum()), found.total * plan.divisor, found.bound * plan.divisor
    gap = (bound - total) / max(total, 1)
    note = (
        f"{THREADS} threads, {clock.wall:,.0f} s from start to end; {pairs:,} pairs, "
        f"{'proven' if found.most_pairs_proven else 'not proven'} to be the most; sum {total:,}, certified gap "
        f"{gap:.1e}{' (proven optimum)' if bound == total else ''}; "
        f"{source.passes} comparisons of all pairs with the prices"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{clock.cpu:,.0f} CPU-s, {memory:,.0f} MB; {note}")
    return {"seconds": {OURS: clock.cpu}, "runs": {OURS: 1}, "asked": {}, "note": note, "memory": {OURS: memory}}


def plan_of(count: int) -> Plan:
    """Return the plan of `count` people on each side, sorted so that neighbours are alike."""
    return rows_scan.plan_of(_sorted_people(count, 1), _sorted_people(count, 2))


def _sorted_people(count: int, seed: int) -> rows_scan.Side:
    people = rows_scan.people(count, seed)
    order = np.lexsort((people.occupation, people.region))
    return rows_scan.Side(*(getattr(people, column.name)[order] for column in fields(people)))


class _Clock:
    """CPU seconds of all threads and seconds on the wall, kept over interruptions."""

    def __init__(self, count: int) -> None:
        self._file = HOME / f"{count}-clock.json"
        self._before = json.loads(self._file.read_text()) if self._file.exists() else {"cpu": 0.0, "wall": 0.0}
        self._begun = time.process_time(), time.perf_counter()

    @property
    def cpu(self) -> float:
        return float(self._before["cpu"] + time.process_time() - self._begun[0])

    @property
    def wall(self) -> float:
        return float(self._before["wall"] + time.perf_counter() - self._begun[1])

    def save(self) -> None:
        """Keep what was spent so far."""
        self._file.write_text(json.dumps({"cpu": self.cpu, "wall": self.wall}))

    def say(self, text: str) -> None:
        """Show where the work stands."""
        print(f"\r{text}, {self.cpu:,.0f} CPU-s, {self.wall:,.0f} s on the wall   ", end="", flush=True)


def _block(count: int, side: str, begin: int) -> Path:
    return HOME / f"{count}-{side}-{begin:07d}.npz"


def _scan(plan: Plan, most: int | None, clock: _Clock) -> bool:
    """Find and keep the candidates that are missing, block by block; return whether all are there."""
    count, done, looked = plan.rows, 0, 0
    begins = range(0, count, ROWS)
    for side in SIDES:
        missing = [begin for begin in begins if not _block(count, side, begin).exists()]
        some = missing if most is None else missing[: most - done]
        if some:
            mine = plan if side == "rows" else plan.turned()
            reach = pruned.reaches(mine.arrays)
            for begin, *lists, seen in _in_threads(partial(_best, mine, reach), some):
                _keep(_block(count, side, begin), lists)
                done, looked = done + 1, looked + seen
                clock.save()
                clock.say(f"candidates of {side}: {len(list(HOME.glob(f'{count}-{side}-*')))} of {len(begins)} blocks")
            print()
        if len(some) < len(missing):
            return False
    if done:
        print(f"{looked / done / min(ROWS, count) / count:.2%} of the pairs had to be looked at")
    return True


def _best(plan: Plan, reach: Any, begin: int) -> tuple[Any, ...]:
    rows = np.arange(begin, min(begin + ROWS, plan.rows))
    return begin, *pruned.best_of_rows(plan.arrays, reach, rows, plan.columns, plan.highest, KEPT)


def _in_threads(work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(work, tasks)


def _keep(path: Path, arrays: Any) -> None:
    """Write a whole file or none."""
    draft = path.with_suffix(".draft.npz")
    np.savez(draft, *arrays)
    draft.rename(path)


def _kept(path: Path) -> list[NDArray[Any]]:
    with np.load(path) as arrays:
        return [arrays[name] for name in arrays.files]


class Pairs(PlanPairs):
    """All pairs by the plan; the candidates lie on the disk, and comparisons leave out what cannot beat the prices.

    A pair that is in nobody's list has no more than the last in the lists of both its people: their tops.
    """

    def __init__(self, plan: Plan, clock: _Clock) -> None:
        super().__init__(plan)
        self._turned, self._clock, self.passes = plan.turned(), clock, 0
        self._tops: dict[str, NDArray[np.int32]] = {}

    def candidates(self, chosen: Ints, kept: int) -> Edges:
        """Return what was kept of both sides, and what comparisons added."""
        keys = [self._listed(side) for side in SIDES]
        keys += [_kept(path)[0] for path in sorted(HOME.glob(f"{self.rows}-added-*.npz"))]
        self._clock.say("candidates read")
        return self._edges(np.unique(np.concatenate(keys)))

    def beating(self, chosen: Ints, row_prices: Ints, prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        more, who = self._beating(self.plan, SIDES, chosen, row_prices, prices, kept)
        self._add(np.repeat(chosen, kept), who.ravel().astype(np.int64), who.ravel() >= 0)
        return more, who

    def beating_columns(self, chosen: Ints, prices: Ints, row_prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        more, who = self._beating(self._turned, SIDES[::-1], chosen, prices, row_prices, kept)
        self._add(who.ravel().astype(np.int64), np.repeat(chosen, kept), who.ravel() >= 0)
        return more, who

    def _listed(self, side: str) -> Ints:
        """Return the pairs in the lists of a side, as row * columns + column, and keep the tops."""
        keys, tops = [], []
        for begin in range(0, self.rows, ROWS):
            found, levels, counts = _kept(_block(self.rows, side, begin))
            mine = np.repeat(np.arange(begin, begin + len(counts), dtype=np.int64), counts)
            other = found[np.arange(KEPT) < counts[:, None]].astype(np.int64)
            keys.append(mine * self.columns + other if side == "rows" else other * self.columns + mine)
            tops.append(np.where(counts == KEPT, levels[:, -1], -1))  # who has fewer has all that are possible
        self._tops[side] = np.concatenate(tops).astype(np.int32)
        return np.concatenate(keys)

    def _edges(self, keys: Ints) -> Edges:
        row, column = np.divmod(keys, self.columns)
        return row.astype(np.int32), column.astype(np.int32), self.values(row, column).astype(np.int32)

    def _beating(
        self, plan: Plan, sides: tuple[str, ...], chosen: Ints, own: Ints, others: Ints, kept: int
    ) -> tuple[Ints, NDArray[np.int32]]:
        """Compare `chosen` rows of a plan with all its columns, sorted by price."""
        order = np.argsort(others, kind="stable")
        cheap_first = replace(
            plan,
            codes=tuple((one, other[order]) for one, other in plan.codes),
            sets=tuple((one, other[order]) for one, other in plan.sets),
        )
        arrays, reach = cheap_first.arrays, pruned.reaches(cheap_first.arrays)
        prices = np.clip(others[order], -_FAR, _FAR).astype(np.int32)
        starts = np.arange(0, plan.columns, pruned.BLOCK)
        ceilings = np.maximum.reduceat(self._tops[sides[1]][order] - prices, starts)
        own, tops = own.astype(np.int32), self._tops[sides[0]][chosen]

        def compare(begin: int) -> Any:
            part = slice(begin, begin + ROWS)
            return pruned.beating_of_rows(
                arrays, reach, chosen[part], own[part], tops[part], prices, prices[starts], ceilings, kept
            )

        parts = []
        for part in _in_threads(compare, range(0, len(chosen), ROWS)):
            parts.append(part)
            self._clock.say(f"comparison {self.passes + 1}: {len(parts) * ROWS:,} of {len(chosen):,} {sides[0]}")
        more, who = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
        looked, beaten = sum(part[2] for part in parts), int((who >= 0).sum())
        print(f"\n{looked / len(chosen) / plan.columns:.3%} of their pairs looked at, {beaten:,} found")
        self.passes += 1
        return more, np.where(who >= 0, order[who], -1).astype(np.int32)

    def _add(self, row: Ints, column: Ints, made: NDArray[np.bool_]) -> None:
        """Keep pairs that were found, for a run that goes on after an interruption."""
        if made.any():
            number = len(list(HOME.glob(f"{self.rows}-added-*.npz")))
            _keep(HOME / f"{self.rows}-added-{number:03d}.npz", [(row * self.columns + column)[made]])
        self._clock.save()
