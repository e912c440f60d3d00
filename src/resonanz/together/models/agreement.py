"""What two people agree on: a draft of one, versions that both have seen, every one kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.core.sealed import Sealed
from resonanz.tandems.models import Tandem
from resonanz.together.enums.course import VersionState

TEXTS = (
    "expectations", "roles", "goals_mentee", "goals_mentor", "themes", "frequency", "channels", "absence", "confidentiality",
)  # fmt: skip


class AgreementTexts(Sealed):
    """The fields of an agreement. Where both give and take, each of the two has a set of goals; else the mentee alone."""

    SEALED = TEXTS

    expectations = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    goals_mentee = models.TextField(blank=True)
    goals_mentor = models.TextField(blank=True)
    themes = models.TextField(blank=True)
    frequency = models.TextField(blank=True)
    channels = models.TextField(blank=True)
    absence = models.TextField(blank=True)
    confidentiality = models.TextField(blank=True)  # beside the fixed sentence
    ends_on = models.DateField(null=True)  # empty: as the programme says

    class Meta:
        abstract = True

    def texts(self) -> dict[str, str]:
        """Return all fields in clear; only for the two."""
        return {name: self.opened(name) for name in TEXTS}


class AgreementVersion(AgreementTexts):
    """What one of the two showed to the other. Whoever shows it has agreed by that; it counts once both have."""

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.OPEN)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    mentor_agreed_at = models.DateTimeField(null=True)
    mentee_agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["tandem", "number"], name="together_agreement_number"),
            models.UniqueConstraint(
                fields=["tandem"], condition=Q(state=VersionState.OPEN), name="together_one_open_agreement"
            ),
            models.UniqueConstraint(
                fields=["tandem"], condition=Q(state=VersionState.VALID), name="together_one_valid_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.VALID) | Q(mentor_agreed_at__isnull=False, mentee_agreed_at__isnull=False),
                name="together_agreed_by_both",
            ),
        ]

    def agreed_at(self, side: str) -> datetime | None:
        """Return when `side` agreed; None for not yet."""
        moment: datetime | None = getattr(self, f"{side}_agreed_at")
        return moment

    @property
    def valid_since(self) -> datetime | None:
        """When the second of the two agreed; None before."""
        both = [self.mentor_agreed_at, self.mentee_agreed_at]
        return None if None in both else max(moment for moment in both if moment)


class AgreementDraft(AgreementTexts):
    """What one of the two writes and nobody else sees yet. Its key becomes that of the version."""

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="agreement_drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    based_on = models.ForeignKey(AgreementVersion, on_delete=models.SET_NULL, null=True, related_name="+")  # seen last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tandem", "person"], name="together_one_draft_each")]
