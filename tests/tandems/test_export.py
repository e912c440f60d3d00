"""Lists to take along: the columns chosen, both people of a tandem in one row, nothing that runs, and back in again."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.people.models import Person, Profile
from resonanz.programmes.actions.imports.fields import Context, one_of_each, read_row
from resonanz.programmes.actions.imports.headers import guess_columns
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tables import csv_bytes, read_table, xlsx_bytes
from resonanz.tandems.enums import Listed
from resonanz.tandems.models import ExportChoice
from resonanz.tandems.queries import Named, export_columns, person_cell
from tests.factories import PASSWORD, House


def address(house: House, listed: str = "people") -> str:
    return reverse("tandems:export", args=[house.cohort.pk]) + f"?list={listed}"


def signed_in(person: Person) -> Client:
    """A browser in which somebody has just typed the password."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_people_with_the_columns_chosen(house: House) -> None:
    columns = ["group", "first_name", "job_title", "languages", "postcode", "capacity", "free", "partners"]
    answer = signed_in(house.alice).post(address(house), {"columns": columns, "suffix": "csv"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="personen.csv"'
    assert rows_of(answer.content)[:3] == [
        [
            "Nimmt teil als", "Vorname", "Beruf", "Sprachen mit Niveau",
            "Postleitzahl", "Plätze für Tandems", "Freie Plätze", "Im Tandem mit",
        ],
        ["Mentor:in", "Jonas", "", "de:native;en:C1", "AT-9500", "1", "0", "Amina Beispiel"],
        ["Mentor:in", "Karin", "", "de:C1;ar:native", "AT-9020", "2", "1", "Olena Beispiel"],
    ]  # fmt: skip


def test_tandems_hold_both_people_in_one_row(house: House) -> None:
    columns = ["mentee.first_name", "mentee.email", "mentor.first_name", "mentor.email", "state"]
    answer = signed_in(house.alice).post(address(house, "tandems"), {"columns": columns, "suffix": "csv"})
    assert rows_of(answer.content) == [
        ["Mentee: Vorname", "Mentee: E-Mail", "Mentor:in: Vorname", "Mentor:in: E-Mail", "Stand"],
        ["Amina", house.amina.person.email, "Jonas", house.jonas.person.email, "läuft"],
        ["Olena", house.olena.person.email, "Karin", house.karin.person.email, "wartet auf beide Antworten"],
    ]


def test_the_choice_is_remembered_and_the_log_has_columns_and_numbers_only(house: House) -> None:
    client = signed_in(house.alice)
    client.post(address(house), {"columns": ["email", "employer"], "suffix": "csv"})
    assert LogEntry.objects.get(verb="export_people").detail == {
        "listed": "people",
        "columns": ["email", "employer"],
        "rows": 5,
        "format": "csv",
    }
    form = client.get(address(house)).context["form"]
    assert (form.initial["columns"], form.initial["suffix"]) == (["email", "employer"], "csv")
    assert client.get(address(house, "tandems")).context["form"].initial["suffix"] == "xlsx"
    client.post(address(house), {"columns": ["email"], "suffix": "xlsx"})
    assert ExportChoice.objects.get().columns == ["email"]


def test_without_a_column_nothing_leaves(house: House) -> None:
    answer = signed_in(house.alice).post(address(house), {"suffix": "csv"})
    assert answer.context["form"].errors == {"columns": ["Bitte wählen Sie mindestens eine Spalte."]}
    assert not LogEntry.objects.filter(verb="export_people").exists()


def test_it_asks_once_more_who_one_is(house: House) -> None:
    client = Client()
    client.force_login(house.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(address(house))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(address(house), {"columns": ["email"], "suffix": "csv"}).status_code == 302


@pytest.mark.parametrize("who", ["charlie", "amina", "jonas"])
def test_to_everybody_else_the_cohort_does_not_exist(house: House, who: str) -> None:
    person = getattr(house, who)
    client = signed_in(person if isinstance(person, Person) else person.person)
    assert client.get(address(house)).status_code == 404
    assert client.post(address(house), {"columns": ["email"], "suffix": "csv"}).status_code == 404


@pytest.mark.parametrize("listed", Listed.values)
def test_every_column_has_a_heading_of_its_own_and_a_cell(house: House, listed: str) -> None:
    columns = export_columns(house.programme, listed)
    assert len(set(columns.values())) == len(columns)
    answer = signed_in(house.alice).post(address(house, listed), {"columns": list(columns), "suffix": "csv"})
    assert {len(row) for row in rows_of(answer.content)} == {len(columns)}


def test_queries_do_not_grow_with_the_rows(house: House, django_assert_max_num_queries: Any) -> None:
    client = signed_in(house.alice)
    with django_assert_max_num_queries(24):
        client.post(address(house), {"columns": list(export_columns(house.programme, "people")), "suffix": "csv"})


# One line of text as a cell keeps it: no blanks doubled or at the ends, no control characters, no half letters.
LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
WORDS = st.lists(LINE, min_size=1, max_size=3).map(" ".join)
DANGER = st.sampled_from(
    ["=1+1", "+49 664", "-1", "-Anna", "@SUM(A1)", "'=x", "''", '"', ";", "=cmd|'/c calc'!A1", "<b>", "0012"]
)
TEXT = st.one_of(WORDS, DANGER, st.tuples(DANGER, WORDS).map(" ".join))
PROGRAMME = Programme(slug="x", country="AT", languages=["de"], direction="reciprocal")  # with all columns there are
TOPICS = {"networks": "Kontakte & Netzwerke", "cv": "Lebenslauf"}
CONTEXT = Context(
    "AT",
    "de",
    "",
    one_of_each(PROGRAMME, "de"),
    {title.casefold(): key for key, title in TOPICS.items()} | {key: key for key in TOPICS},
)
# Said by other columns as well, or nothing that is read in.
LEFT_OUT = {"full_name", "german_level", "first_language", "free", "partners", "application", "since"}
PEOPLE = st.builds(
    lambda person, profile, participation: (person, profile, participation),
    st.fixed_dictionaries(
        {
            "first_name": TEXT,
            "last_name": TEXT,
            "name_own_script": TEXT,
            "email": st.emails().filter(lambda mail: len(mail) < 90).map(str.lower),
            "form_of_address": st.sampled_from(["", "feminine", "masculine", "neutral"]),
            "language": st.sampled_from(["", "de", "en", "ar"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "employer": TEXT,
            "field": TEXT,
            "birth_year": st.one_of(st.none(), st.integers(1930, 2010)),
            "job_title": TEXT.map(lambda text: {"de": text}),
            "interests": TEXT.map(lambda text: {"de": text}),
            "about": TEXT.map(lambda text: {"de": text}),
            "occupation": st.sampled_from(["", "2221", "2142"]),
            "languages": st.sampled_from(["", "de:B1", "de:C1;ar:native", "prs:native;en:B2"]),
            "place": st.sampled_from(["", "AT-9020", "DE-50667"]),
            "place_name": TEXT,
            "availability": st.sampled_from(["", "mon-evening", "sat-morning;sun-noon"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "group": st.sampled_from(["first", "second"]),
            "capacity": st.integers(0, 50),
            "topics": st.lists(st.sampled_from(sorted(TOPICS)), unique=True),
            "topics_back": st.lists(st.sampled_from(sorted(TOPICS)), unique=True, min_size=1),
        }
    ),
)


@settings(max_examples=500, deadline=None)
@given(PEOPLE)
def test_people_go_out_harmless_as_csv_and_come_back_the_same(parts: tuple[dict[str, Any], ...]) -> None:
    names, cells = out(parts)
    content = csv_bytes(names, [cells], delimiter=";")
    for cell in next(csv.reader(io.StringIO(content.decode("utf-8-sig").split("\r\n", 1)[1], newline=""), delimiter=";")):
        assert cell[:1] not in set("=+-@\t\r") or re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", cell)
    assert back(content, parts) == expected(parts)


@settings(max_examples=100, deadline=None)
@given(PEOPLE)
def test_as_excel_they_come_back_the_same(parts: tuple[dict[str, Any], ...]) -> None:
    names, cells = out(parts)
    assert back(xlsx_bytes({"people": (names, [cells])}), parts) == expected(parts)


def out(parts: tuple[dict[str, Any], ...]) -> tuple[list[str], list[Any]]:
    """Return headings and cells of one person, as a German reader gets them."""
    person, profile, participation = parts
    row = Participation(cohort=Cohort(programme=PROGRAMME), person=Person(**person), **participation)
    row.person.profile = Profile(**profile)
    with translation.override("de"):
        headings = {key: text for key, text in export_columns(PROGRAMME, "people").items() if key not in LEFT_OUT}
        return list(headings.values()), [person_cell(row, column, Named(topics=TOPICS)) for column in headings]


def back(content: bytes, parts: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """Return what reading the file in again would write; no cell may be refused."""
    table = read_table(content, "people")
    meant = guess_columns(table.columns, [])
    reading = read_row({meant[column]: text for column, text in table.rows[0].items()}, CONTEXT)
    assert reading.wrong == {}
    if not parts[1]["occupation"]:
        reading.profile.pop("occupation", None)  # known by its title; written down where it was not
    return reading.values


def expected(parts: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """Return what was written in the first place, without the empty columns."""
    person, profile, participation = parts
    return {
        "person": {name: value for name, value in person.items() if value},
        "profile": {name: value for name, value in profile.items() if value not in ("", None)},
        "participation": participation,
    }
