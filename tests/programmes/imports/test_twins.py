"""Who may be the same: names whatever their order and spelling, never against the year of birth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resonanz.programmes.actions.imports.twins import Index, Known, most_edits, name_key
from resonanz.taxonomy.text import edits


def kinds(name: str, other: str, year: int | None = None, other_year: int | None = None) -> list[str]:
    return [twin["kind"] for twin in Index([Known(other, other_year, person=1)]).twins(name, year)]


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Amina Yusuf", "Amina Yusuf", ["name"]),
        ("Yusuf Amina", "amina YUSUF", ["name"]),
        ("Zoë Müller", "Zoe Muller", ["name"]),
        ("Anna-Maria Huber", "Anna Maria Huber", ["name"]),
        ("Jonas Mueller", "Jonas Müller", ["similar"]),
        ("Mohammed Rahimi", "Mohamed Rahimi", ["similar"]),
        ("Oleksandra Kovalenko", "Olexandra Kowalenko", []),
        ("Katharina Steiner", "Katarina Stainer", ["similar"]),
        ("Ana Li", "Ana Lu", []),
        ("Karl Moser", "Karl Moder", ["similar"]),
        ("Karl Moser", "Klara Mosar", []),
        ("Amina Yusuf", "Jonas Berger", []),
    ],
)
def test_names(name: str, other: str, expected: list[str]) -> None:
    assert kinds(name, other) == expected


@pytest.mark.parametrize(
    ("year", "other", "expected"), [(1990, 1990, ["name"]), (1990, None, ["name"]), (None, 1990, ["name"]), (1990, 1991, [])]
)
def test_years_of_birth_tell_namesakes_apart(year: int | None, other: int | None, expected: list[str]) -> None:
    assert kinds("Amina Yusuf", "Amina Yusuf", year, other) == expected


def test_of_rows_only_earlier_ones_count() -> None:
    index = Index([Known("Amina Yusuf", None, line=2), Known("Amina Yusuf", None, line=5)])
    assert index.twins("Amina Yusuf", None, 2) == []
    assert [twin["line"] for twin in index.twins("Amina Yusuf", None, 5)] == [2]


def test_a_very_common_name_shows_five_at_most() -> None:
    index = Index(Known("Anna Huber", None, person=n) for n in range(50))
    assert [twin["person"] for twin in index.twins("Anna Huber", None)] == [0, 1, 2, 3, 4]


# Few letters, so that many names are near each other.
NAMES = st.text(alphabet="abn ", min_size=1, max_size=18)


@given(st.lists(NAMES, max_size=12), NAMES)
def test_the_index_finds_what_comparing_with_everybody_finds(names: list[str], asked: str) -> None:
    key = name_key(asked)
    allowed = most_edits(len(key))
    near = {other for other in map(name_key, names) if other != key and edits(other, key) <= allowed}
    assert Index(Known(name, None, person=n) for n, name in enumerate(names)).similar(key) == (
        sorted(near) if allowed else []
    )


@given(st.text(alphabet="abnm", min_size=8, max_size=16), st.data())
def test_a_name_changed_by_hand_is_found(name: str, data: st.DataObject) -> None:
    """One letter dropped, doubled or swapped with its neighbour, as people mistype."""
    place = data.draw(st.integers(0, len(name) - 2))
    mistyped = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + name[place] + name[place:],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            ]
        )
    )
    found = Index([Known(name, None, person=1)]).twins(mistyped, None)
    assert [twin["person"] for twin in found] == [1] * (len(mistyped) >= 8)
