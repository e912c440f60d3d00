"""A programme's questionnaire, who was asked, and the answers; between the last two the database knows no way.

`Invitation` knows the person, `Sheet` the answers. They share no key, no time and no order: see decision 0022.
"""

from __future__ import annotations

import secrets

from django.db import models

from resonanz.core.models import Record
from resonanz.core.text import in_language
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.surveys.enums import Kind, Moment, State

USUAL_HOURS = 8  # below that, funders count nobody as a participant
USUAL_MONTHS = 6


def usual_groups() -> list[str]:
    """Return who is asked unless a programme says otherwise: those whom it supports."""
    return [Group.SECOND.value]


class Survey(Record):
    """The questionnaire that a programme's funder asks for."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="survey")
    is_on = models.BooleanField(default=False)
    on_since = models.DateField(null=True)  # who began or ended before that is not asked about it
    groups = models.JSONField(default=usual_groups)  # the groups whose people are asked
    least_hours = models.PositiveSmallIntegerField(default=USUAL_HOURS)  # nobody is asked where fewer are planned
    planned_hours = models.PositiveSmallIntegerField(null=True)  # where the programme names no months or no hours
    months_later = models.PositiveSmallIntegerField(default=USUAL_MONTHS)  # after the exit

    def __str__(self) -> str:
        return f"survey of {self.programme}"


class SurveyQuestion(models.Model):
    """One question of one moment. Texts are `{language: text}`, shown as they are."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.JSONField(default=dict)
    options = models.JSONField(default=list)  # [{"key", "label": {language: text}}]
    is_sensitive = models.BooleanField(default=True)  # "no answer" is one of the answers
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["survey", "moment", "key"], name="surveys_question_key")]

    def __str__(self) -> str:
        return in_language(self.text)


class Invitation(models.Model):
    """That somebody was asked, and what became of it.

    Only days, and none of the answer: an hour here and an order there would lead from a name to a sheet. `seed` is the same
    for all moments of one participation; with the key that is kept apart it makes the code. With the row it goes for good.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="survey_invitations")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    seed = models.CharField(max_length=43)
    happened_on = models.DateField()  # the day of the entry, or of the exit
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["participation", "moment"], name="surveys_asked_once")]
        indexes = [models.Index(fields=["state", "asked_on"], name="surveys_state_asked_on")]

    def __str__(self) -> str:
        return f"{self.participation}, {self.moment}: {self.state}"


def random_number() -> int:
    """Return a number for a sheet that says nothing about what came before it; SQLite sorts its rows by it, too."""
    return secrets.randbelow(2**62) + 1


class Sheet(models.Model):
    """What somebody answered, under a code; nothing here leads to a person, and without the keys nothing can be read."""

    id = models.BigAutoField(primary_key=True, default=random_number)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="survey_sheets")
    cohort = models.ForeignKey(Cohort, on_delete=models.SET_NULL, null=True, related_name="+")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    code = models.CharField(max_length=24, db_index=True)
    month = models.DateField()  # its first day
    answers = models.TextField()  # encrypted and all of one length: {question: answer, or None for «no answer»}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "moment"], name="surveys_one_sheet_each")]

    def __str__(self) -> str:
        return f"sheet of {self.moment}"
