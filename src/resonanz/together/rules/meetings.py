"""Who may do what with meetings, dates and visits: the two of a tandem, while it is at work."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.programmes.models import Cohort
from resonanz.programmes.rules import coordinates
from resonanz.together.models import Appointment, Meeting, Visit


@predicate
def is_of_the_two(person: Any, row: Meeting | Appointment | Visit) -> bool:
    """Whether the row belongs to a tandem of this person."""
    return bool(row.tandem.side_of(person))


@predicate
def is_guest(person: Any, visit: Visit) -> bool:
    """Whether it is this person who visits."""
    return bool(visit.guest.person_id == person.pk)


@predicate
def may_see_hours(person: Any, cohort: Cohort) -> bool:
    """Whether `person` coordinates the programme of the cohort."""
    return bool(coordinates.test(person, cohort))
