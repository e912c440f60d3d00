"""A talk as a calendar file (iCalendar, RFC 5545, sent as RFC 5546 says)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Literal

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from resonanz.applications.models import Interview


def calendar_file(interview: Interview, *, summary: str, method: Literal["REQUEST", "CANCEL"]) -> bytes:
    """Return the calendar file of a talk, for the applicant.

    The UID stays the same for the life of the talk and SEQUENCE grows when it moves, so a calendar replaces the entry
    instead of adding a second one. Nothing about the person stands in it but name and address.
    """
    event = entry(interview, summary)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    person = interview.application.person
    event.add("attendee", address(person.email, person.full_name), encode=False)
    return written(method, [event])


def own_calendar(talks: Iterable[tuple[Interview, str]]) -> bytes:
    """Return a file for the team's own calendar, with each talk under the title given; nobody is invited by it."""
    events = []
    for interview, summary in talks:
        event = entry(interview, summary)
        event.add("status", "CANCELLED" if interview.is_cancelled else "CONFIRMED")
        events.append(event)
    return written("PUBLISH", events)


def entry(interview: Interview, summary: str) -> Event:
    """Return what every calendar keeps of a talk."""
    start = timezone.localtime(interview.starts_at)
    event = Event()
    event.add("uid", f"talk-{interview.pk}@resonanz.invalid")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=interview.minutes))
    event.add("sequence", interview.revision)
    event.add("summary", summary)
    event.add("location", interview.place)
    if interview.by is not None:
        event.add("organizer", address(interview.by.email, interview.by.full_name))
    return event


def written(method: str, events: Iterable[Event]) -> bytes:
    """Return a calendar file with these entries and the time zones they need."""
    calendar = Calendar()
    calendar.add("prodid", "-//Resonanz//Resonanz//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    calendar.subcomponents[:0] = [zone(name) for name in sorted(calendar.get_missing_tzids())]
    return bytes(calendar.to_ical())


@cache
def zone(name: str) -> Timezone:
    """Return a time zone as calendars spell it; finding its changes takes longer than writing a letter."""
    return Timezone.from_tzid(name)


def address(email: str, name: str) -> vCalAddress:
    """Return an address with the name of its owner."""
    written = vCalAddress(f"mailto:{email}")
    written.params["cn"] = vText(name)
    return written
