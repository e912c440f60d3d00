"""One side of a matching: rows of text with ids, in the order of ids, and where each stood in its file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resonanz.phrases import P
from resonanz.tables import InputError, InputProblem, Table, did_you_mean, quoted

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """The cells of one column as stripped text, with the place of each for messages."""

    file: str
    name: str
    cells: list[str]
    lines: list[int]

    def problem(self, index: int, message: Any) -> InputProblem:
        """Return the problem of one cell."""
        return InputProblem(self.file, self.lines[index], self.name, message)


@dataclass(frozen=True)
class People:
    """Mentors or mentees, sorted by id as plain strings, so that the order of the file decides nothing.

    `everybody` is False for some of a side: then an id that is none of theirs may be somebody else's.
    """

    file: str
    ids: list[str]
    lines: list[int]
    rows: list[Row]
    columns: list[str]
    everybody: bool = True

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> Column:
        """Return the column called `name`, which `Criteria.check` has found to exist."""
        return Column(self.file, name, [cell_text(row.get(name)) for row in self.rows], self.lines)

    def chosen(self, positions: Sequence[int]) -> People:
        """Return the people at these positions."""
        ids, lines, rows = (
            [self.ids[i] for i in positions],
            [self.lines[i] for i in positions],
            [self.rows[i] for i in positions],
        )
        return People(self.file, ids, lines, rows, self.columns, everybody=False)

    def index(self) -> dict[str, int]:
        """Return the position of each id."""
        return {person: position for position, person in enumerate(self.ids)}


def read_people(rows: Sequence[Row], id_column: str, default_name: str) -> People:
    """Return the people of `rows` (a Table, or any sequence of mappings), or every missing or double id at
    once.
    """
    table = rows if isinstance(rows, Table) else None
    file = table.name if table else default_name
    lines = table.lines if table else list(range(1, len(rows) + 1))
    columns = table.columns if table else list(dict.fromkeys(key for row in rows for key in row))
    if len(rows) and id_column not in columns:
        message = P(
            "There is no column “{column}” with the ids.{hint} Name the column that identifies people, with "
            "--id or `id` under [settings]; the columns are {columns}.",
            column=id_column,
            hint=did_you_mean(id_column, columns),
            columns=quoted(columns),
        )
        raise InputError(InputProblem(file, None, None, message))
    ids = [cell_text(row.get(id_column)) for row in rows]
    _check_ids(ids, lines, file, id_column)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return People(file, [ids[i] for i in order], [lines[i] for i in order], [rows[i] for i in order], columns)


def cell_text(value: Any) -> str:
    """Return a cell's value as stripped NFC text; None is empty, 3.0 is "3"."""
    if type(value) is str and value.isascii():  # nearly every cell of a file
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def _check_ids(ids: list[str], lines: list[int], file: str, column: str) -> None:
    problems: list[InputProblem] = []
    first: dict[str, int] = {}
    for person, line in zip(ids, lines, strict=True):
        if not person:
            problems.append(InputProblem(file, line, column, P("The id is missing; give this person one.")))
        elif person in first:
            message = P(
                "The id “{id}” stands in row {first} already; each person needs one of their own.",
                id=person,
                first=first[person],
            )
            problems.append(InputProblem(file, line, column, message))
        first.setdefault(person, line)
    if problems:
        raise InputError(problems)
