"""Named reads of tandems."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from resonanz.programmes.models import Cohort
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.enums import OPEN_STATES, State
from resonanz.tandems.models import Tandem


def with_people(tandems: QuerySet[Tandem]) -> QuerySet[Tandem]:
    """Load both people, their profiles and the programme along with each tandem."""
    return tandems.select_related("cohort__programme", "mentor__person__profile", "mentee__person__profile")


def of_person(person: Any) -> QuerySet[Tandem]:
    """Return the tandems in which `person` is one of the two, the open ones first."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine)).order_by("-state", "-id")


def open_of_person(person: Any) -> QuerySet[Tandem]:
    """Return the tandems of `person` that wait for answers or are at work."""
    return of_person(person).filter(state__in=OPEN_STATES)


def visible_to(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that `person` may know of: one's own, and those of programmes that one coordinates."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine | Q(cohort__programme__in=coordinated_by(person))))


def of_cohort(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the tandems of `cohort` with both people, newest first."""
    return with_people(Tandem.objects.filter(cohort=cohort))


def unanswered(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the suggestions of `cohort` that still wait for one of the two."""
    return of_cohort(cohort).filter(state=State.PROPOSED)
