"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from resonanz.applications.signals import followed_up
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Meter, Part, room_shown
from resonanz.together.actions.appointments import remind_of_appointments
from resonanz.together.queries import log


@receiver(room_shown)
def show_meetings(tandem: Tandem, person: Any, side: str, **_: Any) -> Iterable[Part | Event | Meter]:
    """Add meetings, dates and visits to the page of a tandem."""
    return log.parts(tandem, person, side)


@receiver(followed_up)
def remind_of_dates(**_: Any) -> int:
    """Remind of tomorrow's dates whenever `follow_up` looks after what waits."""
    return remind_of_appointments()
