"""The lists of who waits in a cohort, by what is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from resonanz.matching.models import MatchingRun, Proposal, Request
from resonanz.matching.queries.waiting import (
    changes,
    handed_to,
    left,
    next_proposals,
    stalled_requests,
    turn_of,
    turn_of_request,
    unmatched_long,
    waiters_of_suggestions,
)
from resonanz.phrases import Phrase
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people

PER_PAGE = 50


def listed(cohort: Cohort, what: str, person: Any) -> QuerySet[Any]:
    """Return the rows of one list: proposals, tandems, participations, requests or runs, what waits longest first."""
    match what:
        case "next":
            return next_proposals(cohort).order_by("mentee__waiting_since", "pk")
        case "draft":
            return drafts(cohort, person)
        case "left":
            return left(cohort)
        case "change":
            return changes_of(cohort)
    rows = rows_to_write(cohort, what)
    return Participation.objects.none() if rows is None else rows


def rows_to_write(cohort: Cohort, what: str) -> QuerySet[Any] | None:
    """Return the rows of a list about which one can write a letter; None where there is no such list."""
    programmes = Programme.objects.filter(pk=cohort.programme_id)
    match what:
        case "unmatched":
            rows = unmatched_long(programmes).filter(cohort=cohort)
            return rows.select_related("person__profile", "cohort__programme").order_by("waiting_since", "pk")
        case "unanswered":
            return waiters_of_suggestions(cohort)
        case "request":
            return requests_of(cohort)
    return None


def changes_of(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the wishes for a change in `cohort` that are not settled, the oldest first, with both people."""
    return with_people(changes().filter(cohort=cohort)).order_by("ended_on", "pk")


def requests_of(cohort: Cohort) -> QuerySet[Request]:
    """Return the requests of `cohort` that wait too long, with both people; never what they wrote."""
    rows = stalled_requests().filter(cohort=cohort).order_by("created_at", "pk")
    return rows.select_related(
        "cohort__programme", "mentor__person", "mentor__cohort__programme", "mentee__person", "mentee__cohort__programme"
    )


def drafts(cohort: Cohort, person: Any) -> QuerySet[MatchingRun]:
    """Return the drafts of `cohort` that were handed over to `person`."""
    return handed_to(person).filter(cohort=cohort).select_related("cohort__programme", "computed_by")


def people_to_write(row: Tandem | Request | Participation) -> list[Participation]:
    """Return to whom one can write about a row: whose turn it is, or who waits."""
    if isinstance(row, Participation):
        return [row]
    return [turn_of_request(row)] if isinstance(row, Request) else turn_of(row)


def others_shown(proposals: Iterable[Proposal]) -> dict[int, list[dict[str, Any]]]:
    """Return, by proposal, whom else the mentee could have: the person, percent, and what it would cost all together."""
    rows = list(proposals)
    kept = {row.pk: row.run.again.get("others", {}).get(str(row.mentee_id), []) for row in rows}
    people = (
        Participation.objects.filter(is_active=True)
        .select_related("person__profile", "cohort__programme")
        .in_bulk({entry["mentor"] for entries in kept.values() for entry in entries})
    )
    return {
        pk: [
            {"mentor": people[entry["mentor"]], "percent": entry["percent"], "text": Phrase.from_json(entry["text"])}
            for entry in entries
            if entry["mentor"] in people
        ]
        for pk, entries in kept.items()
    }
