"""Who may match."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.matching.models import MatchingRun, Proposal, SheetMatch
from resonanz.programmes.rules import coordinates

may_match = coordinates


@predicate
def may_decide(person: Any, proposal: Proposal) -> bool:
    """Whether `person` coordinates the programme of the proposal."""
    return bool(coordinates.test(person, proposal.run.cohort))


@predicate
def may_match_run(person: Any, run: MatchingRun) -> bool:
    """Whether `person` coordinates the programme of the run."""
    return bool(coordinates.test(person, run.cohort))


@predicate
def owns(person: Any, sheets: SheetMatch) -> bool:
    """Whether `person` brought these spreadsheets."""
    return sheets.owner_id == person.pk


@predicate
def may_write(person: Any, row: Any) -> bool:
    """Whether `person` coordinates the programme to which a suggestion, a request or a participation belongs."""
    return bool(coordinates.test(person, row.cohort))
