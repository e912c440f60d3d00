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


NAMES = st.text(alphabet="abcdeimnor ", min_size=1, max_size=18)


@given(st.lists(NAMES, max_size=12), NAMES)
def test_the_index_finds_what_comparing_with_everybody_finds(names: list[str], asked: str) -> None:
    """Against a plain loop: nobody within the allowed edits and with enough in common is missed, and nobody else found."""
    key = name_key(asked)
    allowed = most_edits(len(key))
    index = Index(Known(name, None, person=n) for n, name in enumerate(names))
    found = set(index.similar(key))
    near = {k for k in map(name_key, names) if k != key and abs(len(k) - len(key)) <= allowed and edits(k, key) <= allowed}
    assert found <= (near if allowed else set())
    missed = (near if allowed else set()) - found
    assert all(
        len(trigrams_of(k) & trigrams_of(key)) < 0.5 * max(len(trigrams_of(k)), len(trigrams_of(key))) for k in missed
    )


def trigrams_of(key: str) -> set[str]:
    marked = f"  {key} "
    return {marked[n : n + 3] for n in range(len(marked) - 2)}
