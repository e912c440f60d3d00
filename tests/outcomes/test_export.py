"""Outcomes to take along: the facts of a cohort in order, exactly, with names only on wish, and never a word of the two."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from resonanz.core.models import LogEntry
from resonanz.outcomes.actions.outcomes import decide_outcome, withdraw_outcome
from resonanz.outcomes.models import Outcome
from resonanz.outcomes.queries import outcome_table
from resonanz.people.models import Person
from resonanz.privacy.queries.own import access_to
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.tables import read_table
from resonanz.tandems.models import Tandem
from tests.factories import PASSWORD, House, make_person
from tests.factories.diary import make_outcome

pytestmark = pytest.mark.django_db
HEADINGS = ["Tandem", "Seite", "Ergebnis", "Tag", "Bestätigt", "Passt zur Qualifikation"]


def address(house: House, state: str = "") -> str:
    return reverse("outcomes:export", args=[house.cohort.pk]) + (f"?state={state}" if state else "")


def signed_in(person: Person) -> Client:
    """A browser in which somebody has just typed the password."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def facts(house: House) -> list[list[str]]:
    """Make one outcome of each sort; return the rows as they should come, in German and without names."""
    amina, jonas, tandem = house.amina.person, house.jonas.person, str(house.active.pk)
    make_outcome(house.active, amina, amina, kind="job", on=date(2026, 5, 4), word="Geheim", for_team=True)
    make_outcome(house.active, amina, jonas, kind="other-job", on=date(2026, 3, 2), word="Geheim")
    make_outcome(house.active, jonas, jonas, kind="team", on=date(2026, 4, 1))
    make_outcome(house.active, amina, amina, kind="setback", on=date(2026, 4, 1))
    refused = make_outcome(house.active, amina, jonas, kind="contact", on=date(2026, 1, 1))
    decide_outcome(outcome=refused, confirmed=False, by=amina)
    withdraw_outcome(outcome=make_outcome(house.active, amina, amina, on=date(2026, 1, 1)), by=amina)
    return [
        [tandem, "Mentee", "Eine Stelle außerhalb der Qualifikation", "2026-03-02", "nein", "nein"],
        [tandem, "Mentor:in", "Ein Schritt zur Internationalisierung des Unternehmens", "2026-04-01", "ja", ""],
        [tandem, "Mentee", "Ein Rückschlag", "2026-04-01", "ja", ""],
        [tandem, "Mentee", "Eine Stelle, die zur Qualifikation passt", "2026-05-04", "ja", "ja"],
    ]


def take(house: House, **data: str) -> Any:
    return signed_in(house.alice).post(address(house), {"state": "all", "suffix": "csv", **data})


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_all_facts_as_csv_without_names(house: House) -> None:
    expected = facts(house)
    answer = take(house)
    assert rows_of(answer.content) == [HEADINGS, *expected]
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (
        "text/csv; charset=utf-8", f'attachment; filename="{house.programme.slug}-ergebnisse.csv"',
    )  # fmt: skip
    entry = LogEntry.objects.get(verb="export_outcomes")
    assert (entry.actor, entry.subject, entry.scope, entry.detail) == (
        house.alice,
        f"programmes.cohort:{house.cohort.pk}",
        house.programme.scope,
        {"rows": 4, "confirmed": False, "names": False, "format": "csv"},
    )
    assert [entry.what for entry in access_to(house.amina.person)][:1] == ["Liste der Ergebnisse des Durchgangs mitgenommen"]


def test_only_confirmed_ones_as_a_workbook_with_names(house: House) -> None:
    expected = facts(house)
    answer = take(house, state="confirmed", suffix="xlsx", with_names="on")
    table = read_table(answer.content, "outcomes.xlsx")
    people = {"Mentee": ["Amina Beispiel", "Jonas Beispiel"], "Mentor:in": ["Jonas Beispiel", "Amina Beispiel"]}
    assert table.columns == [*HEADINGS[:2], "Person", "Im Tandem mit", *HEADINGS[2:]]
    assert [list(row.values()) for row in table.rows] == [
        [*row[:2], *people[row[1]], *row[2:]] for row in expected if row[4] == "ja"
    ]
    assert b"Geheim" not in answer.content
    assert LogEntry.objects.get(verb="export_outcomes").detail == {
        "rows": 3, "confirmed": True, "names": True, "format": "xlsx",
    }  # fmt: skip


def test_the_page_filters_and_hands_its_filter_on(house: House, client_of: Callable[[Person | None], Client]) -> None:
    facts(house)
    url, client = reverse("outcomes:cohort", args=[house.cohort.pk]), client_of(house.alice)
    shown = [[entry["row"].kind for entry in client.get(url + query).context["rows"]] for query in ("", "?state=confirmed")]
    assert shown == [["job", "setback", "team", "other-job"], ["job", "setback", "team"]]
    for query, chosen in (("", "all"), ("confirmed", "confirmed")):
        page = client.get(url + (f"?state={query}" if query else "")).content.decode()
        assert f'href="{address(house, query)}"' in page
        assert signed_in(house.alice).get(address(house, query)).context["form"].initial["state"] == chosen


def test_what_is_typed_wrong_takes_nothing(house: House) -> None:
    facts(house)
    for wrong in ({"state": "none"}, {"suffix": "pdf"}):
        assert take(house, **wrong).status_code == 200
    assert not LogEntry.objects.filter(verb="export_outcomes").exists()


def test_who_may_not_see_the_names_gets_no_list(house: House) -> None:
    facts(house)
    reviewer = make_person("Rita")
    appoint_staff(programme=house.programme, person=reviewer, role=StaffRole.REVIEWER, by=None)
    others = [reviewer, house.charlie, make_person("Otto", is_operator=True), house.jonas.person, house.noor.person]
    answers = [signed_in(person).post(address(house), {"state": "all", "suffix": "csv"}) for person in others]
    assert [answer.status_code for answer in answers] == [404] * len(others)
    assert Client().get(address(house)).status_code == 302
    assert not LogEntry.objects.filter(verb="export_outcomes").exists()


def test_both_sides_of_a_reciprocal_programme_are_called_by_their_group(house: House) -> None:
    type(house.programme).objects.filter(pk=house.programme.pk).update(direction="reciprocal")
    facts(house)
    tandem = Tandem.objects.get(pk=house.active.pk)
    with translation.override("de"):
        _headings, rows = outcome_table(tandem.cohort, confirmed=True, with_names=False)
        names = {tandem.cohort.programme.group_name(group) for group in ("first", "second")}
    assert {row[1] for row in rows} == names


def test_nothing_runs_in_a_spreadsheet(house: House) -> None:
    facts(house)
    Person.objects.filter(pk=house.amina.person.pk).update(first_name="=1+1")
    cells = [cell for row in rows_of(take(house, with_names="on").content) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=1+1 Beispiel" in cells


def test_the_list_asks_as_often_for_many_rows_as_for_one(house: House) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_outcome(house.active, house.amina.person, house.amina.person, kind="job", word="Geheim")
            make_outcome(house.active, house.jonas.person, house.jonas.person, kind="team")
        with CaptureQueriesContext(connection) as queries:
            _headings, rows = outcome_table(house.cohort, confirmed=False, with_names=True)
        counts.append((len(queries), len(rows) - Outcome.objects.count()))
    assert counts == [(2, 0), (2, 0)]
