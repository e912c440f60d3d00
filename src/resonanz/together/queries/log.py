"""What meetings, dates and visits add to the page of a tandem; to the team, no more than that, when and how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resonanz.tandems.mails.sending import moment_in_words
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Act, Event, Meter, Part
from resonanz.together.enums.meetings import VisitState
from resonanz.together.models import Appointment, Meeting, Visit
from resonanz.together.queries.appointments import planned
from resonanz.together.queries.meetings import expected_in_a_month, expected_so_far, in_hours, meetings_of, named, titles_met
from resonanz.together.queries.rooms import is_at_work
from resonanz.together.queries.visits import visits_of


def parts(tandem: Tandem, person: Any, side: str) -> list[Part | Event | Meter]:
    """Return what this topic adds to the page of a tandem that has begun."""
    if tandem.started_on is None:
        return []
    meetings = list(meetings_of(tandem))
    titles = titles_met(tandem) if side else {}
    visits = visits_of(tandem)
    line = [*line_of_meetings(tandem, meetings, titles, bool(side)), *line_of_visits(tandem, visits, bool(side))]
    today = timezone.localdate()
    head = hours_in_words(sum(meeting.minutes for meeting in meetings), expected_so_far(tandem, today).text)
    if not side:
        return [Part("head", head, "", "clock"), *line]
    hours = reverse("together:hours", args=[tandem.pk])
    own: list[Part | Event | Meter] = [Part("head", head, hours, "clock"), *line]
    own.append(Part("tile", _("Meetings and hours"), hours, "clock", in_hours(sum(m.minutes for m in meetings)), order=40))
    own.append(visit_tile(tandem, visits))
    if is_at_work(tandem):
        log = reverse("together:log", args=[tandem.pk])
        own.append(Part("button", _("Enter a meeting"), log, "calendar-check", keeps=True))
        own.append(meter(tandem, meetings, today, hours))
        own += dates(tandem, has_met=bool(meetings))
    return own


def hours_in_words(minutes: int, expected: str) -> str:
    """Return "9 h of 10–14", or the hours alone where nothing is expected."""
    if not expected:
        return in_hours(minutes)
    return _("{hours} of {expected}").format(hours=in_hours(minutes), expected=expected)


def meter(tandem: Tandem, meetings: list[Meeting], today: date, url: str) -> Meter:
    """Return the hours of this month against what the programme expects."""
    minutes = sum(m.minutes for m in meetings if (m.held_on.year, m.held_on.month) == (today.year, today.month))
    expected, month = expected_in_a_month(tandem), date_format(today, "F")
    if expected.low is None:
        text = _("{month}: {hours}").format(month=month, hours=in_hours(minutes))
    else:
        text = _("{month}: {hours} of {expected}").format(month=month, hours=in_hours(minutes), expected=expected.text)
    return Meter(text, url, minutes / 60, expected.low, expected.high)


def dates(tandem: Tandem, *, has_met: bool) -> Iterator[Part]:
    """Yield the next date, the question whether the two met at one that is past, and that there is none to come."""
    rows = list(planned(tandem))
    for row in rows:
        yield asked(row) if row.is_over else upcoming(row)
    if tandem.is_working and all(row.is_over for row in rows):
        yield missing(tandem, is_first=not has_met and not rows)


def missing(tandem: Tandem, *, is_first: bool) -> Part:
    """Return that a date is to be found: the first one before all else, a further one after what is open already."""
    url = reverse("together:appointment", args=[tandem.pk])
    if is_first:
        acts = (Act(_("Enter our first date"), url, "calendar", is_main=True),)
        return Part("next", _("Your first meeting"), url, "calendar", order=20, acts=acts, with_days=True)
    acts = (Act(_("Enter our next date"), url, "calendar", is_main=True),)
    text = _("Day, time, place, and one thing that you want to get done.")
    return Part("next", _("Find your next date"), url, "calendar", text, order=70, acts=acts)


def upcoming(row: Appointment) -> Part:
    """Return a date that is to come, with what it is about and where."""
    here = [row.tandem_id, row.pk]
    text = " · ".join(filter(None, [row.opened("matter"), row.opened("place")])) or str(row.get_kind_display())
    acts = (
        Act(_("I cannot come"), reverse("together:cancel_date", args=here)),
        Act(_("For my calendar"), reverse("together:date_file", args=here), "calendar"),
    )
    return Part(
        "next", moment_in_words(row.starts_at), reverse("together:date", args=here), "calendar", text, order=10, acts=acts
    )


def asked(row: Appointment) -> Part:
    """Return the question whether the two met, answered by one tap."""
    here = [row.tandem_id, row.pk]
    acts = (
        Act(_("Yes, we met"), reverse("together:met", args=here), "check", posts=True, is_main=True),
        Act(_("No"), reverse("together:missed", args=here), posts=True),
    )
    text = _("{moment}, {length}").format(moment=moment_in_words(row.starts_at), length=in_hours(row.minutes))
    return Part("next", _("Did you two meet?"), reverse("together:date", args=here), "circle-help", text, order=5, acts=acts)


def visit_tile(tandem: Tandem, rows: list[Visit]) -> Part:
    """Return the way to the visits, with how far they are."""
    done = sum(visit.state == VisitState.DONE for visit in rows)
    text = _("{done} of 2").format(done=done) if rows else ""
    return Part("tile", _("Visits"), reverse("together:visits", args=[tandem.pk]), "building-2", text, order=60)


def line_of_meetings(tandem: Tandem, meetings: list[Meeting], titles: dict[str, str], mine: bool) -> Iterator[Event]:
    """Yield the meetings; for the two with how and what about, for the team with their length alone."""
    for meeting in meetings:
        length = in_hours(meeting.minutes)
        if not mine:
            yield Event(meeting.held_on, _("Met, {length}").format(length=length))
            continue
        url = reverse("together:meeting", args=[tandem.pk, meeting.pk])
        text = _("{how}, {length}").format(how=capfirst(meeting.get_kind_display()), length=length)
        yield Event(meeting.held_on, text, url, " · ".join(named(meeting.topics, titles)))


def line_of_visits(tandem: Tandem, visits: list[Visit], mine: bool) -> Iterator[Event]:
    """Yield the visits as milestones; a visit whose meeting stands in the line already says what it was for the two."""
    for visit in visits:
        if visit.state != VisitState.DONE or visit.visit_on is None:
            continue
        guest, host = visit.guest.person.get_short_name(), visit.host.person.get_short_name()
        text = _("{guest} visited {host}").format(guest=guest, host=host)
        yield Event(visit.visit_on, text, reverse("together:visits", args=[tandem.pk]) if mine else "", milestone=True)
