"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.conf import UserSettingsHolder, settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.test.client import ClientHandler
from pytest_django import DjangoDbBlocker

from resonanz.core.limits import Limit
from resonanz.people.models import Person
from tests.factories import House, make_house
from tests.migrated import keep, kept_database, take

# What these ask does not depend on the database: rights, words, pages and files. Every page with a list is opened in
# `test_queries.py`, on both; and so are all actions, states and races.
PAGES_AND_WORDS = re.compile(
    r"test_(access|.*views|declarations|presets|preset_texts|settings|making|letter|damaged|conditions|sheets|logos|texts|life)\.py"
)

PAGES = {"test_no_page_shows_a_secret_to_whom_it_is_not_for", "test_the_pages_of_what_was_written_show_it_to_nobody_else"}

# The longest first, so that no worker is left alone with one of them at the end.
LONGEST = ["test_races.py", "test_request_races.py", "test_access.py", "test_life.py", "test_pages.py"]

gc.set_threshold(50_000, 20, 50)  # a tenth of the time went into looking for garbage among objects that stay


KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # made by migrating, and by no test


def empty_tables(_case: TransactionTestCase) -> None:
    """Empty the tables that a test has filled and committed.

    Django's own way truncates every table and makes all rights anew, which takes longer than most of these tests.
    """
    quote = connection.ops.quote_name
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        filled = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(filled))
        for (table,) in cursor.fetchall():  # in any order: foreign keys are looked at when all is done
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608 - a name of ours


TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined]

LOADED = ("_middleware_chain", "_view_middleware", "_template_response_middleware", "_exception_middleware")
load_middleware = ClientHandler.load_middleware
first_handler: list[ClientHandler] = []


def load_middleware_once(handler: ClientHandler, is_async: bool = False) -> None:
    """Share the middleware among all browsers of the tests, where no test has settings of its own.

    Django loads it for every browser, and each time it looks through all static files.
    """
    if isinstance(settings._wrapped, UserSettingsHolder):  # type: ignore[misc]
        load_middleware(handler, is_async)
        return
    if not first_handler:
        load_middleware(handler, is_async)
        first_handler.append(handler)
    for name in LOADED:
        setattr(handler, name, getattr(first_handler[0], name))


ClientHandler.load_middleware = load_middleware_once  # type: ignore[method-assign, assignment]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that opens the database, but those of pages and words and most of the demo: for PostgreSQL, too."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    seen_demo = False
    for item in items:
        is_demo = item.path.name == "test_demo.py"
        if PAGES_AND_WORDS.fullmatch(item.path.name) or item.name in PAGES or (is_demo and seen_demo):
            continue
        seen_demo = seen_demo or is_demo
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "house", "live_server"}:
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """Let the collector of garbage look at nothing that was there before the first test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_keepdb: bool) -> bool:
    """Begin with the database of an earlier run, if the migrations are the same: then there is nothing left to migrate."""
    kept = kept_database()
    if kept is None or not kept.exists():
        return django_db_keepdb
    take(kept)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep what was migrated for the next run."""
    kept = kept_database()
    if kept is not None and not django_db_keepdb:
        with django_db_blocker.unblock():
            keep(kept)


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Begin with no counted attempts: rows are rolled back and their numbers come again, but the cache remembers them."""
    cache.clear()
    for limit in Limit.everyone:
        limit.reset()


@pytest.fixture(scope="module")
def standing_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Made once for all tests of a file, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_house()
        transaction.set_rollback(True)


@pytest.fixture
def house(standing_house: House, db: None) -> House:
    """The small world of `make_house`: a copy for each test, which may change it; the database is as it was after each."""
    return deepcopy(standing_house)


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """A function that returns a browser in which a person is logged in, or nobody."""

    def make(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
