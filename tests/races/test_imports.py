"""Lists of people that several read in at the same moment."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from resonanz.people.models import Person
from resonanz.programmes.actions.imports import (
    AlreadyStarted,
    check_import,
    confirm_columns,
    keep_import,
    run_import,
    start_import,
)
from resonanz.programmes.actions.imports.run import make
from resonanz.programmes.enums import ImportMode
from resonanz.programmes.models import ImportBatch, Participation
from resonanz.tables import read_table
from tests.factories import make_cohort, make_person, make_programme
from tests.races import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def checked_list(rows: int) -> tuple[ImportBatch, Person]:
    """Return a list of people that is ready to be read in, and who brought it."""
    coordinator = make_person("Alice")
    text = "Name;E-Mail\n" + "".join(f"Person {n};person{n}@example.org\n" for n in range(rows))
    cohort = make_cohort(make_programme())
    table = read_table(text.encode(), "people.csv")
    batch = keep_import(cohort=cohort, table=table, group="second", source="x", by=coordinator)
    confirm_columns(batch=batch, mapping=batch.mapping, by=coordinator)
    check_import(batch=batch, progress=lambda done, total: None)
    batch.refresh_from_db()
    batch.rows.update(choice="new")
    return batch, coordinator


@pytest.mark.parametrize("mode", ImportMode.values)
def test_many_workers_on_one_list_read_it_in_once(mode: str) -> None:
    batch, coordinator = checked_list(30)
    start_import(batch=batch, mode=mode, tells=False, by=coordinator)

    def run() -> None:
        stale = ImportBatch.objects.select_related("cohort__programme", "by").get(pk=batch.pk)
        run_import(batch=stale, progress=lambda done, total: None)

    assert race([run] * THREADS) == ["done"] * THREADS
    batch.refresh_from_db()
    assert (batch.state, Participation.objects.filter(cohort=batch.cohort).count()) == ("done", 30)
    assert Person.objects.filter(email__startswith="person").count() == 30
    assert set(batch.rows.values_list("state", flat=True)) == {"made"}


def test_a_list_is_started_once() -> None:
    batch, coordinator = checked_list(1)

    def start() -> None:
        start_import(batch=ImportBatch.objects.get(pk=batch.pk), mode=ImportMode.ALL, tells=False, by=coordinator)

    seen = race([start] * THREADS)
    assert (seen.count("done"), seen.count(AlreadyStarted)) == (1, THREADS - 1)


def test_control_two_workers_that_claim_nothing_make_everybody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the claim, only the unique address would stand between two workers and two accounts."""
    batch, coordinator = checked_list(3)
    start_import(batch=batch, mode=ImportMode.ALL, tells=False, by=coordinator)
    monkeypatch.setattr("resonanz.programmes.actions.imports.run.claim", len)
    rows = list(batch.rows.all())
    make(batch, rows)
    with pytest.raises(IntegrityError):
        make(batch, rows)
