"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from resonanz.people.models import Person
from tests.factories import House, make_house


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that opens the database: those run on PostgreSQL, too.

    Not so the table of roles and addresses, and all but the first test of the demo: they do not depend on the database, and
    take long.
    """
    seen_demo = False
    for item in items:
        is_demo = item.path.name == "test_demo.py"
        if item.path.name == "test_access.py" or (is_demo and seen_demo):
            continue
        seen_demo = seen_demo or is_demo
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "house", "live_server"}:
            item.add_marker("database")


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Begin with no counted attempts: rows are rolled back and their numbers come again, but the cache remembers them."""
    cache.clear()


@pytest.fixture
def house(db: None) -> House:
    """The small world of `make_house`."""
    return make_house()


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """A function that returns a browser in which a person is logged in, or nobody."""

    def make(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
