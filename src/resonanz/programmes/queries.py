"""Named reads of programmes, cohorts and who takes part."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from resonanz.programmes.enums import CohortState, Group
from resonanz.programmes.models import Cohort, Participation, Programme, Staff


def published() -> QuerySet[Programme]:
    """Return the programmes that everybody may see, with their cohorts."""
    return Programme.objects.filter(is_published=True).prefetch_related("cohorts")


def with_public_page(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Load what a public page shows along with each programme."""
    return programmes.prefetch_related("topics", "passages", "contacts", "cohorts", "partnerships__organisation")


def coordinated_by(person: Any) -> QuerySet[Programme]:
    """Return the programmes for which `person` is on the staff."""
    if not person.is_authenticated:
        return Programme.objects.none()
    return Programme.objects.filter(pk__in=Staff.objects.filter(person=person).values("programme_id"))


def cohorts_coordinated_by(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` coordinates, each with its programme and the numbers of its people."""
    active = Q(participations__is_active=True)
    return (
        Cohort.objects.filter(programme__in=coordinated_by(person))
        .select_related("programme")
        .order_by("programme_id", F("number").desc(nulls_last=True), "-id")
        .annotate(
            first_count=Count("participations", filter=active & Q(participations__group=Group.FIRST)),
            second_count=Count("participations", filter=active & Q(participations__group=Group.SECOND)),
            free_places=Coalesce(Sum("participations__capacity", filter=active & Q(participations__group=Group.FIRST)), 0)
            - Coalesce(Sum("participations__taken", filter=active & Q(participations__group=Group.FIRST)), 0),
            waiting_count=Count(
                "participations",
                filter=active & Q(participations__group=Group.SECOND, participations__taken=0),
            ),
        )
    )


def participants(cohort: Cohort) -> QuerySet[Participation]:
    """Return the active participations of `cohort` with person and profile, by name."""
    return (
        Participation.objects.filter(cohort=cohort, is_active=True)
        .select_related("person__profile", "cohort__programme")
        .order_by("group", "person__search_name", "id")
    )


def with_free_place(cohort: Cohort) -> QuerySet[Participation]:
    """Return the participations of `cohort` that could enter another tandem."""
    return participants(cohort).filter(taken__lt=F("capacity"))


def next_cohort(programme: Programme) -> Cohort | None:
    """Return the cohort that the public page speaks about: the one to join next, else the latest."""
    order = [
        CohortState.OPEN,
        CohortState.ANNOUNCED,
        CohortState.MATCHING,
        CohortState.RUNNING,
        CohortState.FINISHED,
    ]
    cohorts = sorted(programme.cohorts.all(), key=lambda c: (order.index(CohortState(c.state)), -(c.number or 0)))
    return cohorts[0] if cohorts else None


def programme_of(person: Any) -> str:
    """Return the short name of the published programme that `person` has joined last; "" where there is none."""
    rows = Participation.objects.filter(person=person, is_active=True, cohort__programme__is_published=True)
    return rows.order_by("-id").values_list("cohort__programme__slug", flat=True).first() or ""
