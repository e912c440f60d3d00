"""Closing talks: dates of the team, seats that people choose, who came.

A seat is taken by a conditional update, so that there are never more people than seats. Whoever changes a date holds all
dates concerned, the smaller number first, so that two people who change places never wait for each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from resonanz.closing.enums import SeatState, TalkKind
from resonanz.closing.mails import mail_called_off, mail_dates, mail_seat
from resonanz.closing.models import Seat, TalkDate
from resonanz.closing.queries.room import closing_of, own_side
from resonanz.closing.queries.talks import to_invite
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.actions.moving import hold_tandem
from resonanz.tandems.models import Tandem

BOTH = 2  # people of one tandem


class TalkFull(Exception):
    """No seat is left, or the date was called off or has begun; nothing was changed."""


class When(NamedTuple):
    """When, how long and where a talk is held, and by whom."""

    starts_at: datetime
    minutes: int
    place: str
    led_by: str = ""


@transaction.atomic
def add_group_date(*, programme: Programme, when: When, seats: int, by: Person) -> TalkDate:
    """Add a date for groups, and invite those whose end is near and who have no date yet."""
    talk = TalkDate.objects.create(programme=programme, seats=seats, **when._asdict())
    log_action("add_closing_talk", by=by, on=talk, scope=programme.scope)
    settings = closing_of(programme)
    seated = set(
        Seat.objects.filter(talk__programme=programme, state=SeatState.BOOKED).values_list("tandem_id", "participation_id")
    )
    for tandem in to_invite(programme, settings):
        for participation in (tandem.mentor, tandem.mentee):
            if (tandem.pk, participation.pk) not in seated and participation.person.is_active:
                mail_dates(tandem, participation, talk)
    return talk


@transaction.atomic
def offer_date(*, tandem: Tandem, when: When, by: Person) -> TalkDate:
    """Offer one tandem a date for its own talk; both are asked to choose it."""
    talk = TalkDate.objects.create(programme=tandem.cohort.programme, tandem=tandem, seats=BOTH, **when._asdict())
    log_action("add_closing_talk", by=by, on=talk, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    for participation in (tandem.mentor, tandem.mentee):
        mail_dates(tandem, participation, talk)
    return talk


@transaction.atomic
def name_date(*, tandem: Tandem, when: When, by: Person) -> TalkDate:
    """Name a date oneself, for a talk of the two alone: both have it, until the team has said yes or something else."""
    hold_tandem(tandem)
    own = own_side(tandem, by)
    talk = TalkDate.objects.create(
        programme=tandem.cohort.programme,
        tandem=tandem,
        seats=BOTH,
        named_by=own,
        is_agreed=False,
        **when._asdict(),
    )
    log_action("name_closing_talk", by=by, on=talk, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    take_seats(tandem, talk, [tandem.mentor, tandem.mentee], by)
    return talk


@transaction.atomic
def agree_to_date(*, talk: TalkDate, by: Person) -> None:
    """Say yes to a date that one of the two has named. Raises TalkFull where it is gone, or agreed already."""
    rows = TalkDate.objects.filter(pk=talk.pk, is_agreed=False, is_cancelled=False)
    if not rows.update(is_agreed=True, changed_at=timezone.now()):
        raise TalkFull
    talk.refresh_from_db()
    log_action("agree_closing_talk", by=by, on=talk, scope=talk.programme.scope)
    for seat in booked(talk):
        mail_seat(seat.tandem, seat.participation, talk, seat.pk)


@transaction.atomic
def choose_talk(*, tandem: Tandem, talk: TalkDate, by: Person) -> None:
    """Take a seat; a seat in another talk is given back with that. In a talk of the two alone, both come.

    Raises:
        TalkFull: no seat is left, it was called off, or it has begun; a seat that one had stays.
    """
    hold_tandem(tandem)
    settings = closing_of(tandem.cohort.programme)
    alone = settings.talk == TalkKind.ALONE
    people = [tandem.mentor, tandem.mentee] if alone else [own_side(tandem, by)]
    take_seats(tandem, talk, people, by)
    log_action("choose_closing_talk", by=by, on=talk, scope=talk.programme.scope, tandem=tandem.pk)


def take_seats(tandem: Tandem, talk: TalkDate, people: list[Participation], by: Person) -> None:
    """Give back what these people had, take seats for them, and write to them; part of the acts above."""
    before = Seat.objects.filter(tandem=tandem, participation__in=people, state=SeatState.BOOKED)
    had = list(before.values_list("talk_id", "participation_id"))
    if all((talk.pk, each.pk) in had for each in people):
        return  # a double click
    numbers = {talk.pk, *(number for number, _participation in had)}
    list(TalkDate.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True))
    for number, whose in had:
        free_seat(tandem, number, whose)
    room = TalkDate.objects.filter(
        pk=talk.pk, is_cancelled=False, starts_at__gt=timezone.now(), taken__lte=F("seats") - len(people)
    )
    if not room.update(taken=F("taken") + len(people)):
        raise TalkFull
    talk.refresh_from_db()
    for participation in people:
        seat = Seat.objects.create(talk=talk, tandem=tandem, participation=participation)
        mail_seat(tandem, participation, talk, seat.pk)


def free_seat(tandem: Tandem, talk: int, participation: int) -> bool:
    """Give one seat back; part of larger acts."""
    rows = Seat.objects.filter(tandem=tandem, talk=talk, participation=participation, state=SeatState.BOOKED)
    if not rows.update(state=SeatState.FREED, changed_at=timezone.now()):
        return False
    TalkDate.objects.filter(pk=talk, taken__gt=0).update(taken=F("taken") - 1)
    return True


@transaction.atomic
def leave_talk(*, tandem: Tandem, by: Person) -> bool:
    """Take one's choice back; in a talk of the two alone for both, and the other is told. False where there was none."""
    hold_tandem(tandem)
    own = own_side(tandem, by)
    seat = Seat.objects.filter(tandem=tandem, participation=own, state=SeatState.BOOKED).select_related("talk").first()
    if seat is None or seat.talk.has_begun:
        return False
    alone = seat.talk.tandem_id is not None
    for participation in (tandem.mentor, tandem.mentee) if alone else (own,):
        if free_seat(tandem, seat.talk_id, participation.pk) and participation != own:
            mail_called_off(tandem, participation, seat.talk)
    log_action("leave_closing_talk", by=by, on=seat.talk, scope=seat.talk.programme.scope, tandem=tandem.pk)
    return True


