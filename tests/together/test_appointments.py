"""The next date of two people: told to the other without content, cancelled kindly, and answered once; and visits."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import AlreadyDecided
from resonanz.together.actions.appointments import (
    cancel_appointment,
    confirm_appointment,
    make_appointment,
    miss_appointment,
    remind_of_appointments,
)
from resonanz.together.actions.visits import finish_visit, plan_visit, reflect_on_visit
from resonanz.together.enums.meetings import AppointmentState, MeetingKind
from resonanz.together.models import Appointment, Meeting
from resonanz.together.queries.appointments import planned
from resonanz.together.queries.meetings import hours_of
from resonanz.together.queries.visits import ways_of
from tests.factories import House
from tests.factories.meetings import make_date, make_meeting, make_visit

PLACE, MATTER = "Café Geheim", "Das schwierige Gespräch mit dem Chef"


def letters(cause: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(key__contains=cause).order_by("pk"))


def test_a_date_is_told_to_the_other_without_place_and_matter(house: House) -> None:
    key = uuid4()
    rows = [make_date(house.active, house.jonas.person, key=key, place=PLACE, matter=MATTER) for _again in range(2)]
    assert (rows[0], Appointment.objects.count(), list(planned(house.active))) == (rows[1], 1, [rows[0]])
    assert [rows[0].opened(column) for column in ("place", "matter")] == [PLACE, MATTER]
    (letter,) = letters("-made:")
    assert letter.to == house.amina.person.email
    whole = f"{letter.subject} {letter.text} {letter.attachments} {LogEntry.objects.get(verb='make_appointment').detail}"
    assert (PLACE in whole, MATTER in whole, "Jonas" in whole) == (False, False, True)
    assert [file["name"] for file in letter.attachments] == ["treffen.ics"]


def test_who_cannot_come_moves_the_date_in_one_letter(house: House) -> None:
    row = make_date(house.active, house.jonas.person, place=PLACE, matter=MATTER, minutes=90)
    then = row.starts_at + timedelta(days=3)
    new = cancel_appointment(appointment=row, by=house.amina.person, key=uuid4(), new_start=then)
    assert new is not None
    assert (row.state, row.cancelled_by, new.starts_at, new.minutes) == ("cancelled", house.amina, then, 90)
    assert (new.opened("place"), new.made_by) == (PLACE, house.amina)
    assert [letter.to for letter in letters("-moved:")] == [house.jonas.person.email]
    assert [len(letters(cause)) for cause in ("-made:", "-cancelled:")] == [1, 0]
    with pytest.raises(AlreadyDecided):
        cancel_appointment(appointment=row, by=house.jonas.person)


def test_cancelling_without_a_new_time_writes_one_letter(house: House) -> None:
    row = make_date(house.active, house.jonas.person)
    assert cancel_appointment(appointment=row, by=house.jonas.person) is None
    assert [letter.to for letter in letters("-cancelled:")] == [house.amina.person.email]


def test_one_tap_enters_the_meeting_once(house: House) -> None:
    row = make_date(house.active, in_hours=-3, minutes=90, kind=MeetingKind.VIDEO)
    first = confirm_appointment(appointment=row, by=house.jonas.person)
    stale = Appointment.objects.get(pk=row.pk)
    assert confirm_appointment(appointment=stale, by=house.amina.person) == first
    assert (row.state, row.meeting, Meeting.objects.count()) == (AppointmentState.HELD, first, 1)
    local = timezone.localtime(row.starts_at)
    assert (first.held_on, first.began_at, first.minutes, first.kind) == (local.date(), local.time(), 90, "video")
    with pytest.raises(AlreadyDecided):
        miss_appointment(appointment=row, by=house.amina.person)


def test_a_date_whose_meeting_was_entered_is_joined_to_it(house: House) -> None:
    day = timezone.localtime() - timedelta(days=1)
    entered = make_meeting(house.active, days_ago=1)  # before anybody had written down the date
    row = make_appointment(tandem=house.active, key=uuid4(), starts_at=day.replace(hour=12), by=house.amina.person)
    assert confirm_appointment(appointment=row, by=house.amina.person) == entered
    assert (row.meeting, Meeting.objects.count()) == (entered, 1)


def test_an_entry_answers_for_the_date_of_its_day(house: House) -> None:
    moment = (timezone.localtime() - timedelta(days=1)).replace(hour=12)
    row = make_date(house.active, starts_at=moment)
    tomorrow = make_date(house.active)
    meeting = make_meeting(house.active, days_ago=1)
    row.refresh_from_db()
    tomorrow.refresh_from_db()
    assert (row.state, row.meeting, tomorrow.state) == (AppointmentState.HELD, meeting, AppointmentState.PLANNED)


def test_both_are_reminded_on_the_day_before_once(house: House) -> None:
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=17, minute=30)
    row = make_date(house.active, starts_at=tomorrow)
    assert remind_of_appointments() == 0  # made today: nobody has forgotten it
    Appointment.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=2))
    assert [remind_of_appointments() for _again in range(2)] == [1, 0]
    assert {(letter.to, letter.category) for letter in letters("-reminder:")} == {
        (house.jonas.person.email, "reminder"),
        (house.amina.person.email, "reminder"),
    }


def test_nobody_is_reminded_while_the_two_pause(house: House) -> None:
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=17, minute=30)
    row = make_date(house.active, starts_at=tomorrow)
    Appointment.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=2))
    house.active.paused_on = timezone.localdate()
    house.active.save(update_fields=["paused_on"])
    assert (remind_of_appointments(), letters("-reminder:")) == (0, [])


def test_visits_are_a_pair_and_count_once_each(house: House) -> None:
    tandem, amina, jonas = house.active, house.amina.person, house.jonas.person
    there = make_visit(tandem, house.jonas, amina)
    assert (
        plan_visit(tandem=tandem, host=house.jonas, key=uuid4(), visit_on=timezone.localdate(), preparation=None, by=jonas)
        == there
    )  # planned by the other at the same time: the same visit, and the guest's words stay
    back = make_visit(tandem, house.amina, jonas, preparation="Der Kurs")
    there.refresh_from_db()
    kinds = [
        finish_visit(visit=visit, visit_on=timezone.localdate(), minutes=120, by=by).kind
        for visit, by in ((there, jonas), (back, amina))
    ]
    assert (kinds, hours_of(tandem)) == (["visit", "counter"], 4.0)
    with pytest.raises(AlreadyDecided):
        finish_visit(visit=there, visit_on=timezone.localdate(), minutes=60, by=amina)
    with pytest.raises(AlreadyDecided):
        plan_visit(tandem=tandem, host=house.jonas, key=uuid4(), visit_on=None, preparation="", by=amina)
    reflect_on_visit(visit=there, reflection="Alle sagen du", by=amina)
    assert "Alle" not in there.reflection
    seen = [(way.guest, way.is_done, way.preparation, way.reflection) for way in ways_of(tandem, amina)]
    assert seen == [(house.amina, True, "Die Werkstatt", "Alle sagen du"), (house.jonas, True, "Der Kurs", "")]


def test_whichever_of_the_two_visits_comes_second_returns_the_first(house: House) -> None:
    """Nobody's place is the one that is visited: where both give and take, the first visit may be either way."""
    tandem, today = house.active, timezone.localdate()
    visits = {host: make_visit(tandem, host) for host in (house.amina, house.jonas)}
    kinds = [
        finish_visit(visit=visits[host], visit_on=today - timedelta(days=ago), minutes=60, by=house.amina.person).kind
        for host, ago in ((house.amina, 8), (house.jonas, 1))
    ]
    assert kinds == ["visit", "counter"]


def test_a_visit_that_was_entered_as_a_meeting_counts_once(house: House) -> None:
    entered = make_meeting(house.active, kind=MeetingKind.VISIT)
    visit = make_visit(house.active, house.jonas)
    assert finish_visit(visit=visit, visit_on=timezone.localdate(), minutes=60, by=house.jonas.person) == entered
    assert (visit.meeting, Meeting.objects.count()) == (entered, 1)
