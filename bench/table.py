"""The rows of the table: what we do, and the peers that do the same, on the same instances."""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench import instances, peers
from resonanz.engine import assign
from resonanz.engine.fast import ready
from resonanz.engine.solve.sparse import solve_plan

RESULTS = Path(__file__).with_name("results.md")


@dataclass
class Row:
    """One work: ours and the peers', each a function without arguments that returns a total (or None)."""

    name: str
    ours: Callable[[], Any]
    peers: dict[str, Callable[[], Any]]
    repeat: int = 1
    times: dict[str, float] = field(default_factory=dict)
    note: str = ""


def run(only: str | None, runs: int) -> None:
    """Measure every row whose name contains `only`, print a table, write it to bench/results.md."""
    done: list[Row] = []
    ready.kernels("whole")  # as in a process that has matched before
    for row in rows(only):
        _measure(row, runs)
        done.append(row)
        print(_line(row), flush=True)
    if only is None:
        RESULTS.write_text("\n".join([*_head(runs), *map(_line, done), "", *_notes()]) + "\n", encoding="utf-8")


def rows(only: str | None) -> Iterator[Row]:
    """Make the rows one after the other, so that only one instance is in memory at a time."""
    for name, make in _rows():
        if only is None or only in name:
            row = make()
            row.name = name
            yield row


def _rows() -> Iterator[tuple[str, Callable[[], Row]]]:
    for size in (100, 200, 500, 1000):
        for kind, most in (("random", 1000), ("ties", 20)):
            yield f"{size} x {size} {kind}", lambda size=size, most=most: _small(size, most)
    for size in (1000, 3000, 10_000):
        yield f"{size} x {size} structured, matrix given", lambda size=size: _given(size)
        yield f"{size} x {size} structured, from profiles", lambda size=size: _profiles(size)
    yield "5000 x 2000, 2 to 5 places", _capacities
    yield "scoring five rules, 10000 x 10000", _scoring
    yield "score and 32 best, 100000 wide", _selection
    yield "top 10 of 1000000 with musts", _top


