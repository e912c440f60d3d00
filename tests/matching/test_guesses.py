"""The columns page begins with a sensible filling."""

from __future__ import annotations

from typing import Any

import pytest

from resonanz.matching.forms.guesses import criteria_guess, mapping_guess, names_of, telling_column
from resonanz.matching.models import SheetMatch
from resonanz.tables import Table


def table(**columns: list[str]) -> Table:
    names = [name.replace("_", " ") for name in columns]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return Table("people.csv", names, rows, list(range(2, len(rows) + 2)))


@pytest.mark.parametrize(
    ("values", "guess"),
    [
        (["de:C1;ar:native", "en:B2"], {"kind": "languages"}),
        (["mon-evening;sat-morning", "tue-morning"], {"kind": "availability"}),
        (["AT-9020", "AT-9500"], {"kind": "near", "amount": 50}),
        (["Kochen; Wandern", "Lesen"], {"kind": "overlap"}),
        (["rot", "blau"], {"kind": "equal"}),
        (["", ""], None),
        (["gleich", "gleich"], None),
    ],
)
def test_a_column_is_known_by_what_stands_in_it(values: list[str], guess: dict[str, Any] | None) -> None:
    people = table(id=["a", "b"], column=values)
    expected = [{"mentor": "column", "mentee": "column", "weight": 10, **guess}] if guess else [{"weight": 10}]
    assert criteria_guess(people, people) == expected


@pytest.mark.parametrize(
    ("name", "guess"),
    [("Beruf", {"kind": "occupation"}), ("Firma", {"kind": "different", "must": True}), ("Vorname", None)],
)
def test_a_column_is_known_by_its_name(name: str, guess: dict[str, Any] | None) -> None:
    people = table(**{"id": ["a", "b"], name: ["Krankenpfleger", "Ärztin"]})
    expected = [{"mentor": name, "mentee": name, "weight": 10, **guess}] if guess else [{"weight": 10}]
    assert criteria_guess(people, people) == expected


def test_an_address_tells_people_apart_better_than_a_name() -> None:
    assert telling_column(table(last_name=["A", "B"], email_address=["a@x", "b@x"])) == "email address"
    assert telling_column(table(city=["Graz", "Graz"], last_name=["A", "B"])) == "last name"


def test_places_of_the_mentors_are_found() -> None:
    mentors = table(id=["a", "b"], Plätze=["1", "2"])
    assert mapping_guess(SheetMatch(), mentors, mentors)["places_column"] == "Plätze"


def test_people_are_called_by_first_and_last_name() -> None:
    people = table(id=["1", "2"], Nachname=["Yusuf", ""], Vorname=["Amina", "Noor"])
    assert names_of(people, "id") == {"1": "Amina Yusuf", "2": "Noor"}
