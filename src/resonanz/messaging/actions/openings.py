"""Opening in an emergency: one asks, another one approves, and only then, for a day, these two may read.

The rule that nobody opens anything alone is a constraint of the database, asked again under a lock here, and once more in
the view's predicates; `tests/messaging/test_openings_machine.py` tries every order of acts.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.messaging.enums import OpeningState
from resonanz.messaging.mails import mail_opened, mail_second_person
from resonanz.messaging.models import Opening, TandemFile
from resonanz.messaging.queries.openings import Content, content_of, files_in, second_people
from resonanz.messaging.rules import may_approve, may_close, may_oversee, may_read_opened
from resonanz.people.models import Person
from resonanz.tandems.models import Tandem

OPEN_FOR = timedelta(hours=24)


class NotOpen(Exception):
    """The opening is not in the state that the act needs: decided already, closed, or its time is over."""


class FileGone(Exception):
    """The opening opens no such file, or no longer."""


@transaction.atomic
def ask_opening(
    *,
    tandem: Tandem,
    category: str,
    reason: str,
    since: date | None,
    until: date | None,
    withheld_because: str,
    key: UUID,
    by: Person,
) -> Opening:
    """Ask a second person of the team to approve that content is opened; nothing is opened by that.

    Raises:
        PermissionDenied: `by` is not of the team, or one of the two.
        SomebodyElses: the key of the form belongs to somebody else.
    """
    allowed(may_oversee.test(by, tandem))
    opening = Opening(tandem=tandem, category=category, since=since, until=until, asked_by=by, key=key)
    opening.seal(reason=reason, withheld_because=withheld_because)
    if store_once(opening, same=["tandem_id", "asked_by_id"]):
        log_action("ask_opening", by=by, on=opening, scope=tandem.cohort.programme.scope, category=category)
        for person in second_people(opening):
            mail_second_person(opening, person)
    return opening


@transaction.atomic
def approve_opening(*, opening: Opening, withholds: bool, by: Person) -> None:
    """Approve as the second person; `withholds`: the two are not told, because that would endanger somebody.

    Raises:
        PermissionDenied: `by` asked for it, is not of the team, or one of the two.
        NotOpen: it was decided already.
    """
    allowed(may_approve.test(by, opening))
    now = timezone.now()
    done = Opening.objects.filter(~Q(asked_by=by), pk=opening.pk, state=OpeningState.ASKED).update(
        state=OpeningState.APPROVED,
        approved_by=by,
        approved_at=now,
        expires_at=now + OPEN_FOR,
        is_withheld=withholds and bool(opening.withheld_because),
        changed_at=now,
    )
    if not done:
        raise NotOpen
    log_action("approve_opening", by=by, on=opening, scope=opening.tandem.cohort.programme.scope)


@transaction.atomic
def close_opening(*, opening: Opening, by: Person) -> None:
    """Refuse what somebody else asked for, take back what one asked for, or close what is open before its time.

    Raises:
        PermissionDenied: `by` is not of the team, or one of the two.
        NotOpen: it is over already.
    """
    allowed(may_close.test(by, opening))
    refused = opening.asked_by_id != by.pk and opening.state == OpeningState.ASKED
    rows = Opening.objects.filter(pk=opening.pk, state__in=[OpeningState.ASKED, OpeningState.APPROVED])
    state = OpeningState.REFUSED if refused else OpeningState.CLOSED
    if not rows.filter(state=opening.state).update(state=state, changed_at=timezone.now()):
        raise NotOpen
    log_action("close_opening", by=by, on=opening, scope=opening.tandem.cohort.programme.scope)


@transaction.atomic
def open_content(*, opening: Opening, by: Person) -> Content:
    """Return what the two wrote and which files they share, for one of the two of the team who answer for it.

    Each look is in the log. With the first one the two are told, unless both of the team have signed that this would
    endanger somebody.

    Raises:
        PermissionDenied: `by` does not answer for the opening, or is not of the team any more.
        NotOpen: it was not approved, was closed, or its time is over.
    """
    return content_of(look_into(opening, by, "open_content"))


@transaction.atomic
def open_file(*, opening: Opening, number: int, by: Person) -> TandemFile:
    """Return one file of the two, to be taken along; that is a look like any other, and the log names the file's number.

    Raises:
        PermissionDenied, NotOpen: as for `open_content`.
        FileGone: it was deleted, its owner keeps it for herself now, or it never belonged to what is opened.
    """
    row = look_into(opening, by, "open_file", file=number)
    file = files_in(row).defer(None).filter(pk=number).first()
    if file is None:
        raise FileGone
    return file


def look_into(opening: Opening, by: Person, verb: str, **codes: int) -> Opening:
    """Return the opening, locked, after all that must be so before somebody looks; part of the acts that hand something out.

    Raises PermissionDenied, NotOpen.
    """
    row = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    allowed(may_read_opened.test(by, row))
    # Somebody who lost the role in the meantime does not count as the second person any more.
    both = [row.asked_by, row.approved_by]
    if not row.is_open or not all(person is not None and may_oversee.test(person, row.tandem) for person in both):
        raise NotOpen
    log_action(verb, by=by, on=row, scope=row.tandem.cohort.programme.scope, **codes)
    if row.opened_at is None:
        row.opened_at = timezone.now()
        row.save(update_fields=["opened_at", "changed_at"])
        if not row.is_withheld:
            tell(row)
    return row


@transaction.atomic
def tell_opened(*, opening: Opening, by: Person) -> None:
    """Tell the two after all, once nobody is endangered by that.

    Raises:
        PermissionDenied: `by` does not answer for the opening.
        NotOpen: nothing was opened, or they have been told.
    """
    allowed(may_read_opened.test(by, opening))
    row = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if row.opened_at is None or row.told_at is not None:
        raise NotOpen
    tell(row)
    log_action("tell_opened", by=by, on=row, scope=row.tandem.cohort.programme.scope)


def tell(opening: Opening) -> None:
    """Write to both of the two; part of the acts after which they must know."""
    opening.told_at = timezone.now()
    opening.save(update_fields=["told_at", "changed_at"])
    for participation in (opening.tandem.mentor, opening.tandem.mentee):
        if participation.person.erased_at is None:
            mail_opened(opening, participation.person)


def allowed(is_allowed: bool) -> None:
    """Raise where an act is forbidden, whichever way it was called."""
    if not is_allowed:
        raise PermissionDenied
