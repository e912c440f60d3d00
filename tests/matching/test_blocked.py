"""Whom somebody has blocked is neither shown nor asked, and what was open between the two ends without a letter."""

from __future__ import annotations

import pytest

from resonanz.mail.models import OutboxMail
from resonanz.matching.enums import RequestState
from resonanz.matching.models import MatchingEvent
from resonanz.matching.queries.events import open_to_wishes
from resonanz.matching.queries.offered import out_of_sight
from resonanz.matching.queries.requests import askable
from resonanz.tandems.actions import block_person
from tests.factories.requests import make_community, make_request

pytestmark = pytest.mark.django_db


def test_the_two_do_not_exist_for_each_other_any_more() -> None:
    world = make_community()
    amina, karin, marta = world.amina, world.karin, world.marta
    open_between = make_request(amina, karin)
    elsewhere = make_request(amina, marta)
    event = MatchingEvent.objects.create(
        cohort=world.cohort, title="T", held_on="2026-01-01", wishes_until="2099-01-01", state="open"
    )
    event.guests.set([amina, karin, marta])
    assert set(open_to_wishes(event, amina)) == {karin, marta}
    letters = OutboxMail.objects.count()
    block_person(other=karin.person, by=amina.person)
    assert OutboxMail.objects.count() == letters
    for request in (open_between, elsewhere):
        request.refresh_from_db()
    assert (open_between.state, elsewhere.state) == (RequestState.EXPIRED, RequestState.OPEN)
    assert set(open_to_wishes(event, amina)) == {marta}
    assert set(open_to_wishes(event, karin)) == set()
    assert karin.person_id in out_of_sight(amina, but_hidden=True)
    assert amina.person_id in out_of_sight(karin)
    assert set(askable(amina.person)) == {world.jonas, marta}
    assert karin in askable(world.noor.person)
