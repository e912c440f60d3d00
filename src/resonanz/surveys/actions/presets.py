"""The questionnaire out of a preset, and back into one; `presets/README.md` describes the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.actions.presets import check_table, wrong
from resonanz.programmes.actions.shapes import Check, flag, key, one_of, one_of_words, texts, whole
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme
from resonanz.surveys.actions.settings import survey_of, write_questions, write_survey
from resonanz.surveys.enums import WITH_OPTIONS, Kind, Moment
from resonanz.surveys.models import Survey, usual_groups
from resonanz.surveys.queries.usual import as_values, questions_of

MOST_QUESTIONS = 30  # of each moment: nobody answers more on a phone


def groups(value: Any) -> Any:
    """A list of groups, each once."""
    good = isinstance(value, list) and value and all(entry in Group.values for entry in value)
    return "" if good and len(set(value)) == len(value) else one_of_words(Group.values)


def months(value: Any) -> Any:
    """A number of months from 1 up."""
    return whole(value) or ("" if value else _("a whole number"))


def option_list(value: Any) -> Any:
    """A list of options, each with its key and its label."""
    good = isinstance(value, list) and all(
        isinstance(entry, Mapping) and set(entry) == {"key", "label"} and not key(entry["key"]) and not texts(entry["label"])
        for entry in value
    )
    return "" if good and len({entry["key"] for entry in value}) == len(value) else _("a list of options with key and label")


TABLE: dict[str, Check] = {
    "on": flag, "least_hours": whole, "planned_hours": whole, "months_later": months, "groups": groups,
}  # fmt: skip
QUESTION: dict[str, Check] = {
    "moment": one_of(*Moment.values), "key": key, "kind": one_of(*Kind.values), "text": texts, "options": option_list,
    "sensitive": flag,
}  # fmt: skip


def load_survey(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Make or renew what `[survey]` describes; without that table everything stays as it is. Raises PresetError."""
    if "survey" not in data:
        return
    entry = data["survey"]
    check(programme, entry)
    survey = survey_of(programme)
    columns = {
        "is_on": entry.get("on", True),
        "groups": list(entry.get("groups", usual_groups())),
        "least_hours": entry.get("least_hours", Survey().least_hours),
        "planned_hours": entry.get("planned_hours"),
        "months_later": entry.get("months_later", Survey().months_later),
    }
    write_survey(survey, columns)
    if "question" in entry:
        for moment in Moment:
            asked = [
                {
                    "key": row["key"],
                    "kind": row["kind"],
                    "text": row["text"],
                    "options": [{"key": o["key"], "label": dict(o["label"])} for o in row.get("options", [])],
                    "is_sensitive": row.get("sensitive", True),
                }
                for row in entry["question"]
                if row["moment"] == moment
            ]
            write_questions(survey, moment, asked)


def check(programme: Programme, entry: Any) -> None:
    """Refuse what has another form than it must."""
    if not isinstance(entry, Mapping):
        raise wrong(programme, "survey", _("a table"))
    check_table(programme, "survey", {name: value for name, value in entry.items() if name != "question"}, TABLE)
    rows = entry.get("question", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise wrong(
            programme, "survey.question", format_lazy(_("a list of tables, written [[{name}]]"), name="survey.question")
        )
    for row in rows:
        check_table(programme, "survey.question", row, QUESTION)
        for needed in ("moment", "key", "kind", "text"):
            if needed not in row:
                raise wrong(programme, f"survey.question.{needed}", _("there"))
        if row["kind"] in WITH_OPTIONS and len(row.get("options", [])) < 2:
            raise wrong(programme, f"survey.question.{row['key']}", _("a question with two options at least"))
        if not any(row["text"].get(code) for code, _name in settings.LANGUAGES):
            raise wrong(programme, f"survey.question.{row['key']}.text", _("a text in one language at least"))
    places = [(row["moment"], row["key"]) for row in rows]
    for moment, name in places:
        if places.count((moment, name)) > 1:
            raise wrong(programme, f"survey.question.{name}", _("asked once in each moment"))
    if any(sum(place[0] == moment for place in places) > MOST_QUESTIONS for moment in Moment.values):
        raise wrong(programme, "survey.question", format_lazy(_("at most {n} entries"), n=MOST_QUESTIONS))


def dump_survey(programme: Programme) -> dict[str, Any]:
    """Return the questionnaire as a preset holds it, with every question; nothing where there never was one."""
    survey = survey_of(programme)
    if survey.pk is None:
        return {}
    table: dict[str, Any] = {
        "on": survey.is_on,
        "groups": survey.groups,
        "least_hours": survey.least_hours,
        "months_later": survey.months_later,
    }
    if survey.planned_hours is not None:
        table["planned_hours"] = survey.planned_hours
    rows = [
        {"moment": moment.value, **{name: value for name, value in row.items() if name != "is_sensitive" and value}}
        | {"sensitive": row["is_sensitive"]}
        for moment in Moment
        for row in as_values(questions_of(survey, moment))
    ]
    return {"survey": table | {"question": rows}}
