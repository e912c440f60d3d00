"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from resonanz.matching.actions import run_matching
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff, set_logo
from resonanz.programmes.enums import Group, StaffRole
from resonanz.programmes.models import Organisation
from resonanz.tandems.actions import propose_tandem
from tests.factories import House, make_cohort, make_participation, make_person, make_programme

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


def grow_programme(house: House, number: int) -> None:
    """Add what a programme's own pages list: topics, points, cohorts, colleagues, invitations, waiting addresses."""
    programme = house.programme
    for n in range(number):
        programme.topics.create(key=f"t{n}{number}", title={"de": "Thema"})
        programme.passages.create(kind="task", text={"de": "Punkt"})
        programme.contacts.create(name="Kim", role={"de": "Fragen"})
        appoint_staff(programme=programme, person=make_person(f"Staff{n}"), role=StaffRole.REVIEWER, by=None)
        programme.invitations.create(email=f"n{n}{number}@example.org", role="reviewer", invited_by=house.alice)
        programme.interest.create(
            email=f"w{n}{number}@example.org", group="second", language="de", confirmed_at=timezone.now()
        )
        organisation = Organisation.objects.create(name=f"Verein {n} {number}")
        programme.partnerships.create(organisation=organisation, role="company")
        set_logo(programme=programme, organisation=organisation, picture=(b"png", 1, 1), by=None)
        make_participation(make_cohort(programme, state="finished", summary={"de": "Gut."}), Group.FIRST, f"Past{n}")


def page(name: str, *more: str) -> Callable[[House], str]:
    """A page of the first programme."""
    return lambda h: reverse(name, args=[h.programme.slug, *more])


LISTS: dict[str, tuple[Callable[[House], Person | None], Callable[[House, int], None], Callable[[House], str]]] = {
    "programmes": (lambda h: None, second_programme, lambda h: reverse("programmes:list")),
    "today": (lambda h: h.alice, grow, lambda h: reverse("matching:today")),
    "people": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk]) + "?show=people"),
    "tandems": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk])),
    "proposals": (lambda h: h.alice, grow, lambda h: reverse("matching:match", args=[h.cohort.pk])),
    "mine": (lambda h: h.karin.person, more_tandems, lambda h: reverse("tandems:mine")),
    "mailbox": (lambda h: None, more_tandems, lambda h: reverse("demo:mailbox")),
    "public page": (lambda h: None, grow_programme, page("programmes:programme")),
    "overview": (lambda h: h.alice, grow_programme, page("programmes:overview")),
    "topics": (lambda h: h.alice, grow_programme, page("programmes:topics")),
    "passages": (lambda h: h.alice, grow_programme, page("programmes:passages", "task")),
    "organisations": (lambda h: h.alice, grow_programme, page("programmes:organisations")),
    "contacts": (lambda h: h.alice, grow_programme, page("programmes:contacts")),
    "cohorts": (lambda h: h.alice, grow_programme, page("programmes:cohorts")),
    "waiting": (lambda h: h.alice, grow_programme, page("programmes:waiting")),
    "team": (lambda h: h.alice, grow_programme, page("programmes:team")),
    "criteria": (lambda h: h.alice, grow_programme, page("matching:criteria")),
    "manage": (lambda h: make_person("Otto", is_operator=True), second_programme, lambda h: reverse("programmes:manage")),
    "login": (lambda h: None, second_programme, lambda h: reverse("account_login")),
}


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(name: str, house: House, client_of: Callable[[Person | None], Client]) -> None:
    person, more, url = LISTS[name]
    client = client_of(person(house))
    counts: list[Any] = []
    client.get(url(house))  # the first request of a session writes down that somebody is here
    for number in (1, 2):
        more(house, number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(house)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
