"""When two people meet next: agreeing on it, cancelling it, saying what became of it.

The other is written to about a new date and about a date that is cancelled, because that cannot wait until somebody looks
at the page; about nothing else. The letters say when, never where or what about.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import SomebodyElses, store_once
from resonanz.people.models import Person
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.meetings import AlreadyLogged, log_meeting
from resonanz.together.actions.room import NotAtWork, about, hold_at_work, own_side
from resonanz.together.enums.meetings import AppointmentState, MeetingKind
from resonanz.together.mails.appointments import mail_appointment, mail_cancelled, mail_reminder
from resonanz.together.models import Appointment, Meeting
from resonanz.together.queries.appointments import due_reminders

OWN = ("tandem_id", "made_by_id")


@transaction.atomic
def make_appointment(
    *,
    tandem: Tandem,
    key: UUID,
    starts_at: datetime,
    by: Person,
    minutes: int = 60,
    kind: str = MeetingKind.IN_PERSON,
    place: str = "",
    matter: str = "",
    instead: bool = False,
) -> Appointment:
    """Write down when the two meet next; the other gets a letter with a calendar file. `instead`: of one just cancelled.

    Raises:
        NotAtWork: the tandem has ended or was stopped, and this form had not arrived before.
        SomebodyElses: the key belongs to a date of somebody else.
    """
    row = Appointment(tandem=tandem, key=key, starts_at=starts_at, minutes=minutes, kind=kind, made_by=own_side(tandem, by))
    if stored := Appointment.objects.filter(key=key).first():
        if any(getattr(stored, column) != getattr(row, column) for column in OWN):
            raise SomebodyElses
        return stored
    hold_at_work(tandem)
    row.seal(place=place, matter=matter)
    if store_once(row, same=OWN):
        log_action("make_appointment", by=by, on=row, **about(row), starts_at=starts_at.isoformat())
        if not instead:
            mail_appointment(row)
    return row


@transaction.atomic
def cancel_appointment(
    *, appointment: Appointment, by: Person, key: UUID | None = None, new_start: datetime | None = None
) -> Appointment | None:
    """Say that one cannot come, without a reason; with `new_start` (and the `key` of the form) the date moves there.

    Place, length and matter stay. The other gets one letter about both.

    Raises:
        AlreadyDecided: it was cancelled, or it was said what became of it.
        NotAtWork: the tandem has ended or was stopped.
    """
    hold_at_work(appointment.tandem)
    settle(appointment, state=AppointmentState.CANCELLED, cancelled_by=own_side(appointment.tandem, by))
    log_action("cancel_appointment", by=by, on=appointment, **about(appointment))
    new = None
    if new_start is not None and key is not None:
        new = make_appointment(
            tandem=appointment.tandem,
            key=key,
            starts_at=new_start,
            minutes=appointment.minutes,
            kind=appointment.kind,
            place=appointment.opened("place"),
            matter=appointment.opened("matter"),
            instead=True,
            by=by,
        )
    mail_cancelled(appointment, new)
    return new


@transaction.atomic
def confirm_appointment(*, appointment: Appointment, by: Person) -> Meeting:
    """Say that the two did meet: that enters the meeting as it was planned, however many times it is said, once.

    Where one of them has entered it already, the date is joined to that entry.

    Raises:
        AlreadyDecided: it was cancelled, or somebody said that they did not meet.
        NotAtWork: the tandem has ended or was stopped.
    """
    hold_at_work(appointment.tandem)
    appointment.refresh_from_db()
    if appointment.state == AppointmentState.HELD and appointment.meeting is not None:
        return appointment.meeting
    settle(appointment, state=AppointmentState.HELD)
    local = timezone.localtime(appointment.starts_at)
    try:
        meeting = log_meeting(
            tandem=appointment.tandem,
            key=appointment.key,
            held_on=local.date(),
            began_at=local.time(),
            minutes=appointment.minutes,
            kind=appointment.kind,
            by=by,
        )
    except AlreadyLogged as error:
        meeting = error.meeting
    if not Appointment.objects.filter(meeting=meeting).exists():
        Appointment.objects.filter(pk=appointment.pk).update(meeting=meeting)
        appointment.refresh_from_db()
    return meeting


@transaction.atomic
def miss_appointment(*, appointment: Appointment, by: Person) -> None:
    """Say that the two did not meet; nobody asks why. Raises AlreadyDecided and NotAtWork."""
    hold_at_work(appointment.tandem)
    settle(appointment, state=AppointmentState.MISSED)
    log_action("miss_appointment", by=by, on=appointment, **about(appointment))


def settle(appointment: Appointment, **values: Any) -> None:
    """Change a date that is still agreed; part of an act. Raises AlreadyDecided."""
    rows = Appointment.objects.filter(pk=appointment.pk, state=AppointmentState.PLANNED)
    done = rows.update(**values, changed_at=timezone.now())
    appointment.refresh_from_db()
    if not done:
        raise AlreadyDecided


def remind_of_appointments(*, limit: int = 100) -> int:
    """Write to both on the day before they meet, once; return of how many dates."""
    done = 0
    for row in due_reminders(timezone.now())[:limit]:
        with suppress(AlreadyDecided, NotAtWork):
            remind_of_appointment(appointment=row)
            done += 1
    return done


@transaction.atomic
def remind_of_appointment(*, appointment: Appointment) -> None:
    """Write to both that they meet tomorrow. Raises AlreadyDecided where that has been done, and NotAtWork."""
    hold_at_work(appointment.tandem)
    rows = Appointment.objects.filter(pk=appointment.pk, state=AppointmentState.PLANNED, reminded_at=None)
    if not rows.update(reminded_at=timezone.now()):
        raise AlreadyDecided
    log_action("remind_of_appointment", by=None, on=appointment, **about(appointment))
    mail_reminder(appointment, appointment.tandem.mentor)
    mail_reminder(appointment, appointment.tandem.mentee)
