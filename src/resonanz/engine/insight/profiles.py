"""Mentors there are not yet: which entries such a person could have, and what each entry would be worth to each mentee.

Every rule looks at one column of the mentors at most, so the score of an imagined mentor is the sum of its columns'
points, and it is possible where all columns pass. Entries to try come from what mentees have and mentors lack, and
from what mentors usually have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.encode import Judged
from resonanz.engine.kinds.availability import Availability, parse_slots, slot_phrases
from resonanz.engine.kinds.base import Kind, entries, fold
from resonanz.engine.kinds.different import Different
from resonanz.engine.kinds.languages import Languages
from resonanz.engine.kinds.near import Near
from resonanz.engine.kinds.occupation import Occupation
from resonanz.engine.kinds.overlap import Overlap
from resonanz.engine.kinds.prefers import Prefers
from resonanz.engine.kinds.step import Step
from resonanz.engine.kinds.vetoes import Vetoes
from resonanz.engine.kinds.waiting import Waiting
from resonanz.engine.named import named
from resonanz.engine.people import People, cell_text
from resonanz.engine.solved import Solved
from resonanz.phrases import P, Phrase

MOST_CELLS = 300  # entries tried in one column, the most frequent first
_LISTS = (Languages, Overlap, Availability)


@dataclass(frozen=True)
class Column:
    """The entries tried in one column of the mentors: `cells[0]` is the usual one. `points` in thousandths and `passes`
    have the shape (cells, mentees).
    """

    name: str
    rule: Judged
    cells: list[str]
    points: NDArray[np.int64]
    passes: NDArray[np.bool_]

    def trait(self, cell: int) -> Phrase:
        """Say what is special about an entry, in the words of the rule."""
        text, usual = self.cells[cell], self.cells[0]
        if usual and not text and isinstance(self.rule.rule.kind, Different):
            return P("{label}: not “{value}”", label=self.rule.rule.label, value=usual)
        if usual and text.startswith(f"{usual}; "):
            text = text.removeprefix(f"{usual}; ")
        return P("{label}: {value}", label=self.rule.rule.label, value=_shown(self.rule.rule.kind, text))


@dataclass(frozen=True)
class Imagined:
    """All columns, and what does not depend on who the new mentor is: points and passes, shape (mentees,).

    Pairs below `lowest` thousandths are not made.
    """

    columns: list[Column]
    points: NDArray[np.int64]
    passes: NDArray[np.bool_]
    lowest: int | None

    def score(self, cells: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the points with each mentee, and with whom a pair is possible, for one cell of each column."""
        points, passes = self.points.copy(), self.passes.copy()
        for column, cell in zip(self.columns, cells, strict=True):
            points += column.points[cell]
            passes &= column.passes[cell]
        return points, passes if self.lowest is None else passes & (points >= self.lowest)


def imagine(solved: Solved, wanting: list[int]) -> Imagined:
    """Return what mentors could be who suit the mentees `wanting` (indices)."""
    problem = solved.problem
    count = len(problem.mentees)
    points, passes = np.zeros(count, dtype=np.int64), np.ones(count, dtype=bool)
    by_column: dict[str, list[Judged]] = {}
    for judged in (*problem.criteria, *problem.musts):
        kind = judged.rule.kind
        if kind.mentor is not None:
            by_column.setdefault(kind.mentor, []).append(judged)
        elif isinstance(kind, Prefers):
            if judged in problem.musts and not isinstance(kind, Vetoes):
                passes &= _nobody_new(judged)
        else:
            some_points, some_passes = _judge(solved, judged, [""], "")
            points += some_points[0]
            passes &= some_passes[0]
    columns = [_column(solved, name, rules, wanting) for name, rules in sorted(by_column.items())]
    return Imagined(columns, points, passes, solved.lowest)


def _nobody_new(judged: Judged) -> NDArray[np.bool_]:
    """A must that the mentor is on the mentee's list excludes whoever is new, except for empty lists that pass."""
    return ~judged.encoded.known_mentees & (judged.rule.empty == "pass")


