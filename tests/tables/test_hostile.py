"""Files made to exhaust memory or patience get one sentence each, at once."""

from __future__ import annotations

import io
import zipfile

import pytest

from resonanz.tables import InputError, package, read_table, xlsx_bytes

TOO_LARGE = "x: The file is far too large for a list of people; keep only the rows and columns you need."
DAMAGED = "x: The spreadsheet is damaged or incomplete; open it in your spreadsheet program and save it again."
SHEET = "xl/worksheets/sheet1.xml"
OPEN, CLOSE = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
FIRST = b'<row r="1"><c r="A1"><v>1</v></c></row>'


def complaints(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_table(data, "x")
    return [problem.text() for problem in caught.value.problems]


def book(parts: dict[str, bytes], moved: dict[str, str] | None = None) -> bytes:
    """Return a workbook some of whose parts are replaced, or moved together with what refers to them."""
    stream = io.BytesIO()
    whole = io.BytesIO(xlsx_bytes({"a": (["id"], [["long" * 4000]])}))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = parts.get(name, old.read(name))
            for before, after in (moved or {}).items():
                name, data = name.replace(before, after), data.replace(before.encode(), after.encode())
            new.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (b"<row><c r='XFD1048576'><v>1</v></c></row>", TOO_LARGE),
        (b'<row><c\tr="XFD1048576"><v>1</v></c></row>', TOO_LARGE),
        (b'<row><c r="ALM2"><v>1</v></c></row>', TOO_LARGE),
        (b'<row r="1048576"><c><v>1</v></c></row>', TOO_LARGE),
        (b'<x:row r="1048576"><x:c><x:v>1</x:v></x:c></x:row>', TOO_LARGE),
        (b'<row r="4294967295"><c><v>1</v></c></row>', DAMAGED),
        (b'<row><c r="$C$3"><v>1</v></c></row>', DAMAGED),
        (b'<row r="9"><c><v>1</v></c></row><row r="5"><c><v>1</v></c></row>', DAMAGED),
        (b'<row><c t="s"><v>99999</v></c></row>', DAMAGED),
        (b'<row><c t="s"><v>1</v></c></row>' * 20_000, TOO_LARGE),
        (b"<row>", DAMAGED),
    ],
)
def test_no_address_makes_the_reader_allocate(cells: bytes, sentence: str) -> None:
    assert complaints(book({SHEET: OPEN + FIRST + cells + CLOSE})) == [sentence]


def test_sheets_anywhere_declared_somehow_are_measured() -> None:
    far = OPEN + FIRST + b"<row><c r='XFD1048576'><v>1</v></c></row>" + CLOSE
    assert complaints(book({SHEET: far}, {"worksheets/sheet1.xml": "media/image1.png"})) == [TOO_LARGE]
    assert complaints(book({SHEET: b"<!DOCTYPE a>" + far})) == [DAMAGED]
    assert complaints(book({SHEET: b"garbage " + far})) == [DAMAGED]


def test_formats_that_reach_to_the_last_row_do_no_harm() -> None:
    data = book({SHEET: OPEN + FIRST + b'<row r="2"><c><v>2</v></c></row><row><c r="XFD1048576" s="0"/></row>' + CLOSE})
    assert read_table(data, "x").rows == [{"1": "2"}]


def test_what_unpacks_into_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000_000)
    assert complaints(book({SHEET: OPEN + b" " * 1_000_000 + CLOSE})) == [TOO_LARGE]


def test_older_formats_are_refused() -> None:
    old = b"\xd0\xcf\x11\xe0" + bytes(600)
    assert complaints(old) == ["x: This is an older format (such as .xls); save the list as .xlsx or CSV."]
    locked = old + "EncryptedPackage".encode("utf-16-le")
    assert complaints(locked) == ["x: The file is locked with a password; save it without one."]


def test_of_sixty_thousand_mistakes_a_hundred_are_said() -> None:
    found = complaints(b"a,b\n" + b"1,2,3\n" * 60_000)
    assert len(found) == 101
    more = "There are more mistakes than are listed; correct these first, the others may have the same cause."
    assert found[-1] == f"x: {more}"


@pytest.mark.parametrize("text", [b"," * 2_000_000, b"\n" * 3_000_000, b"a,b\n" * 200_002, (b"," * 900 + b"a\n") * 5_000])
def test_csv_beyond_the_limits(text: bytes) -> None:
    assert complaints(b"a,b\n" + text) == [TOO_LARGE]


def test_characters_that_are_no_text() -> None:
    sentence = "This cell contains a character that is no text ({}); type its content anew."
    assert complaints(b"id,na\0me\n1,a\n") == ["x, row 1, column “B”: " + sentence.format("U+0000")]
    assert complaints(b"id,name\n1,abc\0def\n") == ["x, row 2, column “name”: " + sentence.format("U+0000")]
    assert read_table(b"i\x01d,na\x7fme\n1,\x0ba\x1bb\tc\n", "x").rows == [{"id": "1", "name": "ab\tc"}]
    inline = b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>'
    data = book({SHEET: OPEN + inline % b"id" + inline % b"a_x0000_b" + CLOSE})
    assert complaints(data) == ["x, row 2, column “id”: " + sentence.format("U+0000")]
    assert complaints("id,name\n1,a\n".encode("utf-16-le")) == [
        "x: This is not readable as text; save it again as “CSV UTF-8” or as .xlsx."
    ]
