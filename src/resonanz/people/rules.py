"""Who may do what with what belongs to a person."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.people.models import Consent


@predicate
def is_own(person: Any, row: Consent) -> bool:
    """Whether the row is about this person."""
    return bool(row.person_id == person.pk)
