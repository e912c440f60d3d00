"""Who may read and change agreement, plan and course of a tandem."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.tandems.models import Tandem
from resonanz.tandems.rules import coordinates_it, has_started, is_one_of_the_two

may_see_course = (is_one_of_the_two | coordinates_it) & has_started
may_steer = may_see_course  # pause, go on, more time


@predicate
def belongs_to_team(person: Any, tandem: Tandem) -> bool:
    """Whether `person` acts for the team here, and not as one of the two."""
    return not tandem.side_of(person)
