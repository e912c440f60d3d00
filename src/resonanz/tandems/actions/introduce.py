"""Bringing two people together: suggested, offered among several, or agreed at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.people.queries import is_suggestible
from resonanz.programmes.actions import NoFreePlace, take_place
from resonanz.programmes.enums import AnswerOrder, Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.actions.moving import AlreadyTogether, StillChoosing, deadline, hold, person_on
from resonanz.tandems.actions.starting import start
from resonanz.tandems.enums import SIDES, Answer, Origin, State
from resonanz.tandems.mails import mail_candidates, mail_suggestion
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import blocks_between

FIRST_ASKED = {
    AnswerOrder.BOTH: SIDES,
    AnswerOrder.MENTEE_FIRST: ("mentee",),
    AnswerOrder.MENTOR_FIRST: ("mentor",),
}
SIDE = {Group.FIRST: "mentor", Group.SECOND: "mentee"}


@transaction.atomic
def propose_tandem(
    *,
    cohort: Cohort,
    mentor: Participation,
    mentee: Participation,
    by: Person | None,
    reasons: list[dict[str, Any]] | None = None,
    note: str = "",
    origin: str = Origin.RUN,
    joins: Tandem | None = None,
) -> Tandem:
    """Suggest two people to each other: takes a place on both sides and asks, by mail, whom the programme asks first.

    A co-mentor, who `joins` a tandem, takes no place of the mentee, whose place the first tandem has taken.

    Raises:
        NoFreePlace: one of the two has no place left.
        AlreadyTogether: the two are suggested to each other already.
    """
    take_place(mentor)
    if joins is None:
        take_place(mentee)
    programme, now = cohort.programme, timezone.now()
    first = FIRST_ASKED[AnswerOrder(programme.answer_order)]
    tandem = made(
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        reasons=reasons or [],
        note=note,
        origin=origin,
        joins=joins,
        proposed_by=by,
        answer_by=deadline(programme),
        **{f"{side}_asked_at": now for side in first},
    )
    log_action("propose_tandem", by=by, on=tandem, scope=programme.scope)
    for side in first:
        mail_suggestion(tandem, person_on(tandem, side))
    return tandem


@transaction.atomic
def offer_candidates(
    *,
    cohort: Cohort,
    chooser: Participation,
    candidates: Sequence[tuple[Participation, list[dict[str, Any]]]],
    by: Person | None,
    note: str = "",
    origin: str = Origin.RUN,
) -> list[Tandem]:
    """Let the side that is asked first choose among up to three people (each with reasons), the best first.

    Nobody's place is taken before somebody is chosen, and the candidates learn nothing until then. With one candidate, or
    in a programme without choice or order, the best one is suggested alone. Returns the tandems.

    Raises:
        NoFreePlace: the chooser or a candidate has no place left, or must not be suggested.
        StillChoosing: the chooser has candidates already.
        AlreadyTogether: the chooser and a candidate are suggested to each other already.
    """
    programme = cohort.programme
    side = SIDE[Group(chooser.group)]
    wanted = list(candidates)[: programme.candidates]
    if len(wanted) == 1 or FIRST_ASKED[AnswerOrder(programme.answer_order)] != (side,):
        other, reasons = wanted[0]
        pair = {side: chooser, SIDE[Group(other.group)]: other}
        return [
            propose_tandem(
                cohort=cohort, reasons=reasons, note=note, origin=origin, by=by, mentor=pair["mentor"], mentee=pair["mentee"]
            )
        ]
    hold(chooser, *(other for other, _reasons in wanted))
    for each in (chooser, *(other for other, _reasons in wanted)):
        must_be_free(each, programme)
    if Tandem.objects.filter(state=State.OFFERED, **{side: chooser, f"{side}_asked_at__isnull": False}).exists():
        raise StillChoosing
    made_now: list[Tandem] = []
    for rank, (other, reasons) in enumerate(wanted, 1):
        tandem = made(
            cohort=cohort,
            state=State.OFFERED,
            reasons=reasons,
            note=note,
            origin=origin,
            proposed_by=by,
            rank=rank,
            offered_with=made_now[0] if made_now else None,
            answer_by=deadline(programme),
            **{side: chooser, SIDE[Group(other.group)]: other, f"{side}_asked_at": timezone.now()},
        )
        made_now.append(tandem)
    made_now[0].offered_with = made_now[0]
    made_now[0].save(update_fields=["offered_with"])
    log_action("offer_candidates", by=by, on=made_now[0], scope=programme.scope, candidates=len(made_now))
    mail_candidates(made_now, chooser)
    return made_now


@transaction.atomic
def agree_tandem(
    *,
    cohort: Cohort,
    mentor: Participation,
    mentee: Participation,
    by: Person | None,
    reasons: list[dict[str, Any]] | None = None,
    origin: str = Origin.REQUEST,
) -> Tandem:
    """Start a tandem of two who have both said yes in another way, such as by a request and its acceptance.

    Raises:
        NoFreePlace: one of the two has no place left.
        AlreadyTogether: the two are suggested to each other already.
    """
    take_place(mentor)
    take_place(mentee)
    now = timezone.now()
    tandem = made(
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        reasons=reasons or [],
        origin=origin,
        proposed_by=by,
        **{f"{side}_answer": Answer.YES for side in SIDES},
        **{f"{side}_asked_at": now for side in SIDES},
    )
    log_action("agree_tandem", by=by, on=tandem, scope=cohort.programme.scope)
    start(tandem, by)
    return tandem


def made(**values: Any) -> Tandem:
    """Make the row of a pair, or raise AlreadyTogether where there is one; part of the acts above.

    Where one has blocked the other it is the same error: whoever acts must not learn of a block.
    """
    if blocks_between(values["mentor"].person_id, values["mentee"].person_id).exists():
        raise AlreadyTogether
    try:
        with transaction.atomic():
            return Tandem.objects.create(**values)
    except IntegrityError as error:
        raise AlreadyTogether from error


def must_be_free(participation: Participation, programme: Programme) -> None:
    """Raise NoFreePlace where somebody has no free place, or must not be suggested; nothing is taken."""
    rows = Participation.objects.filter(pk=participation.pk, is_active=True, taken__lt=F("capacity"))
    if not rows.filter(is_suggestible(programme.scope, "person__")).exists():
        raise NoFreePlace(participation)
