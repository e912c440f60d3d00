"""What came of a cohort, for the team to take along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.outcomes.queries import outcome_table
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort


@transaction.atomic
def export_outcomes(
    *, cohort: Cohort, confirmed: bool, with_names: bool, suffix: str, by: Person
) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of the outcomes of a cohort.

    The log notes how many, whether with names, and as what kind of file; never what stands in the rows.
    """
    headings, rows = outcome_table(cohort, confirmed=confirmed, with_names=with_names)
    log_action(
        "export_outcomes",
        by=by,
        on=cohort,
        scope=cohort.programme.scope,
        rows=len(rows),
        confirmed=confirmed,
        names=with_names,
        format=suffix,
    )
    return headings, rows
