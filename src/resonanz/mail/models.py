"""The outbox."""

from __future__ import annotations

from django.db import models

from resonanz.core.models import Record
from resonanz.mail.enums import OPTIONAL, Category, Shown, State


class OutboxMail(Record):
    """One letter to one address, written in the same transaction as the act that causes it."""

    key = models.CharField(max_length=120, unique=True)  # the same cause never makes a second letter
    message_id = models.CharField(max_length=200, unique=True)  # fixed at once, so a repeat is recognised by mail servers
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.MATTER)
    scope = models.CharField(max_length=80, blank=True, db_index=True)  # "programme:3": whose staff may look after it
    shown = models.CharField(max_length=8, choices=Shown.choices, default=Shown.ENVELOPE)  # what this staff sees of it
    link = models.CharField(max_length=500, blank=True)  # where the button of the HTML letter leads: a path of ours
    link_label = models.CharField(max_length=100, blank=True)
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


class OptOut(Record):
    """That an address wants no more letters of one kind from one programme (or the installation, where it is empty)."""

    email = models.EmailField()
    category = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in OPTIONAL])
    scope = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "category", "scope"], name="mail_one_opt_out"),
        ]

    def __str__(self) -> str:
        return f"{self.email} without {self.category}"
