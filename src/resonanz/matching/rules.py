"""Who may match."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.matching.models import MatchingRun, Proposal, Request, SheetMatch
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
def is_asked(person: Any, request: Request) -> bool:
    """Whether the request is to this person."""
    return request.side_of(person) == "mentor"


@predicate
def is_asking(person: Any, request: Request) -> bool:
    """Whether the request is from this person."""
    return request.side_of(person) == "mentee"


@predicate
def may_remind(person: Any, request: Request) -> bool:
    """Whether `person` coordinates the programme of the request."""
    return bool(coordinates.test(person, request.cohort))


may_read = is_asked | is_asking
