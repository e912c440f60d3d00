"""Mutual visits: planned by either, prepared and looked back at by whoever visits, entered as a meeting once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.meetings import AlreadyLogged, log_meeting
from resonanz.together.actions.room import about, hold_at_work
from resonanz.together.enums.meetings import MeetingKind, VisitState
from resonanz.together.models import Meeting, Visit


@transaction.atomic
def plan_visit(
    *, tandem: Tandem, host: Participation, key: UUID, visit_on: date | None, preparation: str | None, by: Person
) -> Visit:
    """Plan the visit to `host`, or change the plan; of two who plan it at once, both plan the same.

    `preparation` is what the guest would like to see; None leaves it as it is.

    Raises:
        AlreadyDecided: the visit has taken place.
        NotAtWork: the tandem has ended or was stopped.
    """
    hold_at_work(tandem)
    visit = Visit.objects.filter(tandem=tandem, host=host).first()
    if visit is not None and visit.state == VisitState.DONE:
        raise AlreadyDecided
    if visit is None:
        guest = tandem.mentee if host.pk == tandem.mentor_id else tandem.mentor
        visit = Visit(tandem=tandem, host=host, guest=guest, key=key, visit_on=visit_on)
        visit.seal(preparation=preparation or "")
        store_once(visit, same=("tandem_id", "host_id"))
    else:
        visit.visit_on = visit_on
        if preparation is not None:
            visit.seal(preparation=preparation)
        visit.save(update_fields=["visit_on", "preparation", "changed_at"])
    log_action("plan_visit", by=by, on=visit, **about(visit))
    return visit


@transaction.atomic
def finish_visit(*, visit: Visit, visit_on: date, minutes: int, by: Person) -> Meeting:
    """Say that the visit has taken place: that enters one meeting, or joins the one that was entered for that day.

    Raises:
        AlreadyDecided: somebody has said so already.
        NotAtWork: the tandem has ended or was stopped.
    """
    tandem = visit.tandem
    hold_at_work(tandem)
    rows = Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED)
    if not rows.update(state=VisitState.DONE, visit_on=visit_on, changed_at=timezone.now()):
        raise AlreadyDecided
    before = Visit.objects.filter(tandem=tandem, state=VisitState.DONE, visit_on__lte=visit_on).exclude(pk=visit.pk)
    kind = MeetingKind.COUNTER_VISIT if before.exists() else MeetingKind.VISIT  # whoever of the two comes second returns it
    try:
        meeting = log_meeting(tandem=tandem, key=visit.key, held_on=visit_on, minutes=minutes, kind=kind, by=by)
    except AlreadyLogged as error:
        meeting = error.meeting
    rows = Visit.objects.filter(pk=visit.pk)
    taken = Visit.objects.filter(meeting=meeting).exists()
    rows.update(meeting=None if taken else meeting)
    visit.refresh_from_db()
    log_action("finish_visit", by=by, on=visit, **about(visit))
    return meeting


@transaction.atomic
def reflect_on_visit(*, visit: Visit, reflection: str, by: Person) -> None:
    """Keep what surprised the guest and what she or he takes along; the guest may change it. Raises NotAtWork."""
    hold_at_work(visit.tandem)
    visit.refresh_from_db()
    visit.seal(reflection=reflection)
    visit.save(update_fields=["reflection", "changed_at"])
    log_action("reflect_on_visit", by=by, on=visit, **about(visit))
