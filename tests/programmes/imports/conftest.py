"""A list of people on its way into the cohort of the small world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resonanz.core.jobs import work_once
from resonanz.programmes.actions.imports import confirm_columns, keep_import, start_import, start_undo
from resonanz.programmes.enums import ImportMode
from resonanz.programmes.models import ImportBatch, ImportRow
from resonanz.tables import read_table
from tests.factories import House

LIST = """Vorname;Nachname;E-Mail;Rolle;Geburtsjahr;PLZ;Beruf;Deutschniveau
Leyla;Demir;leyla@example.org;Mentee;1990;9020;Krankenpflegerin;B1
Karl;Moser;karl@example.org;Mentor;1970;9500;Bauingenieur;
"""
Bring = Callable[..., ImportBatch]


def check(batch: ImportBatch) -> ImportBatch:
    """Have the guessed columns confirmed and every row checked."""
    confirm_columns(batch=batch, mapping=batch.mapping, by=batch.by)  # type: ignore[arg-type]
    return worked(batch)


def run(batch: ImportBatch, mode: str = ImportMode.ALL, tells: bool = False) -> ImportBatch:
    """Have a checked list read in."""
    start_import(batch=batch, mode=mode, tells=tells, by=batch.by)  # type: ignore[arg-type]
    return worked(batch)


def undo(batch: ImportBatch) -> ImportBatch:
    """Have a list taken back."""
    start_undo(batch=batch, by=batch.by)  # type: ignore[arg-type]
    return worked(batch)


def worked(batch: ImportBatch) -> ImportBatch:
    """Let the worker do what waits, and return the list as it stands then."""
    while work_once():
        pass
    return ImportBatch.objects.get(pk=batch.pk)


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    """Return the rows in the order of the sheet."""
    return list(ImportRow.objects.filter(batch=batch))


@pytest.fixture
def bring(house: House) -> Bring:
    """A function that keeps a list for the first cohort: `bring(text)`."""

    def keep(text: str = LIST, group: str = "", **more: Any) -> ImportBatch:
        table = read_table(text.encode(), "people.csv")
        return keep_import(cohort=house.cohort, table=table, group=group, source="Anmeldebögen", by=house.alice, **more)

    return keep
