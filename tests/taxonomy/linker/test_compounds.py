from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resonanz.taxonomy.linker.compounds import Splitter

WORDS = ["leder", "produktion", "technik", "schiff", "bauer", "maschine"] * 2
SPLITTER = Splitter(WORDS, always=["leiter", "it"])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("lederproduktionsleiter", ("leder", "produktion", "leiter")),
        ("schiffbauer", ("schiff", "bauer")),
        ("schiffsbauer", ("schiff", "bauer")),
        ("maschinentechnik", ("maschine", "technik")),
        ("maschinen", ("maschine",)),
        ("getriebeleiter", ("getriebe", "leiter")),  # the tail is known, the front need not be
        ("verwaltungsleiter", ("verwaltung", "leiter")),
        ("itleiter", ("it", "leiter")),
        ("leiter", ("leiter",)),
        ("unbekannt", ("unbekannt",)),
        ("", ("",)),
    ],
)
def test_split(word: str, parts: tuple[str, ...]) -> None:
    assert SPLITTER.split(word) == parts


def test_what_stands_beside_many_words_is_a_part_by_itself() -> None:
    fronts = ["leder", "schiff", "technik", "maschine"]
    splitter = Splitter([*WORDS, *(f"{front}wesen" for front in fronts)])
    assert splitter.split("bauerwesen") == ("bauer", "wesen")


@given(st.text(alphabet="lederproduktionsbauer", max_size=40))
def test_parts_are_taken_from_the_word(word: str) -> None:
    parts = SPLITTER.split(word)
    assert sum(map(len, parts)) <= len(word)
    assert all(part in word for part in parts)
