"""Requests: asking, asking back, answering, taking back; and what happens when nobody answers or nothing can come of it.

A request changes by a conditional update: of two acts at the same moment one happens, and the other is told. Whoever takes
places holds both participations before any request, so that two answers about the same people wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.matching.actions.reciprocal import reasons_of_pair
from resonanz.matching.enums import OPEN_REQUESTS, Ended, Hindrance, RequestState
from resonanz.matching.mails.requests import (
    mail_asked_back,
    mail_declined,
    mail_expired,
    mail_gone,
    mail_no_place,
    mail_paused,
    mail_reminder,
    mail_replied,
    mail_request,
    mail_settled,
    mail_waits,
    mail_withdrawn,
)
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import (
    hindrance,
    impossible_requests,
    open_requests_of,
    overdue_requests,
    requests_to_remind_of,
    sealed,
)
from resonanz.people.models import Person
from resonanz.programmes.actions import set_capacity
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.actions import AlreadyDecided, agree_tandem
from resonanz.tandems.actions.moving import hold
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem


class CannotAsk(Exception):
    """Something is in the way of a request: `hindrance` says what."""

    def __init__(self, found: Hindrance) -> None:
        super().__init__(found.value)
        self.hindrance = found


class RemindedToday(Exception):
    """Whoever's turn it is has been reminded today already; nothing was sent."""


def ask_mentor(*, mentee: Participation, mentor: Participation, texts: Mapping[str, str], by: Person) -> Request:
    """Ask somebody with a guided message (expectations, goals, career); it is encrypted, and only the two read it.

    Raises:
        CannotAsk: something is in the way, such as too many open requests.
    """
    if found := hindrance(mentee, mentor):
        raise CannotAsk(found)
    reasons = reasons_of_pair(mentor, mentee)  # computed before the transaction
    with transaction.atomic():
        request = take_slot(mentee, mentor, reasons)
        for column, text in texts.items():
            setattr(request, column, sealed(request, column, text))
        request.save(update_fields=list(texts))
        log(request, "ask_mentor", by)
        mail_request(request)
    return request


def take_slot(mentee: Participation, mentor: Participation, reasons: list[dict[str, Any]]) -> Request:
    """Make a request in a free slot of whoever asks; the database sees to it that no slot is used twice. Part of asking."""
    programme = mentee.cohort.programme
    mine = Request.objects.filter(mentee=mentee, state__in=OPEN_REQUESTS)
    used = set(mine.values_list("slot", flat=True))
    slots = [slot for slot in range(1, programme.open_requests + 1) if slot not in used]
    for slot in slots if len(used) < programme.open_requests else []:
        try:
            with transaction.atomic():
                return Request.objects.create(
                    cohort=mentee.cohort, mentor=mentor, mentee=mentee, slot=slot, reasons=reasons, **new_turn(programme)
                )
        except IntegrityError:  # the same person wrote elsewhere at this moment: to the same mentor, or into the same slot
            if mine.filter(mentor=mentor).exists():
                raise CannotAsk(Hindrance.OPEN) from None
    raise CannotAsk(Hindrance.LIMIT)


@transaction.atomic
def ask_back(*, request: Request, question: str, by: Person) -> None:
    """Ask one question before deciding; then it is the turn of whoever asked.

    Raises AlreadyDecided, also at a second question.
    """
    turn = new_turn(request.cohort.programme)
    stored = sealed(request, "question", question)
    move(request, [RequestState.OPEN], RequestState.ASKED_BACK, only=Q(question=""), question=stored, **turn)
    log(request, "ask_back", by)
    mail_asked_back(request)


@transaction.atomic
def reply_to_question(*, request: Request, reply: str, by: Person) -> None:
    """Answer the question; then it is the turn of whoever was asked again. Raises AlreadyDecided."""
    turn = new_turn(request.cohort.programme)
    move(request, [RequestState.ASKED_BACK], RequestState.OPEN, reply=sealed(request, "reply", reply), **turn)
    log(request, "reply_to_question", by)
    mail_replied(request)


