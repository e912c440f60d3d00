"""Who may match."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.matching.models import MatchingEvent, MatchingRun, Proposal, Request, SheetMatch
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
def may_run_event(person: Any, event: MatchingEvent) -> bool:
    """Whether `person` coordinates the programme of the event."""
    return bool(coordinates.test(person, event.cohort))


@predicate
def may_wish(person: Any, event: MatchingEvent) -> bool:
    """Whether `person` was a guest of the event and still takes part."""
    return event.guests.filter(person=person, is_active=True).exists()


@predicate
def owns(person: Any, sheets: SheetMatch) -> bool:
    """Whether `person` brought these spreadsheets."""
    return sheets.owner_id == person.pk


@predicate
def may_write(person: Any, row: Any) -> bool:
    """Whether `person` coordinates the programme to which a suggestion, a request or a participation belongs."""
    return bool(coordinates.test(person, row.cohort))


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
