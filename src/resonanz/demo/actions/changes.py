"""What has changed on the way, in the demo: wishes for somebody else, and people who have waited long."""

from __future__ import annotations

from datetime import date, timedelta

from resonanz.programmes.models import Participation
from resonanz.tandems.actions import ask_for_change
from resonanz.tandems.models import Tandem


def wait(participation: Participation, since: date) -> None:
    """Let somebody have waited since a day."""
    participation.waiting_since = since
    participation.save(update_fields=["waiting_since"])


def change(tandem: Tandem, *, by: str, reason: str, days_ago: int, today: date) -> None:
    """Let one of the two have asked for a change some days ago."""
    ask_for_change(tandem=tandem, by=getattr(tandem, by).person, reason=reason)
    Tandem.objects.filter(pk=tandem.pk).update(ended_on=today - timedelta(days=days_ago))
