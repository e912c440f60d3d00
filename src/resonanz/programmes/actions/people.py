"""Who takes part, who works for a programme, and the places that people have for tandems."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.people.queries import is_suggestible
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, Participation, Programme, Staff


class NoFreePlace(Exception):
    """The places are all taken (somebody else may have been faster by a moment), or the person must not be suggested."""

    def __init__(self, participation: Participation) -> None:
        super().__init__(f"participation {participation.pk} has no free place")
        self.participation = participation


class PlacesInUse(Exception):
    """More places are in use than somebody wants to offer; nothing was changed."""


@transaction.atomic
def appoint_staff(*, programme: Programme, person: Person, role: StaffRole, by: Person | None) -> Staff:
    """Give `person` a role in `programme`; nothing happens where it is held already."""
    staff, made = Staff.objects.get_or_create(programme=programme, person=person, role=role)
    if made:
        log_action("appoint_staff", by=by, on=staff, scope=programme.scope, role=role)
    return staff


@transaction.atomic
def add_participant(
    *,
    cohort: Cohort,
    person: Person,
    group: str,
    by: Person | None,
    capacity: int | None = None,
    topics: list[str] | None = None,
    topics_back: list[str] | None = None,
) -> Participation:
    """Let `person` take part in `cohort`; twice in one cohort raises IntegrityError."""
    programme: Programme = cohort.programme
    participation = Participation.objects.create(
        cohort=cohort,
        person=person,
        group=group,
        side=programme.side_of(group),
        capacity=1 if capacity is None else capacity,
        topics=topics or [],
        topics_back=topics_back or [],
    )
    log_action("add_participant", by=by, on=participation, scope=programme.scope, group=group)
    return participation


@transaction.atomic
def set_capacity(*, participation: Participation, capacity: int, by: Person) -> bool:
    """Let a person offer `capacity` places; return False where it was so already.

    Raises:
        PlacesInUse: so many are taken already, or were a moment ago; the database would refuse it, too.
    """
    row = Participation.objects.filter(pk=participation.pk)
    if not row.filter(taken__lte=capacity).update(capacity=capacity):
        raise PlacesInUse
    before, participation.capacity = participation.capacity, capacity
    if before == capacity:
        return False
    log_action("set_capacity", by=by, on=participation, scope=participation.cohort.programme.scope, places=capacity)
    return True


def take_place(participation: Participation) -> None:
    """Take one of the places of `participation`, or raise NoFreePlace; right also when many do so at once.

    Part of a larger act (making a tandem), which opens the transaction and writes the log.
    """
    scope = participation.cohort.programme.scope
    # Who may be suggested is asked for by a subquery: a join would let the row's own conditions be judged too early.
    willing = Person.objects.filter(is_suggestible(scope), pk=participation.person_id)
    rows = Participation.objects.filter(pk=participation.pk, is_active=True, taken__lt=F("capacity"), person__in=willing)
    if not rows.update(taken=F("taken") + 1):
        raise NoFreePlace(participation)


def free_place(participation: Participation) -> None:
    """Give one place back; part of a larger act (ending a tandem)."""
    Participation.objects.filter(pk=participation.pk, taken__gt=0).update(
        taken=F("taken") - 1, waiting_since=timezone.localdate()
    )
