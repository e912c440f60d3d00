"""The rooms of a person, and whether the two may write there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import known, with_people

AT_WORK = Q(state=State.ACTIVE, suspended_at=None)


def is_at_work(tandem: Tandem) -> bool:
    """Whether the two may write into their room: both said yes, it has not ended, and the team has not stopped it."""
    return tandem.state == State.ACTIVE and tandem.suspended_at is None


def rooms_of(person: Any) -> QuerySet[Tandem]:
    """Return the tandems of `person` that have begun, also those that are over, with both people and the programme."""
    return with_people(Tandem.objects.filter(known(person), started_on__isnull=False))
