"""The same programme again, without reading its preset again.

Loading a preset checks every text and takes a tenth of a second or more, and nearly every test begins with it. So each
process loads a preset once through the product's own action, keeps the rows that came of it, and writes copies of them
wherever a test wants that programme in a database that does not hold it yet.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from resonanz.core.models import LogEntry, subject_of
from resonanz.people.models import ConsentText
from resonanz.programmes.models import Organisation, Programme

Row = dict[str, Any]
Rows = list[tuple[type[models.Model], list[Row]]]  # lower models first


def rows_of(programme: Programme) -> Rows:
    """Return every row that belongs to `programme`, which has just been made."""
    found: dict[type[models.Model], dict[Any, models.Model]] = {
        Organisation: {row.pk: row for row in Organisation.objects.filter(partnerships__programme=programme)},
        Programme: {programme.pk: Programme.objects.get(pk=programme.pk)},
        ConsentText: {row.pk: row for row in ConsentText.objects.filter(scope=programme.scope)},
    }
    waiting: list[type[models.Model]] = [Programme]
    while waiting:
        parent = waiting.pop(0)
        for model in apps.get_models(include_auto_created=True):
            for link in links(model):
                if link.related_model is parent and model not in found:
                    rows = model._default_manager.filter(**{f"{link.attname}__in": list(found[parent])})
                    found[model] = {row.pk: row for row in rows}
                    waiting.append(model)
    found[LogEntry] = {row.pk: row for row in LogEntry.objects.filter(scope=programme.scope).order_by("pk")}
    return [(model, [values_of(row) for row in rows.values()]) for model, rows in found.items() if rows]


def links(model: type[models.Model]) -> list[Any]:
    """Return the columns of `model` that refer to a row of another."""
    return [column for column in model._meta.concrete_fields if column.is_relation]


def values_of(row: models.Model) -> Row:
    """Return the columns of a row by their names in the database."""
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def write(rows: Rows) -> Programme:
    """Write copies of `rows`, with new numbers, and return the programme among them."""
    made: dict[type[models.Model], dict[Any, models.Model]] = {}
    for model, originals in rows:
        if model is Organisation:  # several programmes may name the same one
            made[model] = {
                row["id"]: Organisation.objects.get_or_create(name=row["name"], defaults=without_number(model, row))[0]
                for row in originals
            }
            continue
        copies = [model(**linked(model, row, made)) for row in originals]
        model._default_manager.bulk_create(copies)
        made[model] = dict(zip((row[model._meta.pk.attname] for row in originals), copies, strict=True))
    (programme,) = made[Programme].values()
    assert isinstance(programme, Programme)
    return Programme.objects.get(pk=programme.pk)


def linked(model: type[models.Model], row: Row, made: dict[type[models.Model], dict[Any, models.Model]]) -> Row:
    """Return the columns of a copy: links, and the names by which the log and consents refer to rows, lead to copies."""
    copy = without_number(model, row)
    for link in links(model):
        if row[link.attname] is not None and link.related_model in made:
            copy[link.attname] = made[link.related_model][row[link.attname]].pk
    if "scope" in copy:
        (programme,) = made[Programme].values()
        assert isinstance(programme, Programme)
        copy["scope"] = programme.scope
    if model is LogEntry:
        label, _colon, number = row["subject"].partition(":")
        copy["subject"] = subject_of(made[apps.get_model(label)][int(number)])
    return copy


def without_number(model: type[models.Model], row: Row) -> Row:
    """Return the columns of `row` but its own number."""
    return {name: value for name, value in row.items() if name != model._meta.pk.attname}
