"""The questionnaire in a preset file: switched on, changed, taken along and loaded again; and what a stranger's may hold."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.utils import timezone, translation

from resonanz.programmes.actions import PresetError, load_preset, parse_preset, preset_files, read_preset
from resonanz.programmes.actions.export import as_preset, as_toml
from resonanz.surveys.models import Survey
from resonanz.surveys.queries.usual import as_values, questions_of, usual_questions

pytestmark = pytest.mark.django_db
OWN: dict[str, Any] = {
    "moment": "exit",
    "key": "tea",
    "kind": "choice",
    "text": {"de": "Tee?", "en": "Tea?"},
    "options": [{"key": "yes", "label": {"de": "Ja"}}, {"key": "no", "label": {"de": "Nein"}}],
    "sensitive": False,
}


def preset(**survey: Any) -> dict[str, Any]:
    data = read_preset(preset_files()[0])
    return {**data, "survey": survey}


def test_no_preset_that_comes_along_asks_by_itself() -> None:
    assert [path.name for path in preset_files() if "survey" in read_preset(path)] == []


def test_a_preset_switches_it_on_with_the_usual_questions() -> None:
    programme = load_preset(data=preset(on=True, planned_hours=20, groups=["first", "second"]), by=None)
    survey = Survey.objects.get(programme=programme)
    assert (survey.is_on, survey.on_since) == (True, timezone.localdate())
    assert (survey.least_hours, survey.planned_hours, survey.months_later) == (8, 20, 6)
    assert survey.groups == ["first", "second"]
    assert as_values(questions_of(survey, "entry")) == usual_questions("entry")


def test_own_questions_take_the_place_of_the_usual_ones() -> None:
    programme = load_preset(data=preset(question=[OWN]), by=None)
    survey = Survey.objects.get(programme=programme)
    assert questions_of(survey, "entry") == []
    assert [(row.key, row.is_sensitive, row.options) for row in questions_of(survey, "exit")] == [
        ("tea", False, OWN["options"])
    ]


def test_what_is_taken_along_makes_the_same_again() -> None:
    programme = load_preset(data=preset(on=True, planned_hours=20, months_later=9), by=None)
    data = parse_preset(as_toml(as_preset(programme)).encode(), "x.toml")
    before = {moment: as_values(questions_of(programme.survey, moment)) for moment in ("entry", "exit", "later")}
    other = load_preset(data={**data, "slug": "elsewhere"}, by=None)
    survey = Survey.objects.get(programme=other)
    assert (survey.is_on, survey.planned_hours, survey.months_later) == (True, 20, 9)
    assert {moment: as_values(questions_of(survey, moment)) for moment in before} == before
    assert as_preset(other)["survey"] == as_preset(programme)["survey"]


def test_without_the_table_everything_stays_as_it_is() -> None:
    data = preset(on=True, months_later=9)
    programme = load_preset(data=data, by=None)
    load_preset(data={name: value for name, value in data.items() if name != "survey"}, by=None)
    assert Survey.objects.get(programme=programme).months_later == 9


def test_a_stranger_cannot_take_no_answer_away() -> None:
    question = {**OWN, "text": {"de": "Haben Sie eine Behinderung?"}, "sensitive": False}
    programme = load_preset(data=preset(question=[question]), by=None)
    assert questions_of(Survey.objects.get(programme=programme), "exit")[0].is_sensitive is True


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        ("yes", "survey must be a table"),
        ({"on": "yes"}, "survey.on must be true or false"),
        ({"months_later": 0}, "survey.months_later must be a whole number"),
        ({"groups": []}, "survey.groups must be one of: first, second"),
        ({"groups": ["third"]}, "survey.groups must be one of: first, second"),
        ({"colour": 1}, "nobody knows the key «survey.colour»"),
        ({"question": {}}, "survey.question must be a list of tables"),
        ({"question": [{**OWN, "colour": 1}]}, "nobody knows the key «survey.question.colour»"),
        ({"question": [{**OWN, "moment": "never"}]}, "survey.question.moment must be one of: entry, exit, later"),
        ({"question": [{**OWN, "options": OWN["options"][:1]}]}, "must be a question with two options at least"),
        ({"question": [{**OWN, "options": [{"key": "A B", "label": {}}]}]}, "must be a list of options with key and label"),
        ({"question": [{**OWN, "options": OWN["options"] * 2}]}, "must be a list of options with key and label"),
        ({"question": [{**OWN, "options": [1]}]}, "must be a list of options with key and label"),
        ({"question": [{**OWN, "text": {}}]}, "must be a text in one language at least"),
        ({"question": [{**OWN, "text": {"de": 5}}]}, "survey.question.text must be"),
        ({"question": [OWN, OWN]}, "survey.question.tea must be asked once in each moment"),
        ({"question": [{k: v for k, v in OWN.items() if k != "kind"}]}, "survey.question.kind must be there"),
        ({"question": [{**OWN, "key": f"k{n}"} for n in range(31)]}, "survey.question must be at most 30 entries"),
    ],
)
def test_a_file_of_another_form_gets_a_sentence(survey: Any, said: str) -> None:
    data = deepcopy(read_preset(preset_files()[0])) | {"survey": survey}
    with translation.override("en"), pytest.raises(PresetError) as error:
        load_preset(data=data, by=None)
    assert said in str(error.value)
    assert Survey.objects.count() == 0
