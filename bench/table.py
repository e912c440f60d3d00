"""The table: what we do, and the peers that do the same, on the same instances.

Rows live in the modules that `MODULES` names. Each has `rows()`, which yields (name, function that makes the row), and
may have `growths()`, which yields (name, sizes, function that makes a row of one size). What a row measured is kept in
bench/results.json, each with its own date, so that rows measured in separate calls stand in one table, bench/results.md.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench import store
from bench.measure import Measured, measure, measure_growth

MODULES = ("rows_small", "rows_large", "rows_scan", "rows_peers")
MILLION = "1000000 x 1000000, from profiles"  # measured by `python -m bench million`, alone


@dataclass
class Row:
    """One work: ours and the peers', each a function without arguments that returns an answer (or None).

    `asked`: peer → how many times our CPU time we want theirs to be. `once`: peers too slow for more than one run.
    `memory`: whose memory at its highest to measure too, in a process of its own; `asked_memory`: peer → the greatest
    share of theirs that ours may be. `tail`: the greatest ratio of the slowest hundredth of our calls (p99) to the
    median, over `calls` calls. A function may return `Elsewhere` where the work runs in another process.
    """

    name: str
    ours: Callable[[], Any]
    peers: dict[str, Callable[[], Any]]
    repeat: int = 1
    note: str = ""
    asked: dict[str, float] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    memory: tuple[str, ...] = ()
    asked_memory: dict[str, float] = field(default_factory=dict)
    tail: float | None = None
    calls: int = 300


Makes = Callable[[], Row]
MakesSize = Callable[[int], Row]


def run(only: str | None, runs: int) -> None:
    """Measure every row and growth whose name contains `only`, print each, and write what is known into bench/."""
    from resonanz.engine.fast import ready

    ready.kernels("whole")  # as in a process that has matched before
    for name, make in rows():
        if only is None or only in name:
            row = make()
            row.name = name
            _keep("rows", name, measure(row, runs))
    for name, sizes, make_size in growths():
        if only is None or only in name:
            _keep("growths", name, measure_growth(name, sizes, make_size, runs))


def rows() -> Iterator[tuple[str, Makes]]:
    """Yield the rows; each is made when it is measured, so that only one instance is in memory at a time."""
    for module in _modules():
        yield from module.rows()


def growths() -> Iterator[tuple[str, tuple[int, ...], MakesSize]]:
    """Yield the works whose time is followed over several sizes."""
    for module in _modules():
        if hasattr(module, "growths"):
            yield from module.growths()


def names() -> list[str]:
    """Return the names of all rows and growths, in the order of the table."""
    return [*(name for name, _ in rows()), MILLION, *(name for name, _, _ in growths())]


def keep_million(measured: Measured) -> None:
    """Put the row of a million by a million, which is measured alone, into the table."""
    store.keep("rows", MILLION, measured, names())


def find(name: str) -> Row:
    """Make the row called `name`."""
    row = next(make for known, make in rows() if known == name)()
    row.name = name
    return row


def _keep(group: str, name: str, measured: Measured) -> None:
    print(store.line(group, name, measured), flush=True)
    store.keep(group, name, measured, names())


def _modules() -> Iterator[Any]:
    for module in MODULES:
        if importlib.util.find_spec(f"bench.{module}") is not None:
            yield importlib.import_module(f"bench.{module}")
