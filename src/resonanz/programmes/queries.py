"""Named reads of programmes, cohorts and who takes part."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from resonanz.people.models import Person
from resonanz.programmes.enums import CohortState, Group, RowChoice, RowState
from resonanz.programmes.models import Cohort, ImportBatch, ImportRow, Participation, Programme, Staff


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


def invitations_of(person: Any) -> QuerySet[Participation]:
    """Return the participations that wait for this person's own yes."""
    rows = Participation.objects.filter(person=person, is_active=False, pk__in=ImportRow.objects.values("participation"))
    return rows.select_related("cohort__programme")


def visible_imports(person: Any) -> QuerySet[ImportBatch]:
    """Return the imports into programmes that `person` coordinates, newest first."""
    batches = ImportBatch.objects.filter(cohort__programme__in=coordinated_by(person))
    return batches.select_related("cohort__programme", "by", "job")


def imports_into(cohort: Cohort) -> QuerySet[ImportBatch]:
    """Return the imports into one cohort, newest first, each with the number of people read in."""
    made = Count("rows", filter=Q(rows__state__in=[RowState.MADE, RowState.KEPT]))
    return ImportBatch.objects.filter(cohort=cohort).select_related("by").annotate(made_count=made)


WRONG, OPEN, WANTED = Q(is_wrong=True), Q(is_wrong=False, choice=""), Q(is_wrong=False) & ~Q(choice__in=["", RowChoice.OUT])
ROWS_SHOWN = {
    "all": Q(),
    "wrong": WRONG & ~Q(choice=RowChoice.OUT),
    "open": OPEN,
    "twins": Q(is_twin=True),
    "out": Q(choice=RowChoice.OUT),
}


def import_rows(batch: ImportBatch, show: str = "all") -> QuerySet[ImportRow]:
    """Return the rows of an import in the order of the sheet; `show` is a key of ROWS_SHOWN."""
    return ImportRow.objects.filter(ROWS_SHOWN.get(show, Q()), batch=batch).select_related("same_as")


def import_numbers(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows there are in each of ROWS_SHOWN, and how many could be read in now («ready»)."""
    shown = {name: Count("pk", filter=which) if which else Count("pk") for name, which in ROWS_SHOWN.items()}
    return ImportRow.objects.filter(batch=batch).aggregate(**shown, ready=Count("pk", filter=WANTED))


def result_numbers(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows of an import ended in each state, and how many of them made a new account."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in RowState}
    return ImportRow.objects.filter(batch=batch).aggregate(
        **states,
        asked=Count("pk", filter=Q(state=RowState.MADE, participation__is_active=False)),
        new=Count("pk", filter=Q(state__in=[RowState.MADE, RowState.KEPT], is_new_person=True)),
    )


def rows_in_state(batch: ImportBatch, *states: str) -> QuerySet[ImportRow]:
    """Return the rows of an import that ended in one of `states`, in the order of the sheet."""
    return ImportRow.objects.filter(batch=batch, state__in=states).select_related("person")


def people_named(pks: set[int]) -> dict[int, Person]:
    """Return people by id, for the names of those whom rows may repeat."""
    return Person.objects.select_related("profile").in_bulk(pks)
