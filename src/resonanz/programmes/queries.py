"""Named reads of programmes, cohorts and who takes part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from resonanz.core.counting import counted
from resonanz.people.models import Person
from resonanz.people.queries import is_suggestible
from resonanz.programmes.enums import (
    CohortState,
    Group,
    OrganisationRole,
    ProgrammeState,
    Rhythm,
    RowChoice,
    RowState,
    StaffRole,
)
from resonanz.programmes.models import Cohort, ImportBatch, ImportRow, Interest, Participation, Programme, Staff
from resonanz.programmes.signals import texts_counted


def published() -> QuerySet[Programme]:
    """Return the programmes that everybody may see, with their cohorts."""
    return Programme.objects.filter(state=ProgrammeState.PUBLISHED).prefetch_related("cohorts")


ANSWERING = (OrganisationRole.CARRIER, OrganisationRole.COOPERATION, OrganisationRole.HOST)


def answering(programme: Programme) -> list[dict[str, Any]]:
    """Return who answers for the data: as the programme has declared, else whoever carries it, shares it or is its host.

    Each has a "name"; an "address" and "duties" by language where they were declared.
    """
    declared: list[dict[str, Any]] = programme.legal.get("controllers", [])
    if declared:
        return declared
    carrying = programme.partnerships.filter(role__in=ANSWERING).select_related("organisation")
    return [{"name": entry.organisation.name} for entry in carrying]


def visible_to(person: Any) -> QuerySet[Programme]:
    """Return the programmes whose public page `person` may see: published ones, and those of one's own team."""
    seen = Q(state=ProgrammeState.PUBLISHED)
    if person.is_authenticated:
        seen |= Q(pk__in=Staff.objects.filter(person=person).values("programme_id"))
    return Programme.objects.filter(seen)


def staffed_by(person: Any) -> QuerySet[Programme]:
    """Return the programmes on whose staff `person` is, in whatever role, archived ones too."""
    if not person.is_authenticated:
        return Programme.objects.none()
    return Programme.objects.filter(pk__in=Staff.objects.filter(person=person).values("programme_id"))


def roles_of(person: Any) -> set[str]:
    """Return the roles in which `person` works for programmes that are not archived."""
    if not person.is_authenticated:
        return set()
    rows = Staff.objects.filter(person=person).exclude(programme__state=ProgrammeState.ARCHIVED)
    return set(rows.values_list("role", flat=True))


def reviewed_by(person: Any) -> QuerySet[Programme]:
    """Return the programmes whose applications `person` may review."""
    return staffed_by(person).exclude(state=ProgrammeState.ARCHIVED)


