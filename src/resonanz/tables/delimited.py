"""CSV as spreadsheets write it: whatever delimiter and encoding, quoted line breaks, a byte-order mark or
none.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from resonanz.phrases import P, Phrase
from resonanz.tables.limits import MAX_CELLS, MAX_LINE, MAX_LINES, MAX_ROWS, refused, too_large
from resonanz.tables.problems import InputError, InputProblem

DELIMITERS = ";,\t|"
_SAMPLE = 200  # records that decide about the delimiter


def read_csv(data: bytes, name: str) -> list[list[str]]:
    """Return all records of a CSV file, blank lines as empty lists, so that index + 1 is the row's number.

    Raises InputError with one sentence where the bytes are no text or a quotation mark is never closed.
    """
    text = decode(data, name)
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise refused(name, too_large())
    lines = list(io.StringIO(text, newline=""))
    if any(len(line) > MAX_LINE for line in lines):
        raise refused(name, too_large())
    if text[:4].lower() == "sep=" and len(text) > 5 and text[5] in "\r\n":  # written by Excel as a hint to itself
        rows = _records(lines, text[4], name)
        return [[], *rows[1:]]
    return _records(lines, sniff(text), name)


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
        if text.count("\0") * 4 > len(text):  # UTF-16 without its mark, or no text at all
            break
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


def _records(lines: list[str], delimiter: str, name: str) -> list[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[list[str]] = []
    begin = end = cells = filled = 0  # the lines of the last record, and what has been read so far
    try:
        for record in reader:
            begin, end = end, reader.line_num
            records.append(record)
            cells += len(record)
            filled += any(record)
            if cells > MAX_CELLS or filled > MAX_ROWS + 1:
                raise refused(name, too_large())
    except csv.Error as error:
        message = P("A cell is too long, probably because a quotation mark is never closed; close it and save again.")
        raise InputError(InputProblem(name, len(records) + 1, None, message)) from error
    if _ends_inside_quotes(lines[begin:], delimiter):
        message = P("A quotation mark is opened here and never closed; close it or take it away.")
        raise InputError(InputProblem(name, len(records), None, message))
    return records


def _ends_inside_quotes(lines: list[str], delimiter: str) -> bool:
    """Only the strict reader tells; its other complaints (a quote inside a cell) do no harm."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
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
