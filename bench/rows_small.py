"""Rows for cohorts: a hundred to a thousand on each side, and mentors with several places.

Ours returns the first of all optima, the peers any; "any optimum" is the same without that search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import instances, peers
from bench.table import Row
from resonanz.engine import assign

SIZES = (100, 200, 500, 1000)
UNEQUAL = ((300, 500), (1000, 700))


def rows() -> Iterator[tuple[str, Callable[[], Row]]]:
    """Return each row's name and how to make it, so that only one instance is in memory at a time."""
    for size in SIZES:
        for kind, most in (("random", 1000), ("ties", 20)):
            for first in (True, False):
                name = f"{size} x {size} {kind}" + ("" if first else ", any optimum")
                yield name, lambda size=size, most=most, first=first: _random(size, most, first)
    for one, other in (*((size, size) for size in SIZES), *UNEQUAL):
        yield f"{one} x {other} structured, matrix given", lambda one=one, other=other: _given(one, other)
    for size in (200, 1000):
        yield f"{size} x {size} structured, some unmatchable", lambda size=size: _unmatchable(size)
    yield "5000 x 2000, 2 to 5 places", lambda: _places(2000, 5000, 6)
    yield "5000 x 2000, 1 or 2 places", lambda: _places(2000, 5000, 3)


def _random(size: int, most: int, first: bool) -> Row:
    scores = instances.random(size, size, most=most)
    cost = (most - scores).astype(np.float64)
    row = Row("", lambda: assign(scores, first=first).total, {}, max(1, 20_000 // size))
    row.peers = {
        "lapjvs": lambda: most * size - peers.lapjvs(cost),
        "scipy": lambda: most * size - peers.scipy_dense(cost),
    }
    row.asked = {"lapjvs": 0.9}
    return row


def _given(one: int, other: int) -> Row:
    return _structured(instances.structured(one, other))


def _unmatchable(size: int) -> Row:
    """Everybody of one region speaks to few, and every twentieth person of both sides to nobody: no full matching."""
    scores = instances.structured(size, size)
    scores[::20] = -1
    scores[:, 7::20] = -1
    scores[: size // 4, : size // 2] = -1
    return _structured(scores)


def _structured(scores: NDArray[Any]) -> Row:
    cost = peers.with_penalty(scores)
    row = Row("", lambda: _value(assign(scores, allowed=scores >= 0)), {}, max(1, 2_000 // max(scores.shape)))
    row.peers = {"lapjvs": lambda: peers.lapjvs_penalty(cost, scores), "scipy": lambda: peers.scipy_penalty(cost, scores)}
    row.asked = {"lapjvs": 0.9}
    return row


def _places(mentors: int, mentees: int, below: int) -> Row:
    scores = instances.structured(mentors, mentees)
    capacity = np.random.default_rng(3).integers(2 if below > 3 else 1, below, mentors)
    row = Row("", lambda: _value(assign(scores, allowed=scores >= 0, capacity=capacity)), {})
    row.peers = {
        "scipy cloned": lambda: peers.scipy_cloned(scores, capacity),
        "ortools flow": lambda: peers.flow(scores, capacity),
    }
    if below > 3:
        row.asked = {"scipy cloned": 12, "ortools flow": 40}
        row.note = "lapx with a row for each place (asked: 8 x) had not finished after ten minutes"
    return row


def _value(found: Any) -> tuple[int, int]:
    return len(found.mentee), int(found.total)
