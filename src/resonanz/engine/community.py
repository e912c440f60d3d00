"""A community encoded once, to suggest partners to one person after another without reading it again.

Each rule looks at one column of the community at most, so it is judged on one person for each distinct cell there, and
everybody gets the points of their cell. Lists, where nearly every cell is different, have an index of their entries;
wishes and vetoes name single people. Everybody is scored, there is no approximation.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.alike import LEAST_PEOPLE, MOST_POINTS, Alike, Column
from resonanz.engine.criteria import Criteria, Rule
from resonanz.engine.decode import Words
from resonanz.engine.encode import Judged, encode
from resonanz.engine.kinds import Encoded, Kind
from resonanz.engine.kinds.availability import Slots
from resonanz.engine.kinds.base import entries, fold
from resonanz.engine.kinds.languages import Spoken
from resonanz.engine.kinds.occupation import Codes
from resonanz.engine.kinds.overlap import Lists
from resonanz.engine.kinds.prefers import ELSEWHERE, Prefers
from resonanz.engine.people import People, Row, cell_text, read_people
from resonanz.engine.plan import rule_is_must
from resonanz.engine.result import Pair
from resonanz.phrases import P
from resonanz.tables import InputError, InputProblem, did_you_mean, quoted

Filters = Mapping[str, str | Collection[str]]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
REMEMBERED = 64  # judgements of a rule kept, one for each distinct cell of those who asked last


class Community:
    """The people of one side ("mentor" or "mentee"), ready to be suggested to people of the other.

    `people`: a `Table`, or any sequence of mappings. InputError carries everything wrong with them. What is given is
    copied nowhere: do not change the rows afterwards.
    """

    def __init__(
        self,
        people: Sequence[Row],
        criteria: Criteria | Mapping[str, Any],
        *,
        side: str = "mentor",
        id: str | None = None,
    ) -> None:
        if side not in ("mentor", "mentee"):
            raise ValueError(f'side must be "mentor" or "mentee", not {side!r}')
        rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
        self.id_column = id or rules.settings.id or "id"
        self._set(read_people(people, self.id_column, f"{side}s"), rules, side)

    @classmethod
    def of(cls, people: People, rules: Criteria, side: str, id_column: str) -> Community:
        """Make a community of people who are read already."""
        made = cls.__new__(cls)
        made.id_column = id_column
        made._set(people, rules, side)
        return made

    def __len__(self) -> int:
        return len(self.people)

    def suggest(self, person: Row, k: int = 10, *, filters: Filters | None = None) -> tuple[Pair, ...]:
        """Return the `k` best possible partners of `person`, the best first, with reasons; equal scores by id.

        `filters`: column → text, or several texts of which one must be there; case and spaces make no difference, and an
        empty text finds empty cells. InputError says what is wrong with the person or the filters.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        one = self.read(person)
        chosen = self._chosen(filters or {})
        if not len(self.people):
            return ()
        rules, found = self._judged(one)
        search = self._search_alike if self._is_large() else self._search_all
        return self._in_words(one, rules, search(found, chosen, k))

    def scores(self, person: Row) -> Ints:
        """Return the score of everybody beside `person`, in thousandths of a point, in the order of `people.ids`.

        -1 where a pair is impossible. For whoever filters, counts and turns pages by rules of one's own; the order by
        falling score, equal ones by id, is that of `suggest`.
        """
        one = self.read(person)
        if not len(self.people):
            return np.zeros(0, dtype=np.int64)
        _, found = self._judged(one)
        rules = [(judge.at, values) for judge, values in zip(self._judges, found, strict=True)]
        score, kept = self._added(rules)
        score[~kept] = -1
        return score

    def pairs(self, person: Row, positions: Sequence[int]) -> tuple[Pair, ...]:
        """Return the pairs of `person` with the people at these positions, in this order, with reasons.

        `positions` are those in `people.ids`; only of people who are possible (`scores`).
        """
        one = self.read(person)
        return self._in_words(one, self._settled(one), list(positions))

    def _settled(self, one: People) -> list[Rule]:
        kinds = (rule.kind.settled(*judge.sides(one)) for judge, rule in zip(self._judges, self._rules, strict=True))
        return [replace(rule, kind=kind) for rule, kind in zip(self._rules, kinds, strict=True)]

    def _judged(self, one: People) -> tuple[list[Rule], list[NDArray[Any]]]:
        """Return the rules as they are for `one`, and what each gives to the cells of its column (or to each person)."""
        rules = self._settled(one)
        found: list[NDArray[Any]] = []
        problems: list[InputProblem] = []
        for judge, rule in zip(self._judges, rules, strict=True):
            try:
                found.append(judge.judge(one, rule))
            except InputError as error:
                problems += [problem for problem in error.problems if problem not in problems]
        if problems:
            raise InputError(problems)
        return rules, found

    def read(self, person: Row) -> People:
        """Return the asking person as a side of one; InputError says what is wrong with its id or its columns."""
        one = replace(read_people([person], self.id_column, self._other), everybody=False)
        if len(self.people):
            columns = one.columns, self.people.columns
            self.rules.check(*(columns if self.side == "mentee" else columns[::-1]))
        return one

    def _set(self, people: People, rules: Criteria, side: str) -> None:
        self.people, self.rules, self.side = people, rules, side
        self._other = "mentees" if side == "mentor" else "mentors"
        self._filters: dict[str, tuple[dict[str, int], Ints]] = {}
        self._alike: Alike | None = None  # sorted when somebody asks
        self._judges: list[_Judge] = []
        problems: list[InputProblem] = []
        self._rules = (*rules.musts, *rules.criteria)
        for rule in self._rules:
            name = rule.kind.mentor if side == "mentor" else rule.kind.mentee
            if name is not None and name not in people.columns:
                continue  # nobody is here, or `read` says what is missing
            try:
                self._judges.append(_judge_of(rule, people, side))
            except InputError as error:
                problems += [problem for problem in error.problems if problem not in problems]
        if problems:
            raise InputError(problems)

    def _sides(self, one: People, people: People) -> tuple[People, People]:
        return (people, one) if self.side == "mentor" else (one, people)

    def _is_large(self) -> bool:
        many = len(self.people) >= LEAST_PEOPLE and self.rules.best_possible < MOST_POINTS
        return many and any(judge.at is not None for judge in self._judges)

    def _search_alike(self, found: list[NDArray[Any]], chosen: dict[str, Bools], k: int) -> list[int]:
        by_cell = [judge.at is not None for judge in self._judges]
        if self._alike is None:
            judged = zip(self._judges, self._rules, strict=True)
            columns = [(Column.of(judge.at), rule.most) for judge, rule in judged if judge.at is not None]
            self._alike = Alike([column for column, _ in columns], [most for _, most in columns])
        more: Ints | None = None
        if not all(by_cell):
            more, kept = self._added([(None, values) for values, cells in zip(found, by_cell, strict=True) if not cells])
            more[~kept] = -1
        filters = {name: (self._filters[name][1], wanted) for name, wanted in chosen.items()}
        tables = [values for values, cells in zip(found, by_cell, strict=True) if cells]
        return self._alike.best(tables, filters, more, k)

    def _search_all(self, found: list[NDArray[Any]], chosen: dict[str, Bools], k: int) -> list[int]:
        filters = [(self._filters[name][1], wanted) for name, wanted in chosen.items()]
        rules = [(judge.at, values) for judge, values in zip(self._judges, found, strict=True)]
        score, kept = self._added([*filters, *rules])
        score[~kept] = -1
        return _best(score, k)

    def _added(self, found: list[tuple[Ints | None, NDArray[Any]]]) -> tuple[Ints, Bools]:
        """Add up points for everybody, and say who stays; each comes for everybody, or by cell with everybody's cell."""
        kept: Bools = np.ones(len(self.people), dtype=bool)
        score: NDArray[Any] = np.zeros(len(self.people), dtype=np.int32 if self.rules.best_possible < 1 << 31 else np.int64)
        for at, values in found:
            if values.dtype == bool:
                kept &= (values if at is None else values[at]).astype(bool, copy=False)
            else:
                score += values.astype(score.dtype) if at is None else values.astype(score.dtype)[at]
        return score, kept

    def _chosen(self, filters: Filters) -> dict[str, Bools]:
        """Return for each column which of its texts are wanted."""
        found: dict[str, Bools] = {}
        for column, wanted in filters.items():
            if column not in self._filters:
                self._filters[column] = self._texts(column)
            code, _ = self._filters[column]
            texts = [wanted] if isinstance(wanted, str) else wanted
            found[column] = np.zeros(len(code), dtype=bool)
            found[column][[code[text] for text in map(fold, texts) if text in code]] = True
        return found

    def _texts(self, column: str) -> tuple[dict[str, int], Ints]:
        if len(self.people) and column not in self.people.columns:
            message = P(
                "There is no column “{column}” to filter by.{hint} The columns are {columns}.",
                column=column,
                hint=did_you_mean(column, self.people.columns),
                columns=quoted(self.people.columns, 20),
            )
            raise InputError(InputProblem(self.people.file, None, None, message))
        code: dict[str, int] = {}
        texts = (fold(cell_text(row.get(column))) for row in self.people.rows)
        return code, np.array([code.setdefault(text, len(code)) for text in texts], dtype=np.int64)

    def _in_words(self, one: People, rules: list[Rule], best: list[int]) -> tuple[Pair, ...]:
        if not best:
            return ()
        count = len(self.rules.musts)
        settled = replace(self.rules, musts=tuple(rules[:count]), criteria=tuple(rules[count:]))
        problem = encode(*self._sides(one, self.people.chosen(best)), settled)
        words, most = Words(problem), settled.best_possible
        places = [(place, 0) if self.side == "mentor" else (0, place) for place in range(len(best))]
        return tuple(words.pair(*place, most) for place in places)


