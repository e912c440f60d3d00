"""Entering a meeting, correcting it, taking it back.

Nobody is written to about any of these: both see the entry on their page, with who changed it, and a letter for each
meeting would be the first that people stop reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import SomebodyElses, store_once
from resonanz.people.models import Person
from resonanz.programmes.actions import ChangedMeanwhile
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.room import about, hold_at_work, own_side
from resonanz.together.enums.meetings import COUNTED, AppointmentState, MeetingKind, MeetingState
from resonanz.together.models import Appointment, Meeting
from resonanz.together.queries.meetings import twins_of

FACTS = ("held_on", "began_at", "minutes", "kind", "topics")  # what stands open in the row; the note is sealed
OWN = ("tandem_id", "logged_by_id")  # of whom a form must be that is sent again


class AlreadyLogged(Exception):
    """One of the two has entered a meeting already that may be the same: `meeting`. Nothing was stored."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.pk)
        self.meeting = meeting


@transaction.atomic
def log_meeting(
    *,
    tandem: Tandem,
    key: UUID,
    held_on: date,
    minutes: int,
    by: Person,
    kind: str = MeetingKind.IN_PERSON,
    began_at: time | None = None,
    topics: Sequence[str] = (),
    text: str = "",
    is_another: bool = False,
) -> Meeting:
    """Enter a meeting; the same form sent again gives the same row, however often and from wherever it comes.

    `is_another` says that one has looked: it is not the meeting that the other has entered for that day.

    Raises:
        AlreadyLogged: there is an entry that may mean the same.
        NotAtWork: the tandem has ended or was stopped, and this form had not arrived before.
        SomebodyElses: the key belongs to an entry of somebody else.
    """
    meeting = Meeting(
        tandem=tandem,
        key=key,
        held_on=held_on,
        minutes=minutes,
        kind=kind,
        began_at=began_at,
        topics=list(topics),
        logged_by=own_side(tandem, by),
    )
    if stored := Meeting.objects.filter(key=key).first():  # came before: perhaps while the tandem was still at work
        if any(getattr(stored, column) != getattr(meeting, column) for column in OWN):
            raise SomebodyElses
        return stored
    hold_at_work(tandem)
    twins = [row for row in twins_of(meeting) if row.key != key]
    if answered := next((row for row in twins if str(key) in row.joined), None):
        return answered
    if twins and not is_another:
        raise AlreadyLogged(twins[0])
    meeting.seal(note=text)
    if store_once(meeting, same=OWN):
        close_date(meeting)
        log_action("log_meeting", by=by, on=meeting, **about(meeting), minutes=minutes, kind=str(kind))
    return meeting


@transaction.atomic
def correct_meeting(*, meeting: Meeting, values: Mapping[str, Any], text: str, seen: int, by: Person) -> None:
    """Correct an entry: its facts (`values`, see FACTS) and its note; either of the two may. `seen` is the version read.

    Raises:
        ChangedMeanwhile: the other has changed it since.
        AlreadyDecided: it has been taken back.
        NotAtWork: the tandem has ended or was stopped.
    """
    hold_at_work(meeting.tandem)
    facts = {column: values[column] for column in FACTS}
    meeting.seal(note=text)
    change(
        meeting,
        seen,
        **facts,
        note=meeting.note,
        state=MeetingState.CORRECTED,
        corrected_by=own_side(meeting.tandem, by),
    )
    log_action("correct_meeting", by=by, on=meeting, **about(meeting), minutes=meeting.minutes, kind=str(meeting.kind))


@transaction.atomic
def take_back_meeting(*, meeting: Meeting, seen: int, by: Person) -> None:
    """Take an entry back, because it was a mistake: it stays to be read by the two, and does not count.

    Raises:
        ChangedMeanwhile: the other has changed it since.
        AlreadyDecided: it has been taken back already.
        NotAtWork: the tandem has ended or was stopped.
    """
    hold_at_work(meeting.tandem)
    change(meeting, seen, state=MeetingState.TAKEN_BACK, corrected_by=own_side(meeting.tandem, by))
    log_action("take_back_meeting", by=by, on=meeting, **about(meeting))


@transaction.atomic
def join_meeting(
    *, meeting: Meeting, key: UUID, values: Mapping[str, Any], text: str, keeps_facts: bool, by: Person
) -> None:
    """Add what one typed about a meeting to the entry that is there: topics and note are joined, nothing typed is lost.

    With `keeps_facts`, day, time, length and kind stay as they were entered; otherwise they become those of `values`.
    `key` is that of the form: sent twice, it adds once.
    """
    hold_at_work(meeting.tandem)
    meeting.refresh_from_db()
    if str(key) in meeting.joined:
        return
    facts = {column: getattr(meeting, column) if keeps_facts else values[column] for column in FACTS}
    facts["topics"] = list(dict.fromkeys([*meeting.topics, *values["topics"]]))
    meeting.seal(note="\n\n".join(filter(None, [meeting.opened("note"), text])))
    change(
        meeting,
        meeting.version,
        **facts,
        note=meeting.note,
        joined=[*meeting.joined, str(key)],
        state=MeetingState.CORRECTED,
        corrected_by=own_side(meeting.tandem, by),
    )
    log_action("join_meeting", by=by, on=meeting, **about(meeting))


def close_date(meeting: Meeting) -> None:
    """Let a meeting answer for the date that the two had agreed on for that day, so that nobody is asked about it again."""
    if Appointment.objects.filter(key=meeting.key).exists():  # somebody has just answered for a date itself
        return
    day = timezone.make_aware(datetime.combine(meeting.held_on, time()))
    dates = Appointment.objects.filter(
        tandem=meeting.tandem_id,
        state=AppointmentState.PLANNED,
        starts_at__range=(day, min(day + timedelta(days=1), timezone.now())),
    )
    first = dates.first()
    if first is not None:
        dates.filter(pk=first.pk).update(state=AppointmentState.HELD, meeting=meeting, changed_at=timezone.now())


def change(meeting: Meeting, seen: int, **values: Any) -> None:
    """Change an entry that still is as it was seen; part of an act."""
    rows = Meeting.objects.filter(pk=meeting.pk)
    done = rows.filter(state__in=COUNTED, version=seen).update(**values, version=F("version") + 1, changed_at=timezone.now())
    meeting.refresh_from_db()
    if not done:
        raise ChangedMeanwhile if meeting.counts else AlreadyDecided
