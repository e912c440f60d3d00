"""The team's pages: switching on, the reason why nobody is asked, and questions in every language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import fingerprint
from resonanz.programmes.models import Programme
from resonanz.surveys.actions.settings import change_survey, survey_of, survey_values
from resonanz.surveys.models import Survey, SurveyQuestion
from resonanz.surveys.queries.usual import as_values, questions_of, usual_questions
from tests.factories import House
from tests.factories.surveys import make_survey

pytestmark = pytest.mark.django_db
SENT: dict[str, Any] = {"is_on": "on", "groups": ["second"], "least_hours": "8", "planned_hours": "", "months_later": "6"}


@pytest.fixture
def desk(house: House, client_of: Callable[[Person | None], Client]) -> Client:
    return client_of(house.alice)


def address(house: House, name: str = "survey", *more: str) -> str:
    return reverse(f"surveys:{name}", args=[house.programme.slug, *more])


def test_switching_on_brings_the_usual_questions_along(house: House, desk: Client) -> None:
    assert desk.post(address(house), SENT).status_code == 302
    survey = Survey.objects.get(programme=house.programme)
    assert (survey.is_on, survey.on_since, survey.groups) == (True, timezone.localdate(), ["second"])
    assert [row.key for row in questions_of(survey, "entry")] == [row["key"] for row in usual_questions("entry")]
    assert LogEntry.objects.get(verb="change_survey").actor == house.alice


def test_the_day_of_switching_on_stays_while_it_is_on(house: House, desk: Client) -> None:
    survey = make_survey(house.programme)
    desk.post(address(house), {**SENT, "months_later": "9"})
    after = Survey.objects.get()
    assert (after.on_since, after.months_later) == (survey.on_since, 9)
    desk.post(address(house), {name: value for name, value in SENT.items() if name != "is_on"})
    desk.post(address(house), SENT)
    assert Survey.objects.get().on_since == timezone.localdate()


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"groups": []}, "groups"), ({"least_hours": "0"}, "least_hours"), ({"months_later": "x"}, "months_later")],
)
def test_a_mistake_keeps_what_was_typed(house: House, desk: Client, sent: dict[str, Any], field: str) -> None:
    page = desk.post(address(house), {**SENT, **sent})
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert Survey.objects.count() == 0


@pytest.mark.parametrize(
    ("hours", "planned", "said"),
    [
        ((5, 7), None, "Geplant sind mindestens 6 Monate mit je 5 Stunden, zusammen 30 Stunden."),
        ((1, 7), None, "Geplant sind mindestens 6 Stunden, gefragt wird ab 8 Stunden."),
        ((None, None), None, "Es ist nicht bekannt, wie viele Stunden geplant sind"),
        ((None, None), 20, "Geplant sind 20 Stunden. Das sind 8 oder mehr"),
    ],
)
def test_the_page_says_why_nobody_is_asked(house: House, desk: Client, hours: Any, planned: Any, said: str) -> None:
    make_survey(house.programme, planned_hours=planned)
    Programme.objects.filter(pk=house.programme.pk).update(hours_from=hours[0], hours_to=hours[1])
    assert said in desk.get(address(house)).content.decode()


def test_somebody_elses_change_is_not_overwritten(house: House, desk: Client) -> None:
    seen = fingerprint(survey_values(survey_of(house.programme)))
    change_survey(programme=house.programme, by=house.bob, months_later=12)
    page = desk.post(address(house), {**SENT, "seen": seen})
    assert page.status_code == 200
    assert Survey.objects.get().months_later == 12


def rows(*entries: dict[str, Any], **more: str) -> dict[str, Any]:
    """Return what the page of questions sends."""
    sent: dict[str, Any] = {"rows-TOTAL_FORMS": str(len(entries)), "rows-INITIAL_FORMS": "0", **more}
    for place, entry in enumerate(entries):
        sent |= {f"rows-{place}-{name}": value for name, value in entry.items()}
    return sent


def test_questions_are_edited_in_every_language_and_keep_their_keys(house: House, desk: Client) -> None:
    survey = make_survey(house.programme)
    sent = rows(
        {"was": "1", "kind": "choice", "text_de": "Ihr Alter?", "text_en": "Your age?",
         "options_de": "unter 18 Jahren\nälter", "options_en": "under 18\nolder"},
        {"was": "0", "kind": "yes_no", "text_de": "Sind Sie weiblichen Geschlechts?", "text_en": ""},
        {"kind": "number", "text_de": "Wie viele Stunden arbeiten Sie?", "text_en": "How many hours do you work?"},
        {"kind": "yes_no"},
    )  # fmt: skip
    answer = desk.post(address(house, "questions", "entry"), sent)
    assert answer.status_code == 302, answer.context["rows"].formset.errors
    age, gender, hours = as_values(questions_of(survey, "entry"))
    assert (age["key"], age["is_sensitive"]) == ("age", False)
    assert age["text"] == {"de": "Ihr Alter?", "en": "Your age?", "ar": "كم عمركم؟"}
    assert [option["key"] for option in age["options"]] == ["under-18", "alter"]
    assert age["options"][0]["label"] == {"de": "unter 18 Jahren", "en": "under 18", "ar": "أقل من 18 عامًا"}
    assert (gender["key"], gender["kind"], gender["options"], gender["is_sensitive"]) == ("gender", "yes_no", [], True)
    assert (hours["key"], hours["kind"]) == ("wie-viele-stunden-arbeiten-sie", "number")
    assert LogEntry.objects.get(verb="replace_survey_questions").detail == {"moment": "entry", "questions": 3}


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"options_de": "eine"}, "Bitte schreiben Sie mindestens zwei Möglichkeiten, eine pro Zeile."),
        ({"options_de": "a\nb", "options_en": "a"}, "Hier stehen 1 Möglichkeiten, in der ersten Sprache 2."),
        ({"options_de": "a\na"}, "Dieselbe Möglichkeit steht hier zweimal; bitte entfernen Sie eine."),
        ({"options_de": "\n".join(map(str, range(21)))}, "Bitte schreiben Sie höchstens 20 Möglichkeiten."),
    ],
)
def test_options_that_do_not_fit_get_a_sentence(house: House, desk: Client, typed: dict[str, str], error: str) -> None:
    survey = make_survey(house.programme)
    before = as_values(questions_of(survey, "exit"))
    page = desk.post(address(house, "questions", "exit"), rows({"kind": "choice", "text_de": "Was?", **typed}))
    assert page.status_code == 200
    assert error in page.content.decode()
    assert as_values(questions_of(survey, "exit")) == before


def test_the_usual_questions_are_shown_again_before_they_are_saved(house: House, desk: Client) -> None:
    survey = make_survey(house.programme)
    SurveyQuestion.objects.filter(moment="later").delete()
    page = desk.post(address(house, "questions", "later"), rows(usual="1")).content.decode()
    assert "Was hat sich seit dem Programm verbessert?" in page
    assert questions_of(survey, "later") == []


def test_a_moment_that_does_not_exist(house: House, desk: Client) -> None:
    assert desk.get(address(house, "questions", "never")).status_code == 404


def test_an_archived_programme_can_only_be_read(house: House, desk: Client) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(state="archived")
    answer = desk.post(address(house), SENT)
    assert answer.headers["Location"] == reverse("programmes:overview", args=[house.programme.slug])
    assert Survey.objects.count() == 0
