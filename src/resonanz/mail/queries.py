"""Named reads of the outbox."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from resonanz.mail.enums import State
from resonanz.mail.models import OutboxMail


def due(now: datetime) -> QuerySet[OutboxMail]:
    """Return letters to send at `now`, oldest first: waiting ones, and those whose sender died holding the lease."""
    waiting = Q(state=State.QUEUED, due_at__lte=now)
    abandoned = Q(state=State.SENDING, leased_until__lt=now)
    return OutboxMail.objects.filter(waiting | abandoned).order_by("due_at", "id")
