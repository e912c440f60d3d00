"""Who may review."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.applications.models import Application, Interview, Proof, SavedFilter
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, Programme, Staff

REVIEWERS = (StaffRole.COORDINATOR, StaffRole.REVIEWER)


@predicate
def reviews(person: Any, row: Programme | Cohort | Application | Proof | Interview) -> bool:
    """Whether `person` reviews applications of the programme that `row` belongs to."""
    return Staff.objects.filter(person=person, programme_id=programme_of(row), role__in=REVIEWERS).exists()


@predicate
def owns_filter(person: Any, row: SavedFilter) -> bool:
    """Whether `person` keeps this filter."""
    return row.person_id == person.pk


def programme_of(row: Programme | Cohort | Application | Proof | Interview) -> int:
    """Return the id of the programme that a row belongs to."""
    if isinstance(row, Proof | Interview):
        row = row.application
    if isinstance(row, Application):
        row = row.cohort
    return row.pk if isinstance(row, Programme) else row.programme_id