@transaction.atomic
def accept_request(*, request: Request, by: Person) -> Tandem:
    """Say yes: the two are a tandem at once, for whoever asked had said yes by asking.

    Whatever other request of the two has become impossible by that ends kindly.

    Raises:
        AlreadyDecided: it was answered, taken back or ended a moment earlier.
        NoFreePlace: one of the two has no place left, or pauses.
        AlreadyTogether: the team has brought the two together in the meantime.
    """
    hold(request.mentor, request.mentee)
    move(request, OPEN_REQUESTS, RequestState.ACCEPTED, answered_at=timezone.now())
    request.tandem = agree_tandem(
        cohort=request.cohort,
        mentor=request.mentor,
        mentee=request.mentee,
        origin=Origin.REQUEST,
        reasons=request.reasons,
        by=by,
    )
    request.save(update_fields=["tandem"])
    log(request, "accept_request", by)
    settle([request.mentor_id, request.mentee_id], by)
    return request.tandem


@transaction.atomic
def decline_request(*, request: Request, reason: str, kind_word: str, by: Person) -> None:
    """Say no, with a reason, a kind word, both or neither; this person cannot ask again. Raises AlreadyDecided."""
    move(
        request,
        OPEN_REQUESTS,
        RequestState.DECLINED,
        answered_at=timezone.now(),
        decline_reason=reason,
        kind_word=sealed(request, "kind_word", kind_word),
    )
    log(request, "decline_request", by)
    mail_declined(request)


@transaction.atomic
def withdraw_request(*, request: Request, by: Person) -> None:
    """Take one's own request back, at any time before the answer. Raises AlreadyDecided."""
    move(request, OPEN_REQUESTS, RequestState.WITHDRAWN)
    log(request, "withdraw_request", by)
    mail_withdrawn(request)


