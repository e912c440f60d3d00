"""Named reads of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from resonanz.mail.enums import OPTIONAL, Category, Shown, State
from resonanz.mail.models import OptOut, OutboxMail


def due(now: datetime) -> QuerySet[OutboxMail]:
    """Return letters to send at `now`, oldest first: waiting ones, and those whose sender died holding the lease."""
    waiting = Q(state=State.QUEUED, due_at__lte=now)
    abandoned = Q(state=State.SENDING, leased_until__lt=now)
    return OutboxMail.objects.filter(waiting | abandoned).order_by("due_at", "id")


def letters_of(scope: str) -> QuerySet[OutboxMail]:
    """Return the letters of a programme's scope that its staff sees, newest first, without their texts.

    Those about accounts belong to no programme, and some letters are between the house and their readers.
    """
    rows = OutboxMail.objects.filter(scope=scope).exclude(category=Category.ACCOUNT).exclude(shown=Shown.NOTHING)
    return rows.defer("text", "attachments")


def readable_letters(scope: str) -> QuerySet[OutboxMail]:
    """Return the letters of a scope whose text its staff may read: they wrote it, or saw it before it went."""
    return OutboxMail.objects.filter(scope=scope, shown=Shown.TEXT).exclude(category=Category.ACCOUNT).exclude(text="")


# What a letter holds once its text has had its time: that it was written stays known.
EMPTIED: dict[str, Any] = {"subject": "", "text": "", "link": "", "link_label": "", "attachments": []}
NOT_GONE = (State.QUEUED, State.SENDING)  # still to go, or just going, maybe once more where the sender dies
TROUBLE = (State.BOUNCED, State.FAILED)  # somebody has to do something about it
LETTERS_SHOWN = {
    "all": Q(),
    "trouble": Q(state__in=TROUBLE),
    "waiting": Q(state__in=NOT_GONE),
    "sent": Q(state=State.SENT),
    "stopped": Q(state=State.STOPPED),
}


def letters_listed(scope: str, show: str, word: str) -> QuerySet[OutboxMail]:
    """Return the letters of `letters_of` in one of LETTERS_SHOWN whose address or subject holds `word`."""
    rows = letters_of(scope).filter(LETTERS_SHOWN.get(show, Q()))
    return rows.filter(Q(to__icontains=word) | Q(subject__icontains=word)) if word else rows


def letter_numbers(scope: str) -> dict[str, int]:
    """Return how many letters of a scope there are in each of LETTERS_SHOWN, and how many were given up («failed»)."""
    counts = {name: Count("pk", filter=which) if which else Count("pk") for name, which in LETTERS_SHOWN.items()}
    counts["failed"] = Count("pk", filter=Q(state=State.FAILED) & ~Q(text=""))
    return letters_of(scope).order_by().aggregate(**counts)


def troubled(scopes: list[str]) -> dict[str, int]:
    """Return how many letters of each scope came back or were given up; scopes without any are left out."""
    rows = OutboxMail.objects.filter(scope__in=scopes, state__in=TROUBLE).exclude(shown=Shown.NOTHING)
    return dict(rows.order_by().values_list("scope").annotate(n=Count("pk")))


SENDER_SILENT = timedelta(minutes=15)


def waits_in_vain() -> bool:
    """Whether a letter that nobody has tried to send is long overdue: the sender does not seem to run."""
    overdue = due(timezone.now() - SENDER_SILENT).filter(state=State.QUEUED, attempts=0)
    return overdue.exists()


def is_unwanted(*, to: str, category: str, scope: str) -> bool:
    """Whether the address has stopped letters of this kind from this programme."""
    return category in OPTIONAL and OptOut.objects.filter(email=to.lower(), category=category, scope=scope).exists()