def with_public_page(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Load what a public page shows along with each programme."""
    return programmes.prefetch_related("topics", "passages", "contacts", "cohorts", "partnerships__organisation")


def coordinated_by(person: Any) -> QuerySet[Programme]:
    """Return the programmes that `person` coordinates; an archived one is at rest and not among them."""
    if not person.is_authenticated:
        return Programme.objects.none()
    mine = Staff.objects.filter(person=person, role=StaffRole.COORDINATOR)
    return Programme.objects.filter(pk__in=mine.values("programme_id")).exclude(state=ProgrammeState.ARCHIVED)


def cohorts_coordinated_by(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` coordinates, each with its programme and the numbers of its people."""
    return with_numbers(Cohort.objects.filter(programme__in=coordinated_by(person)))


def cohorts_reviewed_by(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts whose applications `person` may review, in the same way."""
    return with_numbers(Cohort.objects.filter(programme__in=reviewed_by(person)))


def with_numbers(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Load the programmes along, and count the people of each cohort, and the places and the waiting who do not pause."""
    people = Participation.objects.filter(cohort=OuterRef("pk"), is_active=True)
    ready = people.filter(Q(person__paused_since=None) | Q(person__paused_until__lt=timezone.localdate()))
    first, second = Group.FIRST, Group.SECOND
    return (
        cohorts.select_related("programme")
        .order_by("programme_id", F("number").desc(nulls_last=True), "-id")
        .annotate(
            first_count=counted(people.filter(group=first), "cohort"),
            second_count=counted(people.filter(group=second), "cohort"),
            free_places=counted(ready.filter(group=first), "cohort", Sum(F("capacity") - F("taken"))),
            waiting_count=counted(ready.filter(group=second, taken=0), "cohort"),
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
    """Return the participations of `cohort` that could enter another tandem; nobody who pauses or took consent back."""
    return participants(cohort).filter(is_suggestible(cohort.programme.scope, "person__"), taken__lt=F("capacity"))


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


def open_days(programme: Programme) -> QuerySet[Cohort]:
    """Return the cohorts of `programme` that are not finished."""
    return programme.cohorts.exclude(state=CohortState.FINISHED)


def topics_of(programme: Programme) -> list[dict[str, Any]]:
    """Return the catalogue as values."""
    return [{"key": row.key, "title": row.title, "text": row.text} for row in programme.topics.all()]


def passages_of(programme: Programme, kind: str) -> list[dict[str, Any]]:
    """Return the points of one kind as values."""
    return [{"group": row.group, "text": row.text, "more": row.more} for row in programme.passages.filter(kind=kind)]


def organisations_of(programme: Programme) -> list[dict[str, Any]]:
    """Return the organisations with their roles as values."""
    rows = programme.partnerships.select_related("organisation")
    return [{"name": row.organisation.name, "role": row.role, "url": row.link} for row in rows]


def contacts_of(programme: Programme) -> list[dict[str, Any]]:
    """Return the contact persons as values."""
    return [{"name": row.name, "role": row.role, "email": row.email, "phone": row.phone} for row in programme.contacts.all()]


def waiting_for(programme: Programme) -> QuerySet[Interest]:
    """Return the confirmed addresses that wait for a date."""
    return Interest.objects.filter(programme=programme, confirmed_at__isnull=False)


@dataclass(frozen=True)
class Gap:
    """How many texts of one page are missing in one language."""

    page: str  # the URL name of the page that mends it; without a room it is one of this room
    kind: str  # which list, where the page shows several
    language: str
    count: int


def gaps(programme: Programme) -> list[Gap]:
    """Return which texts are there in some language of `programme` but not in all, counted by page and language."""
    found: Counter[tuple[str, str, str]] = Counter()
    for page, kind, texts in all_texts(programme):
        if any(texts.values()):
            found.update((page, kind, language) for language in programme.languages if not texts.get(language))
    return [Gap(*where, count) for where, count in found.items()]


def all_texts(programme: Programme) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield every text of `programme` with the page (and list) on which it is edited."""
    for column in ("name", "short_name", "sentence", "about", "place"):
        yield "texts", "", getattr(programme, column)
    for texts in programme.group_names.values():
        yield "wording", "", texts
    for topic in programme.topics.all():
        yield from (("topics", "", topic.title), ("topics", "", topic.text))
    for passage in programme.passages.all():
        yield from (("passages", passage.kind, passage.text), ("passages", passage.kind, passage.more))
    for contact in programme.contacts.all():
        yield "contacts", "", contact.role
    for step in programme.steps:
        yield "steps", "", step["title"]
    for controller in programme.legal.get("controllers", []):
        yield "data", "", controller.get("duties", {})
    answers: Any = texts_counted.send(Programme, programme=programme)
    for _receiver, found in answers:
        for page, texts in found or ():
            yield page, "", texts


def with_teams(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Add to each programme the number of its coordinators and cohorts."""
    coordinators = Count("staff", filter=Q(staff__role=StaffRole.COORDINATOR), distinct=True)
    return programmes.annotate(coordinator_count=coordinators, cohort_count=Count("cohorts", distinct=True))


def cohorts_shown(programme: Programme) -> QuerySet[Cohort]:
    """Return the cohorts of `programme`, newest first, each with the numbers of its people.

    Whoever has deleted the account since is still counted, without a name.
    """
    active = Q(participations__is_active=True) | Q(participations__person__erased_at__isnull=False)
    return (
        programme.cohorts.select_related("programme")
        .order_by(F("number").desc(nulls_last=True), "-id")
        .annotate(
            first_count=Count("participations", filter=active & Q(participations__group=Group.FIRST)),
            second_count=Count("participations", filter=active & Q(participations__group=Group.SECOND)),
        )
    )


def waiting_numbers(programme: Programme) -> dict[str, int]:
    """Return how many of each group wait for a date."""
    counts = {row["group"]: row["n"] for row in waiting_for(programme).order_by().values("group").annotate(n=Count("pk"))}
    return {group: counts.get(group, 0) for group in Group.values}


def collects_interest(programme: Programme) -> bool:
    """Whether the public page asks «tell me when»: it runs in cohorts, and none is open for applications."""
    states = {cohort.state for cohort in programme.cohorts.all()}
    return programme.rhythm == Rhythm.COHORTS and CohortState.OPEN not in states and programme.is_published


def programme_of(person: Any) -> str:
    """Return the short name of the published programme that `person` has joined last; "" where there is none."""
    rows = Participation.objects.filter(person=person, is_active=True, cohort__programme__state=ProgrammeState.PUBLISHED)
    return rows.order_by("-id").values_list("cohort__programme__slug", flat=True).first() or ""


def invitations_of(person: Any) -> QuerySet[Participation]:
    """Return the participations that wait for this person's own yes."""
    rows = Participation.objects.filter(
        person=person, is_active=False, left_on=None, pk__in=ImportRow.objects.values("participation")
    )
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
