"""Who may do what with a programme."""

from __future__ import annotations

from typing import Any

from rules.predicates import always_allow, predicate

from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, ImportBatch, Participation, Programme, Staff

anyone = always_allow


@predicate
def coordinates(person: Any, row: Programme | Cohort) -> bool:
    """Whether `person` coordinates the programme (of the cohort)."""
    return Staff.objects.filter(person=person, programme_id=programme_of(row), role=StaffRole.COORDINATOR).exists()


@predicate
def reviews(person: Any, row: Programme | Cohort) -> bool:
    """Whether `person` may review the applications of the programme (of the cohort): coordinators may, too."""
    return Staff.objects.filter(person=person, programme_id=programme_of(row)).exists()


@predicate
def operates(person: Any, _row: object = None) -> bool:
    """Whether `person` runs this installation, and so may make programmes."""
    return bool(person.is_authenticated and person.is_operator)


def programme_of(row: Programme | Cohort) -> int:
    """Return the id of the programme that `row` is, or belongs to."""
    return row.pk if isinstance(row, Programme) else row.programme_id


@predicate
def may_import(person: Any, batch: ImportBatch) -> bool:
    """Whether `person` coordinates the programme into which the list goes."""
    return bool(coordinates.test(person, batch.cohort))


@predicate
def is_invited(person: Any, participation: Participation) -> bool:
    """Whether the participation is this person's own."""
    return participation.person_id == person.pk
