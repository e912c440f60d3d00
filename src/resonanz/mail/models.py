"""The outbox."""

from __future__ import annotations

from django.db import models

from resonanz.core.models import Record
from resonanz.mail.enums import State


class OutboxMail(Record):
    """One letter to one address, written in the same transaction as the act that causes it."""

    key = models.CharField(max_length=120, unique=True)  # the same cause never makes a second letter
    message_id = models.CharField(max_length=200, unique=True)  # fixed at once, so a repeat is recognised by mail servers
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attachments = models.JSONField(default=list)  # small files: [{"name", "type", "content": base64}]
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_state_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
