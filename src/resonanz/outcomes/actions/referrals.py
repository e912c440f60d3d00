"""Referrals, and the directory of services they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.outcomes.enums import NEXT_STATES
from resonanz.outcomes.mails import mail_referral
from resonanz.outcomes.models import Referral, Service
from resonanz.outcomes.queries import services_of
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem

COLUMNS = ("name", "kind", "languages", "hours", "address", "phone", "url", "note")


@transaction.atomic
def refer(*, tandem: Tandem, key: UUID, person: Person, service: Service, reason: str, on: date, by: Person) -> Referral:
    """Point one of the two to a service; why, only the two can read. The same form does it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    referral = Referral(tandem=tandem, key=key, person=person, service=service, on=on, by=by)
    referral.seal(reason=reason)
    if store_once(referral, same=["tandem_id", "by_id"]):
        log(referral, "refer", by)
        if person.pk != by.pk:
            mail_referral(referral)
    return referral


@transaction.atomic
def move_referral(*, referral: Referral, state: str, result: str, by: Person) -> None:
    """Say how far one has come, and what came of it, as the person who was referred.

    Raises:
        AlreadyDecided: from where it is now, it cannot go there.
    """
    before = [one for one, after in NEXT_STATES.items() if state in after]
    referral.seal(result=result)
    rows = Referral.objects.filter(pk=referral.pk, state__in=before)
    moved = rows.update(state=state, moved_on=timezone.localdate(), result=referral.result, changed_at=timezone.now())
    if not moved:
        raise AlreadyDecided
    referral.refresh_from_db(fields=["state", "moved_on", "result"])
    log(referral, "move_referral", by, state=state)


def service_values(programme: Programme) -> list[dict[str, Any]]:
    """Return the directory as values, for its page and its fingerprint."""
    return [{"pk": row.pk, **{name: getattr(row, name) for name in COLUMNS}} for row in services_of(programme)]


@transaction.atomic
def replace_services(
    *, programme: Programme, services: Iterable[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `services` the directory, in this order; one with a `pk` stays the same row.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    unchanged(seen, service_values(row))
    written = write_services(row, services)
    log_action("replace_services", by=by, on=row, scope=row.scope, services=written)


def write_services(programme: Programme, services: Iterable[Mapping[str, Any]]) -> int:
    """Keep the directory; what is no longer in it stays for those who were sent there. Part of larger acts."""
    before, kept = {row.pk: row for row in services_of(programme)}, set()
    written = 0
    for position, entry in enumerate(services):
        service = before.get(entry.get("pk") or 0) or Service(programme=programme)
        for name in COLUMNS:
            if name in entry:
                setattr(service, name, entry[name])
        service.position = position
        service.save()
        kept.add(service.pk)
        written += 1
    for pk in before.keys() - kept:
        if Referral.objects.filter(service=pk).exists():
            Service.objects.filter(pk=pk).update(is_active=False)
        else:
            Service.objects.filter(pk=pk).delete()
    return written


def log(referral: Referral, verb: str, by: Person, **codes: str) -> None:
    """Write down that somebody was referred, never why."""
    log_action(verb, by=by, on=referral, scope=referral.tandem.cohort.programme.scope, **codes)
