"""What we write, spreadsheets may open without running it, and we read back as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from resonanz.tables import InputError, csv_bytes, read_table, write_json, xlsx_bytes
from resonanz.tables.cells import letter, neutralise, restore

WORDS = st.text("'=+-@\t\ra1.,ü", max_size=8)


@given(WORDS)
def test_neutralised_text_is_never_a_formula_and_comes_back(text: str) -> None:
    harmless = neutralise(text)
    assert restore(harmless) == text or text == harmless
    assert not harmless.startswith(("=", "@", "\t", "\r"))


CELLS = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n;,|\"a1. ü_x0"), st.characters()), max_size=8)


def as_read(text: str) -> str:
    """Readers take away space around a text, and characters that are none."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", text).strip()


@settings(max_examples=50)
@given(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_csv_is_read_back(cells: list[str], delimiter: str) -> None:
    rows = [[f"p{number}", as_read(cell)] for number, cell in enumerate(cells)]
    table = read_table(csv_bytes(["id", "text"], rows, delimiter=delimiter), "x.csv")
    assert [[row["id"], row["text"]] for row in table] == rows


@settings(max_examples=50, deadline=None)
@given(st.lists(CELLS.filter(lambda text: "\r" not in text), min_size=1, max_size=4))
def test_workbooks_are_read_back(cells: list[str]) -> None:
    rows = [[f"p{number}", as_read(cell)] for number, cell in enumerate(cells)]
    table = read_table(xlsx_bytes({"Pairs": (["id", "text"], rows)}), "x.xlsx")
    assert [[row["id"], row["text"]] for row in table] == rows


@pytest.mark.parametrize("cell", ["=1+1", "+49 171 1", "@SUM(A1)", "-a", "'=1", "'a", "http://x.org", "a\0b\ud800"])
def test_texts_arrive_in_a_workbook_as_texts(cell: str) -> None:
    data = xlsx_bytes({"Pairs": (["id", cell], [["1", cell]])})
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    found = sheet["B2"]
    assert (found.data_type, str(found.value)) == ("s", cell.replace("\0", "").replace("\ud800", ""))
    assert found.hyperlink is None
    assert read_table(data, "x").rows[0] == read_table(csv_bytes(["id", cell], [["1", cell]]), "x").rows[0]


def test_texts_too_long_for_a_cell_end_in_an_ellipsis() -> None:
    for letter_ in ("a", "😀"):
        data = xlsx_bytes({"Pairs": (["id"], [[letter_ * 40_000]])})
        text = read_table(data, "x").rows[0]["id"]
        assert text.endswith(letter_ + "…")
        assert len(text.encode("utf-16-le")) in (2 * 32_767, 2 * 32_766)


def test_numbers_stay_numbers_and_every_text_is_quoted() -> None:
    rows: list[list[object]] = [[-3.5], ["-3.5"], ["+1"], ["-a"], ["\n=1"], [None], ["b;=1"]]
    lines = ['"n"', "-3.5", '"-3.5"', '"+1"', '"\'-a"', '"\'\n=1"', '""', '"b;=1"', ""]
    assert csv_bytes(["n"], rows).decode("utf-8-sig").split("\r\n") == lines


def test_a_failing_write_touches_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    write_json(target, {"a": 1})
    with pytest.raises(TypeError):
        write_json(target, {"a": object()})
    with pytest.raises(InputError):
        write_json(tmp_path / "missing" / "out.json", {})
    assert target.read_text() == '{\n  "a": 1\n}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_column_letters() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
