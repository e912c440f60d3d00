"""The tandem."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from resonanz.core.models import Record
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.enums import (
    LIVE_STATES,
    OPEN_STATES,
    SIDES,
    WAITING_STATES,
    Answer,
    EndAskedBy,
    EndReason,
    Listed,
    Origin,
    State,
)


class Tandem(Record):
    """Two people of a cohort: suggested to both, at work once both said yes.

    In a reciprocal programme both are mentor and mentee; the columns then only tell the first group from the second.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="tandems")
    mentor = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="tandems_as_mentor")
    mentee = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="tandems_as_mentee")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.RUN)
    mentor_answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    mentee_answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    mentor_reason = models.CharField(max_length=500, blank=True)  # why not, if somebody wants to say so; for staff only
    mentee_reason = models.CharField(max_length=500, blank=True)
    mentor_asked_at = models.DateTimeField(null=True)  # empty: it is not this side's turn yet
    mentee_asked_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)  # the day until which those asked may answer
    reminded_at = models.DateTimeField(null=True)  # whoever's turn it is; emptied when the turn goes on
    rank = models.PositiveSmallIntegerField(default=1)  # among the candidates of the side that chooses
    # The first of those who were offered together, itself included; empty: suggested alone.
    offered_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="candidates")
    first_dates = models.JSONField(default=list)  # when both are free for a first meeting: ISO times, computed at the start
    joins = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined_by")  # as co-mentor
    reasons = models.JSONField(default=list)  # why these two: phrases, shown in the reader's language
    note = models.CharField(max_length=300, blank=True)  # why staff paired them by hand; for staff only
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    started_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)  # at rest, by wish of the two; the tandem stays at work in all other respects
    resumes_on = models.DateField(null=True)  # when the pause is over, where a day was named
    suspended_at = models.DateTimeField(null=True)  # stopped by the team while something is being clarified
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=7, choices=EndReason.choices, blank=True)
    end_asked_by = models.CharField(max_length=6, choices=EndAskedBy.choices, blank=True)  # for staff only, as is the reason
    settled_at = models.DateTimeField(null=True)  # when the team had seen to both, after somebody asked for a change

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(state__in=LIVE_STATES),
                name="tandems_a_pair_is_open_once",
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="tandems_two_people"),
            models.CheckConstraint(
                condition=~Q(state=State.ACTIVE) | Q(mentor_answer=Answer.YES, mentee_answer=Answer.YES),
                name="tandems_both_said_yes",
            ),
            models.UniqueConstraint(
                fields=["offered_with"], condition=Q(state__in=OPEN_STATES), name="tandems_one_is_chosen_of_a_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person.get_short_name()} & {self.mentor.person.get_short_name()}"

    @property
    def is_open(self) -> bool:
        """Whether the tandem uses a place on both sides."""
        return self.state in OPEN_STATES

    @property
    def is_working(self) -> bool:
        """Whether the two meet at present: at work, not paused, not stopped."""
        return self.state == State.ACTIVE and self.paused_on is None and self.suspended_at is None

    def side_of(self, person: Any) -> str:
        """Return "mentor" or "mentee", or "" for somebody who is not one of the two."""
        return {self.mentor.person_id: "mentor", self.mentee.person_id: "mentee"}.get(person.pk, "")

    def other(self, person: Any) -> Participation:
        """Return the participation of the other of the two."""
        return self.mentee if self.side_of(person) == "mentor" else self.mentor

    def answer_of(self, side: str) -> str:
        """Return what `side` answered, "" for nothing yet."""
        answer: str = getattr(self, f"{side}_answer")
        return answer

    def asked_at(self, side: str) -> datetime | None:
        """Return when `side` was asked; None where it is not its turn yet."""
        asked: datetime | None = getattr(self, f"{side}_asked_at")
        return asked

    @property
    def waits_for(self) -> list[str]:
        """Whose answer is waited for: the sides that were asked and have not answered, none once it is decided."""
        if self.state not in WAITING_STATES:
            return []
        return [side for side in SIDES if self.asked_at(side) and not self.answer_of(side)]

    @property
    def chooser(self) -> str:
        """The side that chooses among several candidates: the one asked first. Empty where the pair stands alone."""
        if self.offered_with_id is None:
            return ""
        asked = [(moment, side) for side in SIDES if (moment := self.asked_at(side))]
        return min(asked)[1] if asked else ""


class Block(Record):
    """Somebody wants no contact with somebody any more, in no programme; the other never learns of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="tandems_blocked_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="tandems_nobody_blocks_herself"),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"  # no names: whoever reads this by chance must not learn who avoids whom


class ExportChoice(Record):
    """Which columns somebody exported last from a programme, so that nobody ticks them twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    listed = models.CharField(max_length=7, choices=Listed.choices)
    columns = models.JSONField(default=list)
    suffix = models.CharField(max_length=4, default="xlsx")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "programme", "listed"], name="tandems_one_export_choice"),
        ]
