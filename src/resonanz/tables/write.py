"""Tables and results as CSV, XLSX and JSON, written whole or not at all, with no cell a spreadsheet would
run.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from resonanz.phrases import P
from resonanz.tables.cells import neutralise, writable
from resonanz.tables.problems import InputError, InputProblem

Rows = Iterable[Sequence[Any]]
_MAX_WIDTH = 60  # characters; beyond that a column wraps
_SHEET_NAME_LIMIT = 31  # Excel's own
_TEXT_LIMIT = 32_767  # Excel's own, in units of UTF-16


def write_csv(path: Path, columns: Sequence[str], rows: Rows, *, delimiter: str = ",") -> None:
    """Write `csv_bytes` to `path`, whole or not at all."""
    write_whole(path, csv_bytes(columns, rows, delimiter=delimiter))


def write_xlsx(path: Path, sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> None:
    """Write `xlsx_bytes` to `path`, whole or not at all."""
    write_whole(path, xlsx_bytes(sheets))


def write_json(path: Path, data: Any) -> None:
    """Write `json_bytes` to `path`, whole or not at all."""
    write_whole(path, json_bytes(data))


def csv_bytes(columns: Sequence[str], rows: Rows, *, delimiter: str = ",") -> bytes:
    """Return CSV in UTF-8 with a byte-order mark, which spreadsheets need to show umlauts.

    Every text stands in quotation marks, so that a program which expects another delimiter finds no new cell, and
    with it perhaps a formula, inside a text.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_harmless(column) for column in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """Return a workbook with one sheet per entry (name -> columns and rows), headings fixed, columns wide
    enough. Texts are stored as texts, which nothing runs, so they need no apostrophe.
    """
    import xlsxwriter  # loaded only where a workbook is asked for

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for title, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(title[:_SHEET_NAME_LIMIT])
            widths = [len(column) for column in columns]
            for index, column in enumerate(columns):
                sheet.write_string(0, index, _fitting(column), head)
            for line, row in enumerate(rows, start=1):
                for index, cell in enumerate(row):
                    _write_cell(sheet, line, index, cell, body)
                    longest = max((len(part) for part in str(cell).split("\n")), default=0)
                    widths[index] = max(widths[index], longest)
            for index, width in enumerate(widths):
                sheet.set_column(index, index, min(width + 2, _MAX_WIDTH))
            sheet.freeze_panes(1, 0)
    return stream.getvalue()


def json_bytes(data: Any) -> bytes:
    """Return JSON in UTF-8, indented for people, with a line break at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it, so that no reader ever sees half a file and an error touches
    nothing.
    """
    handle, temporary = -1, ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        message = P("The file cannot be written ({reason}); check the folder.", reason=str(error.strerror))
        raise InputError(InputProblem(str(path), None, None, message)) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _harmless(cell: Any) -> Any:
    return neutralise(writable(cell)) if isinstance(cell, str) else cell


def _fitting(text: str) -> str:
    """Return `text` as a cell of a workbook can hold it, its end cut off where it is too long."""
    text = writable(text)
    if len(text) <= _TEXT_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * _TEXT_LIMIT else units[: 2 * _TEXT_LIMIT - 2].decode("utf-16-le", "ignore") + "…"


def _write_cell(sheet: Any, line: int, index: int, cell: Any, body: Any) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(line, index, cell, body)
    else:
        sheet.write_string(line, index, "" if cell is None else _fitting(str(cell)), body)
