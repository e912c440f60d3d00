"""What every room's models share, and the log of all actions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Record(models.Model):
    """A row that knows when it was made and last changed."""

    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class LogEntry(models.Model):
    """One act of one person: who, when, what, on what. Never the content of what people write."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)  # "tandems.tandem:12"
    scope = models.CharField(max_length=80, blank=True, db_index=True)  # "programme:3": whose staff may read it
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


def subject_of(record: models.Model) -> str:
    """Return the name of a row in the log: "room.model:id"."""
    return f"{record._meta.label_lower}:{record.pk}"


def log_action(verb: str, *, by: Any, on: models.Model, scope: str = "", **detail: Any) -> LogEntry:
    """Write one log entry; call it inside the transaction of the change itself.

    `by` is the acting person, or None for the system; `detail` holds codes and ids only.
    """
    return LogEntry.objects.create(
        actor=by if by is not None and by.pk else None,
        verb=verb,
        subject=subject_of(on),
        scope=scope,
        detail=detail,
    )
