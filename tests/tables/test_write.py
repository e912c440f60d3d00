"""What we write, spreadsheets may open without running it, and we read back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.tables import InputError, csv_bytes, read_table, write_json, xlsx_bytes
from resonanz.tables.cells import letter, neutralise, restore

WORDS = st.text("'=+-@\t\ra1.,ü", max_size=8)


@given(WORDS)
def test_neutralised_text_is_never_a_formula_and_comes_back(text: str) -> None:
    harmless = neutralise(text)
    assert restore(harmless) == text or text == harmless
    assert not harmless.startswith(("=", "@", "\t", "\r"))


@settings(max_examples=30)
@given(st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_csv_and_workbooks_are_read_back(cells: list[str]) -> None:
    rows = [[f"p{number}", cell] for number, cell in enumerate(cells)]
    expected = [{"id": row[0], "text": " ".join(row[1].split("\r")) if "\r" in row[1] else row[1]} for row in rows]
    table = read_table(csv_bytes(["id", "text"], rows, delimiter=";"), "x.csv")
    assert [row["id"] for row in table] == [row["id"] for row in expected]
    if not any("\r" in cell for cell in cells):
        assert table.rows == expected
        assert read_table(xlsx_bytes({"Pairs": (["id", "text"], rows)}), "x.xlsx").rows == expected


def test_numbers_stay_numbers() -> None:
    assert csv_bytes(["n"], [[-3.5], ["-3.5"], ["+1"], ["-a"]]) == b"\xef\xbb\xbfn\r\n-3.5\r\n-3.5\r\n+1\r\n'-a\r\n"


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
