"""A plan: rules as steps over codes and bit sets, packed into arrays for the kernels.

Points are given in full; packing divides them by the greatest unit that divides all, and keeps them in 16 bits where
every sum fits. Bit sets take 16, 32 or 64 bits, as many as they use. Equalities are joined by fours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready

SAME, TREE, BITS, SHARE, TABLE, UNKNOWN, FOUR = range(7)  # as in resonanz.engine.fast.scan
NEVER = 1 << 40  # what a failed must takes away, more than all points together
_WIDTHS = (16, 32, 64)  # of bit sets
_READ_CODES = (SAME, TREE, TABLE, UNKNOWN)

Ints = NDArray[np.int64]


class Unsuitable(Exception):
    """A rule, or a sum of points, that does not fit the kernel; the caller judges in another way."""


class Step(NamedTuple):
    """One pass over a stretch: its kind, whose codes or sets it reads, and what they are worth in points."""

    kind: int
    column: int = 0
    table: Ints = np.zeros(0, dtype=np.int64)
    other: int = 0
    base: int = 0


@dataclass(frozen=True)
class Plan:
    """Steps, codes and bit sets of both sides (rows, columns), points of single pairs, and a minimum.

    `matrix` holds further points of all pairs, below 0 where a must fails. `extras` are (rows, columns, points), where
    `-NEVER` rules a pair out and `NEVER` gives back what one failed must took. `arrays` is what the kernels take.
    """

    rows: int
    columns: int
    steps: tuple[Step, ...] = ()
    codes: tuple[tuple[NDArray[np.uint16], NDArray[np.uint16]], ...] = ()
    sets: tuple[tuple[NDArray[np.uint64], NDArray[np.uint64]], ...] = ()
    matrix: NDArray[Any] | None = None
    extras: tuple[tuple[Ints, Ints, Ints], ...] = ()
    minimum: int | None = None
    is_turned: bool = field(default=False)

    def turned(self) -> Plan:
        """Return the same scores with the sides exchanged."""
        return replace(
            self,
            rows=self.columns,
            columns=self.rows,
            codes=tuple((other, one) for one, other in self.codes),
            sets=tuple((other, one) for one, other in self.sets),
            matrix=None if self.matrix is None else np.ascontiguousarray(self.matrix.T),
            extras=tuple((columns, rows, points) for rows, columns, points in self.extras),
            is_turned=not self.is_turned,
        )

    def with_minimum(self, least: int) -> Plan:
        """Return a plan in which pairs with a lower score are impossible."""
        return replace(self, minimum=least if self.minimum is None else max(least, self.minimum))

    def with_matrix(self, matrix: NDArray[Any]) -> Plan:
        """Return a plan with these further points of each pair, below 0 where a must fails."""
        return replace(self, matrix=matrix)

    def with_extras(self, rows: Ints, columns: Ints, points: Ints) -> Plan:
        """Return a plan that adds `points`, `NEVER` or `-NEVER` to the scores of single pairs."""
        return replace(self, extras=(*self.extras, (rows, columns, points)))

    def without_pairs(self, rows: Ints, columns: Ints) -> Plan:
        """Return a plan in which the pairs (rows[k], columns[k]) are impossible."""
        return self.with_extras(rows, columns, np.full(len(rows), -NEVER))

    @property
    def divisor(self) -> int:
        """The greatest number that divides every score."""
        return int(self.arrays[0])

    @property
    def highest(self) -> int:
        """A level that no score exceeds."""
        return self._packed.most

    @property
    def arrays(self) -> tuple[Any, ...]:
        """What the kernels take; see `resonanz.engine.fast.scan.fill_levels`."""
        return self._packed.arrays

    @cached_property
    def _packed(self) -> _Packed:
        return _pack(self)


class Steps:
    """Makes a plan, step by step."""

    def __init__(self, rows: int, columns: int) -> None:
        self.shape = rows, columns
        self._made: list[Step] = []
        self._pairs_of_codes: list[tuple[Any, Any]] = []
        self._pairs_of_sets: list[tuple[Any, Any]] = []

    def step(self, kind: int, column: int = 0, table: Any = (), other: int = 0, base: int = 0) -> None:
        """Add a pass; `table` holds points."""
        self._made.append(Step(kind, column, np.asarray(table, dtype=np.int64).ravel(), other, base))

    def column(self, one: Any, other: Any) -> int:
        """Add codes of both sides, 0 for an empty cell; return their number."""
        self._pairs_of_codes.append((np.asarray(one, dtype=np.uint16), np.asarray(other, dtype=np.uint16)))
        return len(self._pairs_of_codes) - 1

    def bits(self, one: Any, other: Any) -> int:
        """Add bit sets of both sides; return their number."""
        self._pairs_of_sets.append((np.asarray(one, dtype=np.uint64), np.asarray(other, dtype=np.uint64)))
        return len(self._pairs_of_sets) - 1

    def plan(self, matrix: NDArray[Any] | None = None) -> Plan:
        """Return the plan. Unsuitable where the points are too many for the kernel."""
        made = Plan(*self.shape, tuple(self._made), tuple(self._pairs_of_codes), tuple(self._pairs_of_sets), matrix)
        assert made.arrays  # noqa: S101 - packs now, so that what does not fit shows itself here
        return made


class _Packed(NamedTuple):
    arrays: tuple[Any, ...]
    most: int


def _pack(plan: Plan) -> _Packed:
    steps, codes = _by_fours(plan)
    extras = _summed(plan)
    unit = _unit(steps, plan.matrix, extras.points)
    most = sum(_most(step) for step in steps) + int(extras.points.max(initial=0))
    most += 0 if plan.matrix is None else max(int(plan.matrix.max(initial=0)), 0)
    above = most // unit + 1  # what a failed must takes away
    reach = above * (sum(_musts(step) for step in steps) + 2 + int(np.abs(extras.nevers).max(initial=0)))
    if reach > np.iinfo(np.int32).max:
        raise Unsuitable
    kind = np.int16 if reach <= np.iinfo(np.int16).max else np.int32
    sets, places = _by_width(plan)
    lines, tables = _lines(steps, places, unit, above, kind, plan.is_turned)
    least = -1 if plan.minimum is None else min(-(-plan.minimum // unit), most // unit + 1)
    arrays = (
        unit,
        lines,
        tables,
        *(_stacked([pair[side] for pair in codes], n, np.uint16) for side, n in enumerate((plan.rows, plan.columns))),
        *sets,
        extras.pointers,
        extras.columns,
        (extras.points // unit + extras.nevers * above).astype(np.int64),
        least,
        _levels(plan.matrix, unit, above, kind),
    )
    return _Packed(arrays, most // unit)


class _Extras(NamedTuple):
    pointers: Ints
    columns: Ints
    points: Ints
    nevers: Ints


def _summed(plan: Plan) -> _Extras:
    """Add up what concerns the same pair: its points, and how often it is ruled out less how often given back."""
    none = np.zeros(0, dtype=np.int64)
    rows, columns, points = (np.concatenate([none, *(some[n] for some in plan.extras)]) for n in range(3))
    keys, which = np.unique(rows * plan.columns + columns, return_inverse=True)
    is_points = np.abs(points) < NEVER // 2
    sums, nevers = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, which, np.where(is_points, points, 0))
    np.add.at(nevers, which, np.where(is_points, 0, np.sign(points)))
    row, column = np.divmod(keys, max(plan.columns, 1))
    pointers = np.zeros(plan.rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=plan.rows), out=pointers[1:])
    return _Extras(pointers, column, sums, nevers)


def _unit(steps: Sequence[Step], matrix: NDArray[Any] | None, extras: Ints) -> int:
    tables = [step.table[np.abs(step.table) < NEVER // 2] for step in steps]
    unit = int(np.gcd.reduce(np.concatenate([*tables, extras, np.zeros(1, dtype=np.int64)])))
    if matrix is not None:
        unit = int(np.gcd(unit, ready.kernels("scan").divisor_of(matrix)))
    return max(unit, 1)


def _most(step: Step) -> int:
    """Return the most points that one step can add."""
    points = step.table[np.abs(step.table) < NEVER // 2]
    return int(np.maximum(points, 0).sum()) if step.kind == FOUR else int(points.max(initial=0))


def _musts(step: Step) -> int:
    failed = step.table <= -NEVER // 2
    return int(failed.sum()) if step.kind == FOUR else int(failed.any())


def _by_fours(plan: Plan) -> tuple[list[Step], list[tuple[Any, Any]]]:
    """Join equalities by fours, so that their points are added in one pass.

    Only those in which an empty cell counts as another one. Their codes come to stand one after the other, and what
    is missing to a whole four gives no points.
    """
    plain = [step for step in plan.steps if step.kind == SAME and step.table[1] == step.table[2] > -NEVER // 2]
    if len(plain) < 2:
        return list(plan.steps), list(plan.codes)
    steps = [step for step in plan.steps if not any(step is one for one in plain)]
    used = sorted({step.column for step in steps if step.kind in _READ_CODES} | {s.other for s in steps if s.kind == SHARE})
    place = {old: new for new, old in enumerate(used)}
    codes = [plan.codes[old] for old in used]
    joined = [
        step._replace(column=place[step.column])
        if step.kind in _READ_CODES
        else step._replace(other=place[step.other])
        if step.kind == SHARE
        else step
        for step in steps
    ]
    for begin in range(0, len(plain), 4):
        some = plain[begin : begin + 4]
        missing = 4 - len(some)
        more = [int(step.table[0] - step.table[1]) for step in some] + [0] * missing
        base = sum(int(step.table[1]) for step in some)
        joined.append(Step(FOUR, len(codes), np.array([*more, base, 0], dtype=np.int64)))
        codes += [plan.codes[step.column] for step in some] + [plan.codes[some[0].column]] * missing
    return joined, codes


def _by_width(plan: Plan) -> tuple[list[NDArray[Any]], list[tuple[int, int]]]:
    """Stack the bit sets by the width they need; return the stacks, and for each set its place and width."""
    stacks: dict[int, list[tuple[Any, Any]]] = {width: [] for width in _WIDTHS}
    places: list[tuple[int, int]] = []
    for pair in plan.sets:
        used = max(int(side.max(initial=0)).bit_length() for side in pair)
        width = next(width for width in _WIDTHS if used <= width)
        places.append((len(stacks[width]), width))
        stacks[width].append(pair)
    sizes = plan.rows, plan.columns
    stacked = [
        _stacked([pair[side] for pair in stacks[width]], n, f"uint{width}")
        for width in _WIDTHS
        for side, n in enumerate(sizes)
    ]
    return stacked, places


def _lines(
    steps: Sequence[Step], places: Sequence[tuple[int, int]], unit: int, above: int, kind: Any, is_turned: bool
) -> tuple[Ints, NDArray[Any]]:
    """Return the steps as numbers (kind, column, start, size, other, base, turned, width), and all tables in levels."""
    lines, tables, size = [], [np.zeros(1, dtype=np.int64)], 1
    for step in steps:
        column, width = places[step.column] if step.kind in (BITS, SHARE) else (step.column, 0)
        lines.append((step.kind, column, size, len(step.table), step.other, step.base, int(is_turned), width))
        is_points = np.abs(step.table) < NEVER // 2
        tables.append(np.where(is_points, step.table // unit, np.sign(step.table) * above))
        size += len(step.table)
    return np.array(lines, dtype=np.int64).reshape(-1, 8), np.concatenate(tables).astype(kind)


def _levels(matrix: NDArray[Any] | None, unit: int, above: int, kind: Any) -> NDArray[Any]:
    """Return scores in levels, and what a failed must takes away where they are below 0; empty for no matrix."""
    if matrix is None:
        return np.zeros((0, 0), dtype=kind)
    levels = np.empty(matrix.shape, dtype=kind)
    for row in range(len(matrix)):  # no second matrix of the wide type
        levels[row] = np.where(matrix[row] < 0, -above, matrix[row] // unit)
    return levels


def _stacked(columns: Sequence[Any], people: int, dtype: Any) -> NDArray[Any]:
    if not columns:
        return np.zeros((0, people), dtype=dtype)
    return np.ascontiguousarray(np.stack([np.asarray(column, dtype=dtype) for column in columns]))
