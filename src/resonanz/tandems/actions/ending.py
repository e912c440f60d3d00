"""The end of a tandem or a suggestion, whoever brings it about."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import free_place
from resonanz.programmes.models import Participation
from resonanz.tandems.actions.moving import AlreadyDecided, deadline, hold_tandem, moved, person_on
from resonanz.tandems.enums import OPEN_STATES, SIDES, WAITING_STATES, State
from resonanz.tandems.mails import mail_choose_again, mail_end, mail_expired, mail_no_tandem
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import to_choose
from resonanz.tandems.signals import suggestion_ended


@transaction.atomic
def end_tandem(
    *,
    tandem: Tandem,
    by: Person | None,
    reason: str = "",
    asked_by: str = "",
    untold: Sequence[Participation] = (),
) -> None:
    """End a tandem, or take a suggestion back, without fault and without a reason; both are free again.

    The `reason` and who asked for it (a value of EndAskedBy) are for the team alone. Whoever acts gets no letter, nor do the
    `untold`, nor anybody who was never asked. A suggestion that was taken back by somebody who had not seen the second yes
    goes on: only what is before one's eyes can be ended.

    Raises:
        AlreadyDecided: it is over already.
    """
    seen = tandem.state
    hold_tandem(tandem)
    was = tandem.state
    ended = {"ended_on": timezone.localdate(), "end_reason": reason, "end_asked_by": asked_by}
    over = {"state": State.ENDED, **ended} if seen == State.ACTIVE else {"state": State.WITHDRAWN}
    at_work_or_waiting = [State.ACTIVE] if seen == State.ACTIVE else WAITING_STATES
    if not moved(tandem, Q(state__in=at_work_or_waiting), **over):
        raise AlreadyDecided
    log_action("end_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    if was == State.OFFERED:
        take_back_candidate(tandem, by, untold)
    elif tandem.started_on is None:
        part(tandem, why="withdrawn", tell=[side for side in SIDES if person_on(tandem, side) not in untold], by=by)
    else:
        free = give_back(tandem)
        for participation in told(tandem, SIDES, by):
            if participation not in untold:
                mail_end(tandem, participation)
        suggestion_ended.send(Tandem, tandem=tandem, why="ended", free=free, by=by)


def give_back(tandem: Tandem) -> list[Participation]:
    """Give back the places of a tandem that has just ended; return who has one again. Part of the act that ends it.

    A co-mentor took none of the mentee. Where the first tandem ends and a co-mentor is there, she or he takes over, and the
    mentee's place stays taken.
    """
    free_place(tandem.mentor)
    tandem.refresh_from_db(fields=["joins"])  # the first tandem may have ended a moment ago
    if tandem.joins_id is not None or hand_over(tandem):
        return [tandem.mentor]
    free_place(tandem.mentee)
    return [tandem.mentor, tandem.mentee]


def hand_over(tandem: Tandem) -> bool:
    """Let a co-mentor's tandem stand on its own, those at work first; return False where there is none."""
    others = Tandem.objects.filter(joins=tandem, state__in=OPEN_STATES)
    for other in others.order_by("state", "pk"):
        if others.filter(pk=other.pk).update(joins=None):
            others.update(joins=other)
            return True
    return False


def take_back_candidate(tandem: Tandem, by: Person | None, untold: Sequence[Participation] = ()) -> None:
    """One of several candidates is gone: quietly while there are others, with a letter to the chooser after the last."""
    asking = Tandem.objects.filter(offered_with=tandem.offered_with_id, state=State.PROPOSED).exists()
    last = not asking and not to_choose(tandem).exists()
    if last:
        for participation in told(tandem, SIDES, by):
            if participation not in untold:
                mail_no_tandem(tandem, participation)
    free = [person_on(tandem, tandem.chooser)] if last else []
    suggestion_ended.send(Tandem, tandem=tandem, why="withdrawn", free=free, by=by)


def part(tandem: Tandem, *, why: str, tell: Sequence[str], by: Person | None) -> None:
    """Free both places of a suggestion that came to nothing, write to those of `tell` who know of it, and say who waits.

    Candidates in reserve come forward again, with a new deadline: then the chooser goes on choosing instead of waiting.
    """
    free = give_back(tandem)
    until = deadline(tandem.cohort.programme)
    reserves = to_choose(tandem).update(answer_by=until, reminded_at=None) if tandem.offered_with_id else 0
    chooser = tandem.chooser if reserves else ""
    for participation in told(tandem, tell, by):
        side = tandem.side_of(participation.person)
        if side == chooser:
            mail_choose_again(tandem, participation, until)
        elif why == "expired" and not tandem.answer_of(side):
            mail_expired(tandem, participation)
        else:
            mail_no_tandem(tandem, participation)
    free = [participation for participation in free if tandem.side_of(participation.person) != chooser]
    suggestion_ended.send(Tandem, tandem=tandem, why=why, free=free, by=by)


def told(tandem: Tandem, sides: Sequence[str], by: Person | None) -> list[Participation]:
    """Return who of `sides` is written to: not whoever acts, and not who was never asked."""
    people = [person_on(tandem, side) for side in sides if tandem.asked_at(side) or tandem.started_on]
    return [each for each in people if by is None or each.person_id != by.pk]
