"""The order of the waiting list."""

from __future__ import annotations

from django.db import transaction

from resonanz.applications.actions.review import AlreadyDecided, lock_waitlist
from resonanz.applications.models import Application
from resonanz.core.models import log_action
from resonanz.people.models import Person


@transaction.atomic
def move_on_waitlist(*, application: Application, direction: str, by: Person) -> None:
    """Let somebody on the waiting list change places with the one before ("up") or after ("down"); at an end: nothing.

    Raises:
        AlreadyDecided: the person is not on the list any more.
    """
    lock_waitlist(application.cohort_id)
    application.refresh_from_db(fields=["waitlist_position", "state"])
    here = application.waitlist_position
    if here is None:
        raise AlreadyDecided(application)
    others = Application.objects.filter(cohort=application.cohort_id, group=application.group)
    if direction == "up":
        other = others.filter(waitlist_position__lt=here).order_by("-waitlist_position").first()
    else:
        other = others.filter(waitlist_position__gt=here).order_by("waitlist_position").first()
    if other is None:
        return
    there = other.waitlist_position
    for pk, position in ((application.pk, None), (other.pk, here), (application.pk, there)):  # a place is held once
        Application.objects.filter(pk=pk).update(waitlist_position=position)
    log_action("move_on_waitlist", by=by, on=application, scope=application.cohort.programme.scope, direction=direction)
