"""Who may do what with a programme."""

from __future__ import annotations

from typing import Any

from rules.predicates import always_allow, predicate

from resonanz.programmes.models import Cohort, ImportBatch, Participation, Programme, Staff

anyone = always_allow


@predicate
def coordinates(person: Any, row: Programme | Cohort) -> bool:
    """Whether `person` coordinates the programme (of the cohort)."""
    programme_id = row.pk if isinstance(row, Programme) else row.programme_id
    return Staff.objects.filter(person=person, programme_id=programme_id).exists()


@predicate
def may_import(person: Any, batch: ImportBatch) -> bool:
    """Whether `person` coordinates the programme into which the list goes."""
    return bool(coordinates.test(person, batch.cohort))


@predicate
def is_invited(person: Any, participation: Participation) -> bool:
    """Whether the participation is this person's own."""
    return participation.person_id == person.pk
