"""People and rules compiled for the scan kernel: codes, bit sets and small tables of points.

Every rule whose cells take few distinct values becomes a table, computed by the rule itself on one
representative per value, so that the compiled plan cannot disagree with the words. Equality, occupations and
bit sets have steps of their own, which are faster and know no limit of values.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria, Rule
from resonanz.engine.encode import Judged
from resonanz.engine.kinds.availability import Availability
from resonanz.engine.kinds.base import fold
from resonanz.engine.kinds.different import Different
from resonanz.engine.kinds.equal import Equal
from resonanz.engine.kinds.languages import Languages, Spoken
from resonanz.engine.kinds.occupation import Codes, Occupation
from resonanz.engine.kinds.overlap import Lists, Overlap
from resonanz.engine.people import People, cell_text
from resonanz.engine.steps import BITS, NEVER, SAME, SHARE, TABLE, TREE, UNKNOWN, Plan, Steps, Unsuitable

__all__ = ["MOST_MUSTS", "NEVER", "Plan", "Unsuitable", "compile_plan", "plan_of_matrix", "rule_is_must"]

MOST_MUSTS = 30
MOST_POINTS = 1 << 30  # thousandths that all rules together may give; scores come out in 32 bits
_MOST_CELLS = 4_000_000  # of one table
_MOST_VALUES = 65_535


def plan_of_matrix(matrix: NDArray[Any]) -> Plan:
    """Return a plan that reads a matrix of scores, below 0 where impossible."""
    return Plan(matrix.shape[0], matrix.shape[1], matrix=matrix)


def compile_plan(mentors: People, mentees: People, criteria: Criteria) -> Plan:
    """Return the plan of all musts and criteria. Unsuitable where a rule does not fit; InputError as in `encode`."""
    if len(criteria.musts) > MOST_MUSTS or criteria.best_possible >= MOST_POINTS:
        raise Unsuitable
    builder = _Builder(len(mentors), len(mentees))
    for rule in (*criteria.musts, *criteria.criteria):
        builder.add(rule, mentors, mentees)
    return builder.plan()


class _Builder(Steps):
    def add(self, rule: Rule, mentors: People, mentees: People) -> None:
        """Add the steps of one rule."""
        kind = rule.kind
        if isinstance(kind, Equal | Different) and kind.mentor and kind.mentee:
            return self._texts(rule, mentors, mentees)
        if isinstance(kind, Languages | Availability | Overlap):
            return self._sets(rule, mentors, mentees)
        if not kind.by_cells:  # wishes and vetoes: what a cell means depends on whose it is
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
