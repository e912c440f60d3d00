"""Rows beside whole tools, graph libraries and the other solvers of the same packages, scoring included."""

from __future__ import annotations

import atexit
import csv
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import instances, peers, peers_python
from bench.measure import Elsewhere
from bench.table import MakesSize, Row
from resonanz.engine import Criteria, assign, match, report
from resonanz.engine.fast import ready
from resonanz.tables import read_table

CRITERIA: dict[str, Any] = {
    "settings": {"id": "email", "objective": "best_total"},  # what mentor-match looks for
    "must": [{"kind": "different", "column": "organisation"}],
    "criterion": [
        {"kind": "equal", "column": "profession", "weight": 40},
        {"kind": "at_least", "column": "grade", "weight": 20},
    ],
}
TOML = """[settings]
id = "email"
objective = "best_total"
[[must]]
kind = "different"
column = "organisation"
[[criterion]]
kind = "equal"
column = "profession"
weight = 40
[[criterion]]
kind = "at_least"
column = "grade"
weight = 20
"""


def rows() -> Iterator[tuple[str, Callable[[], Row]]]:
    yield "800 x 800, files to pairs", lambda: _files(800, {"mentor-match": 200})
    yield "800 x 800, files to pairs, as a command from start to end", _command
    yield "200 x 200 structured, scoring included, all peers", lambda: _all_peers(200, python=True)
    yield "1000 x 1000 structured, scoring included, all peers", lambda: _all_peers(1000)
    yield "1000 x 1000 random, all peers", _random


def growths() -> Iterator[tuple[str, tuple[int, ...], MakesSize]]:
    yield "n x n structured, matrix given", (500, 1000, 2000, 4000), _given
    yield "n x n random, matrix given", (500, 1000, 2000, 4000), _given_random
    yield "n x n structured, peers in Python", (50, 100, 200), _given_python
    yield "n x n, files to pairs", (100, 200, 400, 800), lambda size: _files(size, {})


def _files(size: int, asked: dict[str, float]) -> Row:
    folder = _folder(size)
    criteria = Criteria.parse(CRITERIA)

    def ours() -> tuple[int, int]:
        mentors, mentees = (read_table(folder / name) for name in ("mentors.csv", "mentees.csv"))
        result = match(mentors, mentees, criteria)
        report.write(folder / "pairs.csv", result, [], "en")
        return len(result.pairs), int(result.total)

    row = Row("", ours, {"mentor-match": lambda: peers_python.mentor_match(folder)}, asked=asked)
    row.note = "ours with reasons in words; mentor-match's time without starting Python" if asked else ""
    return row


def _command() -> Row:
    """Both as processes of their own, with all that a start costs."""
    folder = _folder(800)
    (folder / "criteria.toml").write_text(TOML, encoding="utf-8")
    files = [str(folder / name) for name in ("mentors.csv", "mentees.csv")]
    command = [sys.executable, "-m", "resonanz.cli", "match", *files, "--criteria", str(folder / "criteria.toml")]
    command += ["--out", str(folder / "out.csv")]

    def ours() -> Elsewhere:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ourselves
        return Elsewhere(None, _children(before))

    def theirs() -> Elsewhere:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        peers_python.mentor_match(folder)
        return Elsewhere(None, _children(before))

    return Row("", ours, {"mentor-match": theirs})