def _best(score: NDArray[Any], k: int) -> list[int]:
    """Return the positions of the `k` highest scores from 0 up, the highest first, equal ones in order."""
    if k < len(score):
        least = max(int(np.partition(score, len(score) - k)[len(score) - k]), 0)
        candidates = np.flatnonzero(score >= least)
    else:
        candidates = np.flatnonzero(score >= 0)
    order = np.argsort(-score[candidates], kind="stable")[:k]
    return [int(position) for position in candidates[order]]


@dataclass
class _Judge:
    """One rule's view of the community: `few` has one person for each distinct cell, `at` says whose cell each has."""

    people: People
    side: str
    few: People
    at: NDArray[Any] | None  # None where each person is judged alone
    remembered: OrderedDict[Any, NDArray[Any]] = field(default_factory=OrderedDict)

    def judge(self, one: People, rule: Rule) -> NDArray[Any]:
        """Return the rule's points, or whether its must is met, for each distinct cell (each person where `at` is None)."""
        column = rule.kind.mentee if self.side == "mentor" else rule.kind.mentor
        # With the day, because waiting counts up to it.
        key = rule.kind, dt.date.today(), cell_text(one.rows[0].get(column)) if column else ""
        if key in self.remembered:
            self.remembered.move_to_end(key)
            return self.remembered[key]
        judged = Judged(rule, self.encoded(one, rule.kind))
        values = (judged.passes() if rule_is_must(rule) else judged.points()).ravel()
        self.remembered[key] = values
        if len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)
        return values

    def encoded(self, one: People, kind: Kind) -> Encoded:
        """Return the rule's columns, with `few` for the community."""
        return kind.encode(*self.sides(one))

    def sides(self, one: People) -> tuple[People, People]:
        """Return mentors and mentees."""
        return (self.few, one) if self.side == "mentor" else (one, self.few)


