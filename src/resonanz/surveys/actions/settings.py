"""What a programme asks for its funder, and whom: changed by its coordinators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.models import Programme
from resonanz.surveys.enums import WITH_OPTIONS, Moment
from resonanz.surveys.models import Survey, SurveyQuestion
from resonanz.surveys.queries.usual import as_values, is_special, questions_of, usual_questions

COLUMNS = ("is_on", "groups", "least_hours", "planned_hours", "months_later")


def survey_of(programme: Programme) -> Survey:
    """Return the survey of a programme; one that was never kept, switched off and empty, where there is none yet."""
    return Survey.objects.filter(programme=programme).first() or Survey(programme=programme)


def survey_values(survey: Survey) -> dict[str, Any]:
    """Return the settings as the page shows them, for its fingerprint."""
    return {name: getattr(survey, name) for name in COLUMNS}


@transaction.atomic
def change_survey(*, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any) -> Survey:
    """Set columns of COLUMNS; the first time, the usual questions come along.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    survey = survey_of(row)
    unchanged(seen, survey_values(survey))
    write_survey(survey, columns)
    log_action("change_survey", by=by, on=survey, scope=row.scope, is_on=survey.is_on)
    return survey


def write_survey(survey: Survey, columns: Mapping[str, Any]) -> None:
    """Keep settings; part of the acts that change them. Whoever began before it was switched on is not asked."""
    was_on, is_new = survey.is_on, survey.pk is None
    for name, value in columns.items():
        setattr(survey, name, value)
    if survey.is_on and not was_on:
        survey.on_since = timezone.localdate()
    survey.save()
    for moment in Moment if is_new else ():
        write_questions(survey, moment, usual_questions(moment))


@transaction.atomic
def replace_questions(
    *,
    programme: Programme,
    moment: str,
    questions: Iterable[Mapping[str, Any]],
    by: Person | None,
    seen: str | None = None,
) -> None:
    """Make `questions` (key, kind, text, options, is_sensitive) those of a moment, in this order.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    survey = survey_of(row)
    if survey.pk is None:
        write_survey(survey, {})
    unchanged(seen, as_values(questions_of(survey, moment)))
    written = write_questions(survey, moment, questions)
    log_action("replace_survey_questions", by=by, on=survey, scope=row.scope, moment=moment, questions=written)


def write_questions(survey: Survey, moment: str, questions: Iterable[Mapping[str, Any]]) -> int:
    """Keep the questions of a moment; one whose words are about something sensitive is sensitive. Part of larger acts."""
    survey.questions.filter(moment=moment).delete()
    rows = []
    for place, entry in enumerate(questions):
        options = list(entry.get("options", [])) if entry["kind"] in WITH_OPTIONS else []
        rows.append(
            SurveyQuestion(
                survey=survey,
                moment=moment,
                key=entry["key"],
                kind=entry["kind"],
                text=dict(entry["text"]),
                options=options,
                is_sensitive=entry.get("is_sensitive", True) or is_special(entry["text"], options),
                position=place,
            )
        )
    SurveyQuestion.objects.bulk_create(rows)
    return len(rows)
