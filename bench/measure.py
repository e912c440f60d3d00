"""CPU seconds of one thread, in interleaved runs, and what comes of them."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.memory import highest_of

if TYPE_CHECKING:
    from bench.table import Row

Measured = dict[str, Any]  # as it stands in bench/results.json
OURS = "ours"
LONGEST_RUN = 1.0  # seconds of repeating: slow peers need no more
LEAST_RUN = 0.02  # seconds: what is shorter is repeated, so that the clock's grain does not count


@dataclass(frozen=True)
class Elsewhere:
    """The answer of a work done in another process, and the CPU seconds it took there."""

    answer: Any
    seconds: float


def measure(row: Row, runs: int) -> Measured:
    """Return times (median of `runs`, CPU seconds), memory, p50 and p99, and answers where they differ."""
    every = {OURS: row.ours, **row.peers}
    # The first call compiles and warms; a peer that runs only once needs no warming that it would notice.
    first = {name: _timed(work) for name, work in every.items()}
    answers = {name: answer for name, (answer, _) in first.items()}
    repeats = {name: _repeat(row, name, seconds) for name, (_, seconds) in first.items()}
    taken: dict[str, list[float]] = {name: [first[name][1]] if name in row.once else [] for name in every}
    for _ in range(runs):
        for name, work in every.items():
            if name not in row.once:
                taken[name].append(_repeated(work, repeats[name]))
    measured: Measured = {
        "seconds": {name: statistics.median(times) for name, times in taken.items()},
        "runs": {name: len(times) for name, times in taken.items()},
        "asked": row.asked,
        "note": "; ".join(part for part in (row.note, _differences(answers)) if part),
    }
    if row.memory:
        measured["memory"] = {who: highest_of(row.name, who) for who in row.memory}
        measured["asked_memory"] = row.asked_memory
    if row.tail is not None:
        measured["tail"] = {**_tail(row.ours, row.calls), "asked": row.tail}
    return measured


def measure_growth(name: str, sizes: tuple[int, ...], make: Callable[[int], Row], runs: int) -> Measured:
    """Return for ours and each peer the CPU seconds at each size and the exponent: the slope of log time over log size."""
    seconds: dict[str, dict[str, float]] = {}
    for size in sizes:
        row = make(size)
        row.name = name
        for who, taken in measure(row, runs)["seconds"].items():
            seconds.setdefault(who, {})[str(size)] = taken
    exponents = {who: slope({int(size): taken for size, taken in at.items()}) for who, at in seconds.items()}
    return {"growth": seconds, "exponents": exponents}


def slope(seconds: dict[int, float]) -> float | None:
    """Return the least-squares slope of log seconds over log size; None below two sizes."""
    if len(seconds) < 2:
        return None
    points = [(math.log(size), math.log(taken)) for size, taken in seconds.items()]
    x, y = (statistics.fmean(axis) for axis in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    answer = work()
    taken = time.process_time() - begun
    return (answer.answer, answer.seconds) if isinstance(answer, Elsewhere) else (answer, taken)


def _repeated(work: Callable[[], Any], repeat: int) -> float:
    begun = time.process_time()
    for _ in range(repeat):
        answer = work()
    if isinstance(answer, Elsewhere):
        return answer.seconds
    return (time.process_time() - begun) / repeat


def _repeat(row: Row, name: str, first: float) -> int:
    if name == OURS:  # the first call may have compiled, so it says nothing
        return row.repeat
    enough = math.ceil(LEAST_RUN / max(first, 1e-6))
    return max(min(max(row.repeat, enough), int(LONGEST_RUN / max(first, 1e-6)), 200), 1)


def _tail(work: Callable[[], Any], calls: int) -> dict[str, float]:
    taken = []
    for _ in range(calls):
        begun = time.thread_time()  # finer than the clock of the process, and blind to what else the machine does
        work()
        taken.append(time.thread_time() - begun)
    taken.sort()
    return {"p50": statistics.median(taken), "p99": taken[min(math.ceil(0.99 * calls), calls) - 1]}


def _differences(answers: dict[str, Any]) -> str:
    """Name the answers where they differ beyond what stands after the pairs and the sum."""
    told = {name: answer for name, answer in answers.items() if answer is not None}
    if len({str(_compared(answer)) for answer in told.values()}) <= 1:
        return ""
    return "; ".join(f"{name} {answer}" for name, answer in told.items())


def _compared(answer: Any) -> Any:
    return answer[:2] if isinstance(answer, tuple) else answer
