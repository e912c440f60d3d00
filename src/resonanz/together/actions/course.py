"""Pause, going on, and more time: each without fault, each told to both."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.tandems.actions.moving import moved
from resonanz.tandems.models import Tandem
from resonanz.together.actions.room import NotAtWork, hold_at_work
from resonanz.together.enums.course import CourseKind
from resonanz.together.mails.course import mail_extended, mail_paused, mail_resumed
from resonanz.together.models import CourseEvent
from resonanz.together.queries.plan import latest_end
from resonanz.together.queries.rooms import AT_WORK


class NothingToDo(Exception):
    """Somebody did this a moment earlier; nothing was changed."""


class BeyondBounds(Exception):
    """The day lies beyond what the two may decide without the team."""


@transaction.atomic
def pause_tandem(*, tandem: Tandem, until: date | None, by: Person) -> None:
    """Let a tandem rest, until a day or until somebody ends the pause. Raises NotAtWork, NothingToDo."""
    hold_at_work(tandem)
    if not moved(tandem, AT_WORK & Q(paused_on=None), paused_on=timezone.localdate(), resumes_on=until):
        raise NothingToDo
    event = noted(tandem, CourseKind.PAUSED, by, until)
    for participation in (tandem.mentor, tandem.mentee):
        mail_paused(event, participation.person)


@transaction.atomic
def resume_tandem(*, tandem: Tandem, by: Person | None) -> None:
    """Let a tandem go on; `by` is None where its day has come. Raises NotAtWork, NothingToDo."""
    hold_at_work(tandem)
    if not moved(tandem, AT_WORK & Q(paused_on__isnull=False), paused_on=None, resumes_on=None):
        raise NothingToDo
    event = noted(tandem, CourseKind.RESUMED, by)
    for participation in (tandem.mentor, tandem.mentee):
        mail_resumed(event, participation.person)


@transaction.atomic
def extend_tandem(*, tandem: Tandem, ends_on: date, by: Person) -> None:
    """Give a tandem more time; the two within the programme's bounds, the team beyond them.

    Raises NotAtWork, NothingToDo (it lasts that long already), BeyondBounds.
    """
    hold_at_work(tandem)
    if tandem.side_of(by) and ends_on > latest_end(tandem):
        raise BeyondBounds
    if not moved(tandem, AT_WORK & (Q(ends_on=None) | Q(ends_on__lt=ends_on)), ends_on=ends_on):
        raise NothingToDo
    event = noted(tandem, CourseKind.EXTENDED, by, ends_on)
    for participation in (tandem.mentor, tandem.mentee):
        mail_extended(event, participation.person)


def noted(tandem: Tandem, kind: str, by: Person | None, until: date | None = None) -> CourseEvent:
    """Note it on the shared line and in the log; part of the acts above."""
    event = CourseEvent.objects.create(
        tandem=tandem, kind=kind, until=until, by=by if by is not None and by.pk else None, on=timezone.localdate()
    )
    verbs = {CourseKind.PAUSED: "pause_tandem", CourseKind.RESUMED: "resume_tandem", CourseKind.EXTENDED: "extend_tandem"}
    days = {"until": until.isoformat()} if until else {}
    log_action(verbs[CourseKind(kind)], by=by, on=tandem, scope=tandem.cohort.programme.scope, **days)
    return event


def resume_due() -> int:
    """Let every tandem go on whose pause is over; return how many."""
    count = 0
    due = Tandem.objects.filter(AT_WORK, paused_on__isnull=False, resumes_on__lte=timezone.localdate())
    people = ("mentor__person", "mentee__person", "cohort__programme")
    for tandem in list(due.select_related(*people).order_by(F("resumes_on"), "pk")):
        try:
            resume_tandem(tandem=tandem, by=None)
            count += 1
        except (NotAtWork, NothingToDo):
            continue  # somebody was faster
    return count
