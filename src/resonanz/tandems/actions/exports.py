"""Lists of people and tandems that the team takes along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort
from resonanz.tandems.models import ExportChoice
from resonanz.tandems.queries import export_columns, export_rows


@transaction.atomic
def export_people(
    *, cohort: Cohort, listed: str, columns: list[str], suffix: str, by: Person
) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of a list of people or tandems; the choice of columns is kept for the next time.

    The log notes which columns and how many rows, never what stands in them.
    """
    headings = export_columns(cohort.programme, listed)
    rows = list(export_rows(cohort, listed, columns))
    ExportChoice.objects.update_or_create(
        person=by, programme=cohort.programme, listed=listed, defaults={"columns": columns, "suffix": suffix}
    )
    log_action(
        "export_people",
        by=by,
        on=cohort,
        scope=cohort.programme.scope,
        listed=listed,
        columns=columns,
        rows=len(rows),
        format=suffix,
    )
    return [headings[column] for column in columns], rows
