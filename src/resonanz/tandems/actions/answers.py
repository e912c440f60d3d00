"""What the two say to a suggestion: yes, no, rather not; and the choice among several candidates."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import NoFreePlace, take_place
from resonanz.tandems.actions.ending import part
from resonanz.tandems.actions.moving import AlreadyDecided, NotAsked, deadline, hold_tandem, moved, other_side, person_on
from resonanz.tandems.actions.starting import start
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.mails import mail_suggestion
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import to_choose
from resonanz.tandems.signals import suggestion_ended


def answer_suggestion(*, tandem: Tandem, answer: str, by: Person, reason: str = "") -> Tandem:
    """Answer for one's own side; with the second yes the tandem starts, with the first no or «rather not» it is over.

    Where one side is asked first, its yes asks the other; a yes to one of several candidates takes both places. Saying the
    same again changes nothing; a yes may become a no until the other side has answered, too. The reason is for the team.

    Raises:
        AlreadyDecided: the suggestion has been decided in the meantime, or another candidate is being asked.
        NotAsked: it is the other side's turn.
        NoFreePlace: somebody else was faster with this candidate, who is withdrawn; or one's own places are all taken.
    """
    return take_answer(tandem, tandem.side_of(by), answer, reason, by, "answer_suggestion")


def answer_on_behalf(*, tandem: Tandem, side: str, answer: str, by: Person, reason: str = "") -> Tandem:
    """Take down what somebody on `side` told the team, by phone for example; logged as such. Raises as the answer does."""
    return take_answer(tandem, side, answer, reason, by, "answer_on_behalf")


def take_answer(tandem: Tandem, side: str, answer: str, reason: str, by: Person, verb: str) -> Tandem:
    """Part of the two acts above. A candidate whose places are gone is withdrawn, although the answer itself failed."""
    try:
        with transaction.atomic():
            decide(tandem, side, answer, reason, by, verb)
    except NoFreePlace as error:
        if tandem.side_of(error.participation.person) != side:
            withdraw_candidate(tandem, by)
        raise
    return tandem


def decide(tandem: Tandem, side: str, answer: str, reason: str, by: Person, verb: str) -> None:
    """Write an answer down and let happen what follows from it."""
    hold_tandem(tandem)
    if tandem.answer_of(side) == answer:
        return  # a double click
    choosing = tandem.state == State.OFFERED and answer == Answer.YES
    if choosing:
        if is_asking(tandem):
            raise AlreadyDecided
        take_place(tandem.mentor)
        take_place(tandem.mentee)
    was = State.OFFERED if tandem.state == State.OFFERED else State.PROPOSED
    now_is = State.PROPOSED if answer == Answer.YES else State.DECLINED
    values = {f"{side}_answer": answer, f"{side}_reason": "" if answer == Answer.YES else reason}
    asked = Q(state=was, **{f"{side}_asked_at__isnull": False}) & ~Q(**{f"{side}_answer": answer})
    try:
        with transaction.atomic():
            done = moved(tandem, asked, state=now_is, **values)
    except IntegrityError as error:  # another candidate of the same choice is being asked already
        raise AlreadyDecided from error
    if not done:
        raise NotAsked if tandem.state == State.PROPOSED and not tandem.asked_at(side) else AlreadyDecided
    detail = {"side": side} if verb == "answer_on_behalf" else {}
    log_action(verb, by=by, on=tandem, scope=tandem.cohort.programme.scope, answer=answer, **detail)
    if answer == Answer.YES:
        said_yes(tandem, side, by)
    elif was == State.OFFERED:
        turned_down(tandem, side, answer, by)
    else:
        decline(tandem, side, answer, by)


def said_yes(tandem: Tandem, side: str, by: Person) -> None:
    """Start, or ask the other side where it has not been asked yet; other candidates wait in reserve meanwhile."""
    other = other_side(side)
    if tandem.answer_of(other) == Answer.YES:
        start(tandem, by)
    elif not tandem.asked_at(other):
        not_asked = Q(state=State.PROPOSED, **{f"{other}_asked_at__isnull": True})
        turn = {f"{other}_asked_at": timezone.now(), "answer_by": deadline(tandem.cohort.programme), "reminded_at": None}
        if moved(tandem, not_asked, **turn):
            to_choose(tandem).update(answer_by=None, reminded_at=None)
            mail_suggestion(tandem, person_on(tandem, other))


def turned_down(tandem: Tandem, side: str, answer: str, by: Person) -> None:
    """One of several candidates is not wanted: nobody else is told; with the last one the chooser waits again."""
    log_action("decline_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    rest = to_choose(tandem).exists() or is_asking(tandem)
    free = [] if rest else [person_on(tandem, side)]
    suggestion_ended.send(Tandem, tandem=tandem, why=why_of(answer), free=free, by=by)


def is_asking(tandem: Tandem) -> bool:
    """Whether a chosen candidate of the same choice is being asked."""
    return Tandem.objects.filter(offered_with=tandem.offered_with_id, state=State.PROPOSED).exists()


def decline(tandem: Tandem, side: str, answer: str, by: Person) -> None:
    """End a suggestion after a no: both are free again, and the other side, if it knows, gets a kind letter."""
    log_action("decline_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    part(tandem, why=why_of(answer), tell=[other_side(side)], by=by)


def why_of(answer: str) -> str:
    """Return how the signal names an answer that ends a suggestion."""
    return "declined" if answer == Answer.NO else "rather"


@transaction.atomic
def withdraw_candidate(tandem: Tandem, by: Person) -> None:
    """Take a candidate who has no place left out of a choice; the others stay."""
    if moved(tandem, Q(state=State.OFFERED), state=State.WITHDRAWN):
        log_action("withdraw_candidate", by=by, on=tandem, scope=tandem.cohort.programme.scope)
        free = [] if to_choose(tandem).exists() else [person_on(tandem, tandem.chooser)]
        suggestion_ended.send(Tandem, tandem=tandem, why="withdrawn", free=free, by=by)
