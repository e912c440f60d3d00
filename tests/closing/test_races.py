"""Seats in closing talks at the same moment: never more people than seats, and nobody waits in a circle."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import F

from resonanz.closing.actions.certificates import NotIssued, issue_certificate
from resonanz.closing.actions.talks import TalkFull, choose_talk
from resonanz.closing.enums import SeatState
from resonanz.closing.models import Certificate, Seat, TalkDate
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import agree_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from tests.factories import make_person
from tests.factories.closing import make_closing, make_group_date
from tests.races import THREADS, people, race

pytestmark = pytest.mark.django_db(transaction=True)


def tandems(number: int) -> tuple[Any, list[Tandem]]:
    mentors, mentees = people(number, number)
    pairs = [
        agree_tandem(cohort=mentor.cohort, mentor=mentor, mentee=mentee, origin=Origin.HAND, reasons=[], by=mentor.person)
        for mentor, mentee in zip(mentors, mentees, strict=True)
    ]
    return mentors[0].cohort.programme, list(with_people(Tandem.objects.filter(pk__in=[pair.pk for pair in pairs])))


def test_never_more_people_than_seats_at_the_same_moment() -> None:
    programme, pairs = tandems(THREADS)
    make_closing(programme)
    talk = make_group_date(programme, make_person("Alice"), seats=3)
    full: list[int] = []

    def choose(tandem: Tandem) -> None:
        try:
            choose_talk(tandem=tandem, talk=TalkDate.objects.get(pk=talk.pk), by=tandem.mentee.person)
        except TalkFull:
            full.append(tandem.pk)

    race([partial(choose, pair) for pair in pairs])
    talk.refresh_from_db()
    assert (talk.taken, Seat.objects.filter(state=SeatState.BOOKED).count(), len(full)) == (3, 3, THREADS - 3)
    assert OutboxMail.objects.filter(key__contains=":closing:seat:").count() == 3


def test_without_the_conditional_update_the_database_itself_refuses() -> None:
    """Whoever writes without looking is told by the constraint."""
    programme, _pairs = tandems(1)
    talk = make_group_date(programme, make_person("Alice"), seats=1)
    TalkDate.objects.filter(pk=talk.pk).update(taken=F("seats"))
    seen = race([lambda: TalkDate.objects.filter(pk=talk.pk).update(taken=F("taken") + 1)] * 2)
    assert seen == [IntegrityError, IntegrityError]


def test_two_who_change_places_never_wait_for_each_other() -> None:
    programme, pairs = tandems(2)
    make_closing(programme)
    talks = [make_group_date(programme, make_person("Alice"), days=days) for days in (3, 4)]
    for pair, talk in zip(pairs, talks, strict=True):
        choose_talk(tandem=pair, talk=talk, by=pair.mentee.person)
    acts = [
        partial(choose_talk, tandem=pair, talk=talk, by=pair.mentee.person)
        for pair, talk in zip(pairs, reversed(talks), strict=True)
    ]
    assert race(acts) == ["done", "done"]
    assert [talk.taken for talk in TalkDate.objects.order_by("pk")] == [1, 1]


def test_a_double_click_issues_one_certificate() -> None:
    programme, (pair,) = tandems(1)
    make_closing(programme)
    alice, refused = make_person("Alice"), []

    def issue() -> None:
        try:
            issue_certificate(tandem=pair, participation=pair.mentee, by=alice)
        except NotIssued as error:
            refused.append(error.why)

    race([issue] * 4)
    assert (Certificate.objects.count(), refused) == (1, ["there"] * 3)
