"""What the team sees: numbers without small cells, and rows for the funder without names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import product

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.surveys.actions.answering import refuse_survey
from resonanz.surveys.actions.settings import replace_questions
from resonanz.surveys.enums import Moment
from resonanz.surveys.models import Sheet, Survey
from resonanz.surveys.queries.results import LEAST, export_table, numbers_of, without_small
from tests.factories import PASSWORD, House, make_participation
from tests.factories.surveys import make_answered, make_asked, make_survey

pytestmark = pytest.mark.django_db


def fill(house: House, answered: int, refused: int = 0, asked: int = 0) -> Survey:
    survey = make_survey(house.programme)
    rows = [make_participation(house.cohort, "second", f"P{n}") for n in range(answered + refused + asked)]
    for row in rows[:answered]:
        make_answered(row)
    for row in rows[answered : answered + refused]:
        refuse_survey(invitation=make_asked(row))
    for row in rows[answered + refused :]:
        make_asked(row)
    return survey


def test_numbers_are_counted_by_moment(house: House) -> None:
    entry, leave, later = numbers_of(fill(house, 6, 5, 7))
    assert (entry.moment, entry.asked) == (Moment.ENTRY, 18)
    assert entry.parts == {"answered": 6, "refused": 5, "asked": 7, "expired": 0}
    assert leave.parts == later.parts == {"answered": 0, "refused": 0, "asked": 0, "expired": 0}


def test_small_numbers_are_hidden_with_what_they_could_be_worked_out_from(house: House) -> None:
    entry = numbers_of(fill(house, 6, 1, 7))[0]
    assert entry.asked == 14
    assert entry.parts == {"answered": None, "refused": None, "asked": 7, "expired": 0}


def test_of_fewer_than_five_nothing_is_told(house: House) -> None:
    entry = numbers_of(fill(house, 3, 1))[0]
    assert (entry.asked, set(entry.parts.values())) == (None, {None})


def test_no_small_number_can_be_worked_out() -> None:
    for numbers in product(range(8), repeat=4):
        parts = dict(zip("abcd", numbers, strict=True))
        shown = without_small(parts)
        hidden = [parts[name] for name, n in shown.items() if n is None]
        assert [n for n in shown.values() if n is not None and 0 < n < LEAST] == []
        assert all(n in (None, parts[name]) for name, n in shown.items())
        if hidden and sum(numbers) >= LEAST:
            assert len(hidden) >= 2, numbers
            assert sum(hidden) >= LEAST, numbers


def test_the_page_tells_numbers_and_no_names(house: House, client_of: Callable[[Person | None], Client]) -> None:
    fill(house, 6, 1, 7)
    page = client_of(house.alice).get(reverse("surveys:results", args=[house.programme.slug])).content.decode()
    assert page.count('<span class="muted">nicht gezeigt</span>') == 2
    assert [row.person.full_name for row in house.cohort.participations.all() if row.person.full_name in page] == []


def confirmed(client: Client) -> Client:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_the_export_asks_who_one_is_and_stands_in_the_log_without_content(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    fill(house, 5)
    client, url = client_of(house.alice), reverse("surveys:export", args=[house.programme.slug])
    assert client.get(url).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirmed(client)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"suffix": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 6
    assert rows[0][:3] == ["Code", "Zeitpunkt", "Zu Beginn: Welches Geschlecht haben Sie?"]
    assert rows[1][1:3] == ["Zu Beginn", "weiblich"]
    assert "keine Angabe" in rows[1]
    entry = LogEntry.objects.get(verb="export_survey")
    assert (entry.actor, entry.detail) == (house.alice, {"rows": 5, "format": "csv"})
    text = answer.content.decode()
    people = [row.person for row in house.cohort.participations.all()]
    assert [p for p in people if p.full_name in text or p.email in text] == []


def test_the_workbook_says_what_the_questions_offered(house: House, client_of: Callable[[Person | None], Client]) -> None:
    fill(house, 5)
    client = confirmed(client_of(house.alice))
    answer = client.post(reverse("surveys:export", args=[house.programme.slug]), {"suffix": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("antworten", 6), ("fragen", 12)]
    assert [cell.value for cell in book["fragen"][7]] == [
        "Zu Beginn", "Haben Sie eine Behinderung, ob anerkannt oder nicht?", "ja oder nein", "ja; nein; keine Angabe",
    ]  # fmt: skip


def test_of_fewer_than_five_people_nothing_is_handed_out(house: House, client_of: Callable[[Person | None], Client]) -> None:
    fill(house, 4)
    client = confirmed(client_of(house.alice))
    url = reverse("surveys:export", args=[house.programme.slug])
    assert client.get(url).status_code == 302
    answer = client.post(url, {"suffix": "csv"})
    assert answer.headers["Location"] == reverse("surveys:results", args=[house.programme.slug])
    assert LogEntry.objects.filter(verb="export_survey").count() == 0


def test_the_export_belongs_to_the_own_programme(house: House, client_of: Callable[[Person | None], Client]) -> None:
    fill(house, 5)
    client = confirmed(client_of(house.charlie))
    url = reverse("surveys:export", args=[house.programme.slug])
    assert (client.get(url).status_code, client.post(url, {"suffix": "csv"}).status_code) == (404, 404)


def test_no_cell_is_run_as_a_formula(house: House, client_of: Callable[[Person | None], Client]) -> None:
    make_survey(house.programme)
    options = [{"key": "a", "label": {"de": "=1+1"}}, {"key": "b", "label": {"de": "@SUM(A1)"}}]
    asked = {"key": "x", "kind": "choice", "text": {"de": "=HYPERLINK(1)"}, "options": options, "is_sensitive": False}
    replace_questions(programme=house.programme, moment="entry", questions=[asked], by=None)
    for n in range(5):
        make_answered(make_participation(house.cohort, "second", f"P{n}"), x="a")
    client = confirmed(client_of(house.alice))
    text = client.post(reverse("surveys:export", args=[house.programme.slug]), {"suffix": "csv"}).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))] == []
    assert "1+1" in text


def test_answers_to_questions_that_have_changed_are_still_handed_out(house: House) -> None:
    survey = fill(house, 5)
    kept = {"key": "age", "kind": "choice", "text": {"en": "Age?"}, "options": [], "is_sensitive": False}
    replace_questions(programme=house.programme, moment="entry", questions=[kept], by=None)
    with translation.override("en"):
        headings, rows = export_table(survey)
    assert headings[2] == "At the beginning: Age?"
    assert "At the beginning: gender" in headings
    assert rows[0][2] == "30-54"
    assert len(rows) == Sheet.objects.count() == 5
