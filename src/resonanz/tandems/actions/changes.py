"""What changes on the way, without blame: another mentor, a second mentor, leaving."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.actions import pause_person
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.actions.ending import end_tandem
from resonanz.tandems.actions.introduce import propose_tandem
from resonanz.tandems.actions.moving import AlreadyDecided, hold
from resonanz.tandems.enums import EndAskedBy, Origin, State
from resonanz.tandems.mails import mail_change, mail_co_mentor, mail_left
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import live_of
from resonanz.tandems.signals import programme_left


@transaction.atomic
def ask_for_change(*, tandem: Tandem, by: Person, reason: str = "", pauses: bool = False) -> None:
    """End a tandem at work because one of the two, or the team, would like a change; both are free again.

    The other gets a kind letter without the reason, whoever asked gets one that says what happens next. The team sees it
    until both have somebody new. Who `pauses` is suggested to nobody until she or he ends the pause.

    Raises:
        AlreadyDecided: it is over already.
    """
    side = tandem.side_of(by)
    if not Tandem.objects.filter(pk=tandem.pk, state=State.ACTIVE).exists():
        raise AlreadyDecided
    end_tandem(tandem=tandem, by=by, reason=reason, asked_by=side or EndAskedBy.TEAM)
    if side:
        if pauses:
            pause_person(person=by, until=None, by=by)
        mail_change(tandem, getattr(tandem, side), pauses=pauses)


@transaction.atomic
def settle_change(*, tandem: Tandem, by: Person) -> None:
    """Note that the team has seen to both after a change. Raises AlreadyDecided where a colleague was faster."""
    rows = Tandem.objects.filter(pk=tandem.pk, state=State.ENDED, settled_at=None)
    if not rows.update(settled_at=timezone.now()):
        raise AlreadyDecided
    log_action("settle_change", by=by, on=tandem, scope=tandem.cohort.programme.scope)


@transaction.atomic
def add_co_mentor(
    *, tandem: Tandem, mentor: Participation, by: Person, note: str = "", reasons: list[dict[str, Any]] | None = None
) -> Tandem:
    """Suggest a second mentor to the mentee of a tandem at work: both decide, and the first mentor is told.

    Takes a place of the second mentor only.

    Raises:
        AlreadyDecided: the tandem is not at work any more, or is itself one with a co-mentor.
        NoFreePlace: the second mentor has no place left.
        AlreadyTogether: the mentee has this mentor already.
    """
    # Whoever ends this tandem at the same moment holds the same people: that comes before, or sees the co-mentor.
    hold(tandem.mentor, tandem.mentee, mentor)
    if not Tandem.objects.filter(pk=tandem.pk, state=State.ACTIVE, joins=None).exists():
        raise AlreadyDecided
    made = propose_tandem(
        cohort=tandem.cohort,
        mentor=mentor,
        mentee=tandem.mentee,
        by=by,
        note=note,
        reasons=reasons,
        origin=Origin.HAND,
        joins=tandem,
    )
    mail_co_mentor(tandem, made)
    return made


@transaction.atomic
def leave_programme(*, participation: Participation, by: Person, reason: str = "") -> None:
    """Let somebody leave: tandems and suggestions end kindly, and every place is free; what was stays in the history.

    Everybody concerned gets one letter.

    Raises:
        AlreadyDecided: the person has left already.
    """
    hold(*{participation, *(pair.other(participation.person) for pair in live_of(participation))})
    # First of all, so that from here on nobody can be suggested to the person any more.
    today = timezone.localdate()
    if not Participation.objects.filter(pk=participation.pk, is_active=True).update(is_active=False, left_on=today):
        raise AlreadyDecided
    participation.is_active = False
    entry = log_action("leave_programme", by=by, on=participation, scope=participation.cohort.programme.scope)
    own = by.pk == participation.person_id
    for tandem in live_of(participation):
        side = tandem.side_of(participation.person)
        try:
            end_tandem(
                tandem=tandem,
                by=by,
                reason=reason,
                asked_by=side if own else EndAskedBy.TEAM,
                untold=[participation],
            )
        except AlreadyDecided:
            continue  # somebody else was faster, and everybody has been told
    mail_left(participation, cause=entry.pk)
    programme_left.send(Participation, participation=participation, by=by)


@transaction.atomic
def return_to_programme(*, participation: Participation, by: Person) -> None:
    """Let somebody who left take part again, with all places free. Raises AlreadyDecided where she or he does already."""
    rows = Participation.objects.filter(pk=participation.pk, is_active=False, left_on__isnull=False)
    if not rows.update(is_active=True, left_on=None, waiting_since=timezone.localdate()):
        raise AlreadyDecided
    log_action("return_to_programme", by=by, on=participation, scope=participation.cohort.programme.scope)
