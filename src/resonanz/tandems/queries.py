"""Named reads of tandems."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from resonanz.programmes.models import Cohort
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.models import Tandem


def with_people(tandems: QuerySet[Tandem]) -> QuerySet[Tandem]:
    """Load both people, their profiles and the programme along with each tandem."""
    return tandems.select_related(
        "cohort__programme",
        "mentor__person__profile",
        "mentor__cohort__programme",
        "mentee__person__profile",
        "mentee__cohort__programme",
    )


def of_person(person: Any) -> QuerySet[Tandem]:
    """Return the tandems in which `person` is one of the two, the open ones first."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine)).order_by("-state", "-id")


def visible_to(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that `person` may know of: one's own, and those of programmes that one coordinates."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine | Q(cohort__programme__in=coordinated_by(person))))


def of_cohort(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the tandems of `cohort` with both people, newest first."""
    return with_people(Tandem.objects.filter(cohort=cohort))


def pairs_asked_before(cohort: Cohort) -> set[tuple[int, int]]:
    """Return the pairs of `cohort` (mentor's and mentee's participation) that were asked once, whatever came of it.

    Somebody may have said no; only people, never the engine, bring such a pair together again.
    """
    return set(Tandem.objects.filter(cohort=cohort).values_list("mentor_id", "mentee_id"))
