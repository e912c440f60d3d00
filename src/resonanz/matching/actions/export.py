"""Taking a run along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.record import as_json, as_sheets
from resonanz.people.models import Person


@transaction.atomic
def export_run(*, run: MatchingRun, suffix: str, by: Person) -> Any:
    """Return a run as sheets ("xlsx") or as values ("json"); the log notes that, and how many pairs, never who."""
    content = as_json(run) if suffix == "json" else as_sheets(run)
    log_action("export_run", by=by, on=run, scope=run.cohort.programme.scope, pairs=run.proposals.count(), format=suffix)
    return content
