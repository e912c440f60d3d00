"""An XLSX file unpacked within limits, measured, and packed again, so that its reader meets no surprise.

The reader allocates the rectangle up to the outermost cell, and repeats a shared text in every cell that names it. A
file of a few kilobytes could so end the process. What the archive and the sheets say of their own size is therefore not
believed: every part is unpacked under a limit, every part with cells goes through a strict XML parser, and the reader
gets a new archive of exactly the parts that were measured.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from resonanz.phrases import P, Phrase
from resonanz.tables.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, MAX_UNPACKED, refused, too_large

_PARTS = ("xl/", "_rels/", "docprops/", "[content_types].xml")  # no other format that shares the archive survives this
_SHARED_TEXTS = "xl/sharedstrings.xml"  # readers look nowhere else
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})\Z")
_ROW = re.compile(r"[1-9]\d{0,6}\Z")
_CHUNK = 1 << 20
_LAST_ROW = 1_048_576  # of Excel


class TooLarge(Exception):
    """The workbook claims more than the limits."""


class Damaged(Exception):
    """The workbook is not what a spreadsheet program writes."""


def checked(data: bytes, name: str) -> io.BytesIO:
    """Return `data` as a new archive that is safe to read, or raise InputError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not any(re.fullmatch(r"xl/workbook\w*\.xml", file.filename.lower()) for file in archive.infolist()):
                raise refused(name, P("This is not a spreadsheet we can read; save it as .xlsx or CSV."))
            package = _unpacked(archive)
        _measure(package)
    except TooLarge as error:
        raise refused(name, too_large()) from error
    except (Damaged, expat.ExpatError, zipfile.BadZipFile, zlib.error) as error:
        raise refused(name, damaged()) from error
    except (NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError) as error:
        if hasattr(error, "problems"):
            raise  # InputError is a ValueError
        raise refused(name, damaged()) from error  # zipfile has many ways to stumble over a broken archive
    package.seek(0)
    return package


def damaged() -> Phrase:
    """The sentence for a file that no spreadsheet program would write."""
    return P("The spreadsheet is damaged or incomplete; open it in your spreadsheet program and save it again.")


def _unpacked(archive: zipfile.ZipFile) -> io.BytesIO:
    """Copy the parts of a workbook, counting every byte; a name given twice has two readings, so it is refused."""
    package = io.BytesIO()
    seen: set[str] = set()
    left = MAX_UNPACKED
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as copy:
        for file in archive.infolist():
            folded = file.filename.replace("\\", "/").lower()
            if folded.endswith("/") or not folded.startswith(_PARTS) or folded == "xl/workbook.bin":
                continue
            if folded in seen or len(seen) == MAX_COLUMNS:
                raise Damaged
            seen.add(folded)
            with archive.open(file) as stream, copy.open(zipfile.ZipInfo(file.filename), "w") as target:
                while chunk := stream.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TooLarge
                    target.write(chunk)
    return package


def _measure(package: io.BytesIO) -> None:
    """Parse every part that may hold cells, wherever it lies and whatever it is called."""
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        texts = _SharedTexts()
        for name in names:
            if name.lower() == _SHARED_TEXTS:
                _parse(archive, name, texts)
        for name in names:
            if _has_cells(archive, name):
                _parse(archive, name, _Sheet(texts.lengths))


def _has_cells(archive: zipfile.ZipFile, name: str) -> bool:
    """Markup cannot be disguised, so a part without this word has no cells for any reader, and needs no parsing."""
    with archive.open(name) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if b"sheetData" in rest + chunk:
                return True
            rest = chunk[-16:]
    return False


def _parse(archive: zipfile.ZipFile, name: str, handler: _SharedTexts | _Sheet) -> None:
    # The reader takes everything for UTF-8, whatever is declared; so do we, lest the two see different cells.
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise Damaged  # no spreadsheet program writes one; it is where entities would be declared


class _SharedTexts:
    """The lengths of the texts that cells name by number."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._length = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si" or tag.endswith(":si"):
            self._length = 0

    def text(self, text: str) -> None:
        self._length += len(text)

    def end(self, tag: str) -> None:
        if tag == "si" or tag.endswith(":si"):
            self.lengths.append(self._length)


class _Sheet:
    """How far the cells of one sheet reach, how many there are, and how much text they come to."""

    def __init__(self, lengths: list[int]) -> None:
        self._lengths = lengths
        self._row = self._column = 0  # of the cell that is next if it has no address
        self._last_row = self._last_column = self._cells = self._text = 0
        self._cell = (0, 0)
        self._shared = self._listening = False
        self._number = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            self._place(attributes.get("r"))
            self._shared = attributes.get("t") == "s"
        elif tag == "v" or tag == "is" or tag == "f":
            self._fill()
            self._listening, self._number = self._shared and tag == "v", ""
        elif tag == "row":
            row = attributes.get("r")
            if row is not None:
                if not _ROW.match(row):
                    raise Damaged
                self._row = int(row) - 1

    def text(self, text: str) -> None:
        if self._listening:
            self._number += text

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "v" and self._listening:
            self._listening = False
            self._count_text()
        elif tag == "row":
            self._row += 1
            self._column = 0

    def _place(self, address: str | None) -> None:
        """Note where a cell stands; it counts only when something is in it, as formats often reach to the last row."""
        if address is None:
            self._cell = (self._row, self._column)
        else:
            found = _ADDRESS.match(address)
            if not found:
                raise Damaged
            self._cell = (int(found[2]) - 1, _column_number(found[1]))
            self._column = self._cell[1]
        self._column += 1

    def _fill(self) -> None:
        row, column = self._cell
        if row + 1 < self._last_row:
            raise Damaged  # readers take the first and the last cell for the first and the last row
        self._last_row, self._last_column = row + 1, max(self._last_column, column + 1)
        self._cells += 1
        if (
            self._last_row > min(_LAST_ROW, 2 * MAX_ROWS)  # blank rows in between are none of the list
            or self._last_column > MAX_COLUMNS
            or self._last_row * self._last_column > MAX_CELLS
            or self._cells > 2 * MAX_CELLS  # a value and a formula each
        ):
            raise TooLarge

    def _count_text(self) -> None:
        number = self._number.strip()
        if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) < len(self._lengths)):
            raise Damaged
        self._text += self._lengths[int(number)]
        if self._text > MAX_TEXT:
            raise TooLarge


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
