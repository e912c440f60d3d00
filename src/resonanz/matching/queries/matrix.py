"""The cohort as a heat map: every mentee with every mentor, a window of it in full and an overview of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase
from typing import Any

import numpy as np
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from resonanz.core.text import fold
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries.insight import Model, Pair, called
from resonanz.phrases import Phrase
from resonanz.taxonomy import isco, places

WINDOW = 50  # people on each side that one page shows: 2,500 cells are drawn at once and still move well
BLOCKS = 50  # of the overview, on each side
STEPS = (20, 40, 60, 80)  # percent at which the next shade begins
ORDERS = {
    "plan": gettext_lazy("by the plan"),
    "occupation": gettext_lazy("by occupation"),
    "place": gettext_lazy("by place"),
    "name": gettext_lazy("by name"),
}


@dataclass(frozen=True)
class Head:
    """Somebody at the edge of the table; `edge` where another group begins."""

    pk: int
    name: str
    note: str
    edge: bool


@dataclass(frozen=True)
class Cell:
    """One pair: what stands in the cell, its classes, and what it is called where colour and outline do not reach."""

    pair: str
    text: str
    classes: str
    label: str


@dataclass(frozen=True)
class Span:
    """One window along a side: its number from 1, and whom it shows, counted from 1."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Overview:
    """The whole as blocks: a path for each shade, the size in blocks, and a rectangle in blocks for each window."""

    width: int
    height: int
    paths: list[tuple[str, str]]
    windows: list[dict[str, Any]]


