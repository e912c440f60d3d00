"""What every room's models share, the log of all actions, and work that waits for the worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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


class JobState(models.TextChoices):
    """Where a piece of long work stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(Record):
    """One piece of work too long for a page, written in the transaction of the act that asks for it; see `core.jobs`."""

    key = models.CharField(max_length=120, unique=True)  # the same cause never makes a second job
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)  # ids and codes
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)  # the kind of error, never what people wrote

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"], name="core_job_state_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"
