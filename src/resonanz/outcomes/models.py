"""Dated facts of what came of a tandem; partner services, and who was sent to them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.core.models import Record
from resonanz.core.sealed import Sealed
from resonanz.outcomes.enums import Kind, OutcomeState, ReferralState, ServiceKind
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem


class OutcomeSettings(models.Model):
    """Which kinds of outcomes a programme offers, in its own order and words."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="outcome_settings")
    # [{"key", "group" ("" is everybody), "title": {language: text}, "offered"}]; a kind that was used stays, not offered
    kinds: Any = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"outcomes of {self.programme}"


class Outcome(Sealed):
    """A dated fact about one of the two: that and when, not in which words. It counts once that person says so."""

    SEALED = ("word",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="outcomes")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)  # one of the programme's kinds
    on = models.DateField()
    state = models.CharField(max_length=9, choices=OutcomeState.choices, default=OutcomeState.WAITING)
    decided_at = models.DateTimeField(null=True)
    word = models.TextField(blank=True)  # sealed
    for_team = models.BooleanField(default=False)  # whoever wrote the word lets the team read it

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OutcomeState.WAITING, decided_at=None)
                | (~Q(state=OutcomeState.WAITING) & Q(decided_at__isnull=False)),
                name="outcomes_decided_when",
            ),
        ]
        indexes = [models.Index(fields=["tandem", "-on"], name="outcomes_by_day")]

    def __str__(self) -> str:
        return f"outcome {self.pk}"

    @property
    def is_setback(self) -> bool:
        """Whether it is one of the steps back that belong to every way."""
        return self.kind == Kind.SETBACK


class Service(Record):
    """A partner service in a programme's directory."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=11, choices=ServiceKind.choices, default=ServiceKind.OTHER)
    languages: Any = models.JSONField(default=list)  # codes
    hours = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    url = models.URLField(blank=True)
    note: Any = models.JSONField(default=dict)  # {language: text}
    is_active = models.BooleanField(default=True)  # no longer: it stays where somebody was sent to it
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Referral(Sealed):
    """That somebody was pointed to a service, and what came of it."""

    SEALED = ("reason", "result")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="referrals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.SUGGESTED)
    on = models.DateField()
    moved_on = models.DateField(null=True)
    reason = models.TextField(blank=True)  # sealed; by whoever suggested it
    result = models.TextField(blank=True)  # sealed; by the person

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"referral {self.pk}"
