"""Forms come out of presets and are changed in the browser; answers outlive both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.applications.actions.forms import new_consent_version, remove_question
from resonanz.applications.models import FormPage, Question
from resonanz.applications.queries.apply import consent_texts, pages_of
from resonanz.people.models import Person
from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset
from resonanz.programmes.enums import Group
from tests.factories import House, make_cohort, make_programme
from tests.factories.apply import make_submitted

pytestmark = pytest.mark.django_db
SLUG = "mentoring-fuer-migrantinnen"


def preset(slug: str = SLUG) -> dict[str, Any]:
    return read_preset(next(path for path in preset_files() if path.stem == slug))


def titles(group: str) -> list[str]:
    return [page.title["en"] for page in FormPage.objects.filter(programme__slug=SLUG, group=group)]


def test_the_form_of_a_preset_has_its_pages_in_order() -> None:
    make_programme(SLUG)
    assert titles(Group.SECOND) == [
        "About you",
        "Occupation and education",
        "Languages",
        "Place and time",
        "What you wish for",
        "Conditions",
        "Something you may tell us",
        "Your consent",
    ]


@pytest.mark.parametrize("path", preset_files(), ids=lambda path: path.stem)
def test_every_question_is_asked_in_both_languages_with_its_purpose(path: Any) -> None:
    programme = load_preset(data=read_preset(path), by=None)
    for question in Question.objects.filter(page__programme=programme):
        assert set(question.label) & set(question.purpose) >= {"de", "en"}, question.key
        assert not question.is_special or question.audience == "staff"
    for group in Group.values:
        assert len(pages_of(programme, group)) >= 6


def test_a_programme_that_says_du_asks_with_du() -> None:
    programme = make_programme("mentor-mentor")
    labels = {q.page.group: q.label["de"] for q in Question.objects.filter(page__programme=programme, key="languages")}
    assert labels == {"first": "Welche Sprachen sprechen Sie?", "second": "Welche Sprachen sprichst du?"}


def test_loading_again_changes_nothing_and_archives_what_is_answered() -> None:
    programme = make_programme(SLUG)
    before = list(Question.objects.values_list("pk", "key", "position"))
    make_programme(SLUG)
    assert list(Question.objects.values_list("pk", "key", "position")) == before
    make_submitted(make_cohort(programme, state="open"))
    data = preset()
    for page in data["form"]:
        page["questions"] = [key for key in page["questions"] if key not in {"phone", "culture"}]
    load_preset(data=data, by=None)
    gone = Question.objects.filter(page__programme=programme, key__in=["phone", "culture"])
    assert {(q.page.group, q.key, q.is_archived) for q in gone} == {("second", "phone", True), ("second", "culture", True)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"questions": ["nonsense"]}, "the question «nonsense» is neither in the catalogue nor in the form."),
        ({"group": "third"}, 'a form page needs group = "first" or "second".'),
        ({"page": "nonsense"}, "the form page «nonsense» needs a title; it is not in the catalogue of pages."),
        ({"questions": ["phone", "phone"]}, "the question «phone» is asked twice in one form."),
        (
            {"question": [{"key": "phone", "fills": "profile.languages"}]},
            "question «phone»: an answer of the kind «short_text» cannot fill «profile.languages».",
        ),
        ({"question": [{"key": "phone", "colour": "red"}]}, "nobody knows the key «colour» of the question «phone»."),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    data = preset()
    data["form"][0] = {**data["form"][0], **change}
    with pytest.raises(PresetError) as error:
        load_preset(data=data, by=None)
    assert str(error.value) == f"{SLUG}: {sentence}"


def test_other_words_of_a_consent_make_a_new_version() -> None:
    programme = make_programme(SLUG)
    before = consent_texts(programme, "suggest")
    new_consent_version(programme=programme, key="suggest", texts={code: row.text for code, row in before.items()})
    assert consent_texts(programme, "suggest") == before
    now = new_consent_version(programme=programme, key="suggest", texts={"de": "Andere Worte.", "en": "  "})
    assert {code: (row.version, row.text) for code, row in now.items()} == {"de": (2, "Andere Worte.")}


def test_a_question_with_answers_is_archived_one_without_is_deleted() -> None:
    cohort = make_cohort(make_programme(SLUG), state="open")
    make_submitted(cohort)
    answered = Question.objects.get(page__programme=cohort.programme, page__group="second", key="phone")
    fresh = Question.objects.get(page__programme=cohort.programme, page__group="first", key="phone")
    assert (remove_question(question=answered, by=None), remove_question(question=fresh, by=None)) == (False, True)


def test_a_coordinator_adds_changes_and_moves(house: House, client_of: Callable[[Person | None], Client]) -> None:
    desk, programme = client_of(house.alice), house.programme
    url = reverse("applications:add_page", args=[SLUG, "second"])
    desk.post(url, {"title_de": "Zum Schluss", "title_en": "Finally"})
    page = FormPage.objects.get(programme=programme, key="finally")
    texts = {
        "label_de": "Woher kennen Sie uns?",
        "label_en": "How did you hear of us?",
        "purpose_de": "So.",
        "purpose_en": "So.",
    }
    options = "von Freunden | from friends\naus der Zeitung | from the newspaper"
    more = {"kind": "choice", "options": options, "audience": "staff"}
    desk.post(reverse("applications:add_question", args=[page.pk]), texts | more)
    question = page.questions.get()
    assert (question.key, question.kind) == ("how-did-you-hear-of-us", "choice")
    assert [option["key"] for option in question.options] == ["from-friends", "from-the-newspaper"]
    again = texts | {"options": "von Freunden | from my friends", "audience": "partner"}
    desk.post(reverse("applications:question", args=[question.pk]), again)
    question.refresh_from_db()
    assert question.options == [{"key": "from-friends", "label": {"de": "von Freunden", "en": "from my friends"}}]
    assert question.audience == "partner"
    desk.post(reverse("applications:act_on_page", args=[page.pk]), {"act": "up"})
    assert titles(Group.SECOND)[-2:] == ["Finally", "Your consent"]
    assert desk.get(reverse("applications:preview", args=[SLUG, "second"])).status_code == 200


def test_a_wrong_placeholder_gets_a_sentence(house: House, client_of: Callable[[Person | None], Client]) -> None:
    url = reverse("applications:add_page", args=[SLUG, "second"])
    answer = client_of(house.alice).post(
        url, {"title_de": "Für {mentorz}", "title_en": "X"}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 200
    assert FormPage.objects.filter(programme=house.programme, key="x").count() == 0
