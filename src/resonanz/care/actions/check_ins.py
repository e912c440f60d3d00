"""Asking, reminding once, and letting it be: what `resonanz manage follow_up` does for this room, as often as it likes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from resonanz.care.enums import ASKING, CheckInState, Need
from resonanz.care.mails import mail_check_in, mail_wants_contact
from resonanz.care.models import CheckIn
from resonanz.care.queries.check_ins import answerable, due, to_close, to_remind
from resonanz.core.models import log_action
from resonanz.mail.enums import Category
from resonanz.mail.queries import is_unwanted
from resonanz.programmes.models import Participation
from resonanz.tandems.actions.moving import hold_tandem
from resonanz.tandems.models import Tandem


class AlreadySaid(Exception):
    """This was answered before, or its time is over; nothing was changed."""


def follow_check_ins() -> int:
    """Close what is over, remind who has not answered, ask who is due; return how much was done."""
    today = timezone.localdate()
    closed = sum(close(check_in) for check_in in list(to_close(today)))
    reminded = sum(remind(check_in) for check_in in to_remind(today))
    return closed + reminded + sum(ask(tandem, person, day, today) for tandem, person, day in list(due(today)))


@transaction.atomic
def ask(tandem: Tandem, participation: Participation, day: int, today: date) -> bool:
    """Ask one of the two; return False where that was done already, or the tandem has been stopped a moment ago."""
    hold_tandem(tandem)
    if not tandem.is_working:
        return False
    check_in, is_new = CheckIn.objects.get_or_create(
        tandem=tandem, participation=participation, day=day, defaults={"asked_on": today}
    )
    if is_new:
        earlier = CheckIn.objects.filter(tandem=tandem, participation=participation, state__in=ASKING).exclude(
            pk=check_in.pk
        )
        earlier.update(state=CheckInState.CLOSED)  # nobody has two of them open
        log_action("ask_check_in", by=None, on=check_in, scope=tandem.cohort.programme.scope, day=day)
        mail_check_in(check_in)
    return is_new


@transaction.atomic
def remind(check_in: CheckIn) -> bool:
    """Remind once; return False where somebody was faster, or the person wants no reminders."""
    rows = CheckIn.objects.filter(pk=check_in.pk, state=CheckInState.ASKED)
    if not rows.update(state=CheckInState.REMINDED, reminded_on=timezone.localdate()):
        return False
    scope = check_in.tandem.cohort.programme.scope
    if is_unwanted(to=check_in.participation.person.email, category=Category.REMINDER, scope=scope):
        return False
    log_action("remind_of_check_in", by=None, on=check_in, scope=scope)
    mail_check_in(check_in, again=True)
    return True


@transaction.atomic
def close(check_in: CheckIn) -> bool:
    """Close a question that nobody answered; return False where somebody has a moment ago."""
    rows = CheckIn.objects.filter(pk=check_in.pk, state__in=ASKING)
    if not rows.update(state=CheckInState.CLOSED):
        return False
    log_action("close_check_in", by=None, on=check_in, scope=check_in.tandem.cohort.programme.scope)
    return True


@transaction.atomic
def answer_check_in(*, check_in: CheckIn, going: str, met: str, need: str, word: str = "") -> None:
    """Keep the answer of whoever was asked, once; where it asks for contact, the team gets a letter.

    Raises:
        AlreadySaid: it was answered before, or its time is over.
    """
    if not answerable(check_in):
        raise AlreadySaid
    check_in.seal(word=word)
    answer = {"going": going, "met": met, "need": need, "word": check_in.word, "answered_on": timezone.localdate()}
    rows = CheckIn.objects.filter(pk=check_in.pk, state__in=ASKING)
    if not rows.update(state=CheckInState.ANSWERED, **answer):
        raise AlreadySaid
    check_in.refresh_from_db(fields=["state", *answer])
    scope = check_in.tandem.cohort.programme.scope
    log_action("answer_check_in", by=check_in.participation.person, on=check_in, scope=scope)
    if need == Need.CONTACT:
        mail_wants_contact(check_in)
