"""XLSX and the older XLS: the first sheet that holds something, every cell as the text people would read."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from resonanz.phrases import P, Phrase
from resonanz.tables.problems import InputError, InputProblem

MAX_UNPACKED = 200_000_000  # bytes; a spreadsheet of 100,000 people unpacks to about 60 million
MAX_CELLS = 20_000_000
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20


def read_workbook(data: bytes, name: str) -> list[list[str]]:
    """Return the rows of the first sheet with any content, from row 1 on, so that index + 1 is the row's
    number.

    Raises InputError with one sentence for a damaged, locked, foreign or far too large file.
    """
    if data[:2] == b"PK":
        _check_archive(data, name)
    import python_calamine  # not needed, and not loaded, where all files are CSV

    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            for index in range(len(book.sheet_names)):
                rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
                texts = [[cell_text(value) for value in row] for row in rows]
                if any(any(row) for row in texts):
                    return texts
    except python_calamine.PasswordError as error:
        raise _problem(name, P("The file is locked with a password; save it without one.")) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _problem(name, _damaged()) from error
    return []


def cell_text(value: Any) -> str:
    """Return a cell as text: 3.0 as "3", dates in ISO notation, a tick box as "yes" or "no"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _check_archive(data: bytes, name: str) -> None:
    """Refuse what is no spreadsheet, and what would unpack into more than a laptop's memory, before unpacking
    it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            if not any(file.filename.startswith("xl/workbook") for file in files):
                raise _problem(name, P("This is not a spreadsheet we can read; save it as .xlsx or CSV."))
            if sum(file.file_size for file in files) > MAX_UNPACKED:
                raise _problem(name, too_large())
            for file in files:
                if file.filename.startswith("xl/worksheets/") and file.filename.endswith(".xml"):
                    _check_extent(archive, file, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _problem(name, _damaged()) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise _problem(name, _damaged()) from error  # zlib raises its own class for broken streams


def _check_extent(archive: zipfile.ZipFile, file: zipfile.ZipInfo, name: str) -> None:
    """One cell far out makes readers allocate the whole rectangle, so measure it from the addresses first."""
    last_row = last_column = 0
    with archive.open(file) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            for letters, row in _CELL.findall(text):
                last_row = max(last_row, int(row))
                last_column = max(last_column, _column_number(letters))
            rest = text[-200:]
    if last_row * last_column > MAX_CELLS:
        raise _problem(name, too_large())


def _column_number(letters: bytes) -> int:
    number = 0
    for code in letters:
        number = number * 26 + code - ord("A") + 1
    return number


def too_large() -> Phrase:
    """The sentence for a file beyond the limits."""
    return P("The file is far too large for a list of people; keep only the rows and columns you need.")


def _damaged() -> Phrase:
    return P("The spreadsheet is damaged or incomplete; open it in your spreadsheet program and save it again.")


def _problem(name: str, message: Phrase) -> InputError:
    return InputError(InputProblem(name, None, None, message))