@dataclass(frozen=True)
class Matrix:
    """One window of the table, with what is needed to read it."""

    columns: list[Head]
    rows: list[tuple[Head, list[Cell]]]
    musts: list[tuple[str, Phrase]]
    down: list[Span]
    across: list[Span]
    row: int
    column: int
    overview: Overview | None

    @property
    def shown_down(self) -> Span:
        """The rows that are shown."""
        return self.down[self.row - 1]

    @property
    def shown_across(self) -> Span:
        """The columns that are shown."""
        return self.across[self.column - 1]


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the table; 0 for the window in which `pair` lies."""

    order: str = "plan"
    row: int = 0
    column: int = 0
    pair: Pair | None = None


def matrix_of(
    run: MatchingRun,
    model: Model,
    chosen: Mapping[Pair, Any],
    marks: Mapping[Pair, PairMark],
    names: Mapping[int, str],
    asked: Asked,
) -> Matrix:
    """Return the window of the table that is asked for."""
    mentees, edges_down = ordered(run, model, chosen, names, asked.order, is_mentor=False)
    mentors, edges_across = ordered(run, model, chosen, names, asked.order, is_mentor=True)
    down, across = spans(len(mentees)), spans(len(mentors))
    place = model.place(asked.pair) if asked.pair else None
    row = within(asked.row, down, mentees.index(place[1]) if place else 0)
    column = within(asked.column, across, mentors.index(place[0]) if place else 0)
    here = [mentees[n] for n in range(down[row - 1].first - 1, down[row - 1].last)]
    beside = [mentors[n] for n in range(across[column - 1].first - 1, across[column - 1].last)]
    first, second = (rows_of(run, model, is_mentor=is_mentor) for is_mentor in (True, False))
    looks = Looks(model, chosen, marks, asked.pair)
    rows = [(head(second[at], names, at in edges_down), [looks.cell(mentor, at) for mentor in beside]) for at in here]
    seen = {cell.text for _head, cells in rows for cell in cells}
    musts = [(letter(number), judged.rule.label) for number, judged in enumerate(model.solved.problem.musts)]
    return Matrix(
        columns=[head(first[at], names, at in edges_across) for at in beside],
        rows=rows,
        musts=[(sign, label) for sign, label in musts if sign in seen],  # the legend explains what there is to see
        down=down,
        across=across,
        row=row,
        column=column,
        overview=overview(model, mentors, mentees, down, across) if len(down) * len(across) > 1 else None,
    )


def ordered(
    run: MatchingRun,
    model: Model,
    chosen: Mapping[Pair, Any],
    names: Mapping[int, str],
    order: str,
    *,
    is_mentor: bool,
) -> tuple[list[int], set[int]]:
    """Return the positions of one side in an order, and before whom a new group begins."""
    rows = rows_of(run, model, is_mentor=is_mentor)
    by_name = [fold(called(names, row["id"])) for row in rows]
    group: Callable[[int], Any]
    if order == "occupation":
        group = lambda at: (rows[at].get("occupation") or "~")[:1]  # noqa: E731
        key: Callable[[int], Any] = lambda at: (group(at), rows[at].get("occupation", ""), by_name[at])  # noqa: E731
    elif order == "place":
        group = lambda at: region(rows[at].get("place", "")) or "~"  # noqa: E731
        key = lambda at: (group(at), rows[at].get("place", ""), by_name[at])  # noqa: E731
    elif order == "name":
        group = lambda at: ""  # noqa: E731
        key = lambda at: by_name[at]  # noqa: E731
    else:
        rank = ranks(model, chosen, is_mentor=is_mentor)
        group = lambda at: at in rank  # noqa: E731
        key = lambda at: (rank.get(at, len(rank)), by_name[at])  # noqa: E731
    found = sorted(range(len(rows)), key=key)
    return found, {after for before, after in pairwise(found) if group(before) != group(after)}


def rows_of(run: MatchingRun, model: Model, *, is_mentor: bool) -> list[dict[str, str]]:
    """Return the rows of one side in the order of the model, which is that of ids as text."""
    rows = {row["id"]: row for row in (run.mentors if is_mentor else run.mentees)}
    people = model.solved.problem.mentors if is_mentor else model.solved.problem.mentees
    return [rows[name] for name in people.ids]


def ranks(model: Model, chosen: Mapping[Pair, Any], *, is_mentor: bool) -> dict[int, int]:
    """Return the rank of everybody who is placed, such that the pairs lie along the diagonal, the best fit first."""
    best = sorted(chosen, key=lambda pair: (-chosen[pair]["percent"], pair[1], pair[0]))
    places_of = [model.place(pair) for pair in best]
    found: dict[int, int] = {}
    for place in places_of:
        if place is not None:
            found.setdefault(place[0] if is_mentor else place[1], len(found))
    return found


def region(place: str) -> str:
    """Return the state or canton of a postcode with its country, the country alone where there is no postcode."""
    found = places.locate(place) if place else None
    return f"{found.state} ({found.country})" if found else place.split("-")[0]


def spans(count: int) -> list[Span]:
    """Return the windows along a side; one empty one for nobody."""
    starts = range(0, max(count, 1), WINDOW)
    return [Span(number, start + 1, min(start + WINDOW, count)) for number, start in enumerate(starts, start=1)]


def within(asked: int, those: Sequence[Span], position: int) -> int:
    """Return a window that there is: the one asked for, else the one in which `position` lies."""
    number = asked or position // WINDOW + 1
    return min(max(number, 1), len(those))


def head(row: Mapping[str, str], names: Mapping[int, str], edge: bool) -> Head:
    """Return somebody for the edge of the table, with the occupation below the name."""
    return Head(int(row["id"]), called(names, row["id"]), occupation(row.get("occupation", "")), edge)


def occupation(code: str) -> str:
    """Return the title of an occupation in the reader's language, empty where there is none."""
    return isco.title(code, (get_language() or "de").split("-")[0]) if isco.exists(code) else ""


def step(fit: int) -> int:
    """Return the shade of a fit in percent, 0 to 4."""
    return sum(fit >= start for start in STEPS)


def letter(number: int) -> str:
    """Return what stands in a cell where the condition of this number fails."""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else "*"


