"""Who may do what with a tandem."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.programmes.models import Participation
from resonanz.programmes.rules import coordinates
from resonanz.tandems.models import Tandem


@predicate
def is_one_of_the_two(person: Any, tandem: Tandem) -> bool:
    """Whether `person` is one of the two."""
    return bool(tandem.side_of(person))


@predicate
def coordinates_it(person: Any, tandem: Tandem) -> bool:
    """Whether `person` coordinates the tandem's programme."""
    return bool(coordinates.test(person, tandem.cohort))


@predicate
def has_started(person: Any, tandem: Tandem) -> bool:
    """Whether both have said yes."""
    return tandem.started_on is not None


@predicate
def has_been_asked(person: Any, tandem: Tandem) -> bool:
    """Whether it is this person's turn, or has been."""
    return tandem.asked_at(tandem.side_of(person)) is not None


may_see = is_one_of_the_two | coordinates_it
may_answer = is_one_of_the_two & has_been_asked
may_help = coordinates_it  # more time, an answer told by phone
may_end = coordinates_it | (is_one_of_the_two & has_started)  # before the start, the two answer yes or no instead


@predicate
def takes_part(person: Any, participation: Participation) -> bool:
    """Whether the participation is this person's own, and not over."""
    return bool(participation.person_id == person.pk and participation.is_active)


@predicate
def looks_after(person: Any, participation: Participation) -> bool:
    """Whether `person` coordinates the programme in which somebody takes part."""
    return bool(coordinates.test(person, participation.cohort))


may_change = is_one_of_the_two | coordinates_it
may_add_co_mentor = coordinates_it
may_settle = coordinates_it
may_leave = takes_part | looks_after
may_return = looks_after
