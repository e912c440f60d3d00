"""Spreadsheets that somebody brought, as tables and as pairs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz import engine
from resonanz.engine.criteria import GRID
from resonanz.matching.enums import Objective
from resonanz.matching.models import SheetMatch
from resonanz.matching.queries.runs import MOST_PAIRS, too_many
from resonanz.tables import InputError, Table

SHEETS_KEPT = timedelta(days=1)
MOST_PROBLEMS = 50  # shown at once; the rest shows itself when these are mended


def own_sheets(person: Any) -> QuerySet[SheetMatch]:
    """Return the spreadsheets that `person` brought within the last day."""
    if not person.is_authenticated:
        return SheetMatch.objects.none()
    return SheetMatch.objects.filter(owner=person, created_at__gte=timezone.now() - SHEETS_KEPT)


def outdated_sheets() -> QuerySet[SheetMatch]:
    """Return the spreadsheets to delete."""
    return SheetMatch.objects.filter(created_at__lt=timezone.now() - SHEETS_KEPT)


def sheet_tables(sheets: SheetMatch) -> tuple[Table, Table]:
    """Return the two spreadsheets as tables, mentors first."""
    return Table(**sheets.mentors), Table(**sheets.mentees)


def matched(tables: tuple[Table, Table], settings: dict[str, Any]) -> engine.Result:
    """Return the best pairs of two spreadsheets; raises InputError with one sentence per problem.

    The two may name their people in columns of different names; the engine wants one, so it gets a copy called "id".
    """
    mentors, mentees = tables
    if len(mentors) * len(mentees) > MOST_PAIRS:
        raise InputError(too_many(mentees.name, len(mentors), len(mentees)))
    mentor_id, mentee_id = settings["columns"]["mentor"], settings["columns"]["mentee"]
    criteria: dict[str, Any] = {key: settings[key] for key in ("settings", "must", "criterion") if key in settings}
    if mentor_id == mentee_id:
        return engine.match(mentors, mentees, criteria, id=mentor_id)
    return engine.match(with_id(mentors, mentor_id), with_id(mentees, mentee_id), criteria, id="id")


def with_id(table: Table, column: str) -> Table:
    """Return `table` with `column` repeated under the name "id"."""
    rows = [{**row, "id": row[column]} for row in table.rows]
    return Table(table.name, [*(c for c in table.columns if c != "id"), "id"], rows, table.lines)


def problem_rows(error: InputError, tables: tuple[Table, Table], language: str) -> list[dict[str, Any]]:
    """Return the first problems, each with the row that it concerns: sentence, file, row number, cells, wrong column."""
    by_name = {table.name: dict(zip(table.lines, table.rows, strict=True)) for table in tables}
    return [
        {
            "sentence": problem.message.text(language),
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "cells": by_name.get(problem.file, {}).get(problem.row or 0, {}),
        }
        for problem in error.problems[:MOST_PROBLEMS]
    ]


def settings_shown(sheets: SheetMatch) -> list[list[Any]]:
    """Return what the pairs were computed from, as rows of name and value, for the sheet of settings."""
    criteria = engine.Criteria.parse({key: sheets.settings.get(key, []) for key in ("must", "criterion")})
    kept = sheets.settings["settings"]
    return [
        [_("Spreadsheet of the mentors"), sheets.mentors["name"]],
        [_("Spreadsheet of the mentees"), sheets.mentees["name"]],
        [_("What matters most?"), str(Objective(kept["objective"]).label)],
        [_("How many mentees can each mentor take?"), kept["capacity"]],
        *([_("Must be so"), rule.label.text(get_language() or "de")] for rule in criteria.musts),
        *([rule.label.text(get_language() or "de"), rule.weight / GRID] for rule in criteria.criteria),
    ]
