"""Named reads of the outbox."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from resonanz.mail.enums import OPTIONAL, Category, State
from resonanz.mail.models import OptOut, OutboxMail


def due(now: datetime) -> QuerySet[OutboxMail]:
    """Return letters to send at `now`, oldest first: waiting ones, and those whose sender died holding the lease."""
    waiting = Q(state=State.QUEUED, due_at__lte=now)
    abandoned = Q(state=State.SENDING, leased_until__lt=now)
    return OutboxMail.objects.filter(waiting | abandoned).order_by("due_at", "id")


def letters_of(scope: str) -> QuerySet[OutboxMail]:
    """Return the letters of a programme's scope, newest first. Those about accounts belong to no programme."""
    return OutboxMail.objects.filter(scope=scope).exclude(category=Category.ACCOUNT)


def is_unwanted(*, to: str, category: str, scope: str) -> bool:
    """Whether the address has stopped letters of this kind from this programme."""
    return category in OPTIONAL and OptOut.objects.filter(email=to.lower(), category=category, scope=scope).exists()