@dataclass
class _EachJudge(_Judge):
    """What a cell means depends on whose it is: everybody is judged, and nothing is remembered."""

    def judge(self, one: People, rule: Rule) -> NDArray[Any]:
        """Judge everybody by the rule itself."""
        judged = Judged(rule, self.encoded(one, rule.kind))
        return (judged.passes() if rule_is_must(rule) else judged.points()).ravel()


@dataclass
class _HeldJudge(_Judge):
    """Cells that are read without those of the other side, once: `held` are the community's fields of the encoded."""

    held: dict[str, Any] = field(default_factory=dict)

    def encoded(self, one: People, kind: Kind) -> Encoded:
        """Read the person's cell only."""
        nobody = People(self.few.file, [], [], [], self.few.columns)
        alone: Any = kind.encode(*((nobody, one) if self.side == "mentor" else (one, nobody)))
        beside: Encoded = replace(alone, **self.held)
        return beside


@dataclass
class _ListJudge(_HeldJudge):
    """Lists of entries: `postings` says in which of the distinct cells each entry stands."""

    postings: dict[Any, Ints] = field(default_factory=dict)

    def encoded(self, one: People, kind: Kind) -> Encoded:
        """Count what is common along the postings."""
        beside = super().encoded(one, kind)
        counted = _CountedSkills if isinstance(beside, Spoken) else _CountedLists
        own = _entries_of(beside, "mentee" if self.side == "mentor" else "mentor")[0]
        common = np.zeros(len(self.few), dtype=np.int64)
        for entry in own:
            common[self.postings.get(entry, np.zeros(0, dtype=np.int64))] += 1
        shape = (-1, 1) if self.side == "mentor" else (1, -1)
        return counted(**vars(beside), common=common.reshape(shape))


@dataclass(frozen=True)
class _CountedLists(Lists):
    common: Ints

    def _common(self) -> Any:
        return self.common


