"""XLSX: the first sheet that holds something, every cell as the text people would read.

A workbook is measured before it is read (see `package`), because readers allocate whatever its addresses claim. Older
formats (XLS, XLSB, ODS) cannot be measured so simply and are refused with a sentence that says what to save instead.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from resonanz.phrases import P
from resonanz.tables.limits import refused
from resonanz.tables.package import checked, damaged

COMPOUND = b"\xd0\xcf\x11\xe0"  # begins XLS, and XLSX locked with a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(data: bytes, name: str) -> list[list[str]]:
    """Return the rows of the first sheet with any content, from row 1 on, so that index + 1 is the row's
    number.

    Raises InputError with one sentence for a damaged, locked, foreign or far too large file.
    """
    if data.startswith(COMPOUND):
        if _LOCKED in data:
            raise refused(name, P("The file is locked with a password; save it without one."))
        raise refused(name, P("This is an older format (such as .xls); save the list as .xlsx or CSV."))
    package = checked(data, name)
    import python_calamine  # not needed, and not loaded, where all files are CSV

    try:
        with python_calamine.load_workbook(package) as book:
            for index in range(len(book.sheet_names)):
                rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
                texts = [[value if type(value) is str else cell_text(value) for value in row] for row in rows]
                if any(any(row) for row in texts):
                    return texts
    except python_calamine.PasswordError as error:
        raise refused(name, P("The file is locked with a password; save it without one.")) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise refused(name, damaged()) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own; it has no importable name
            raise
        raise refused(name, damaged()) from error
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
