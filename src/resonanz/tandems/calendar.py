"""When two people could meet first, from the weekly grids of their profiles, and such a day as a calendar file."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from icalendar import Event

from resonanz.applications.calendar import written
from resonanz.applications.queries.answers import DAYS
from resonanz.tandems.models import Tandem

# When a meeting begins in each part of the day, by the clock of the installation.
BEGINS = {"morning": time(10), "noon": time(12), "afternoon": time(15), "evening": time(18)}
SOONEST, LATEST = 2, 14  # days from now: time to read the letter, and not so late that it is forgotten
WANTED = 3
LASTS = timedelta(hours=1)


def slots(grid: str) -> set[tuple[int, str]]:
    """Return "mon-evening;sat-morning" as {(0, "evening"), (5, "morning")}; a day alone means all of it.

    What cannot be read is left out: a first meeting must not fail over a careless entry.
    """
    days, found = list(DAYS), set()
    for entry in grid.replace(" ", "").split(";"):
        day, _dash, part = entry.partition("-")
        if day in days and (not part or part in BEGINS):
            found |= {(days.index(day), each) for each in ([part] if part else BEGINS)}
    return found


def next_dates(one: str, other: str, now: datetime) -> list[datetime]:
    """Return the next three dates within two weeks at which both weekly grids are free, in the installation's time zone.

    Three different days where there are, so that one full calendar does not spoil them all.
    """
    common = slots(one) & slots(other)
    today = timezone.localtime(now).date()
    firsts, further = [], []
    for ahead in range(SOONEST, LATEST + 1):
        day = today + timedelta(days=ahead)
        free = [part for part in BEGINS if (day.weekday(), part) in common]
        moments = [timezone.make_aware(datetime.combine(day, BEGINS[part])) for part in free]
        firsts += moments[-1:]  # the evening first: most people work by day
        further += moments[:-1]
    return sorted((firsts + further)[:WANTED])


def first_date_file(tandem: Tandem, number: int, summary: str) -> bytes:
    """Return one of the dates suggested for a first meeting as a calendar file; tentative, and nobody is invited by it."""
    start = timezone.localtime(datetime.fromisoformat(tandem.first_dates[number]))
    event = Event()
    event.add("uid", f"first-meeting-{tandem.pk}@resonanz.invalid")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)
    event.add("summary", summary)
    event.add("status", "TENTATIVE")
    return written("PUBLISH", [event])