def _children(before: Any) -> float:
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _all_peers(size: int, *, python: bool = False) -> Row:
    """From profiles: our kernel scores and `assign` solves; the peers get NumPy's scores, computed each time."""
    one, other = instances.people(size, 1), instances.people(size, 2)

    def ours() -> tuple[int, int]:
        plan, fill = instances.plan_of(one, other), ready.kernels("scan").fill
        scores = np.empty((size, size), dtype=np.int32)
        for row in range(size):
            fill(plan.arrays, row, 0, scores[row])
        return _value(assign(scores, allowed=scores >= 0))

    def after_scoring(solve: Callable[[NDArray[Any]], tuple[int, int]]) -> Callable[[], tuple[int, int]]:
        return lambda: solve(instances.scores_by_numpy(one, other).astype(np.int32))

    every = dict(_SOLVERS)
    if python:
        every |= _IN_PYTHON
    return Row("", ours, {name: after_scoring(solve) for name, solve in every.items()}, max(1, 400 // size))


def _random() -> Row:
    scores = instances.random(1000, 1000)
    names = [name for name in _SOLVERS if name != "ortools flow"]
    return Row("", lambda: _value(assign(scores)), _on(scores, names), 3)


def _given(size: int) -> Row:
    scores = instances.structured(size, size)
    names = [name for name in _SOLVERS if size <= _LARGEST.get(name, size)]
    return Row("", lambda: _value(assign(scores, allowed=scores >= 0)), _on(scores, names), max(1, 2000 // size))


def _given_random(size: int) -> Row:
    scores = instances.random(size, size)
    names = [name for name in ("scipy", "lapjvs", "lapjvx", "ortools assignment") if size <= _LARGEST.get(name, size)]
    return Row("", lambda: _value(assign(scores)), _on(scores, names), max(1, 2000 // size))


def _given_python(size: int) -> Row:
    scores = instances.structured(size, size)
    return Row("", lambda: _value(assign(scores, allowed=scores >= 0)), _on(scores, list(_IN_PYTHON)), max(1, 4000 // size))


def _on(scores: NDArray[Any], names: list[str]) -> dict[str, Callable[[], Any]]:
    """Return the peers on a matrix that is given: where they take a matrix of costs, theirs is made beforehand."""
    every = {**_SOLVERS, **_IN_PYTHON}
    cost = peers.with_penalty(scores)
    works: dict[str, Callable[[], Any]] = {}
    for name in names:
        if name in _DENSE:
            works[name] = lambda solve=_DENSE[name]: solve(cost, scores)
        else:
            works[name] = lambda solve=every[name]: solve(scores)
    return works


_DENSE: dict[str, Callable[[NDArray[Any], NDArray[Any]], tuple[int, int]]] = {
    "scipy": peers.scipy_penalty,
    "lapjvs": peers.lapjvs_penalty,
    "lapjvx": peers_python.lapjvx_penalty,
}


def _with_cost(name: str) -> Callable[[NDArray[Any]], tuple[int, int]]:
    return lambda scores: _DENSE[name](peers.with_penalty(scores), scores)


_SOLVERS: dict[str, Callable[[NDArray[Any]], tuple[int, int]]] = {
    **{name: _with_cost(name) for name in _DENSE},
    "scipy sparse": peers_python.full_with_dummies,
    "ortools assignment": peers_python.ortools_assignment,
    "ortools flow": lambda scores: peers.flow(scores, np.ones(len(scores), dtype=np.int64)),
}
_IN_PYTHON: dict[str, Callable[[NDArray[Any]], tuple[int, int]]] = {
    "networkx": peers_python.networkx_blossom,
    "matching (stable)": peers_python.stable,
}
_LARGEST = {"scipy sparse": 2000, "ortools assignment": 1000, "ortools flow": 2000}  # beyond, they take minutes


def _value(found: Any) -> tuple[int, int]:
    return len(found.mentee), int(found.total)


def _folder(size: int) -> Path:
    """Write both files in the columns that mentor-match reads: 12 organisations, 60 professions, 8 grades."""
    folder = Path(tempfile.mkdtemp(prefix="resonanz-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    chance = random.Random(1)
    head = ["first name", "last name", "email", "role", "organisation", "grade", "profession"]
    for side in ("mentor", "mentee"):
        with (folder / f"{side}s.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(head)
            for number in range(size):
                name = [f"First{number}", f"Last{number}", f"{side}{number:04}@example.org", "somebody"]
                own = [f"org{chance.randrange(12)}", chance.randrange(8), f"profession{chance.randrange(60)}"]
                lines.writerow([*name, *own])
    return folder
