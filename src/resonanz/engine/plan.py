"""People and rules compiled for the scan kernel: codes, bit sets and small tables of points.

Every rule whose cells take few distinct values becomes a table, computed by the rule itself on one
representative per value, so that the compiled plan cannot disagree with the words. Equality, occupations and
bit sets have steps of their own, which are faster and know no limit of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria, Rule
from resonanz.engine.encode import Judged
from resonanz.engine.fast import ready
from resonanz.engine.kinds.availability import Availability
from resonanz.engine.kinds.base import fold
from resonanz.engine.kinds.different import Different
from resonanz.engine.kinds.equal import Equal
from resonanz.engine.kinds.languages import Languages, Spoken
from resonanz.engine.kinds.occupation import Codes, Occupation
from resonanz.engine.kinds.overlap import Lists, Overlap
from resonanz.engine.people import People, cell_text

SAME, TREE, BITS, SHARE, TABLE, UNKNOWN, MATRIX, MINIMUM, FOUR = range(9)  # as in resonanz.engine.fast.scan
NEVER = 1 << 40  # in a step's table: what a failed must takes away, more than all points together
MOST_MUSTS = 30
_MOST_CELLS = 4_000_000  # of one table
_MOST_VALUES = 65_535
_WIDTHS = (16, 32, 64)  # of bit sets


class Unsuitable(Exception):
    """A rule that does not fit the kernel; the caller judges by blocks instead."""


@dataclass(frozen=True)
class Plan:
    """Steps and columns of both sides; `arrays` is what the kernels take, `rows` and `columns` the two sizes.

    In `arrays`: the unit (points of one level), the steps, their tables in levels (int16 where the sum of all fits, else
    int32), codes of rows and columns (uint16), bit sets of rows and columns in three widths, the pairs that are ruled out
    (pointers by row, columns), and the matrix of a plan that reads one.
    """

    arrays: tuple[Any, ...]
    rows: int
    columns: int

    @property
    def divisor(self) -> int:
        """The greatest number that divides every score."""
        return int(self.arrays[0])

    @property
    def is_narrow(self) -> bool:
        """Whether levels fit into 16 bits."""
        return self.arrays[2].dtype == np.int16

    @property
    def highest(self) -> int:
        """A level that no score exceeds."""
        steps, tables, matrix = self.arrays[1], self.arrays[2], self.arrays[13]
        most = 0
        for kind, start, size in steps[:, [0, 2, 3]]:
            table = np.maximum(tables[start : start + size], 0)
            most += int(table.sum()) if kind == FOUR else int(table.max(initial=0))
        return most + int(matrix.max(initial=0))

    def turned(self) -> Plan:
        """Return the same scores with the sides exchanged."""
        unit, steps, tables, row_codes, codes, *sets, _, _, matrix = self.arrays
        steps = steps.copy()
        steps[:, 6] = 1 - steps[:, 6]
        swapped = [sets[n] for n in (1, 0, 3, 2, 5, 4)]
        if (steps[:, 0] == MATRIX).any():
            matrix = np.ascontiguousarray(matrix.T)
        out = _by_row(self._ruled_out_columns, self._ruled_out_rows, self.columns)
        return Plan((unit, steps, tables, codes, row_codes, *swapped, *out, matrix), self.columns, self.rows)

    def with_minimum(self, least: int) -> Plan:
        """Return a plan in which pairs with a lower score are impossible."""
        level = min(-(-least // int(self.arrays[0])), np.iinfo(np.int32).max)
        step = np.array([[MINIMUM, 0, 0, 0, 0, level, 0, 0]], dtype=np.int64)
        return replace(self, arrays=(self.arrays[0], np.vstack([self.arrays[1], step]), *self.arrays[2:]))

    def without_pairs(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Plan:
        """Return a plan in which the pairs (rows[k], columns[k]) are impossible."""
        every = np.concatenate([self._ruled_out_rows, rows]), np.concatenate([self._ruled_out_columns, columns])
        return replace(self, arrays=(*self.arrays[:11], *_by_row(*every, self.rows), self.arrays[13]))

    @property
    def _ruled_out_rows(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(self.rows), np.diff(self.arrays[11]))

    @property
    def _ruled_out_columns(self) -> NDArray[np.int64]:
        return np.asarray(self.arrays[12])


def plan_of_matrix(matrix: NDArray[Any]) -> Plan:
    """Return a plan that reads a matrix of scores, below 0 where impossible."""
    builder = _Builder(*matrix.shape)
    builder.step(MATRIX)
    return builder.plan(matrix)


def compile_plan(mentors: People, mentees: People, criteria: Criteria) -> Plan:
    """Return the plan of all musts and criteria. Unsuitable where a rule does not fit; InputError as in `encode`."""
    if len(criteria.musts) > MOST_MUSTS or criteria.best_possible >= 1 << 25:
        raise Unsuitable
    builder = _Builder(len(mentors), len(mentees))
    for rule in (*criteria.musts, *criteria.criteria):
        builder.add(rule, mentors, mentees)
    return builder.plan()


class _Builder:
    def __init__(self, rows: int, columns: int) -> None:
        self.shape = rows, columns
        self.steps: list[list[int]] = []
        self.tables: list[NDArray[np.int64]] = []
        self.codes: list[tuple[Any, Any]] = []
        self.sets: list[tuple[Any, Any]] = []
        self.size = 0

    def step(self, kind: int, column: int = 0, table: Any = (), other: int = 0, base: int = 0) -> None:
        flat = np.asarray(table, dtype=np.int64).ravel()
        self.steps.append([kind, column, self.size, len(flat), other, base, 0, 0])
        self.tables.append(flat)
        self.size += len(flat)

    def column(self, one: Any, other: Any) -> int:
        self.codes.append((np.asarray(one, dtype=np.uint16), np.asarray(other, dtype=np.uint16)))
        return len(self.codes) - 1

    def bits(self, one: Any, other: Any) -> int:
        self.sets.append((np.asarray(one, dtype=np.uint64), np.asarray(other, dtype=np.uint64)))
        return len(self.sets) - 1

    def plan(self, matrix: NDArray[Any] | None = None) -> Plan:
        rows, columns = self.shape
        self._by_fours()
        sides = [_stacked([pair[side] for pair in self.codes], n, np.uint16) for side, n in enumerate(self.shape)]
        unit, tables, kind = self._in_levels(matrix)
        sets = self._sets_by_width()
        steps = np.array(self.steps, dtype=np.int64).reshape(-1, 8)
        none = np.zeros(0, dtype=np.int64)
        levels = np.zeros((1, 1), dtype=kind) if matrix is None else _levels(matrix, unit, kind)
        return Plan((unit, steps, tables, *sides, *sets, *_by_row(none, none, rows), levels), rows, columns)

    def _by_fours(self) -> None:
        """Join equalities by fours, so that their points are added in one pass.

        Only those in which an empty cell counts as another one. Their codes come to stand one after the other, and
        what is missing to a whole four gives no points.
        """
        tables = [self.tables[number] for number in range(len(self.steps))]
        plain = [
            n
            for n, step in enumerate(self.steps)
            if step[0] == SAME and tables[n][1] == tables[n][2] and tables[n][1] > -NEVER // 2
        ]
        if len(plain) < 2:
            return
        steps = [(step, tables[n]) for n, step in enumerate(self.steps) if n not in plain]
        for begin in range(0, len(plain), 4):
            some = plain[begin : begin + 4]
            first = len(self.codes)
            for n in some:
                self.codes.append(self.codes[self.steps[n][1]])
            for _ in range(4 - len(some)):
                self.codes.append(self.codes[self.steps[some[0]][1]])
            more = [int(tables[n][0] - tables[n][1]) for n in some] + [0] * (4 - len(some))
            base = sum(int(tables[n][1]) for n in some)
            steps.append(([FOUR, first, 0, 6, 0, 0, 0, 0], np.array([*more, base, 0], dtype=np.int64)))
        self._renumber(steps)

    def _renumber(self, steps: list[tuple[list[int], NDArray[np.int64]]]) -> None:
        """Take these steps and tables, and drop columns of codes that no step reads any more."""
        used = sorted(
            {step[1] for step, _ in steps if step[0] in (SAME, TREE, TABLE, UNKNOWN)}
            | {step[1] + n for step, _ in steps if step[0] == FOUR for n in range(4)}
            | {step[4] for step, _ in steps if step[0] == SHARE}
        )
        place = {old: new for new, old in enumerate(used)}
        self.codes = [self.codes[old] for old in used]
        self.steps, self.tables, self.size = [], [], 0
        for step, table in steps:
            if step[0] in (SAME, TREE, TABLE, UNKNOWN, FOUR):
                step[1] = place[step[1]]
            elif step[0] == SHARE:
                step[4] = place[step[4]]
            step[2], self.size = self.size, self.size + len(table)
            self.steps.append(step)
            self.tables.append(table)

    def _in_levels(self, matrix: NDArray[Any] | None) -> tuple[int, NDArray[Any], Any]:
        """Return the unit, all tables in it, and the type of numbers in which every sum fits."""
        every = np.concatenate([*self.tables, np.zeros(1, dtype=np.int64)])
        is_points = np.abs(every) < NEVER // 2
        unit = int(np.gcd.reduce(every[is_points]))
        most = sum(_most(step, table) for step, table in zip(self.steps, self.tables, strict=True))
        if matrix is not None:
            unit = int(np.gcd(unit, ready.kernels("scan").divisor_of(matrix)))
            most += int(matrix.max(initial=0))
        unit = max(unit, 1)
        failures = [table <= -NEVER // 2 for table in self.tables]
        musts = sum(
            int(failed.sum()) if step[0] == FOUR else int(failed.any())
            for step, failed in zip(self.steps, failures, strict=True)
        )
        above = most // unit + 1  # what a failed must takes away
        kind = np.int16 if above * (musts + 1) <= np.iinfo(np.int16).max else np.int32
        if above * (musts + 1) > np.iinfo(np.int32).max:
            raise Unsuitable
        levels = np.where(is_points, every // unit, np.sign(every) * above)
        return unit, levels.astype(kind), kind

    def _sets_by_width(self) -> list[NDArray[Any]]:
        """Stack the bit sets by the width they need, and tell the steps where theirs is."""
        stacks: dict[int, list[tuple[Any, Any]]] = {width: [] for width in _WIDTHS}
        places: list[tuple[int, int]] = []
        for pair in self.sets:
            used = max((int(side.max(initial=0)).bit_length() for side in pair), default=0)
            width = next(width for width in _WIDTHS if used <= width)
            places.append((len(stacks[width]), width))
            stacks[width].append(pair)
        for step in self.steps:
            if step[0] in (BITS, SHARE):
                step[1], step[7] = places[step[1]]
        return [
            _stacked([pair[side] for pair in stacks[width]], n, f"uint{width}")
            for width in _WIDTHS
            for side, n in enumerate(self.shape)
        ]

    def add(self, rule: Rule, mentors: People, mentees: People) -> None:
        """Add the steps of one rule."""
        kind = rule.kind
        if isinstance(kind, Equal | Different) and kind.mentor and kind.mentee:
            return self._texts(rule, mentors, mentees)
        if isinstance(kind, Languages | Availability | Overlap):
            return self._sets(rule, mentors, mentees)
        if kind.name in ("prefers", "vetoes"):
            raise Unsuitable
        try:
            return self._by_value(rule, mentors, mentees)
        except Unsuitable:
            if isinstance(kind, Occupation):
                return self._tree(rule, mentors, mentees)
            raise

    def _texts(self, rule: Rule, mentors: People, mentees: People) -> None:
        texts = [[fold(text) for text in people.column(name or "").cells] for people, name in _sides(rule, mentors, mentees)]
        code = {text: number for number, text in enumerate(dict.fromkeys(["", *texts[0], *texts[1]]))}
        if len(code) > _MOST_VALUES:
            raise Unsuitable
        column = self.column(*([code[text] for text in side] for side in texts))
        fit_same, fit_other = (1, 0) if isinstance(rule.kind, Equal) else (0, 1)
        unknown = _points(rule, fit_other) if not rule_is_must(rule) else (0 if rule.empty == "pass" else -NEVER)
        self.step(SAME, column, [_points(rule, fit_same), _points(rule, fit_other), unknown])

    def _tree(self, rule: Rule, mentors: People, mentees: People) -> None:
        encoded = rule.kind.encode(mentors, mentees)
        assert isinstance(encoded, Codes)  # noqa: S101 - what Occupation encodes to
        sides = [
            [int("".join("123456789a"[int(d)] if d else missing for d in (*code, *[""] * 4)[:4]), 16) for code in codes]
            for codes, missing in ((encoded.mentor_codes, "f"), (encoded.mentee_codes, "e"))
        ]
        if rule_is_must(rule):
            table = [0 if common >= encoded.digits else -NEVER for common in range(5)]
        else:
            table = [_share_points(rule, common, 4) for common in range(5)]
        self.step(TREE, self.column(*sides), table)
        self._unknown(rule, encoded, -table[0])

    def _sets(self, rule: Rule, mentors: People, mentees: People) -> None:
        kind, encoded = rule.kind, rule.kind.encode(mentors, mentees)
        must = rule_is_must(rule)
        sides, most = _as_sets(encoded)
        column = self.bits(*sides)
        if must:
            least = getattr(kind, "at_least", 1)
            table = [-NEVER] * least + [0]
        elif isinstance(kind, Overlap):
            sizes = [len({fold(text) for text in wanted}) for wanted in encoded.mentee_lists]  # type: ignore[attr-defined]
            if max(sizes, default=0) > 64:
                raise Unsuitable
            shares = [
                [_share_points(rule, min(c, s), s) if s else 0 for c in range(65)] for s in range(max(sizes, default=0) + 1)
            ]
            self.step(SHARE, column, shares, other=self.column(np.zeros(self.shape[0]), sizes))
            return
        else:
            cap = kind.cap  # type: ignore[attr-defined]
            table = [_share_points(rule, common, cap) for common in range(cap + 1)]
        self.step(BITS, column, table[: most + 2])
        self._unknown(rule, encoded, -table[0])

    def _by_value(self, rule: Rule, mentors: People, mentees: People) -> None:
        """Judge one representative of each distinct cell against each of the other side."""
        few = [_representatives(people, name) for people, name in _sides(rule, mentors, mentees)]
        sizes = [len(side[0]) for side in few]
        if max(sizes) > _MOST_VALUES or sizes[0] * sizes[1] > _MOST_CELLS:
            # Reading all cells names every mistake before giving up.
            raise Unsuitable
        encoded = rule.kind.encode(few[0][0], few[1][0])
        judged = Judged(rule, encoded)
        table = np.where(judged.passes(), 0, -NEVER) if rule_is_must(rule) else judged.points()
        self.step(TABLE, self.column(few[0][1], few[1][1]), table, base=sizes[1])

    def _unknown(self, rule: Rule, encoded: Any, gift: int) -> None:
        """A must that lets empty cells pass gives back what the empty cell lost."""
        if not rule_is_must(rule) or rule.empty != "pass":
            return
        self.step(UNKNOWN, self.column(encoded.known_mentors, encoded.known_mentees), [gift])


def rule_is_must(rule: Rule) -> bool:
    """Return whether the rule excludes instead of giving points."""
    return rule.table.startswith("[[must]]")


def _points(rule: Rule, fit: int) -> int:
    if rule_is_must(rule):
        return 0 if fit else -NEVER
    return rule.weight if fit else 0


def _share_points(rule: Rule, part: int, whole: int) -> int:
    """Return the points of a share, rounded exactly as `share` and `Judged.points` do."""
    fit = (2 * part * 1_000_000 + whole) // (2 * whole) if part < whole else 1_000_000
    return (2 * fit * rule.weight + 1_000_000) // 2_000_000


def _as_sets(encoded: Any) -> tuple[list[list[int]], int]:
    """Return 64 bits for each person of both sides, and the number of bits in use."""
    if hasattr(encoded, "mentor_bits"):
        return [encoded.mentor_bits.tolist(), encoded.mentee_bits.tolist()], 28
    if isinstance(encoded, Spoken):
        lists = [
            [[code for code, level in skills if level >= encoded.level] for skills in side]
            for side in (encoded.mentor_skills, encoded.mentee_skills)
        ]
    else:
        assert isinstance(encoded, Lists)  # noqa: S101 - nothing else has sets
        lists = [[[fold(text) for text in row] for row in side] for side in (encoded.mentor_lists, encoded.mentee_lists)]
    shared = sorted({e for row in lists[0] for e in row} & {e for row in lists[1] for e in row})
    if len(shared) > 64:
        raise Unsuitable
    bit = {entry: 1 << number for number, entry in enumerate(shared)}
    return [[sum(bit.get(e, 0) for e in set(row)) for row in side] for side in lists], len(shared)


def _representatives(people: People, name: str | None) -> tuple[People, NDArray[np.int64]]:
    """Return one person per distinct cell of a column, and whose cell each person has."""
    if not name:
        few = people.chosen([0] if len(people) else [])
        return few, np.zeros(len(people), dtype=np.int64)
    cells = [cell_text(row.get(name)) for row in people.rows]
    first: dict[str, int] = {}
    for index, cell in enumerate(cells):
        first.setdefault(cell, index)
    chosen = list(first.values())
    number = {cell: k for k, cell in enumerate(first)}
    few = people.chosen(chosen)
    return few, np.array([number[cell] for cell in cells], dtype=np.int64)


def _sides(rule: Rule, mentors: People, mentees: People) -> tuple[tuple[People, str | None], tuple[People, str | None]]:
    return (mentors, rule.kind.mentor), (mentees, rule.kind.mentee)


def _stacked(columns: Sequence[Any], people: int, dtype: Any) -> NDArray[Any]:
    if not columns:
        return np.zeros((0, people), dtype=dtype)
    return np.ascontiguousarray(np.stack([np.asarray(column, dtype=dtype) for column in columns]))


def _most(step: list[int], table: NDArray[np.int64]) -> int:
    """Return the most points that one step can add."""
    points = table[np.abs(table) < NEVER // 2]
    return int(np.maximum(points, 0).sum()) if step[0] == FOUR else int(points.max(initial=0))


def _levels(matrix: NDArray[Any], unit: int, kind: Any) -> NDArray[Any]:
    """Return scores in levels, -1 where impossible."""
    if unit == 1 and matrix.dtype == kind:
        return matrix
    levels = np.empty(matrix.shape, dtype=kind)
    for row in range(len(matrix)):  # no second matrix of the wide type
        levels[row] = np.where(matrix[row] < 0, -1, matrix[row] // unit)
    return levels


def _by_row(rows: Any, columns: Any, count: int) -> tuple[Any, Any]:
    order = np.lexsort((columns, rows))
    pointers = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=pointers[1:])
    return pointers, columns[order].astype(np.int64)
