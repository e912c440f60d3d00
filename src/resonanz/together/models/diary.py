"""The diary of each of the two, and what is in their way."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.core.sealed import Sealed
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.enums.diary import Area, Audience, EntryKind
from resonanz.together.enums.diary import Hurdle as HurdleCategory


class DiarySettings(models.Model):
    """Questions of a programme's own that help to begin an entry; without any, the usual ones are asked."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="diary_settings")
    prompts: Any = models.JSONField(default=list)  # [{language: text}], asked in turn

    def __str__(self) -> str:
        return f"diary of {self.programme}"


class DiaryEntry(Sealed):
    """What one of the two wrote down, for herself or for both."""

    SEALED = ("text", "hoped")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="diary")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=EntryKind.choices, default=EntryKind.DAY)
    area = models.CharField(max_length=5, choices=Area.choices, blank=True)  # of what was learned
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.ME)
    on = models.DateField()
    text = models.TextField(blank=True)  # sealed; of a reality check what came of it, empty until somebody knows
    hoped = models.TextField(blank=True)  # sealed; of a reality check only
    learned_on = models.DateField(null=True)  # of a reality check: when it was known what came of it

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.LEARNED) | Q(area=""), name="together_only_what_was_learned_has_an_area"
            ),
        ]
        indexes = [models.Index(fields=["tandem", "-on"], name="together_diary_by_day")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Hurdle(Sealed):
    """Something in the way that is nobody's fault, as one of the two noted it."""

    SEALED = ("text",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="hurdles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=14, choices=HurdleCategory.choices)
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.ME)
    on = models.DateField()
    text = models.TextField(blank=True)  # sealed

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"hurdle {self.pk}"


def random_number() -> int:
    """Return a number for a note that says nothing about what came before it."""
    return secrets.randbelow(2**62) + 1


class HurdleNote(models.Model):
    """What somebody gave to the team about a hurdle, without a name: nothing here leads to a person or a tandem.

    Only the month is kept, and the number is random, so that neither time nor order lead back. Not sealed: whoever wrote it
    wanted the team to read it.
    """

    id = models.BigAutoField(primary_key=True, default=random_number)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="hurdle_notes")
    category = models.CharField(max_length=14, choices=HurdleCategory.choices)
    month = models.DateField()  # its first day
    text = models.TextField()

    class Meta:
        ordering = ["-month", "id"]

    def __str__(self) -> str:
        return f"note about {self.category}"
