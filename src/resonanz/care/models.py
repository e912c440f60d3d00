"""What a programme asks its tandems, what they answer, whom the team has seen to, and what somebody tells the team.

What people write here is for the team, and says so where it is typed. It is sealed all the same: neither a log, nor a mail,
nor a backup, nor the list of cases carries it.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from resonanz.care.enums import About, CaseKind, CaseState, CheckInState, Going, Met, Need
from resonanz.core.models import Record
from resonanz.core.sealed import Sealed
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that one mistakes for another, at the telephone or on paper


def usual_days() -> list[int]:
    """Return how many days after the start people are asked first, unless a programme says otherwise."""
    return [7, 21]


class CareSettings(Record):
    """When a programme asks, and from when on its team looks; where a programme has none, the usual ones count."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="care")
    is_on = models.BooleanField(default=True)
    days = models.JSONField(default=usual_days)  # after the start
    every_days = models.PositiveSmallIntegerField(default=30)  # then, counted from the start; 0: not again
    reminder_days = models.PositiveSmallIntegerField(default=5)
    first_meeting_days = models.PositiveSmallIntegerField(default=14)  # so long a first meeting may take
    quiet_days = models.PositiveSmallIntegerField(default=28)  # so long nobody need enter a meeting
    low_percent = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])  # of the planned hours
    agreement_days = models.PositiveSmallIntegerField(default=0)  # so long an agreement may take; 0: as long as it takes
    # Whom one can turn to outside the programme, such as about somebody of its team.
    outside_name = models.CharField(max_length=150, blank=True)
    outside_email = models.EmailField(blank=True)
    outside_phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"care of {self.programme}"


class CheckIn(Sealed):
    """One short question to one of the two, so many days after the start."""

    SEALED = ("word",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="check_ins")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="check_ins")
    day = models.PositiveSmallIntegerField()  # of the tandem, as the programme's settings count
    state = models.CharField(max_length=8, choices=CheckInState.choices, default=CheckInState.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    reminded_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    going = models.CharField(max_length=8, choices=Going.choices, blank=True)
    met = models.CharField(max_length=7, choices=Met.choices, blank=True)
    need = models.CharField(max_length=7, choices=Need.choices, blank=True)
    word = models.TextField(blank=True)  # sealed; for the team, not for the other of the two

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tandem", "participation", "day"], name="care_asked_once"),
            models.CheckConstraint(
                condition=Q(state=CheckInState.ANSWERED, answered_on__isnull=False) & ~Q(going="") & ~Q(met="") & ~Q(need="")
                | ~Q(state=CheckInState.ANSWERED) & Q(answered_on=None, going="", met="", need="", word=""),
                name="care_answered_whole_or_not_at_all",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_on"], name="care_check_in_due")]

    def __str__(self) -> str:
        return f"check-in {self.day} of participation {self.participation_id}: {self.state}"


class CareNote(Sealed):
    """That somebody of the team has seen to a tandem: which signs, and when to look again."""

    SEALED = ("note",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="care_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    signs = models.JSONField(default=list)  # what was seen to: values of Sign
    seen_on = models.DateField(default=timezone.localdate)
    again_on = models.DateField()  # until then these signs rest
    note = models.TextField(blank=True)  # sealed; for the team

    class Meta:
        ordering = ["-seen_on", "-id"]

    def __str__(self) -> str:
        return f"note {self.pk} about tandem {self.tandem_id}"


def new_number() -> str:
    """Return the number of a case, short enough to be said at the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _m in range(2))


class Case(Sealed):
    """What somebody tells the team. Whoever of it looks after the case reads it, and the log notes that."""

    SEALED = ("text", "contact", "answer")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cases")
    tandem = models.ForeignKey(Tandem, on_delete=models.SET_NULL, null=True, related_name="cases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")  # who tells
    kind = models.CharField(max_length=6, choices=CaseKind.choices)
    matter = models.CharField(max_length=7, choices=About.choices, blank=True)
    is_urgent = models.BooleanField(default=False)
    number = models.CharField(max_length=9, unique=True, default=new_number)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)  # in which it was written, and is answered
    text = models.TextField()  # sealed
    contact = models.TextField(blank=True)  # sealed: how to reach somebody who is not signed in
    state = models.CharField(max_length=9, choices=CaseState.choices, default=CaseState.OPEN)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # sealed: what the team tells whoever told it

    class Meta:
        ordering = ["-is_urgent", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, taken_at=None, settled_at=None)
                | Q(state=CaseState.TAKEN, taken_at__isnull=False, settled_at=None)
                | Q(state__in=[CaseState.CLARIFIED, CaseState.CLOSED], taken_at__isnull=False, settled_at__isnull=False),
                name="care_case_times_agree_with_its_state",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="care_case_waiting")]

    def __str__(self) -> str:
        return f"case {self.number}: {self.state}"
