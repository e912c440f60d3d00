from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy import text as titles
from resonanz.taxonomy.linker import Linker, Match

LABELS = [
    ("c1", "Bauingenieur"),
    ("c2", "Maurer"),
    ("c2", "Maurermeister"),
    ("c3", "Ärztin"),
    ("c4", "лікар"),
]


def test_rank_puts_the_same_text_first_with_score_one() -> None:
    linker = Linker(LABELS)
    assert linker.rank("Bauingenieur", 1) == [Match("c1", "Bauingenieur", 1.0)]
    assert linker.rank("лікар", 1) == [Match("c4", "лікар", 1.0)]


def test_rank_names_each_concept_once_with_its_best_label() -> None:
    found = Linker([*LABELS, ("c5", "Mauerwerker")]).rank("Maurer")
    assert found[0] == Match("c2", "Maurer", 1.0)
    assert [match.concept_id for match in found].count("c2") == 1
    assert "c5" in [match.concept_id for match in found]


def test_ties_break_by_concept_whatever_the_order_of_the_labels() -> None:
    pairs = [("b", "Koch"), ("a", "Koch"), ("c", "Koch")]
    expected = [Match("a", "Koch", 1.0), Match("b", "Koch", 1.0), Match("c", "Koch", 1.0)]
    assert Linker(pairs).rank("Koch") == expected
    assert Linker(pairs[::-1]).rank("Koch") == expected


@pytest.mark.parametrize("text", ["", "   ", "§$%", "漢字"])
def test_nothing_known_gives_nothing(text: str) -> None:
    assert Linker(LABELS).rank(text) == []
    assert Linker(LABELS).scores(text) is None


def test_an_empty_list_can_be_asked() -> None:
    assert Linker([]).rank("Maurer") == []


LINKER, THE_SAME = Linker(LABELS), Linker(LABELS)


@settings(deadline=None)  # the first call loads NumPy
@given(st.text(max_size=40), st.integers(1, 5))
def test_rank_is_sorted_bounded_and_repeatable(text: str, k: int) -> None:
    found = LINKER.rank(text, k)
    assert len(found) <= k
    assert all(0 < match.score <= 1 for match in found)
    assert found == sorted(found, key=lambda match: (-match.score, match.concept_id))
    assert found == THE_SAME.rank(text, k)


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
