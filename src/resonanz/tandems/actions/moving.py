"""How a tandem changes its state, and what can be in the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem

CHANGING = [
    "state", "mentor_answer", "mentee_answer", "mentor_reason", "mentee_reason", "mentor_asked_at", "mentee_asked_at",
    "answer_by", "reminded_at", "first_dates", "started_on", "ends_on", "ended_on", "end_reason",
    "paused_on", "resumes_on", "suspended_at",
]  # fmt: skip


class AlreadyDecided(Exception):
    """Somebody decided this a moment earlier; nothing was changed."""


class AlreadyTogether(Exception):
    """These two are suggested to each other, or a tandem, already."""


class StillChoosing(AlreadyTogether):
    """Somebody has candidates to choose from already; further ones would only confuse."""


class NotAsked(Exception):
    """It is not this side's turn: the other is asked first."""


def hold(*people: Participation) -> None:
    """Let nobody else change tandems of these people until the end of the transaction.

    The first group before the second, as everywhere: two acts that want the same two wait in turn, never for each other.
    """
    # Not their keys: rows that only refer to them (a mark, a request) need not wait, and so can never wait in a circle.
    rows = Participation.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in people])
    list(rows.order_by("group", "pk").values_list("pk", flat=True))


def hold_tandem(tandem: Tandem) -> None:
    """Hold both people of `tandem`, and look at it anew."""
    hold(tandem.mentor, tandem.mentee)
    tandem.refresh_from_db(fields=CHANGING)


def moved(tandem: Tandem, where: Q, **values: Any) -> bool:
    """Change `tandem` only where it still is as `where` says; return whether it was: of two at one moment one does it."""
    done = Tandem.objects.filter(where, pk=tandem.pk).update(**values)
    tandem.refresh_from_db(fields=CHANGING)
    return bool(done)


def deadline(programme: Programme) -> date:
    """Return until when somebody who is asked today may answer."""
    return timezone.localdate() + timedelta(days=programme.answer_days)


def other_side(side: str) -> str:
    """Return the opposite of "mentor" or "mentee"."""
    return "mentee" if side == "mentor" else "mentor"


def person_on(tandem: Tandem, side: str) -> Participation:
    """Return who is on `side`."""
    participation: Participation = getattr(tandem, side)
    return participation
