"""When two people met, when they meet next, and how they visit each other.

That and when is there for the team to see; what it was about is sealed, and for the two alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from resonanz.core.sealed import Sealed
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import (
    COUNTED,
    LONGEST,
    STEP,
    AppointmentState,
    MeetingKind,
    MeetingState,
    VisitState,
)

LENGTHS = range(STEP, LONGEST + 1, STEP)


class Meeting(Sealed):
    """One meeting of two people, of whatever kind, as one of them entered it; the other sees it and can correct it."""

    SEALED = ("note",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    began_at = models.TimeField(null=True)  # by the clock of the installation, where somebody says so
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=MeetingKind.choices, default=MeetingKind.IN_PERSON)
    topics = models.JSONField(default=list)  # keys of known topics; "own:17": the two's own, by its number in the plan
    note = models.TextField(blank=True)  # sealed; for both
    state = models.CharField(max_length=9, choices=MeetingState.choices, default=MeetingState.LOGGED)
    joined = models.JSONField(default=list)  # the keys of further forms that were joined to this entry
    version = models.PositiveSmallIntegerField(default=1)  # counts the changes, so that nobody overwrites one unseen
    logged_by = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="meetings_logged")
    corrected_by = models.ForeignKey(Participation, on_delete=models.PROTECT, null=True, related_name="meetings_corrected")

    class Meta:
        ordering = ["-held_on", "-began_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__in=list(LENGTHS)), name="together_meeting_in_quarters"),
        ]
        indexes = [models.Index(fields=["tandem", "held_on"], name="together_meeting_days")]

    def __str__(self) -> str:
        return f"meeting {self.pk} of tandem {self.tandem_id}: {self.held_on}"

    @property
    def counts(self) -> bool:
        """Whether the meeting counts: it was not taken back."""
        return self.state in COUNTED

    def overlaps(self, other: Meeting) -> bool:
        """Whether the two entries may mean the same: a time in common on one day, or where none is said, the same kind."""
        if self.held_on != other.held_on:
            return False
        if self.began_at is None or other.began_at is None:
            return self.kind == other.kind
        return self._begins < other._ends and other._begins < self._ends

    @property
    def _begins(self) -> int:
        return self.began_at.hour * 60 + self.began_at.minute if self.began_at else 0

    @property
    def _ends(self) -> int:
        return self._begins + self.minutes


class Appointment(Sealed):
    """When two people meet next, as one of them wrote it down."""

    SEALED = ("place", "matter")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    kind = models.CharField(max_length=9, choices=MeetingKind.choices, default=MeetingKind.IN_PERSON)
    place = models.TextField(blank=True)  # sealed: an address, or a way such as a number or a link
    matter = models.TextField(blank=True)  # sealed: what it is about
    state = models.CharField(max_length=9, choices=AppointmentState.choices, default=AppointmentState.PLANNED)
    made_by = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="appointments_made")
    cancelled_by = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="appointments_cancelled"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.SET_NULL, null=True, related_name="appointment")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__in=list(LENGTHS)), name="together_appointment_in_quarters"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="together_appointment_due")]

    def __str__(self) -> str:
        return f"appointment {self.pk} of tandem {self.tandem_id}: {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When it is over, as planned."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_over(self) -> bool:
        """Whether the time has passed, so that one can say whether the two met."""
        return self.ends_at <= timezone.now()


class Visit(Sealed):
    """One of two linked visits: `guest` sees where `host` works or lives; the other half is the way round."""

    SEALED = ("preparation", "reflection")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="visits")
    host = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="visits_received")
    guest = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="visits_made")
    state = models.CharField(max_length=7, choices=VisitState.choices, default=VisitState.PLANNED)
    visit_on = models.DateField(null=True)
    preparation = models.TextField(blank=True)  # sealed: what the guest would like to see; for both
    reflection = models.TextField(blank=True)  # sealed: what surprised the guest, what she or he takes along; for both
    meeting = models.OneToOneField(Meeting, on_delete=models.SET_NULL, null=True, related_name="visit")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tandem", "host"], name="together_one_visit_each_way"),
            models.CheckConstraint(condition=~Q(host=models.F("guest")), name="together_nobody_visits_herself"),
            models.CheckConstraint(
                condition=Q(state=VisitState.PLANNED) | Q(visit_on__isnull=False), name="together_a_visit_done_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} of tandem {self.tandem_id}"
