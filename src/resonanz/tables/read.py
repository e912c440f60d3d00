"""A file from anybody's spreadsheet becomes a `Table`, or one sentence for each thing wrong with it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from resonanz.phrases import P, Phrase
from resonanz.tables.cells import letter, restore
from resonanz.tables.delimited import read_csv
from resonanz.tables.problems import InputError, InputProblem
from resonanz.tables.table import Table
from resonanz.tables.workbook import read_workbook, too_large

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"SQLite format": "SQLite",
    b"\x1f\x8b": "gzip",
}


def read_table(source: Path | bytes, name: str | None = None) -> Table:
    """Read CSV, XLSX or XLS (told apart by content, never by file name) into a table of stripped text.

    `name` is how messages call the file; by default the path's last part. Blank rows are skipped, empty
    columns dropped, column names made NFC. Raises InputError with every problem found.
    """
    if name is None:
        name = source.name if isinstance(source, Path) else "table"
    data = source if isinstance(source, bytes) else load(source, name)
    if len(data) > MAX_BYTES:
        raise _error(name, too_large())
    return _table(_cells(data, name), name)


def load(path: Path, name: str) -> bytes:
    """Return the bytes of a file, or one sentence why it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise _error(name, too_large())
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _error(name, P("There is no such file; check the name and the folder.")) from error
    except IsADirectoryError as error:
        raise _error(name, P("This is a folder; name the file inside it.")) from error
    except PermissionError as error:
        raise _error(name, P("You may not read this file; ask its owner or copy it.")) from error
    except OSError as error:
        raise _error(name, P("The file cannot be read ({reason}).", reason=str(error.strerror))) from error


def _cells(data: bytes, name: str) -> list[list[str]]:
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            message = P("This is no spreadsheet but {kind}; save the list as .xlsx or CSV.", kind=kind)
            raise _error(name, message)
    if data[:2] == b"PK" or data.startswith(b"\xd0\xcf\x11\xe0"):
        return read_workbook(data, name)
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        message = P("This is no spreadsheet but {kind}; save the list as .xlsx or CSV.", kind="HTML")
        raise _error(name, message)
    return read_csv(data, name)


def _table(records: list[list[str]], name: str) -> Table:
    cells = [[restore(cell.strip()) for cell in record] for record in records]
    filled = [index for index, row in enumerate(cells) if any(row)]
    if not filled:
        message = P("The file is empty; it needs column names in the first row and one person in each row below.")
        raise _error(name, message)
    head, *body = filled
    if len(body) > MAX_ROWS or max(len(cells[index]) for index in filled) > MAX_COLUMNS:
        raise _error(name, too_large())
    columns = [unicodedata.normalize("NFC", " ".join(text.split())) for text in cells[head]]
    while columns and not columns[-1]:
        columns.pop()  # what lies under no name at all is reported per row, as cells too many
    kept = [i for i, column in enumerate(columns) if column or any(cells[r][i : i + 1] != [""] for r in body)]
    problems = _header_problems(columns, kept, head + 1, name)
    problems += [problem for index in body for problem in _surplus(cells[index], columns, index + 1, name)]
    if not body and not problems:
        message = P("There are column names but no rows below them; add one person in each row.")
        problems.append(InputProblem(name, None, None, message))
    if problems:
        raise InputError(problems)
    rows = [{columns[i]: (cells[index][i] if i < len(cells[index]) else "") for i in kept} for index in body]
    return Table(name, [columns[i] for i in kept], rows, [index + 1 for index in body])


def _header_problems(columns: list[str], kept: list[int], row: int, name: str) -> list[InputProblem]:
    problems: list[InputProblem] = []
    seen: dict[str, int] = {}
    for index in kept:
        column = columns[index]
        if not column:
            message = P("Column {letter} has entries but no name; write a name above them.", letter=letter(index))
            problems.append(InputProblem(name, row, None, message))
        elif column in seen:
            first, second = letter(seen[column]), letter(index)
            message = P("Two columns have this name ({first} and {second}); rename one.", first=first, second=second)
            problems.append(InputProblem(name, row, column, message))
        else:
            seen[column] = index
    return problems


def _surplus(row: list[str], columns: list[str], line: int, name: str) -> list[InputProblem]:
    extra = [i for i in range(len(columns), len(row)) if row[i]]
    if not extra:
        return []
    message = P(
        "There is an entry (“{entry}”) in column {letter}, beyond the last named column; name the column, "
        "or put quotation marks around a text that contains the separator.",
        entry=row[extra[0]][:40],
        letter=letter(extra[0]),
    )
    return [InputProblem(name, line, None, message)]


def _error(name: str, message: Phrase) -> InputError:
    return InputError(InputProblem(name, None, None, message))
