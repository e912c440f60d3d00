"""The funder's questionnaire of the demo: asked, answered and refused as people would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from resonanz.programmes.models import Programme
from resonanz.surveys.actions.answering import answer_survey, refuse_survey
from resonanz.surveys.actions.asking import ask_due
from resonanz.surveys.actions.settings import change_survey
from resonanz.surveys.forms.answers import SILENCE
from resonanz.surveys.models import Invitation, Survey


def load_survey(programme: Programme, data: dict[str, Any], today: date) -> None:
    """Switch the questionnaire on where the data have one, and let some of the people say something."""
    if "survey" not in data:
        return
    entry = data["survey"]
    survey = change_survey(programme=programme, by=None, is_on=True, planned_hours=entry["planned_hours"])
    Survey.objects.filter(pk=survey.pk).update(on_since=today - timedelta(days=entry["on_days_ago"]))
    ask_due()
    asked = iter(
        Invitation.objects.filter(participation__cohort__programme=programme).select_related("participation__cohort")
    )
    for row in entry["answers"]:
        answers = {key: meant(value) for key, value in zip(entry["columns"], row, strict=True)}
        answer_survey(invitation=next(asked), answers=answers)
    for _n in range(entry["refused"]):
        refuse_survey(invitation=next(asked))


def meant(value: str) -> Any:
    """Return an answer of the data as a sheet keeps it."""
    return {"yes": True, "no": False, SILENCE: None}.get(value, value)
