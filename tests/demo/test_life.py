"""The life in the loaded demo: what there is to see, to sign in to and to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from resonanz.demo.actions import load_demo
from resonanz.demo.queries import PASSWORD, demo_logins
from resonanz.matching.actions import run_matching
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import opened
from resonanz.people.models import Person
from resonanz.programmes.actions.imports import confirm_columns, keep_import, start_import
from resonanz.programmes.enums import CohortState
from resonanz.programmes.models import Cohort
from resonanz.tables import read_table
from tests.factories import make_person
from tests.factories.apply import make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_demo")]


@pytest.fixture(scope="module")
def standing_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests of this file, because it takes seconds, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


def test_every_cohort_in_matching_can_be_matched() -> None:
    cohorts = Cohort.objects.filter(state__in=[CohortState.MATCHING, CohortState.OPEN])
    assert cohorts.count() == 5
    for cohort in cohorts:
        run = run_matching(cohort=cohort, objective="most_pairs", by=None)
        assert run.proposals.count() >= 5, cohort


def test_the_login_page_shows_logins_that_work(client: Client) -> None:
    logins = demo_logins()
    assert len(logins) == 17
    page = client.get(reverse("account_login")).content.decode()
    for login in logins:
        assert login.person.email in page
    answer = client.post(reverse("account_login"), {"login": logins[0].person.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_outside_the_demo_no_login_is_shown_and_the_command_refuses(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert PASSWORD not in client.get(reverse("account_login")).content.decode()
    with pytest.raises(CommandError, match="call it as `resonanz demo`"):
        call_command("demo")


def test_people_who_applied_while_playing_belong_to_the_demo() -> None:
    make_draft(Cohort.objects.filter(programme__slug="mentegra").earliest("pk"), email="played@example.org")
    call_command("demo", "--no-serve", stdout=StringIO())
    assert Person.objects.filter(email="played@example.org").exists()


def test_people_read_in_while_playing_belong_to_the_demo() -> None:
    coordinator = Person.objects.get(email="maria.kogelnig@kaernten.demo.example")
    cohort = Cohort.objects.filter(programme__staff__person=coordinator).earliest("pk")
    table = read_table(b"Name;E-Mail\nLea Neu;lea@example.org\n", "people.csv")
    batch = keep_import(cohort=cohort, table=table, group="second", source="x", by=coordinator)
    confirm_columns(batch=batch, mapping=batch.mapping, by=coordinator)
    call_command("work", stdout=StringIO())
    start_import(batch=batch, mode="all", tells=False, by=coordinator)
    call_command("work", stdout=StringIO())
    assert Person.objects.filter(email="lea@example.org").exists()
    call_command("demo", "--no-serve", stdout=StringIO())
    make_person("Real", email="real@example.org")
    with pytest.raises(CommandError, match="This database holds real people"):
        call_command("demo", "--no-serve")


def test_requests_are_in_every_state_that_waits_for_somebody() -> None:
    rows = Request.objects.order_by("pk")
    assert [(row.state, row.days_waiting) for row in rows] == [("declined", 19), ("asked_back", 3), ("open", 2), ("open", 9)]
    shown = {login.person.email for login in demo_logins()}
    assert [{row.mentor.person.email, row.mentee.person.email} & shown != set() for row in rows] == [True, True, True, False]
    assert opened(rows[1], "question") == "Das klingt gut! Bis wann ist die Arbeit fertig, und möchten Sie dafür umziehen?"


def test_what_is_due_is_done_beside_the_pages() -> None:
    silent = Request.objects.get(state="open", turn_since__lt=timezone.localdate() - timedelta(days=8))
    Request.objects.filter(state="asked_back").update(expires_on=timezone.localdate() - timedelta(days=1))
    call_command("demo_work", "--once", stdout=StringIO())
    silent.refresh_from_db()
    assert silent.reminded_at is not None
    assert Request.objects.get(mentee__person__first_name="Adwoa", question__gt="").state == "expired"
    out = StringIO()
    call_command("demo_work", "--once", stdout=out)
    assert out.getvalue() == "0 things done.\n"
