"""Named reads of the dates that two people have agreed on, and a date as a calendar file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from icalendar import Event as CalendarEntry

from resonanz.applications.calendar import written
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import AppointmentState
from resonanz.together.models import Appointment
from resonanz.together.queries.rooms import rooms_of

PEOPLE = ("tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person", "made_by__person")


def planned(tandem: Tandem) -> QuerySet[Appointment]:
    """Return the dates that are agreed and of which nobody has said what became of them, the first one first."""
    return Appointment.objects.filter(tandem=tandem, state=AppointmentState.PLANNED).select_related(*PEOPLE)


def appointments_visible_to(person: Any) -> QuerySet[Appointment]:
    """Return the dates of tandems that `person` is one of; nobody else sees one."""
    return Appointment.objects.filter(tandem__in=rooms_of(person).values("pk")).select_related(*PEOPLE)


def due_reminders(now: datetime) -> QuerySet[Appointment]:
    """Return the dates of tomorrow that nobody has been reminded of; not those that were made today."""
    today = timezone.localdate(now)
    midnight = timezone.make_aware(datetime.combine(today, time()))
    tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    end = timezone.make_aware(datetime.combine(today + timedelta(days=2), time()))
    rows = Appointment.objects.filter(
        state=AppointmentState.PLANNED,
        reminded_at=None,
        starts_at__gte=tomorrow,
        starts_at__lt=end,
        created_at__lt=midnight,
        tandem__state=State.ACTIVE,
        tandem__suspended_at=None,
        tandem__paused_on=None,
    )
    return rows.select_related(*PEOPLE).order_by("pk")


def calendar_of(appointment: Appointment, summary: str, *, place: str = "") -> bytes:
    """Return a date as a calendar file; nobody is invited by it. In a letter it has no place, on the page it may."""
    start = timezone.localtime(appointment.starts_at)
    entry = CalendarEntry()
    entry.add("uid", f"{appointment.key}@resonanz.invalid")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", start)
    entry.add("dtend", start + timedelta(minutes=appointment.minutes))
    entry.add("summary", summary)
    entry.add("status", "CANCELLED" if appointment.state == AppointmentState.CANCELLED else "CONFIRMED")
    if place:
        entry.add("location", place)
    return written("PUBLISH", [entry])
