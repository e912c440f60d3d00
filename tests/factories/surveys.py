"""Questionnaires for tests: switched on, asked and answered through the product's own actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from resonanz.programmes.models import Participation, Programme
from resonanz.surveys.actions.answering import answer_survey
from resonanz.surveys.actions.asking import ask_survey
from resonanz.surveys.actions.settings import change_survey
from resonanz.surveys.enums import Moment
from resonanz.surveys.models import Invitation, Survey

ENTRY: dict[str, Any] = {
    "gender": "female",
    "age": "30-54",
    "work": "unemployed",
    "education": "isced-5-8",
    "household": None,
    "disability": None,
    "migration": True,
}
EXIT: dict[str, Any] = {"work": "employed", "qualification": ["language"]}
LATER: dict[str, Any] = {"work": "employed", "improved": ["fits", "pay"]}


def make_survey(programme: Programme, *, since: date | None = None, **columns: Any) -> Survey:
    """Switch the usual questionnaire on, a month ago unless told."""
    survey = change_survey(programme=programme, by=None, is_on=True, **columns)
    Survey.objects.filter(pk=survey.pk).update(on_since=since or timezone.localdate() - timedelta(days=30))
    survey.refresh_from_db()
    return survey


def make_asked(participation: Participation, moment: str = Moment.ENTRY) -> Invitation:
    """Ask somebody today."""
    ask_survey(participation=participation, moment=moment, happened_on=timezone.localdate())
    return Invitation.objects.get(participation=participation, moment=moment)


def make_answered(participation: Participation, moment: str = Moment.ENTRY, **answers: Any) -> Invitation:
    """Ask somebody, and let her or him answer."""
    invitation = make_asked(participation, moment)
    usual = {Moment.ENTRY: ENTRY, Moment.LATER: LATER}.get(
        Moment(moment), {"work": "employed", "qualification": ["language"]}
    )
    answer_survey(invitation=invitation, answers={**usual, **answers})
    return invitation