def _column(solved: Solved, name: str, rules: list[Judged], wanting: list[int]) -> Column:
    cells = _cells(solved, name, rules, wanting)
    count = len(solved.problem.mentees)
    points, passes = np.zeros((len(cells), count), dtype=np.int64), np.ones((len(cells), count), dtype=bool)
    for judged in rules:
        some_points, some_passes = _judge(solved, judged, cells, name)
        points += some_points
        passes &= some_passes
    return Column(name, rules[0], cells, points, passes)


def _judge(solved: Solved, judged: Judged, cells: list[str], name: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return one rule's points and passes of people who have these entries, shape (cells, mentees)."""
    size = len(cells)
    # Ids that nobody has, so that no list of wishes or vetoes can mean them.
    ids = [f"\0{number:06}" for number in range(size)]
    people = People("", ids, [0] * size, [{name: cell} for cell in cells], [name], everybody=False)
    again = replace(judged, encoded=judged.rule.kind.encode(people, solved.problem.mentees))
    shape = (size, len(solved.problem.mentees))
    if any(judged is must for must in solved.problem.musts):
        return np.zeros(shape, dtype=np.int64), again.passes()
    return again.points(), np.ones(shape, dtype=bool)


def _cells(solved: Solved, name: str, rules: list[Judged], wanting: list[int]) -> list[str]:
    present = Counter(cell for cell in solved.problem.mentors.column(name).cells if cell)
    usual = min(present, key=lambda cell: (-present[cell], cell)) if present else ""
    kinds = [judged.rule.kind for judged in rules]
    if not all(kind.by_cells for kind in kinds):  # a new mentor has no wishes and no vetoes yet
        return [""]
    tried: Counter[str] = Counter()
    for kind in kinds:
        tried.update(_suitable(solved, kind, wanting, usual))
    tried.update(present)
    ranked = sorted(tried, key=lambda cell: (-tried[cell], cell))
    return list(dict.fromkeys([usual, "", *ranked]))[:MOST_CELLS]


def _suitable(solved: Solved, kind: Kind, wanting: list[int], usual: str) -> Iterable[str]:
    """Yield the entries a kind suggests for the mentees, once for each mentee."""
    if isinstance(kind, Different):
        return
    if isinstance(kind, Step):
        yield from kind.order
    elif isinstance(kind, Waiting):
        yield str(kind.full_after)
    value = getattr(kind, "value", None)
    if value is not None:
        yield cell_text(value)
    if isinstance(kind, Step | Waiting) or kind.mentee is None:
        return
    for mentee in wanting:
        cell = cell_text(solved.problem.mentees.rows[mentee].get(kind.mentee))
        if cell:
            yield from _variants(kind, cell, usual)


def _variants(kind: Kind, cell: str, usual: str) -> Iterable[str]:
    """Yield a mentee's entry and what is wider: a group of occupations, one language or topic of several."""
    yield cell
    if isinstance(kind, Occupation):
        from resonanz.taxonomy import occupations

        code = occupations.code_of(cell) or ""
        yield from (code[:digits] for digits in range(1, len(code)))
    if isinstance(kind, _LISTS):
        for entry in entries(cell):
            yield entry
            if usual and fold(entry) not in map(fold, entries(usual)):
                yield f"{usual}; {entry}"


def _shown(kind: Kind, text: str) -> Phrase:
    if not text:
        return P("no entry")
    if isinstance(kind, Occupation):
        from resonanz.taxonomy import occupations

        if code := occupations.code_of(text):
            return named({language: occupations.title(code, language) for language in ("de", "en")})
    if isinstance(kind, Languages):
        from resonanz.taxonomy import languages

        spoken = [code for entry in entries(text) for code in languages.parse_skills(entry)]
        return P("{list}", list=[named({name: languages.name(code, name) for name in ("de", "en")}) for code in spoken])
    if isinstance(kind, Near):
        from resonanz.taxonomy import places

        if place := places.locate(text, kind.country):
            return P("{town}", town=place.name)
    if isinstance(kind, Availability):
        return P("{list}", list=slot_phrases(parse_slots(text)))
    return named(text)
