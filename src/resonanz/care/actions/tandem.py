"""What the team does about a tandem: note that it has seen to it, let it rest during a clarification, let it go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.care.mails import mail_goes_on, mail_stopped
from resonanz.care.models import CareNote
from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.actions.moving import hold_tandem, moved
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem


@transaction.atomic
def see_to(*, tandem: Tandem, signs: Sequence[str], again_on: date, key: UUID, by: Person, note: str = "") -> CareNote:
    """Note that somebody has seen to a tandem; its `signs` rest until `again_on`. The same form does it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    row = CareNote(tandem=tandem, by=by, signs=list(signs), again_on=again_on, key=key)
    row.seal(note=note)
    if store_once(row, same=["tandem_id", "by_id"]):
        log_action("see_to_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope, signs=list(signs))
    return row


@transaction.atomic
def stop_tandem(*, tandem: Tandem, by: Person) -> None:
    """Let a tandem rest while the team clarifies something; both get a kind letter without details.

    Raises AlreadyDecided where it is stopped or over already.
    """
    hold_tandem(tandem)
    if not moved(tandem, Q(state=State.ACTIVE, suspended_at=None), suspended_at=timezone.now()):
        raise AlreadyDecided
    entry = log_action("stop_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    for participation in (tandem.mentor, tandem.mentee):
        mail_stopped(tandem, participation, entry.pk)


@transaction.atomic
def let_go_on(*, tandem: Tandem, by: Person) -> None:
    """Let a tandem that was stopped go on; both are told. Raises AlreadyDecided where it is not stopped, or over."""
    hold_tandem(tandem)
    if not moved(tandem, Q(state=State.ACTIVE, suspended_at__isnull=False), suspended_at=None):
        raise AlreadyDecided
    entry = log_action("let_go_on", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    for participation in (tandem.mentor, tandem.mentee):
        mail_goes_on(tandem, participation, entry.pk)