def _small(size: int, most: int) -> Row:
    scores = instances.random(size, size, most=most)
    wide = (most - scores).astype(np.float64)
    row = Row("", lambda: assign(scores).total, {}, max(1, 20_000 // size))
    row.peers = {
        "lapjvs": lambda: most * size - peers.lapjvs(wide),
        "scipy": lambda: most * size - peers.scipy_dense(wide),
    }
    return row


def _given(size: int) -> Row:
    scores = instances.structured(size, size)
    row = Row("", lambda: _value(assign(scores, allowed=scores >= 0)), {})
    cost = peers.with_penalty(scores)
    row.peers = {"scipy": lambda: peers.scipy_penalty(cost, scores), "lapjvs": lambda: peers.lapjvs_penalty(cost, scores)}
    return row


def _profiles(size: int) -> Row:
    one, other = instances.people(size, 1), instances.people(size, 2)

    def ours() -> Any:
        found = solve_plan(instances.plan_of(one, other), np.ones(size, dtype=np.int64))
        return int((found.row_of >= 0).sum()), found.total, found.bound == found.total and found.most_pairs_proven

    def lapx() -> Any:
        blocks = [instances.scores_by_numpy(one, other, b, b + 500) for b in range(0, size, 500)]
        scores = np.vstack(blocks)
        return peers.lapjvs_penalty(peers.with_penalty(scores), scores)

    return Row("", ours, {"numpy + lapjvs": lapx})


def _capacities() -> Row:
    scores = instances.structured(2000, 5000)
    capacity = np.random.default_rng(3).integers(2, 6, 2000)
    row = Row("", lambda: _value(assign(scores, allowed=scores >= 0, capacity=capacity)), {})
    row.peers = {
        "scipy cloned": lambda: peers.scipy_cloned(scores, capacity),
        "lapx cloned": lambda: peers.lapx_cloned(scores, capacity),
        "ortools flow": lambda: peers.flow(scores, capacity),
    }
    return row


def _scoring() -> Row:
    one, other = instances.people(10_000, 1), instances.people(10_000, 2)
    plan = instances.plan_of(one, other)
    scan = ready.kernels("scan")

    def ours() -> Any:
        return int(scan.possible_of_rows(plan.arrays, np.arange(10_000), 10_000, np.zeros(10_000, dtype=np.int64)).sum())

    def blocks() -> Any:
        return sum(int((instances.scores_by_numpy(one, other, b, b + 200) >= 0).sum()) for b in range(0, 10_000, 200))

    return Row("", ours, {"numpy float32 blocks": blocks})


def _selection() -> Row:
    one, other = instances.people(400, 1), instances.people(100_000, 2)
    plan = instances.plan_of(one, other)
    scan = ready.kernels("scan")

    def blocks() -> Any:
        total = 0.0
        for begin in range(0, 400, 50):
            scores = instances.scores_by_numpy(one, other, begin, begin + 50)
            total += float(np.partition(scores, -32, axis=1)[:, -32:].sum())
        return total

    return Row(
        "", lambda: float(scan.best_of_rows(plan.arrays, 0, 400, 100_000, 32)[1].sum()), {"numpy + partition": blocks}
    )


def _top() -> Row:
    one, other = instances.people(20, 1), instances.people(1_000_000, 2)
    plan = instances.plan_of(one, other)
    scan = ready.kernels("scan")
    dense = np.random.default_rng(1).random((1_000_000, 128), dtype=np.float32)
    index = peers.flat_index(dense)

    def matvec() -> None:
        scores = dense @ dense[7]
        np.argpartition(scores, -10)[-10:]

    def ours() -> None:
        keep = np.empty(0, dtype=np.uint8)
        scores, found = np.empty(10, dtype=np.int32), np.empty(10, dtype=np.int32)
        scan.best_of_row(plan.arrays, 3, 1_000_000, keep, 10, 0, scores, found)

    return Row("", ours, {"numpy matvec 128": matvec, "faiss Flat": lambda: index(dense[7:8])}, 5)


def _value(found: Any) -> tuple[int, int]:
    return len(found.mentee), int(found.total)


def _measure(row: Row, runs: int) -> None:
    every = {"ours": row.ours, **row.peers}
    answers = {name: work() for name, work in every.items()}  # the first call compiles and warms
    numbers = {name: answer for name, answer in answers.items() if answer is not None}
    row.note = (
        "; ".join(f"{name} {answer}" for name, answer in numbers.items())
        if len({str(v)[:18] for v in numbers.values()}) > 1
        else ""
    )
    taken: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(runs):
        for name, work in every.items():
            begun = time.process_time()
            for _ in range(row.repeat):
                work()
            taken[name].append((time.process_time() - begun) / row.repeat)
    row.times = {name: statistics.median(times) for name, times in taken.items()}


def _line(row: Row) -> str:
    ours = row.times["ours"]
    beside = "; ".join(f"{name} {_seconds(t)} ({t / ours:.2g} x)" for name, t in row.times.items() if name != "ours")
    return f"| {row.name} | {_seconds(ours)} | {beside} | {row.note} |"


def _seconds(time_taken: float) -> str:
    return f"{time_taken:.2f} s" if time_taken >= 1 else f"{1000 * time_taken:.3g} ms"


def _head(runs: int) -> list[str]:
    names = ("numpy", "scipy", "numba", "lapx", "ortools", "faiss-cpu")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return [
        "# Results",
        "",
        f"CPU time of one thread, median of {runs} interleaved runs after one that warms. {peers.machine()}, "
        f"Python {platform.python_version()} on {sys.platform}; {versions}.",
        "",
        "| work | ours | peers (their time over ours) | where answers differ: pairs and sum |",
        "|---|---|---|---|",
    ]


def _notes() -> list[str]:
    path = Path(__file__).with_name("notes.md")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
