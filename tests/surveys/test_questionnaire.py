"""The page behind the mailed link: without signing in, in the own language, with «no answer» where it must be."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.surveys.actions.answering import AlreadySaid, answer_survey, refuse_survey, take_answers_back
from resonanz.surveys.actions.settings import replace_questions
from resonanz.surveys.enums import Moment, State
from resonanz.surveys.forms.answers import QuestionnaireForm
from resonanz.surveys.models import Invitation, Sheet, Survey, SurveyQuestion
from resonanz.surveys.queries.sheets import opened, token_of
from resonanz.surveys.queries.usual import usual_questions
from tests.factories import House
from tests.factories.surveys import ENTRY, make_answered, make_asked, make_survey

pytestmark = pytest.mark.django_db
TYPED = {
    "q-gender": "female", "q-age": "30-54", "q-work": "unemployed", "q-education": "isced-5-8", "q-household": "-",
    "q-disability": "-", "q-migration": "yes",
}  # fmt: skip


def address(invitation: Invitation, name: str = "questionnaire") -> str:
    return reverse(f"surveys:{name}", args=[token_of(invitation)])


def test_answers_are_kept_without_signing_in_and_only_once(house: House, client: Client) -> None:
    make_survey(house.programme)
    invitation = make_asked(house.amina)
    assert client.get(address(invitation)).status_code == 200
    answer = client.post(address(invitation), TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, address(invitation))
    client.post(address(invitation), {**TYPED, "q-gender": "male"})
    sheet = Sheet.objects.get()
    assert opened(sheet) == ENTRY
    assert (sheet.programme, sheet.cohort, sheet.moment) == (house.programme, house.cohort, "entry")
    assert sheet.month == timezone.localdate().replace(day=1)
    invitation.refresh_from_db()
    assert invitation.state == State.ANSWERED
    assert "female" not in client.get(address(invitation)).content.decode()


def test_a_mistake_keeps_what_was_chosen(house: House, client: Client) -> None:
    make_survey(house.programme)
    invitation = make_asked(house.amina)
    page = client.post(address(invitation), {name: value for name, value in TYPED.items() if name != "q-age"})
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (200, ["age"])
    assert form["work"].value() == "unemployed"
    assert Sheet.objects.count() == 0


def test_the_page_is_in_the_language_of_the_person_until_the_reader_chooses(house: House, client: Client) -> None:
    make_survey(house.programme)
    person = house.amina.person
    person.language = "ar"
    person.save()
    url = address(make_asked(house.amina))
    assert '<html lang="ar" dir="rtl">' in client.get(url).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url)
    assert '<html lang="en" dir="ltr">' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_it_says_who_gets_what_before_it_asks(house: House, client: Client) -> None:
    make_survey(house.programme)
    house.programme.partnerships.update(role="funder")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(address(make_asked(house.amina))).content.decode()
    notice, _form, questions = page.partition('<form class="form" method="post" novalidate>')
    for funder in house.programme.partnerships.all():
        assert funder.organisation.name in notice
    assert "kept apart from your name" in notice
    assert "Nothing changes for you, and nobody is told." in notice
    assert "They are kept for 120 months." in notice
    assert questions.count("no answer") == 4  # gender, household, disability, migration


def test_a_no_is_taken_and_can_be_said_to_a_link_only(house: House, client: Client) -> None:
    make_survey(house.programme)
    invitation = make_asked(house.amina)
    assert client.get(address(invitation, "refuse")).status_code == 405
    assert client.post(address(invitation, "refuse")).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.state, Sheet.objects.count()) == (State.REFUSED, 0)
    client.post(address(invitation), TYPED)
    assert Sheet.objects.count() == 0


def test_answers_can_be_taken_back_those_of_other_moments_too(house: House, client: Client) -> None:
    make_survey(house.programme)
    make_answered(house.amina)
    invitation = make_answered(house.amina, Moment.EXIT)
    make_answered(house.olena)
    client.post(address(invitation, "take_back"))
    assert Sheet.objects.count() == 1
    assert set(Invitation.objects.filter(participation=house.amina).values_list("state", flat=True)) == {State.REFUSED}
    assert Invitation.objects.get(participation=house.olena).state == State.ANSWERED


def test_of_two_answers_at_once_one_is_kept(house: House) -> None:
    make_survey(house.programme)
    invitation = make_asked(house.amina)
    twin = Invitation.objects.get(pk=invitation.pk)
    answer_survey(invitation=invitation, answers=ENTRY)
    with pytest.raises(AlreadySaid):
        answer_survey(invitation=twin, answers=ENTRY)
    with pytest.raises(AlreadySaid):
        refuse_survey(invitation=twin)
    take_answers_back(invitation=invitation)
    with pytest.raises(AlreadySaid):
        take_answers_back(invitation=twin)


@pytest.mark.parametrize("token", ["nothing", "1:abc", "x" * 300])
def test_a_link_that_is_none_of_ours_says_so(client: Client, token: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse("surveys:questionnaire", args=[token]))
    assert (page.status_code, "This link leads nowhere any more" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("why", ["expired", "off"])
def test_what_is_closed_takes_no_answer(house: House, client: Client, why: str) -> None:
    survey = make_survey(house.programme)
    invitation = make_asked(house.amina)
    if why == "off":
        Survey.objects.filter(pk=survey.pk).update(is_on=False)
    else:
        Invitation.objects.update(state=State.EXPIRED)
    client.post(address(invitation), TYPED)
    assert Sheet.objects.count() == 0


def question(**values: Any) -> SurveyQuestion:
    usual: dict[str, Any] = {"key": "k", "kind": "yes_no", "text": {"en": "Do you like tea?"}, "is_sensitive": False}
    return SurveyQuestion(**{**usual, **values})


OPTIONS = [{"key": "a", "label": {"en": "this"}}, {"key": "b", "label": {"en": "that"}}]


@pytest.mark.parametrize(
    "text",
    [
        {"en": "Do you have a disability?"}, {"de": "Haben Sie eine Behinderung?"}, {"ar": "هل لديكم إعاقة؟"},
        {"de": "Haben Sie Migrationshintergrund?"}, {"en": "Which citizenship do you have?"},
        {"de": "Wer lebt in Ihrem Haushalt?"}, {"de": "Was ist Ihre Religion?"}, {"en": "Are you a refugee?"},
        {"de": "Wie ist Ihre Gesundheit?"}, {"de": "Ihr Geschlecht"}, {"en": "Your ethnic group"}, {"ar": "ما جنسيتكم؟"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["choice", "several", "yes_no", "number"])
def test_a_sensitive_question_offers_no_answer_whatever_its_author_ticked(text: dict[str, str], kind: str) -> None:
    row = question(text=text, kind=kind, options=OPTIONS)
    silent: dict[str, dict[str, Any]] = {"number": {"q-k.none": "on"}, "several": {"q-k": ["-"]}}
    form = QuestionnaireForm([row], silent.get(kind, {"q-k": "-"}))
    assert form.is_valid()
    assert form.answers == {"k": None}
    assert not QuestionnaireForm([row], {}).is_valid()


def test_the_words_count_when_questions_are_kept_too(house: House) -> None:
    make_survey(house.programme)
    asked = [
        {"key": "a", "kind": "yes_no", "text": {"de": "Sind Sie krank?"}, "options": [], "is_sensitive": False},
        {"key": "b", "kind": "yes_no", "text": {"de": "Trinken Sie Tee?"}, "options": [], "is_sensitive": False},
        {"key": "c", "kind": "choice", "text": {"de": "Was trifft zu?"}, "is_sensitive": False,
         "options": [{"key": "x", "label": {"de": "Migrationshintergrund"}}, {"key": "y", "label": {"de": "nichts"}}]},
    ]  # fmt: skip
    replace_questions(programme=house.programme, moment="entry", questions=asked, by=None)
    kept = SurveyQuestion.objects.filter(moment="entry").values_list("key", "is_sensitive")
    assert dict(kept) == {"a": True, "b": False, "c": True}


def test_every_kind_of_answer_is_kept_as_it_was_meant() -> None:
    rows = [
        question(key="one", kind="choice", options=OPTIONS), question(key="many", kind="several", options=OPTIONS),
        question(key="yes"), question(key="no"), question(key="number", kind="number"),
        question(key="count", kind="number", is_sensitive=True),
    ]  # fmt: skip
    sent = {"q-one": "a", "q-many": ["a", "b"], "q-yes": "yes", "q-no": "no", "q-number": "0", "q-count": "3"}
    form = QuestionnaireForm(rows, sent)
    assert form.is_valid()
    assert form.answers == {"one": "a", "many": ["a", "b"], "yes": True, "no": False, "number": 0, "count": 3}


@pytest.mark.parametrize(
    ("row", "sent", "error"),
    [
        (question(), {}, "Please answer this question."),
        (question(is_sensitive=True), {}, "Please answer this question, or choose “no answer”."),
        (question(), {"q-k": "-"}, "Select a valid choice. - is not one of the available choices."),
        (
            question(kind="several", options=OPTIONS, is_sensitive=True),
            {"q-k": ["a", "-"]},
            "Please choose either answers or “no answer”.",
        ),
        (
            question(kind="number", is_sensitive=True),
            {"q-k": "3", "q-k.none": "on"},
            "Please give either a number or “no answer”.",
        ),
        (question(kind="number"), {"q-k": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_a_mistake_gets_a_sentence(row: SurveyQuestion, sent: dict[str, Any], error: str) -> None:
    with translation.override("en"):
        assert QuestionnaireForm([row], sent).errors["k"] == [error]


def test_the_usual_questions_are_whole_in_three_languages() -> None:
    for moment in Moment:
        for entry in usual_questions(moment):
            texts = [entry["text"], *(option["label"] for option in entry["options"])]
            assert [text for text in texts if set(text) != {"de", "en", "ar"}] == []
    sensitive = {entry["key"] for entry in usual_questions("entry") if entry["is_sensitive"]}
    assert sensitive == {"gender", "household", "disability", "migration"}
