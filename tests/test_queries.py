"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resonanz.applications.actions.work import add_note, save_filter
from resonanz.applications.models import Step
from resonanz.matching.actions import run_matching
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import propose_tandem
from tests.factories import House, make_cohort, make_participation, make_programme
from tests.factories.applications import make_application, with_form, with_rules

pytestmark = pytest.mark.django_db


def grow(house: House, number: int) -> None:
    """Add people, a tandem, a cohort and proposals."""
    for n in range(number):
        mentor = make_participation(house.cohort, Group.FIRST, f"Mentor{n}")
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        propose_tandem(cohort=house.cohort, mentor=mentor, mentee=mentee, by=None)
        make_participation(house.cohort, Group.FIRST, f"Free{n}")
        make_participation(house.cohort, Group.SECOND, f"Waiting{n}")
        make_cohort(house.programme)
    run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)


def second_programme(house: House, number: int) -> None:
    for slug in ["mentor-mentor", "alumniportal", "mentoring-partnerschaft-muenchen"][:number]:
        make_programme(slug)


def more_tandems(house: House, number: int) -> None:
    type(house.karin).objects.filter(pk=house.karin.pk).update(capacity=9)
    for n in range(number):
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=mentee, by=None)


def more_applications(house: House, number: int) -> None:
    """Add applications in every state, with all that hangs on them."""
    with_form(with_rules(house.programme))
    for n in range(number):
        for state in ("submitted", "in_review", "interview", "waitlisted", "accepted", "declined"):
            position: dict[str, Any] = (
                {"waitlist_position": house.cohort.applications.count()} if state == "waitlisted" else {}
            )
            application = make_application(
                house.cohort, f"{state}{n}", state=state, assigned_to=house.bob, proofs=("registered_proof",), **position
            )
        add_note(application=application, text="note", by=house.alice)
        Step.objects.create(application=application, after=state, by=house.alice)
        save_filter(cohort=house.cohort, name=f"filter {house.cohort.applications.count()}", query={}, by=house.alice)


def address(name: str, query: str = "") -> Callable[[House], str]:
    return lambda house: reverse(f"applications:{name}", args=[house.cohort.pk]) + query


def latest_application(house: House) -> str:
    return reverse("applications:review", args=[house.cohort.applications.latest("pk").pk])


LISTS: dict[str, tuple[Callable[[House], Person | None], Callable[[House, int], None], Callable[[House], str]]] = {
    "programmes": (lambda h: None, second_programme, lambda h: reverse("programmes:list")),
    "today": (lambda h: h.alice, grow, lambda h: reverse("matching:today")),
    "people": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk]) + "?show=people"),
    "tandems": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk])),
    "proposals": (lambda h: h.alice, grow, lambda h: reverse("matching:match", args=[h.cohort.pk])),
    "applications": (lambda h: h.alice, more_applications, address("applications", "?state=all")),
    "applications filtered": (
        lambda h: h.alice,
        more_applications,
        address("applications", "?state=all&verdict=open&language=ar&q=a"),
    ),
    "board": (lambda h: h.alice, more_applications, address("board")),
    "waiting list": (lambda h: h.alice, more_applications, address("waitlist")),
    "application": (lambda h: h.alice, more_applications, latest_application),
    "mine": (lambda h: h.karin.person, more_tandems, lambda h: reverse("tandems:mine")),
    "mailbox": (lambda h: None, more_tandems, lambda h: reverse("demo:mailbox")),
    "login": (lambda h: None, second_programme, lambda h: reverse("account_login")),
}


# Pages of the review judge conditions from answers, attestations, consents and rules: four more; the board has six columns.
MOST = {"applications": 21, "applications filtered": 21, "board": 21, "application": 24}


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(name: str, house: House, client_of: Callable[[Person | None], Client]) -> None:
    person, more, url = LISTS[name]
    client = client_of(person(house))
    counts: list[Any] = []
    for number in (1, 2):
        more(house, number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(house)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= MOST.get(name, 14)
