from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resonanz.taxonomy import text as titles


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_edits(a: str, b: str, edits: int) -> None:
    assert titles.edits(a, b) == edits
    assert titles.edits(b, a) == edits


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    readings = list(titles.readings(text))
    assert len(readings) == len(set(readings))
    assert "" not in readings


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ärzt:in", "Ärztin"),
        ("LehrerInnen", "Lehrerinnen"),
        ("Beamte/r", "Beamter"),
        ("Koch (m/w/d)", "Koch"),
        ("Koch m|w|d", "Koch"),
        ("Koch [f/m/x]", "Koch"),
        ("Maurer / in", "Maurerin"),
        ("IT-Leiter*in", "IT-Leiterin"),
        ("Verein", "Verein"),
        ("plug/inlay", "plug/inlay"),
        ("IT/Engineering", "IT/Engineering"),
    ],
)
def test_plain(written: str, plain: str) -> None:
    assert titles.plain(written) == plain
