"""CSV as spreadsheets write it: whatever delimiter and encoding, quoted line breaks, a byte-order mark or
none.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from resonanz.phrases import P, Phrase
from resonanz.tables.problems import InputError, InputProblem

DELIMITERS = ";,\t|"
_SAMPLE = 200  # records that decide about the delimiter


def read_csv(data: bytes, name: str) -> list[list[str]]:
    """Return all records of a CSV file, blank lines as empty lists, so that index + 1 is the row's number.

    Raises InputError with one sentence where the bytes are no text or a quotation mark is never closed.
    """
    text = decode(data, name)
    if text[:4].lower() == "sep=" and len(text) > 5 and text[5] in "\r\n":  # written by Excel as a hint to itself
        rows = _records(text, text[4], name)
        return [[], *rows[1:]]
    return _records(text, sniff(text), name)


def decode(data: bytes, name: str) -> str:
    """Return the text of `data` in UTF-8, UTF-16 with a byte-order mark, or Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            encodings = [encoding]
            break
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            row = text[: text.index("\0")].count("\n") + 1
            raise InputError(InputProblem(name, row, None, _no_text()))
        return text
    raise InputError(InputProblem(name, None, None, _no_text()))


def sniff(text: str) -> str:
    """Return the delimiter under which most records have the header's number of cells; "," where there is one
    column.
    """
    best, best_rank = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        if not widths or widths[0] < 2:
            continue
        counts = Counter(widths)
        rank = (counts[widths[0]] / len(widths), widths[0])
        # Agreement decides, but one odd row must not hand the file to a delimiter that merely occurs in a
        # header.
        if (round(rank[0], 1), rank[1]) > (round(best_rank[0], 1), best_rank[1]):
            best, best_rank = delimiter, rank
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == _SAMPLE:
                break
    except csv.Error:
        return []
    return widths


def _records(text: str, delimiter: str, name: str) -> list[list[str]]:
    row = 0
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            records.append(record)
            row += 1
    except csv.Error as error:
        message = P("A cell is too long, probably because a quotation mark is never closed; close it and save again.")
        raise InputError(InputProblem(name, row + 1, None, message)) from error
    if _ends_inside_quotes(text, delimiter):
        message = P("A quotation mark is opened here and never closed; close it or take it away.")
        raise InputError(InputProblem(name, row, None, message))
    return records


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Only the strict reader tells; its other complaints (a quote inside a cell) do no harm."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            next(reader)
        except StopIteration:
            return False
        except csv.Error as error:
            if "unexpected end" in str(error):
                return True


def _no_text() -> Phrase:
    return P("This is not readable as text; save it again as “CSV UTF-8” or as .xlsx.")
