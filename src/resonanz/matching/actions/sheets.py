"""Spreadsheets that somebody matches in the browser: kept for a day, for their owner alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.matching.models import SheetMatch
from resonanz.matching.queries.sheets import outdated_sheets
from resonanz.people.models import Person
from resonanz.tables import Table


@transaction.atomic
def keep_sheets(*, mentors: Table, mentees: Table, settings: dict[str, Any], by: Person) -> SheetMatch:
    """Keep two spreadsheets and, where a criteria file came along, its settings; the log notes numbers only."""
    delete_outdated_sheets()
    sheets = SheetMatch.objects.create(owner=by, mentors=as_json(mentors), mentees=as_json(mentees), settings=settings)
    log_action("keep_sheets", by=by, on=sheets, mentors=len(mentors), mentees=len(mentees))
    return sheets


@transaction.atomic
def set_sheet_settings(*, sheets: SheetMatch, settings: dict[str, Any], by: Person) -> None:
    """Keep what the columns mean and what a good pair is."""
    sheets.settings = settings
    sheets.save(update_fields=["settings"])
    log_action("set_sheet_settings", by=by, on=sheets)


@transaction.atomic
def delete_sheets(*, sheets: SheetMatch, by: Person) -> None:
    """Delete spreadsheets before their day is over."""
    log_action("delete_sheets", by=by, on=sheets)
    sheets.delete()


def delete_outdated_sheets() -> int:
    """Delete spreadsheets older than a day; return how many there were."""
    deleted, _ = outdated_sheets().delete()
    return deleted


def as_json(table: Table) -> dict[str, Any]:
    """Return a table in the form in which it is kept."""
    return {"name": table.name, "columns": table.columns, "rows": table.rows, "lines": table.lines}
