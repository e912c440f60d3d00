"""The end of tandems in the demo: dates for talks, somebody who has chosen one, a wish that became a change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from resonanz.closing.actions.feedback import turn_into_change
from resonanz.closing.actions.settings import change_closing
from resonanz.closing.actions.talks import When, add_group_date, choose_talk
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem


def load_closing_life(
    programme: Programme, data: dict[str, Any], people: dict[tuple[str, str], Participation], today: date
) -> None:
    """Add what the data say about the end."""
    if "closing" not in data:
        return
    entry, by = data["closing"], programme.staff.earliest("pk").person
    change_closing(programme=programme, by=by, led_by=entry["led_by"], signatories=entry["signatories"])
    talks = []
    for row in entry["dates"]:
        day = datetime.combine(today + timedelta(days=row["in_days"]), time(row["hour"]))
        when = When(timezone.make_aware(day), row["minutes"], row["place"], entry["led_by"])
        talks.append(add_group_date(programme=programme, when=when, seats=row["seats"], by=by))
    chooser = next(row for (_cohort, name), row in people.items() if name == entry["chosen_by"])
    tandem = Tandem.objects.get(mentor=chooser)
    choose_talk(tandem=tandem, talk=talks[0], by=chooser.person)
    turn_into_change(programme=programme, sentence=entry["change"], feedback=None, by=by)
