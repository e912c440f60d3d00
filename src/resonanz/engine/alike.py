"""A large community sorted so that people who are alike stand together, to find the best for one person at once.

Those who agree in the cells of the weightiest criteria are a run, and as each rule gives points by cell, a run is
judged by one look. No estimate is made: whoever is left out cannot reach the best that are found already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready

LEAST_PEOPLE = 50_000  # fewer are scored as fast one by one, without a compiler
MOST_POINTS = 1 << 28  # thousandths that all rules together may give, so that sums with failed musts fit in 32 bits
_LEAST_RUN = 16  # people in a run on average; with fewer, runs cost as much as people
_NARROW = 1 << 16

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Column(NamedTuple):
    """A cell for each person, as a number from 0 up, and how many people have each."""

    codes: NDArray[Any]
    counts: Ints

    @classmethod
    def of(cls, codes: NDArray[Any]) -> Column:
        """Count the people of each cell."""
        return cls(codes, np.bincount(codes))


class _Held(NamedTuple):
    """The codes as people stand here, in 16 bits or in 32, and where each column is: (is in 32, row)."""

    columns: dict[Any, Column]
    narrow: NDArray[np.uint16]
    wide: NDArray[np.int32]
    places: dict[Any, tuple[int, int]]


class Alike:
    """Columns of a community, sorted; `best` finds the best of all for one person."""

    def __init__(self, columns: Sequence[Column], most: Sequence[int]) -> None:
        """`most`: the most points that a column's rule can give, 0 for a must."""
        people = len(columns[0].codes)
        self._keys = _keys(columns, most, people)
        label = _labels([columns[key] for key in self._keys], people)
        self._order = np.argsort(label, kind="stable").astype(np.int32)
        label = label[self._order]
        firsts = np.flatnonzero(np.append(True, label[1:] != label[:-1]))
        self._begins = np.append(firsts, people)
        some = self._order[firsts]
        codes = [columns[key].codes[some].astype(np.int32) for key in self._keys]
        self._codes_of_runs = np.stack(codes) if codes else np.zeros((0, len(some)), dtype=np.int32)
        self._held = self._sorted(dict(enumerate(columns)))

    def best(
        self, points: Sequence[NDArray[Any]], filters: dict[str, tuple[NDArray[Any], Bools]], more: Ints | None, k: int
    ) -> list[int]:
        """Return the positions of the `k` best for somebody, the best first, of equal ones the first.

        `points`: what each rule gives to each cell of its column (booleans for a must), in all less than `MOST_POINTS`.
        `filters`: cells of a column as numbers, and which of them may stay. `more` (people,): points besides, below 0 where
        somebody is impossible.
        """
        tables: dict[Any, NDArray[Any]] = dict(enumerate(points))
        tables.update({name: chosen for name, (_, chosen) in filters.items()})
        held = self._held
        if filters.keys() - held.columns.keys():
            new = {name: Column.of(codes) for name, (codes, _) in filters.items() if name not in held.columns}
            held = self._held = self._sorted({**held.columns, **new})
        most = {name: 0 if table.dtype == bool else max(int(table.max()), 0) for name, table in tables.items()}
        of_more = 0 if more is None else max(int(more.max()), 0)
        above = sum(most.values()) + of_more + 1
        lines = {
            name: np.where(table, 0, -above) if table.dtype == bool else table.astype(np.int64)
            for name, table in tables.items()
        }
        others = [name for name in lines if name not in self._keys]
        rules = [*self._keys, *sorted(others, key=lambda name: -_loss(lines[name], held.columns[name].counts, above))]
        ends = np.cumsum([len(lines[name]) for name in rules])
        rest = np.cumsum([of_more, *(most[name] for name in reversed(rules))])[::-1]
        found: Ints = ready.kernels("best").best(
            self._begins,
            self._codes_of_runs,
            self._order,
            held.narrow,
            held.wide,
            np.array(
                [[*held.places[name], end - len(lines[name]), end] for name, end in zip(rules, ends, strict=True)],
                dtype=np.int64,
            ),
            np.concatenate([lines[name] for name in rules]).astype(np.int32),
            rest.astype(np.int32),
            np.zeros(0, dtype=np.int32) if more is None else np.where(more < 0, -above, more)[self._order].astype(np.int32),
            min(k, len(self._order)),
        )
        return [int(position) for position in found]

    def _sorted(self, columns: dict[Any, Column]) -> _Held:
        stacks: tuple[list[NDArray[Any]], list[NDArray[Any]]] = ([], [])
        places: dict[Any, tuple[int, int]] = {}
        for name, column in columns.items():
            is_wide = int(len(column.counts) > _NARROW)
            places[name] = is_wide, len(stacks[is_wide])
            stacks[is_wide].append(column.codes[self._order])
        narrow, wide = (
            np.stack(stack).astype(dtype, copy=False) if stack else np.zeros((0, len(self._order)), dtype=dtype)
            for stack, dtype in zip(stacks, (np.uint16, np.int32), strict=True)
        )
        return _Held(columns, narrow, wide, places)


def _loss(line: Ints, counts: Ints, above: int) -> float:
    """Say how well a rule tells people apart: the points that somebody loses by it on average, up to a quarter of all.

    Who has lost a quarter is mostly out, so more makes no difference.
    """
    lost = np.minimum(max(int(line.max()), 0) - line, above // 4 + 1)
    return float(lost @ counts)


def _keys(columns: Sequence[Column], most: Sequence[int], people: int) -> list[int]:
    """Choose the weightiest criteria, then musts, of equal ones those with more cells, as long as runs stay long enough."""
    keys: list[int] = []
    runs = 1
    for number in sorted(range(len(columns)), key=lambda n: (-most[n], -len(columns[n].counts), n)):
        cells = len(columns[number].counts)
        if cells < 2 or cells > people // _LEAST_RUN:
            continue
        if runs * cells > people // _LEAST_RUN:  # unless most combinations occur nowhere
            apart = len(np.unique(_labels([columns[key] for key in (*keys, number)], people)))
            if apart > people // _LEAST_RUN:
                continue
            runs = apart
        else:
            runs *= cells
        keys.append(number)
    return keys


def _labels(columns: Sequence[Column], people: int) -> Ints:
    """Return a number for each person, the same for those who agree in all these columns."""
    label = np.zeros(people, dtype=np.int64)
    for column in columns:
        label = label * len(column.counts) + column.codes
        if label.max(initial=0) > 1 << 40:
            label = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return label
