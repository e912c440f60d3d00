"""A file from anybody's spreadsheet becomes a `Table`, or one sentence for each thing wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from resonanz.phrases import P
from resonanz.tables.cells import letter, restore
from resonanz.tables.delimited import read_csv
from resonanz.tables.limits import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_PROBLEMS, MAX_ROWS, refused, too_large
from resonanz.tables.problems import InputError, InputProblem
from resonanz.tables.table import Table
from resonanz.tables.workbook import COMPOUND, read_workbook

_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")  # they slip in with copied text and mean nothing
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # no letters at all: the cell has lost what it said
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
    """Read CSV or XLSX (told apart by content, never by file name) into a table of stripped text.

    `name` is how messages call the file; by default the path's last part. Blank rows are skipped, empty
    columns dropped, column names made NFC. Raises InputError with every problem found.
    """
    if name is None:
        name = source.name if isinstance(source, Path) else "table"
    data = source if isinstance(source, bytes) else load(source, name)
    if len(data) > MAX_BYTES:
        raise refused(name, too_large())
    in_book = data.startswith((b"PK", COMPOUND))
    records = read_workbook(data, name) if in_book else _text_cells(data, name)
    return _table(records, name, guarded=not in_book)


def load(path: Path, name: str) -> bytes:
    """Return the bytes of a file, or one sentence why it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise refused(name, too_large())
        return path.read_bytes()
    except FileNotFoundError as error:
        raise refused(name, P("There is no such file; check the name and the folder.")) from error
    except IsADirectoryError as error:
        raise refused(name, P("This is a folder; name the file inside it.")) from error
    except PermissionError as error:
        raise refused(name, P("You may not read this file; ask its owner or copy it.")) from error
    except OSError as error:
        raise refused(name, P("The file cannot be read ({reason}).", reason=str(error.strerror))) from error


def _text_cells(data: bytes, name: str) -> list[list[str]]:
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            message = P("This is no spreadsheet but {kind}; save the list as .xlsx or CSV.", kind=kind)
            raise refused(name, message)
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        message = P("This is no spreadsheet but {kind}; save the list as .xlsx or CSV.", kind="HTML")
        raise refused(name, message)
    return read_csv(data, name)


def _table(records: list[list[str]], name: str, *, guarded: bool) -> Table:
    cells = [_cleaned(record, guarded) for record in records]
    filled = [index for index, row in enumerate(cells) if any(row)]
    if not filled:
        message = P("The file is empty; it needs column names in the first row and one person in each row below.")
        raise refused(name, message)
    head, *body = filled
    width = max(len(cells[index]) for index in filled)
    if len(body) > MAX_ROWS or width > MAX_COLUMNS or len(filled) * width > MAX_CELLS:
        raise refused(name, too_large())
    columns = [unicodedata.normalize("NFC", " ".join(text.split())) for text in cells[head]]
    while columns and not columns[-1]:
        columns.pop()  # what lies under no name at all is reported per row, as cells too many
    kept = [i for i, column in enumerate(columns) if column or any(any(cells[r][i : i + 1]) for r in body)]
    _refuse_problems(_problems(cells, filled, columns, kept, name), name)
    names = [columns[i] for i in kept]
    rows = [dict(zip(names, _picked(cells[index], kept, len(columns)), strict=True)) for index in body]
    return Table(name, names, rows, [index + 1 for index in body])


def _cleaned(record: list[str], guarded: bool) -> list[str]:
    """Return a row as people meant it: without space around texts, invisible characters, and (`guarded`: in CSV alone)
    the apostrophes in front of what a spreadsheet would run.
    """
    if _UNWANTED.search("".join(record)):
        record = [_INVISIBLE.sub("", cell) for cell in record]
    if not guarded:
        return [cell.strip() for cell in record]
    return [restore(cell) if cell[:1] == "'" else cell for cell in map(str.strip, record)]


def _picked(row: list[str], kept: list[int], width: int) -> list[str]:
    row = row[:width] + [""] * (width - len(row))
    return row if len(kept) == width else [row[i] for i in kept]


def _problems(
    cells: list[list[str]], filled: list[int], columns: list[str], kept: list[int], name: str
) -> Iterator[InputProblem]:
    head, *body = filled
    in_head = [*_no_text(cells[head], [], head + 1, name), *_header_problems(columns, kept, head + 1, name)]
    yield from in_head
    for index in body:
        yield from _no_text(cells[index], columns, index + 1, name)
        if len(cells[index]) > len(columns):
            yield from _surplus(cells[index], columns, index + 1, name)
    if not body and not in_head:
        message = P("There are column names but no rows below them; add one person in each row.")
        yield InputProblem(name, None, None, message)


def _refuse_problems(problems: Iterator[InputProblem], name: str) -> None:
    """Raise InputError with the first problems and whether there are more; nobody mends ten thousand by hand."""
    listed = list(islice(problems, MAX_PROBLEMS))
    if next(problems, None):
        message = P("There are more mistakes than are listed; correct these first, the others may have the same cause.")
        listed.append(InputProblem(name, None, None, message))
    if listed:
        raise InputError(listed)


def _no_text(row: list[str], columns: list[str], line: int, name: str) -> Iterator[InputProblem]:
    if not _NO_TEXT.search("".join(row)):
        return
    for index, cell in enumerate(row):
        if found := _NO_TEXT.search(cell):
            column = (columns[index] if index < len(columns) else "") or letter(index)
            code = f"U+{ord(found[0]):04X}"
            message = P("This cell contains a character that is no text ({code}); type its content anew.", code=code)
            yield InputProblem(name, line, _NO_TEXT.sub("", column), message)


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
        entry=_NO_TEXT.sub("", row[extra[0]][:40]),
        letter=letter(extra[0]),
    )
    return [InputProblem(name, line, None, message)]