class Looks:
    """Draws cells of one page."""

    def __init__(
        self, model: Model, chosen: Mapping[Pair, Any], marks: Mapping[Pair, PairMark], selected: Pair | None
    ) -> None:
        self.model, self.chosen, self.marks, self.selected = model, chosen, marks, selected
        self.mentors = list(model.mentors)
        self.mentees = list(model.mentees)
        self.pinned = set(model.solved.demands.pins)
        self.words = {
            "chosen": _("chosen"),
            "pin": _("kept together"),
            "forbid": _("never together"),
            "note": _("with a note"),
            "excluded": _("excluded"),
            "fails": _("impossible"),
        }

    def cell(self, mentor: int, mentee: int) -> Cell:
        """Return one cell; only what is remarkable has a label, all others are read as the number they show."""
        problem, pair = self.model.solved.problem, (self.mentors[mentor], self.mentees[mentee])
        mark = self.marks.get(pair)
        kind = mark.kind if mark else "pin" if (mentor, mentee) in self.pinned else ""
        said = []
        if pair in self.chosen:
            said.append("chosen")
        if kind:
            said.append(kind)
        if problem.allowed[mentor, mentee]:
            fit = int(self.model.percents[mentor, mentee])
            text, classes = str(fit), [f"fit-{step(fit)}"]
            if self.model.solved.demands.forbidden[mentor, mentee]:
                text, classes = "–", ["fit-no"]
                said += [] if kind == "forbid" else ["excluded"]
        else:
            number = next(n for n, failed in enumerate(problem.failed) if failed[mentor, mentee])
            text, classes = letter(number), ["fit-no"]
            said += ["fails"] if said else []
        classes += [f"is-{one}" for one in said if one not in ("excluded", "fails")]
        if pair == self.selected:
            classes.append("is-selected")
        label = ", ".join([f"{text} %" if text.isdecimal() else text, *(self.words[one] for one in said)]) if said else ""
        return Cell(f"{pair[0]}-{pair[1]}", text, " ".join(classes), label)


def overview(
    model: Model, mentors: Sequence[int], mentees: Sequence[int], down: Sequence[Span], across: Sequence[Span]
) -> Overview:
    """Return the whole table in at most BLOCKS × BLOCKS blocks.

    A block has the shade of the mean of its possible pairs among all blocks, by fifths: over hundreds of pairs, means lie so
    close together that the shades of single pairs would show nothing.
    """
    possible = model.solved.possible[np.ix_(mentors, mentees)].T
    fits = model.percents[np.ix_(mentors, mentees)].T
    tall, wide = (max(-(-len(side) // BLOCKS), 1) for side in (mentees, mentors))
    sums, counts = (in_blocks(table, tall, wide) for table in (np.where(possible, fits, 0), possible.astype(np.int64)))
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    edges = np.nanquantile(means, (0.2, 0.4, 0.6, 0.8)) if (counts > 0).any() else np.zeros(4)
    paths: dict[str, list[str]] = {}
    for (y, x), mean in np.ndenumerate(means):
        name = "fit-no" if np.isnan(mean) else f"fit-{int((mean >= edges).sum()) if edges[0] < edges[3] else 2}"
        paths.setdefault(name, []).append(f"M{x} {y}h1v1h-1z")
    return Overview(
        width=sums.shape[1],
        height=sums.shape[0],
        paths=[(name, "".join(paths[name])) for name in sorted(paths)],
        windows=[
            {
                "row": row,
                "column": column,
                "x": f"{(column.first - 1) / wide:g}",  # as text: a template would write numbers with a German comma
                "y": f"{(row.first - 1) / tall:g}",
                "width": f"{(column.last - column.first + 1) / wide:g}",
                "height": f"{(row.last - row.first + 1) / tall:g}",
            }
            for row in down
            for column in across
        ],
    )


def in_blocks(table: NDArray[np.int64], tall: int, wide: int) -> NDArray[np.int64]:
    """Return the sums of a table over blocks of `tall` × `wide` cells, the last ones perhaps smaller."""
    rows = np.add.reduceat(table, np.arange(0, table.shape[0], tall), axis=0)
    found: NDArray[np.int64] = np.add.reduceat(rows, np.arange(0, table.shape[1], wide), axis=1)
    return found
