"""Matching runs with their proposals, and spreadsheets matched in the browser."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from resonanz.core.models import Record
from resonanz.matching.enums import Objective, ProposalState
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.models import Tandem


class MatchingRun(Record):
    """One computed set of proposals for a cohort, kept with its inputs and settings so that it can be repeated."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="matching_runs")
    objective = models.CharField(max_length=12, choices=Objective.choices, default=Objective.MOST_PAIRS)
    criteria = models.JSONField()  # as given to the engine
    mentors = models.JSONField()  # the engine's rows; ids are those of the participations
    mentees = models.JSONField()
    version = models.CharField(max_length=20)  # of the engine
    total = models.FloatField()
    is_optimal = models.BooleanField()
    unplaced = models.JSONField(default=list)  # [{"participation", "why": phrase}], both groups
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"run {self.pk} for {self.cohort}"


class Proposal(Record):
    """One suggested pair of a run, with its reasons."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    percent = models.FloatField()
    reasons = models.JSONField()  # [{"criterion": phrase, "points", "of", "text": phrase}]
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    tandem = models.ForeignKey(Tandem, on_delete=models.SET_NULL, null=True, related_name="proposals")

    class Meta:
        ordering = ["-score", "mentee_id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="matching_a_pair_once_per_run"),
        ]


class SheetMatch(Record):
    """Two spreadsheets that somebody brought, and what their columns mean; deleted after a day."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mentors = models.JSONField()  # {"name", "columns", "rows", "lines"}
    mentees = models.JSONField()
    settings = models.JSONField(default=dict)  # as in a criteria file

    class Meta:
        ordering = ["-id"]
