"""Requests at the same moment: real threads, real transactions, on both databases, a hundred rounds each.

Each guard has a positive control: the same race with the guard taken away must go wrong, or the test proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from threading import Barrier
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import requests as actions
from resonanz.matching.actions.requests import (
    CannotAsk,
    accept_request,
    decline_request,
    expire_request,
    new_turn,
    withdraw_request,
)
from resonanz.matching.enums import Hindrance, RequestState
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import hindrance, with_people
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from tests.factories import make_participation
from tests.factories.requests import Community, make_community, make_request
from tests.races import crowd, without_capacity

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 100
Outcome = str | type[Exception]
Race = Callable[..., list[Outcome]]


@pytest.fixture
def race() -> Iterator[Race]:
    """A function that runs acts at the same moment, each in its thread, which keeps its connection."""
    with crowd(5) as five_threads:

        def run(*acts: Callable[[], Any]) -> list[Outcome]:
            return five_threads.race([partial(done, act) for act in acts])

        yield run


def done(act: Callable[[], Any]) -> str:
    act()
    return "done"


@pytest.fixture
def town() -> Community:
    return make_community()


def begin_anew(*requests: Request) -> None:
    """Set places, requests and what was written back to where the race begins."""
    Request.objects.update(tandem=None)
    Tandem.objects.all().delete()
    OutboxMail.objects.all().delete()
    LogEntry.objects.all().delete()
    Participation.objects.update(taken=0)
    Request.objects.exclude(pk__in=[request.pk for request in requests]).delete()
    Request.objects.update(state=RequestState.OPEN, ended_because="", answered_at=None, decline_reason="")


def fresh(request: Request) -> Request:
    """Return the row as a page would have loaded it."""
    return with_people(Request.objects.all()).get(pk=request.pk)


def letters() -> dict[str, int]:
    kinds: dict[str, int] = {}
    for key in OutboxMail.objects.values_list("key", flat=True):
        kind = key.split(":")[2]
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def five(town: Community) -> list[Participation]:
    more = [make_participation(town.cohort, Group.FIRST, f"Mentor{n}") for n in range(2)]
    return [town.jonas, town.karin, town.marta, *more]


def test_five_requests_at_once_with_a_limit_of_three(town: Community, race: Race) -> None:
    mentors = five(town)
    for _round in range(ROUNDS):
        begin_anew()
        seen = race(*(partial(make_request, town.amina, mentor) for mentor in mentors))
        assert (seen.count("done"), seen.count(CannotAsk)) == (3, 2)
        assert sorted(Request.objects.values_list("slot", flat=True)) == [1, 2, 3]
        assert (letters(), LogEntry.objects.count()) == ({"asked": 3}, 3)


def test_control_counting_first_lets_all_five_through(town: Community, race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    mentors, counted = five(town), Barrier(5, timeout=60)

    def count_and_wait(mentee: Participation, mentor: Participation) -> Hindrance | None:
        found = hindrance(mentee, mentor)
        counted.wait()  # everybody has counted before anybody writes
        return found

    monkeypatch.setattr(actions, "hindrance", count_and_wait)
    monkeypatch.setattr(actions, "take_slot", own_slot)
    race(*(partial(make_request, town.amina, mentor) for mentor in mentors))
    assert Request.objects.count() == 5


def own_slot(mentee: Participation, mentor: Participation, reasons: list[Any]) -> Request:
    """Take a slot without looking: what the constraint of slots stands against."""
    turn = new_turn(mentee.cohort.programme)
    return Request.objects.create(
        cohort=mentee.cohort, mentor=mentor, mentee=mentee, slot=mentor.pk, reasons=reasons, **turn
    )


def two_accept(town: Community, race: Race) -> Iterator[list[Outcome]]:
    """Let two mentors accept the same person, again and again."""
    one, other = make_request(town.amina, town.jonas), make_request(town.amina, town.karin)
    while True:
        begin_anew(one, other)
        yield race(*(partial(accepts, fresh(row)) for row in (one, other)))


def check_one_accepted() -> None:
    states = sorted(Request.objects.values_list("state", flat=True))
    assert states == [RequestState.ACCEPTED, RequestState.WITHDRAWN]
    assert (Tandem.objects.count(), sum(Participation.objects.values_list("taken", flat=True))) == (1, 2)
    assert letters() == {"start": 2, "settled": 1}


def test_two_accept_the_same_person_at_once(town: Community, race: Race) -> None:
    for seen in islice(two_accept(town, race), ROUNDS):
        assert sorted(map(str, seen)) == sorted(["done", str(AlreadyDecided)])
        check_one_accepted()


def test_control_places_that_were_counted_before_give_one_person_two_mentors(
    town: Community, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(participation: Participation) -> None:
        if participation.free_places < 1:  # as it was loaded
            raise NoFreePlace(participation)
        Participation.objects.filter(pk=participation.pk).update(taken=F("taken") + 1)

    monkeypatch.setattr("resonanz.tandems.actions.introduce.take_place", take)
    monkeypatch.setattr(actions, "settle", lambda participations, by: None)
    with without_capacity():
        assert next(two_accept(town, race)) == ["done", "done"]
        with pytest.raises(AssertionError):
            check_one_accepted()
        assert Tandem.objects.filter(mentee=town.amina).count() == 2


def against(
    first: Callable[[Request], Any], second: Callable[[Request], Any], request: Request, race: Race
) -> tuple[list[Outcome], Request]:
    """Let two acts meet on one request; return what came of them, and the request."""
    begin_anew(request)
    seen = race(partial(first, fresh(request)), partial(second, fresh(request)))
    return seen, fresh(request)


def accepts(request: Request) -> None:
    accept_request(request=request, by=request.mentor.person)


def withdraws(request: Request) -> None:
    withdraw_request(request=request, by=request.mentee.person)


def declines(request: Request) -> None:
    decline_request(request=request, reason="", kind_word="", by=request.mentor.person)


def expires(request: Request) -> None:
    expire_request(request=request, today=timezone.localdate() + timedelta(days=99))


AGAINST = {
    "withdraw": (withdraws, RequestState.WITHDRAWN, {"withdrawn": 1}),
    "expiry": (expires, RequestState.EXPIRED, {"expired": 2}),
    "decline": (declines, RequestState.DECLINED, {"declined": 1}),
    "double click": (accepts, RequestState.ACCEPTED, {"start": 2}),
}


@pytest.mark.parametrize("what", AGAINST)
def test_accept_against(what: str, town: Community, race: Race) -> None:
    act, state, told = AGAINST[what]
    request = make_request(town.amina, town.jonas)
    for _round in range(ROUNDS):
        seen, after = against(accepts, act, request, race)
        assert sorted(map(str, seen)) == sorted(["done", str(AlreadyDecided)])
        accepted = after.state == RequestState.ACCEPTED
        assert after.state in (RequestState.ACCEPTED, state)
        assert letters() == ({"start": 2} if accepted else told)
        assert (
            list(Participation.objects.filter(pk__in=[town.jonas.pk, town.amina.pk]).values_list("taken", flat=True))
            == [int(accepted)] * 2
        )
        assert Tandem.objects.count() == int(accepted)


@pytest.mark.parametrize("what", ["withdraw", "expiry", "decline"])
def test_control_without_the_conditional_update_both_happen(
    what: str, town: Community, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trusting the row as the page has loaded it, a request is accepted and ended at once."""

    def careless(request: Request, before: list[str], after: str, *, only: Any = None, **more: Any) -> None:
        assert request.state in before  # as it was loaded
        Request.objects.filter(pk=request.pk).update(state=after, **more)

    monkeypatch.setattr(actions, "move", careless)
    act, _state, told = AGAINST[what]
    request = make_request(town.amina, town.jonas)
    seen, _after = against(accepts, act, request, race)
    assert (seen, letters()) == (["done", "done"], {"start": 2, **told})
