"""Who may see and do what in care."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.care.models import Case
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.rules import coordinates
from resonanz.tandems.rules import coordinates_it, has_started, is_one_of_the_two


@predicate
def may_care(person: Any, cohort: Cohort) -> bool:
    """Whether `person` coordinates the programme of the cohort."""
    return bool(coordinates.test(person, cohort))


@predicate
def handles(person: Any, case: Case) -> bool:
    """Whether `person` coordinates the programme that was told; not in a matter in which she or he is concerned herself."""
    is_concerned = case.person_id == person.pk or (case.tandem is not None and bool(case.tandem.side_of(person)))
    return bool(coordinates.test(person, case.programme)) and not is_concerned


@predicate
def has_taken(person: Any, case: Case) -> bool:
    """Whether it is `person` who looks after the case, or who has settled it."""
    return bool(case.taken_by_id == person.pk)


@predicate
def takes_part_in(person: Any, programme: Programme) -> bool:
    """Whether `person` takes part in the programme, or did."""
    return bool(person.participations.filter(cohort__programme=programme).exists())


may_see_to = coordinates_it & ~is_one_of_the_two & has_started  # who is a mentor, too, does not read what the other answers
may_stop: Any = may_see_to
may_block = is_one_of_the_two & has_started
may_take = handles
may_read = handles & has_taken  # whoever looks after it, and nobody else of the team
may_settle: Any = may_read
