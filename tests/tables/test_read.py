"""What people's spreadsheets look like, and the sentence each broken one gets."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from resonanz.tables import InputError, read_table

ROWS = [{"name": "Jürgen", "notes": "two\nlines; and more"}, {"name": "Zoë", "notes": ""}]


def complaints(data: bytes, name: str = "people.csv") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_table(data, name)
    return [problem.text() for problem in caught.value.problems]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_delimiter_and_encoding_gives_the_same_table(delimiter: str, encoding: str, line_end: str) -> None:
    lines = [f"name{delimiter}notes", f'Jürgen{delimiter}"two\nlines; and more"', "", f"Zoë{delimiter}"]
    table = read_table(line_end.join(lines).encode(encoding), "people.csv")
    assert (table.columns, table.rows, table.lines) == (["name", "notes"], ROWS, [2, 4])


def test_one_column_and_the_hint_of_excel() -> None:
    assert read_table(b"id\na\nb\n", "x").rows == [{"id": "a"}, {"id": "b"}]
    table = read_table(b"sep=;\r\nid;b,c\r\n1;2\r\n", "x")
    assert (table.rows, table.lines) == ([{"id": "1", "b,c": "2"}], [3])


def test_names_are_composed_and_trailing_columns_dropped() -> None:
    table = read_table("  Pra\u0308ferenz , id,,\n x ,1,,\n".encode(), "x")
    assert table.rows == [{"Präferenz": "x", "id": "1"}]


def test_workbook_cells_read_as_people_see_them() -> None:
    data = workbook([["id", "n", "d", "half", "yes"], [], ["a", 3.0, date(2026, 3, 1), 0.5, True]])
    table = read_table(data, "people.xlsx")
    assert table.rows == [{"id": "a", "n": "3", "d": "2026-03-01", "half": "0.5", "yes": "yes"}]
    assert table.lines == [3]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"",
            "people.csv: The file is empty; it needs column names in the first row and one person in each row below.",
        ),
        (
            b"id,name\n\n",
            "people.csv: There are column names but no rows below them; add one person in each row.",
        ),
        (
            b"id,id\n1,2\n",
            "people.csv, row 1, column “id”: Two columns have this name (A and B); rename one.",
        ),
        (
            b"id,,name\n1,2,3\n",
            "people.csv, row 1: Column B has entries but no name; write a name above them.",
        ),
        (
            b"id,name\n1,A\n2,B,C\n",
            "people.csv, row 3: There is an entry (“C”) in column C, beyond the last named column; name the "
            "column, "
            "or put quotation marks around a text that contains the separator.",
        ),
        (b"%PDF-1.7", "people.csv: This is no spreadsheet but PDF; save the list as .xlsx or CSV."),
        (b"\x89PNG\r\n", "people.csv: This is no spreadsheet but PNG; save the list as .xlsx or CSV."),
        (
            b"id,name\n1,\0\n",
            "people.csv, row 2, column “name”: This cell contains a character that is no text (U+0000); "
            "type its content anew.",
        ),
        (
            b'id,name\n1,"open\n2,b\n',
            "people.csv, row 2: A quotation mark is opened here and never closed; close it or take it away.",
        ),
        (
            b"PK\x03\x04 no archive",
            "people.csv: The spreadsheet is damaged or incomplete; open it in your spreadsheet program and save it again.",
        ),
    ],
)
def test_broken_files_get_one_sentence(data: bytes, sentence: str) -> None:
    assert complaints(data) == [sentence]


def test_several_mistakes_come_together() -> None:
    assert len(complaints(b"id,id\n1,2\n1,2,3\n")) == 2


def test_other_archives_and_bombs_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "text")
    assert complaints(stream.getvalue()) == ["people.csv: This is not a spreadsheet we can read; save it as .xlsx or CSV."]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(210_000_000))
    too_large = "people.csv: The file is far too large for a list of people; keep only the rows and columns you need."
    assert complaints(stream.getvalue()) == [too_large]
    book = Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = "far away"  # readers would allocate 17 billion cells
    stream = io.BytesIO()
    book.save(stream)
    assert complaints(stream.getvalue()) == [too_large]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path / "no.csv", "no.csv: There is no such file; check the name and the folder."),
        (tmp_path, f"{tmp_path.name}: This is a folder; name the file inside it."),
    ):
        with pytest.raises(InputError) as caught:
            read_table(path)
        assert [problem.text() for problem in caught.value.problems] == [sentence]
