"""Who may record and decide outcomes, and who may refer and move on."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.outcomes.models import Outcome, Referral
from resonanz.programmes.rules import coordinates
from resonanz.tandems.rules import has_started, may_see

may_record = may_see & has_started
may_look_at_cohort = coordinates


@predicate
def may_decide(person: Any, outcome: Outcome) -> bool:
    """Whether the outcome is about `person`, who alone says whether it is so."""
    return bool(outcome.about_id == person.pk)


@predicate
def may_withdraw(person: Any, outcome: Outcome) -> bool:
    """Whether `person` recorded it, or is whom it is about."""
    return person.pk in (outcome.by_id, outcome.about_id)


@predicate
def was_referred(person: Any, referral: Referral) -> bool:
    """Whether it was `person` who was pointed to the service: only she or he says what came of it."""
    return bool(referral.person_id == person.pk)
