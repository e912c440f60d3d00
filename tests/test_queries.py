"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resonanz.matching.actions import run_matching
from resonanz.people.models import Person
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import Group, ImportState
from resonanz.programmes.models import ImportBatch, ImportRow
from resonanz.tables import Table
from resonanz.tandems.actions import propose_tandem
from tests.factories import House, make_cohort, make_participation, make_programme

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


def more_imports(house: House, number: int) -> None:
    """Add lists of people, each read in, with rows that repeat somebody and rows left out."""
    for _ in range(number):
        lines = list(range(2, 5 + number))
        rows = [{"E-Mail": "nobody"} for _line in lines]
        table = Table("people.csv", ["E-Mail"], rows, lines)
        batch = keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
        twins = [{"kind": "name", "person": house.noor.person_id, "line": None, "name": "Noor", "year": None}]
        ImportRow.objects.filter(batch=batch).update(twins=twins, choice="", same_as=house.noor.person)


def latest_import(house: House, state: str, name: str) -> str:
    """Return the address of the list with most rows, moved to `state`."""
    batch = ImportBatch.objects.latest("pk")
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    if state == ImportState.DONE:
        ImportRow.objects.filter(batch=batch).update(state="left", person=house.noor.person)
    return reverse(f"programmes:{name}", args=[batch.pk])


LISTS: dict[str, tuple[Callable[[House], Person | None], Callable[[House, int], None], Callable[[House], str]]] = {
    "programmes": (lambda h: None, second_programme, lambda h: reverse("programmes:list")),
    "today": (lambda h: h.alice, grow, lambda h: reverse("matching:today")),
    "people": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk]) + "?show=people"),
    "tandems": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk])),
    "proposals": (lambda h: h.alice, grow, lambda h: reverse("matching:match", args=[h.cohort.pk])),
    "mine": (lambda h: h.karin.person, more_tandems, lambda h: reverse("tandems:mine")),
    "imports": (lambda h: h.alice, more_imports, lambda h: reverse("programmes:import_people", args=[h.cohort.pk])),
    "columns": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "uploaded", "import_columns")),
    "import rows": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "checked", "import_rows")),
    "import result": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "done", "import_result")),
    "mailbox": (lambda h: None, more_tandems, lambda h: reverse("demo:mailbox")),
    "login": (lambda h: None, second_programme, lambda h: reverse("account_login")),
}


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(name: str, house: House, client_of: Callable[[Person | None], Client]) -> None:
    person, more, url = LISTS[name]
    client = client_of(person(house))
    client.get(reverse("home"))  # the first visit of a session notes when it was
    counts: list[Any] = []
    for number in (1, 2):
        more(house, number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(house)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