@transaction.atomic
def remind_of_request(*, request: Request, by: Person | None) -> None:
    """Write to whoever's turn it is; of several who remind on the same day one does it.

    Raises:
        AlreadyDecided: nobody is waited for any more.
        RemindedToday: a reminder went out today.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    row = Request.objects.filter(pk=request.pk, state__in=OPEN_REQUESTS)
    if not row.filter(Q(reminded_at=None) | Q(reminded_at__lt=today)).update(reminded_at=timezone.now()):
        raise RemindedToday if row.exists() else AlreadyDecided
    request.refresh_from_db(fields=["state", "reminded_at", "expires_on"])
    log(request, "remind_of_request", by)
    mail_reminder(request)


def remind_of_requests(*, limit: int = 100) -> int:
    """Remind once in each turn of requests that wait for some days; return of how many."""
    return each(requests_to_remind_of(timezone.localdate())[:limit], lambda row: remind_of_request(request=row, by=None))


def expire_requests(*, limit: int = 100) -> int:
    """End the requests whose last day is over; return how many."""
    today = timezone.localdate()
    return each(overdue_requests(today)[:limit], lambda row: expire_request(request=row, today=today))


@transaction.atomic
def expire_request(*, request: Request, today: date) -> None:
    """End one request because nobody answered in time: both are told. Raises AlreadyDecided."""
    whose = request.state  # the letters say whose turn it was
    move(request, OPEN_REQUESTS, RequestState.EXPIRED, only=Q(expires_on__lt=today, state=whose), ended_because=Ended.TIME)
    log(request, "expire_request", None)
    request.state = whose
    mail_expired(request)
    request.state = RequestState.EXPIRED


def end_impossible_requests(*, limit: int = 100) -> int:
    """End the requests that cannot come to anything any more, whatever brought that about; return how many."""
    return each(impossible_requests()[:limit], lambda row: end_impossible(row, None))


def end_impossible(request: Request, by: Person | None) -> None:
    """End one of `impossible_requests` with a kind letter to those concerned; part of an act. Raises AlreadyDecided."""
    mentor, mentee = request.mentor, request.mentee
    if request.mentee_at_work >= mentee.capacity and mentee.is_active:  # type: ignore[attr-defined]
        end(request, Ended.SETTLED, by)
        mail_settled(request)
    elif request.mentor_at_work >= mentor.capacity and mentor.is_active:  # type: ignore[attr-defined]
        end(request, Ended.PLACE, by)
        mail_no_place(request)
    else:
        end(request, Ended.LEFT, by)
        for one in (mentor, mentee):
            if one.is_active:
                mail_gone(request, one)


def settle(participations: Iterable[int], by: Person) -> None:
    """End what has become impossible by an act of one of these participations; what others ended first is left alone."""
    pks = list(participations)
    for request in impossible_requests().filter(Q(mentor__in=pks) | Q(mentee__in=pks)):
        with suppress(AlreadyDecided):
            end_impossible(request, by)


@transaction.atomic
def pause_requests(*, person: Person) -> None:
    """Say what becomes of the open requests to and from somebody who begins a pause; the other of the two is told.

    A pause that ends within the time for an answer lets them wait, and the clock begins anew after it. A longer one ends
    them: nobody's slot should be kept for months by somebody who is not there. See docs/decisions/0025.
    """
    hold_own(person)
    today = timezone.localdate()
    for request in open_requests_of(person):
        until, days = person.paused_until, timedelta(days=request.cohort.programme.request_days)
        other = request.other(person)
        if until is not None and until <= today + days:
            waiting = Request.objects.filter(pk=request.pk, state__in=OPEN_REQUESTS)
            if waiting.update(turn_since=until, expires_on=until + days, reminded_at=None):
                request.refresh_from_db(fields=["turn_since", "expires_on", "reminded_at"])
                log(request, "hold_request", person)
                mail_waits(request, other, until)
        else:
            end_for(request, person, Ended.PAUSE, mail_paused)


@transaction.atomic
def end_requests_of(*, person: Person, programme: Programme | None = None) -> None:
    """End the open requests to and from somebody who leaves, or wants to be introduced to nobody; the others are told."""
    hold_own(person)
    rows = open_requests_of(person)
    for request in rows.filter(cohort__programme=programme) if programme else rows:
        end_for(request, person, Ended.LEFT, mail_gone)


@transaction.atomic
def end_requests_between(*, person: Person, other: Person) -> None:
    """End what is open between two people of whom one has blocked the other; nobody is told."""
    hold_own(person)
    rows = open_requests_of(person)
    for request in rows.filter(Q(mentor__person=other) | Q(mentee__person=other)):
        with suppress(AlreadyDecided):
            end(request, Ended.TIME, None)


def end_for(request: Request, person: Person, because: Ended, letter: Callable[[Request, Participation], None]) -> None:
    """End one request for something that `person` did, and tell the other; nothing where it is over already."""
    with suppress(AlreadyDecided):
        end(request, because, person)
        letter(request, request.other(person))


@transaction.atomic
def offer_places(*, participation: Participation, capacity: int, by: Person) -> bool:
    """Let somebody offer so many places; requests for which none is left end kindly. Return False where nothing changed.

    Raises:
        PlacesInUse: more are in use.
    """
    changed = set_capacity(participation=participation, capacity=capacity, by=by)
    if changed:
        settle([participation.pk], by)
    return changed


def end(request: Request, because: Ended, by: Person | None) -> None:
    """End a request without an answer; one's own is taken back, another's has expired. Part of an act."""
    own = because == Ended.SETTLED or (by is not None and request.side_of(by) == "mentee")
    move(request, OPEN_REQUESTS, RequestState.WITHDRAWN if own else RequestState.EXPIRED, ended_because=because)
    log(request, "end_request", by, because=because.value)


def hold_own(person: Person) -> None:
    """Hold every participation of `person`: nobody says yes to her or him, or for her or him, in between."""
    hold(*person.participations.all())


def move(request: Request, before: list[RequestState], after: str, *, only: Q | None = None, **more: Any) -> None:
    """Change the state by a conditional update; raises AlreadyDecided where somebody was faster."""
    rows = Request.objects.filter(only or Q(), pk=request.pk, state__in=before)
    if not rows.update(state=after, changed_at=timezone.now(), **more):
        raise AlreadyDecided
    request.refresh_from_db(fields=["state", *more])


def new_turn(programme: Programme) -> dict[str, Any]:
    """Return the columns with which a turn begins: from today, for as long as the programme says, nobody reminded."""
    today = timezone.localdate()
    return {"turn_since": today, "expires_on": today + timedelta(days=programme.request_days), "reminded_at": None}


def log(request: Request, verb: str, by: Person | None, **codes: str) -> None:
    """Write down that something was done with a request, never what was written."""
    log_action(verb, by=by, on=request, scope=request.cohort.programme.scope, **codes)


def each(requests: Iterable[Request], act: Callable[[Request], Any]) -> int:
    """Do `act` with each request in a transaction of its own; return with how many, leaving out what others were "
    "faster at."""
    done = 0
    for request in requests:
        with suppress(AlreadyDecided, RemindedToday):
            with transaction.atomic():
                act(request)
            done += 1
    return done