@dataclass(frozen=True)
class _CountedSkills(Spoken):
    common: Ints

    def _common(self) -> Ints:
        return self.common


@dataclass
class _WishJudge(_Judge):
    """Wishes and vetoes: whom the asking person names, or who names the asking person, and at which rank."""

    named: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    has_named: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def judge(self, one: People, rule: Rule) -> NDArray[Any]:
        """Judge everybody by ranks, without a table."""
        kind = rule.kind
        assert isinstance(kind, Prefers)  # noqa: S101 - only these come here
        rank = np.zeros(len(self.people), dtype=np.int64)
        known, known_one = np.ones(len(self.people), dtype=bool), np.ones(1, dtype=bool)
        if (kind.mentor is not None) == (self.side == "mentor"):
            positions, ranks = self.named.get(one.ids[0], ([], []))
            known = self.has_named
        else:
            (wishes,) = kind.lists(*self.sides(one))
            positions = [other for other in wishes if other != ELSEWHERE]
            ranks = [number for number, other in enumerate(wishes, 1) if other != ELSEWHERE]
            known_one[:] = bool(wishes)
        rank[positions] = ranks
        if self.side == "mentor":
            encoded = kind.judged(known, known_one, rank[:, None])
        else:
            encoded = kind.judged(known_one, known, rank[None])
        judged = Judged(rule, encoded)
        return (judged.passes() if rule_is_must(rule) else judged.points()).ravel()


def _judge_of(rule: Rule, people: People, side: str) -> _Judge:
    """Read the community's column of a rule. InputError names every cell that cannot be read."""
    kind = rule.kind
    name = kind.mentor if side == "mentor" else kind.mentee
    if isinstance(kind, Prefers):
        return _wish_judge(kind, people, side)
    if not kind.by_cells:
        return _EachJudge(people, side, people, None)
    few, at = _distinct(people, name)
    nobody = People("", [], [], [], [], everybody=False)
    sides = (few, nobody) if side == "mentor" else (nobody, few)
    try:
        encoded = kind.encode(*sides)
    except InputError:
        # Once more with everybody, so that every row with such a cell is named.
        kind.encode(*((people, nobody) if side == "mentor" else (nobody, people)))
        raise
    if not isinstance(encoded, (Lists, Spoken, Slots, Codes)):
        return _Judge(people, side, few, at)
    held = {name: value for name, value in vars(encoded).items() if name.startswith((f"{side}_", f"known_{side}"))}
    if isinstance(encoded, (Slots, Codes)):
        return _HeldJudge(people, side, few, at, held=held)
    found: dict[Any, list[int]] = {}
    for position, own in enumerate(_entries_of(encoded, side)):
        for entry in own:
            found.setdefault(entry, []).append(position)
    postings = {entry: np.array(positions, dtype=np.int64) for entry, positions in found.items()}
    return _ListJudge(people, side, few, at, held=held, postings=postings)


def _wish_judge(kind: Prefers, people: People, side: str) -> _WishJudge:
    column = kind.mentor if side == "mentor" else kind.mentee
    cells = people.column(column).cells if column else []
    named: dict[str, tuple[list[int], list[int]]] = {}
    for position, cell in enumerate(cells):
        for rank, person in enumerate(entries(cell), 1):
            positions, ranks = named.setdefault(person, ([], []))
            positions.append(position)
            ranks.append(rank)
    has_named = np.array([bool(entries(cell)) for cell in cells], dtype=bool)
    return _WishJudge(people, side, people, None, named=named, has_named=has_named)


def _entries_of(encoded: Any, side: str) -> list[set[Any]]:
    """Return the entries of each person of a side that count."""
    if isinstance(encoded, Spoken):
        skills = getattr(encoded, f"{side}_skills")
        return [{code for code, level in own if level >= encoded.level} for own in skills]
    return [{fold(text) for text in own} for own in getattr(encoded, f"{side}_lists")]


def _distinct(people: People, name: str | None) -> tuple[People, NDArray[Any]]:
    """Return one person for each distinct cell of a column, and whose cell each person has."""
    if name is None:
        return people.chosen([0] if len(people) else []), np.zeros(len(people), dtype=np.uint16)
    number: dict[str, int] = {}
    first: list[int] = []
    at = np.empty(len(people), dtype=np.int64)
    for position, row in enumerate(people.rows):
        cell = cell_text(row.get(name))
        if cell not in number:
            number[cell] = len(first)
            first.append(position)
        at[position] = number[cell]
    return people.chosen(first), at.astype(np.uint16 if len(first) <= 1 << 16 else np.int32)
