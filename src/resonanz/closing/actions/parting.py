"""What two people settle for afterwards, and the end itself: as planned, or because they go on by themselves."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.closing.mails import mail_farewell, mail_goes_on, mail_reminder, mail_wants_to_go_on
from resonanz.closing.models import Closing, Parting
from resonanz.closing.queries.due import at_work_settings, to_end, to_remind
from resonanz.closing.queries.room import closing_of, own_side
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import PlacesInUse, set_capacity
from resonanz.programmes.enums import Side
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.actions.moving import hold_tandem
from resonanz.tandems.enums import EndReason, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import live_of


@transaction.atomic
def settle_afterwards(*, tandem: Tandem, contact: str, word: str, remains: str, wants_network: bool, by: Person) -> Parting:
    """Keep what one of the two settles; it can be changed as often as one likes."""
    parting = held(tandem, by)
    parting.contact = contact
    parting.seal(word=word, remains=remains)
    if wants_network != (parting.network_on is not None):
        parting.network_on = timezone.localdate() if wants_network else None
    parting.save()
    log_action("settle_afterwards", by=by, on=parting, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    return parting


def held(tandem: Tandem, by: Person) -> Parting:
    """Return the row of one of the two; nobody else changes the tandem meanwhile. Part of the acts here."""
    hold_tandem(tandem)
    row, _is_new = Parting.objects.get_or_create(tandem=tandem, participation=own_side(tandem, by))
    return row


@transaction.atomic
def go_on(*, tandem: Tandem, by: Person, wants: bool = True) -> bool:
    """Say that one would like to go on without the programme, or take that back. With the second yes the tandem ends.

    Returns whether both have said so. Raises AlreadyDecided where the tandem is over.
    """
    parting = held(tandem, by)
    if tandem.state != State.ACTIVE:
        raise AlreadyDecided
    other = tandem.other(by)
    if parting.goes_on != wants:
        parting.goes_on = wants
        parting.save(update_fields=["goes_on", "changed_at"])
        log_action("go_on", by=by, on=parting, scope=tandem.cohort.programme.scope, tandem=tandem.pk, wants=wants)
        if wants and not Parting.objects.filter(tandem=tandem, participation=other, goes_on=True).exists():
            mail_wants_to_go_on(tandem, other)
    if not wants or not Parting.objects.filter(tandem=tandem, participation=other, goes_on=True).exists():
        return False
    finish(tandem, EndReason.GOES_ON, by)
    for participation in (tandem.mentor, tandem.mentee):
        mail_goes_on(tandem, participation)
    return True


@transaction.atomic
def complete_tandem(*, tandem: Tandem, by: Person | None) -> None:
    """End a tandem whose time is over, with thanks to both. Raises AlreadyDecided where it has ended already."""
    finish(tandem, EndReason.DONE, by)
    settings = closing_of(tandem.cohort.programme)
    for participation in (tandem.mentor, tandem.mentee):
        mail_farewell(tandem, participation, settings)


def finish(tandem: Tandem, reason: str, by: Person | None) -> None:
    """End a tandem well; whoever was supported in it does not wait for another one. Part of the acts above."""
    if tandem.state != State.ACTIVE:
        raise AlreadyDecided
    end_tandem(tandem=tandem, by=by, reason=reason, untold=[tandem.mentor, tandem.mentee])
    for participation in (tandem.mentor, tandem.mentee):
        if participation.side != Side.MENTOR and not live_of(participation).exists():
            participation.refresh_from_db(fields=["capacity", "taken"])
            with suppress(PlacesInUse):  # a new tandem began at this moment
                set_capacity(participation=participation, capacity=0, by=by)  # type: ignore[arg-type]


def follow_closings() -> int:
    """Remind of ends that come near, and end what is over; return how much was done."""
    count = 0
    for settings in at_work_settings():
        count += sum(remind_of_end(tandem=tandem) for tandem in to_remind(settings))
        for tandem in to_end(settings):
            try:
                complete_tandem(tandem=tandem, by=None)
            except AlreadyDecided:
                continue  # somebody was faster
            count += 1
    return count


@transaction.atomic
def remind_of_end(*, tandem: Tandem) -> bool:
    """Tell both that the end comes near; return False where that was done already."""
    try:
        with transaction.atomic():
            closing = Closing.objects.create(tandem=tandem)
    except IntegrityError:
        return False
    log_action("remind_of_end", by=None, on=closing, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    for participation in both(tandem):
        mail_reminder(tandem, participation)
    return True


def both(tandem: Tandem) -> tuple[Participation, Participation]:
    """Return the two."""
    return tandem.mentor, tandem.mentee
