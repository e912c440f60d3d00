"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resonanz.people.models import Person
from tests.factories import House
from tests.query_counts import LISTS, MOST

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(name: str, house: House, client_of: Callable[[Person | None], Client]) -> None:
    person, more, url = LISTS[name]
    client = client_of(person(house))
    client.get(reverse("home"))  # the first visit of a session notes when it was
    counts: list[Any] = []
    more(house, 3)
    assert client.get(url(house)).status_code == 200  # the first request of a session writes down that somebody is here
    for number in (1, 2) if connection.vendor == "sqlite" else ():  # on PostgreSQL it is enough that the page opens
        more(house, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(house)).status_code == 200
        counts.append(len(queries))
    if counts:
        assert counts[0] == counts[1]
        assert counts[0] <= MOST.get(name, 14)