def free_seats_of(tandem: Tandem) -> None:
    """Give back the seats in talks ahead of a tandem that ended early; part of the act that ends it."""
    ahead = Seat.objects.filter(tandem=tandem, state=SeatState.BOOKED, talk__starts_at__gt=timezone.now())
    for talk, participation in list(ahead.order_by("talk").values_list("talk_id", "participation_id")):
        free_seat(tandem, talk, participation)


@transaction.atomic
def call_off_talk(*, talk: TalkDate, by: Person) -> None:
    """Call a date off; whoever wanted to come is told. Raises TalkFull where that was done already."""
    if not TalkDate.objects.filter(pk=talk.pk, is_cancelled=False).update(is_cancelled=True, changed_at=timezone.now()):
        raise TalkFull
    for seat in booked(talk):
        if free_seat(seat.tandem, talk.pk, seat.participation_id):
            mail_called_off(seat.tandem, seat.participation, talk)
    log_action("call_off_closing_talk", by=by, on=talk, scope=talk.programme.scope)


@transaction.atomic
def note_attendance(*, talk: TalkDate, came: set[int], by: Person) -> None:
    """Note who came: `came` are numbers of seats; everybody else who had one did not."""
    for seat in booked(talk):
        Seat.objects.filter(pk=seat.pk).update(came=seat.pk in came, changed_at=timezone.now())
    log_action("note_attendance", by=by, on=talk, scope=talk.programme.scope, count=len(came))


def booked(talk: TalkDate) -> list[Seat]:
    """Return the seats of a date that somebody has."""
    rows = Seat.objects.filter(talk=talk, state=SeatState.BOOKED)
    return list(
        rows.select_related(
            "participation__person",
            "tandem__cohort__programme",
            "tandem__mentor__person",
            "tandem__mentee__person",
        ).order_by("pk")
    )
