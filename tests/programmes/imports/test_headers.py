"""Columns are recognised by their names, German and English, and by what stands in them."""

from __future__ import annotations

import pytest
from django.utils import translation

from resonanz.programmes.actions.imports.headers import guess_columns
from resonanz.programmes.enums import PersonField

# (name of the column, what it means)
NAMES = [
    ("Vorname", "first_name"),
    ("VORNAME(N)", "first_name"),
    ("First Name", "first_name"),
    ("firstname", "first_name"),
    ("Nachname", "last_name"),
    ("Familienname", "last_name"),
    ("Surname", "last_name"),
    ("Name", "full_name"),
    ("Vor- und Nachname", "full_name"),
    ("Full name", "full_name"),
    ("E-Mail", "email"),
    ("eMail", "email"),
    ("E-Mail-Adresse", "email"),
    ("Mailadresse", "email"),
    ("Email address", "email"),
    ("E-Mail (privat)", "email"),
    ("Geburtsjahr", "birth_year"),
    ("Geb.-Datum", "birth_year"),
    ("Date of birth", "birth_year"),
    ("PLZ", "postcode"),
    ("Postleitzahl", "postcode"),
    ("ZIP code", "postcode"),
    ("Ort", "place_name"),
    ("Wohnort", "place_name"),
    ("City", "place_name"),
    ("Land", "country"),
    ("Beruf", "job_title"),
    ("Erlernter Beruf", "job_title"),
    ("Beruf laut Zeugnis", "job_title"),
    ("Occupation", "job_title"),
    ("Profession", "job_title"),
    ("Sprachen", "languages"),
    ("Sprachkenntnisse (mit Niveau)", "languages"),
    ("Languages", "languages"),
    ("Deutschniveau", "german_level"),
    ("Deutsch-Niveau", "german_level"),
    ("German level", "german_level"),
    ("Muttersprache", "first_language"),
    ("Mother tongue", "first_language"),
    ("Firma", "employer"),
    ("Unternehmen", "employer"),
    ("Employer", "employer"),
    ("Branche", "field"),
    ("Industry", "field"),
    ("Kapazität", "capacity"),
    ("Anzahl Mentees", "capacity"),
    ("Plätze", "capacity"),
    ("Themen", "topics"),
    ("Topics", "topics"),
    ("Rolle", "group"),
    ("Seite", "group"),
    ("Mentor*in/Mentee", "group"),
    ("Anrede", "form_of_address"),
    ("Korrespondenzsprache", "language"),
    ("Verfügbarkeit", "availability"),
    ("Interessen", "interests"),
    ("Telefon", None),
    ("Bemerkung", None),
    ("Staatsbürgerschaft", None),
    ("Fluchthintergrund", None),
]


@pytest.mark.parametrize(("name", "field"), NAMES)
def test_by_name(name: str, field: str | None) -> None:
    assert guess_columns([name], [["x"]]) == ({name: field} if field else {})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["amina@example.org", "jonas@example.org"], "email"),
        (["9020", "A-9500", "AT-9071"], "postcode"),
        (["1988", "1990"], None),
        (["de:C1;ar:native", "English (B2)"], "languages"),
        (["hello", "world"], None),
        ([""], None),
    ],
)
def test_by_content(values: list[str], field: str | None) -> None:
    assert guess_columns(["X"], [[value] for value in values]) == ({"X": field} if field else {})


def test_name_beside_a_first_name_is_the_last_name() -> None:
    assert guess_columns(["Name", "Vorname"], []) == {"Name": "last_name", "Vorname": "first_name"}


def test_a_whole_name_beside_both_is_left_out() -> None:
    assert guess_columns(["Name", "Vorname", "Nachname"], []) == {"Vorname": "first_name", "Nachname": "last_name"}


def test_each_meaning_is_guessed_once() -> None:
    assert guess_columns(["E-Mail", "Mail", "Email address"], []) == {"E-Mail": "email"}


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_headers_of_our_own_exports_are_known(language: str) -> None:
    with translation.override(language):
        labels = {str(field.label): field.value for field in PersonField if field != PersonField.FULL_NAME}
    assert guess_columns(list(labels), []) == labels
