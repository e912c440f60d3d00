"""Rows of a list of people as pages and files show them: cells with their mistakes beside them, and what can be decided."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.phrases import Phrase
from resonanz.programmes.actions.imports import HAS_MISTAKES, allowed_choices
from resonanz.programmes.enums import RowChoice
from resonanz.programmes.forms.imports import ColumnsForm
from resonanz.programmes.models import ImportBatch, ImportRow
from resonanz.programmes.queries import people_named
from resonanz.tables import csv_bytes, xlsx_bytes

SAMPLES = 3  # values shown of each column


def columns_shown(form: ColumnsForm, rows: list[ImportRow]) -> list[dict[str, Any]]:
    """Return each column of the sheet with its field of the form and the first different values."""
    shown = []
    for number, column in enumerate(form.batch.columns):
        values = dict.fromkeys(row.cells[number] for row in rows if row.cells[number])
        shown.append({"name": column, "field": form[f"column-{number}"], "samples": list(values)[:SAMPLES]})
    return shown


def rows_shown(batch: ImportBatch, rows: list[ImportRow]) -> list[dict[str, Any]]:
    """Return rows with the cells of the columns that count, each with its mistakes, and what can be decided."""
    people = people_named({twin["person"] for row in rows for twin in row.twins if twin["person"]})
    return [
        {
            "row": row,
            "cells": cells_with_mistakes(batch, row),
            "others": [said(problem["text"]) for problem in row.problems if problem["column"] not in batch.columns],
            "twins": [twin_sentence(twin, people) for twin in row.twins],
            "options": options(row, people),
            "chosen": f"same-{row.same_as_id}" if row.choice == RowChoice.SAME else row.choice,
            "why": said(row.why) if row.why else "",
        }
        for row in rows
    ]


def cells_with_mistakes(batch: ImportBatch, row: ImportRow) -> list[dict[str, Any]]:
    """Return the cells of the columns that mean something."""
    wrong: dict[str, list[str]] = {}
    for problem in row.problems:
        wrong.setdefault(problem["column"], []).append(said(problem["text"]))
    pairs = zip(batch.columns, row.cells, strict=False)  # the cells are gone after a week
    return [{"column": c, "text": cell, "wrong": wrong.get(c, [])} for c, cell in pairs if c in batch.mapping]


def twin_sentence(twin: dict[str, Any], people: dict[int, Any]) -> str:
    """Say whom a row may repeat, and why we think so."""
    if twin["kind"] == "mail" and twin["person"]:
        return _(
            "This address has an account. What the person wrote there stays as it is; whoever is not in one of your "
            "programmes yet is asked first."
        )
    if twin["line"]:
        known = _("row {row}, {name}").format(row=twin["line"], name=twin["name"])
    else:
        person = people.get(twin["person"])
        known = f"{person.full_name}, {person.email}" if person else twin["name"]
    if twin["year"]:
        known = _("{person}, born {year}").format(person=known, year=twin["year"])
    if twin["kind"] == "similar":
        return _("Similar name: {person}").format(person=known)
    return _("Same name: {person}").format(person=known)


def options(row: ImportRow, people: dict[int, Any]) -> list[tuple[str, str]]:
    """Return what can be decided about a row, as choices."""
    allowed = allowed_choices(row)
    made: list[tuple[str, str]] = []
    if not row.choice:
        made.append(("", _("please decide")))
    if RowChoice.NEW in allowed:
        read_in = _("must be mended first") if row.is_wrong else _("a different person") if row.twins else _("to be read in")
        made.append((RowChoice.NEW, read_in))
    for twin in row.twins if RowChoice.SAME in allowed else ():
        if twin["person"] and (person := people.get(twin["person"])):
            mail = twin["kind"] == "mail"
            label = _("add to the cohort") if mail else _("the same as {name}").format(name=person.full_name)
            made.append((f"same-{person.pk}", label))
    return [*made, (RowChoice.OUT, _("leave out"))]


def left_out_file(batch: ImportBatch, rows: list[ImportRow], suffix: str) -> bytes:
    """Return the rows left out as a file: all cells as they stood, and the reasons in a last column.

    Such a file may come back, so old reasons, which nobody reads in, make room for the new ones.
    """
    reason = _("Why left out")
    kept = [place for place, column in enumerate(batch.columns) if column != reason or column in batch.mapping]
    columns = [batch.columns[place] for place in kept]
    cells = [row.cells or [""] * len(batch.columns) for row in rows]
    body = [[*(line[place] for place in kept), reasons(row)] for line, row in zip(cells, rows, strict=True)]
    while reason in columns:
        reason += "*"
    columns.append(reason)
    if suffix == "xlsx":
        return xlsx_bytes({_("left out"): (columns, body)})
    return csv_bytes(columns, body, delimiter=";" if get_language() == "de" else ",")


def reasons(row: ImportRow) -> str:
    """Return every reason why a row was left out, its mistakes with their columns instead of a hint at them."""
    mistakes = [f"{problem['column']}: {said(problem['text'])}".removeprefix(": ") for problem in row.problems]
    if row.why and not (mistakes and row.why == HAS_MISTAKES.to_json()):
        mistakes.insert(0, said(row.why))
    return "\n".join(mistakes)


def said(phrase: dict[str, Any]) -> str:
    """Return a kept phrase in the reader's language."""
    return Phrase.from_json(phrase).text(get_language() or "de")
