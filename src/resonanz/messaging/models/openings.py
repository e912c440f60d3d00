"""Opening what two people wrote, in an emergency: asked for by one of the team, approved by another one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from resonanz.core.sealed import Sealed
from resonanz.messaging.enums import OpeningCategory, OpeningState
from resonanz.tandems.models import Tandem


class Opening(Sealed):
    """One opening, with its reason, scope and both who answer for it."""

    SEALED = ("reason", "withheld_because")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="openings")
    category = models.CharField(max_length=10, choices=OpeningCategory.choices)
    reason = models.TextField()
    since = models.DateField(null=True)  # only what was written from this day on; both empty: everything
    until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=OpeningState.choices, default=OpeningState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)  # until then the two may read
    opened_at = models.DateTimeField(null=True)  # for the first time
    withheld_because = models.TextField(blank=True)  # why telling the two would endanger somebody
    is_withheld = models.BooleanField(default=False)  # both have signed that
    told_at = models.DateTimeField(null=True)  # when the two were told

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="messaging_two_different_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=OpeningState.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False, expires_at__isnull=False),
                name="messaging_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(approved_by__isnull=False), name="messaging_opened_after_approval"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the content may be read now."""
        return self.state == OpeningState.APPROVED and self.expires_at is not None and self.expires_at > timezone.now()
