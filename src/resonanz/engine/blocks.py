"""A plan for every rule, also for those that the kernel cannot judge from codes.

Wishes and vetoes name single pairs, so they become amounts of single pairs, and a rule about who named anybody at all.
What is left (lists with more than 64 common entries, tables of too many values) is judged by the rules themselves, a
block of rows at a time, into one matrix of whole numbers. Only that matrix grows with the pairs, and it has a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria, Rule
from resonanz.engine.encode import encode
from resonanz.engine.kinds.numbers import AtMost
from resonanz.engine.kinds.prefers import ELSEWHERE, Prefers
from resonanz.engine.kinds.vetoes import Vetoes
from resonanz.engine.people import People, Row
from resonanz.engine.plan import MOST_MUSTS, MOST_POINTS, NEVER, Plan, Unsuitable, compile_plan, rule_is_must
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem

MOST_CELLS = 100_000_000  # of the matrix: 400 MB, and as much again while both sides look for candidates
BLOCK_CELLS = 1_000_000  # judged at a time
_MARK = "\0named somebody "  # a column of our own, which no file can have

Ints = NDArray[np.int64]
Sides = tuple[People, People]


@dataclass(frozen=True)
class _Amounts:
    """What a rule adds to single pairs (rows, columns): points, or `NEVER` and `-NEVER` for a must."""

    rows: Ints
    columns: Ints
    amounts: Ints


@dataclass(frozen=True)
class Compiled:
    """All musts and criteria: what the kernel takes, and amounts of single pairs besides."""

    base: Plan
    amounts: tuple[_Amounts, ...] = ()

    def plan(self, lowest: int | None = None) -> Plan:
        """Return the plan, in which pairs below `lowest` thousandths of a point are impossible."""
        plan = self._added(self.base)
        return plan if lowest is None else plan.with_minimum(lowest)

    def _added(self, plan: Plan) -> Plan:
        for some in self.amounts:
            plan = plan.with_extras(some.rows, some.columns, some.amounts)
        return plan


def compile_rules(mentors: People, mentees: People, rules: Criteria) -> Compiled:
    """Compile all musts and criteria. InputError as in `encode`, or where the rules ask for more than fits."""
    try:
        return Compiled(compile_plan(mentors, mentees, rules))
    except Unsuitable:
        return _compile_in_parts((mentors, mentees), rules)


def _compile_in_parts(sides: Sides, rules: Criteria) -> Compiled:
    if rules.best_possible >= MOST_POINTS:
        message = P(
            "The weights are too large for so many pairs ({pairs}): together they may give at most {most} points here. "
            "Divide all weights by the same number; that changes no plan.",
            pairs=len(sides[0]) * len(sides[1]),
            most=MOST_POINTS // 1000,
        )
        raise _complaint(rules, message)
    amounts: list[_Amounts] = []
    fitting: list[Rule] = []
    judged: list[Rule] = []
    musts = 0
    for number, rule in enumerate((*rules.musts, *rules.criteria)):
        if isinstance(rule.kind, Prefers):
            marked, some = _wishes(rule, f"{_MARK}{number}", sides)
            sides = _with_marks(sides, rule, f"{_MARK}{number}")
            fitting += marked
            amounts.append(some)
        elif musts < MOST_MUSTS // 2 and _fits(sides, rule):
            fitting.append(rule)
            musts += rule_is_must(rule)
        else:
            judged.append(rule)
    plan = compile_plan(*sides, _only(rules, fitting))
    if judged:
        plan = plan.with_matrix(_matrix(sides, _only(rules, judged), rules))
    return Compiled(plan, tuple(amounts))


def _fits(sides: Sides, rule: Rule) -> bool:
    try:
        compile_plan(*sides, _only(Criteria((), ()), [rule]))
    except Unsuitable:
        return False
    return True


def _only(rules: Criteria, chosen: Sequence[Rule]) -> Criteria:
    musts = tuple(rule for rule in chosen if rule_is_must(rule))
    return replace(rules, musts=musts, criteria=tuple(rule for rule in chosen if not rule_is_must(rule)))


def _wishes(rule: Rule, mark: str, sides: Sides) -> tuple[list[Rule], _Amounts]:
    """Return what a rule of wishes or vetoes asks of everybody, as rules about the column `mark`, and of single pairs.

    The column holds 1 for whom the rule as such excludes, and the pairs that are named get it back.
    """
    kind = rule.kind
    assert isinstance(kind, Prefers)  # noqa: S101 - only these come here
    lists = kind.lists(*sides)
    person = np.repeat(np.arange(len(lists)), [len(wishes) for wishes in lists])
    named = np.array([other for wishes in lists for other in wishes], dtype=np.int64)
    rank = np.array([number for wishes in lists for number in range(1, len(wishes) + 1)], dtype=np.int64)
    here = named != ELSEWHERE
    rows, columns = (person[here], named[here]) if kind.mentor else (named[here], person[here])
    excluding = isinstance(kind, Vetoes)
    about_mark = AtMost(mark, None, 0.0) if kind.mentor else AtMost(None, mark, 0.0)
    everybody = replace(rule, kind=about_mark)
    if rule_is_must(rule):
        amount = np.full(len(rows), -NEVER if excluding else NEVER)
        return [everybody], _Amounts(rows, columns, amount)
    if excluding:
        return [everybody], _Amounts(rows, columns, np.full(len(rows), -rule.most))
    # As `share` and `Judged.points` round: the fit of a wish is one over its rank.
    fit = (2_000_000 + rank[here]) // (2 * rank[here])
    return [], _Amounts(rows, columns, (2 * fit * rule.weight + 1_000_000) // 2_000_000)


def _with_marks(sides: Sides, rule: Rule, mark: str) -> Sides:
    kind = rule.kind
    assert isinstance(kind, Prefers)  # noqa: S101 - only these come here
    side = 0 if kind.mentor else 1
    people = sides[side]
    cells = people.column(kind.mentor or kind.mentee or "").cells
    if not rule_is_must(rule):
        excluded = [False] * len(cells)
    elif isinstance(kind, Vetoes):
        excluded = [not cell and rule.empty != "pass" for cell in cells]
    else:
        excluded = [bool(cell) or rule.empty != "pass" for cell in cells]
    rows: list[Row] = [{**row, mark: int(out)} for row, out in zip(people.rows, excluded, strict=True)]
    marked = replace(people, rows=rows, columns=[*people.columns, mark])
    return (marked, sides[1]) if side == 0 else (sides[0], marked)


def _matrix(sides: Sides, judged: Criteria, rules: Criteria) -> NDArray[np.int32]:
    """Return the points of these rules for every pair, -1 where a must fails."""
    mentors, mentees = sides
    if len(mentors) * len(mentees) > MOST_CELLS:
        message = P(
            "{rules}: these have too many different entries to be matched among so many pairs ({pairs}); up to {most} pairs "
            "work. Use fewer different entries (lists: at most 64 that both sides use), or match in several parts.",
            rules=[_named(rule) for rule in (*judged.musts, *judged.criteria)],
            pairs=len(mentors) * len(mentees),
            most=MOST_CELLS,
        )
        raise _complaint(rules, message)
    matrix = np.empty((len(mentors), len(mentees)), dtype=np.int32)
    step = max(1, BLOCK_CELLS // max(len(mentees), 1))
    for begin in range(0, len(mentors), step):
        block = encode(mentors.chosen(range(begin, min(begin + step, len(mentors)))), mentees, judged)
        matrix[begin : begin + step] = np.where(block.allowed, block.scores, -1)
    return matrix


def _named(rule: Rule) -> Phrase:
    return P("“{label}”", label=rule.label)


def _complaint(rules: Criteria, message: Phrase) -> InputError:
    return InputError(InputProblem(rules.source, None, None, message))
