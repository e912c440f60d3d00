"""Questions months after the end: asked by a mailed link, reminded of once, answered in three taps, or stopped for good."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.closing.enums import FollowUpState
from resonanz.closing.mails import mail_question, mail_question_again
from resonanz.closing.models import FollowUp
from resonanz.closing.queries.due import at_work_settings, to_ask, to_remind_of_questions, too_late
from resonanz.core.models import log_action
from resonanz.mail.enums import Category
from resonanz.mail.queries import is_unwanted
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem


class AlreadySaid(Exception):
    """The question was answered, refused or closed a moment earlier; nothing was changed."""


def follow_questions() -> int:
    """Ask who is due, remind once, close what is too late; return how much was done."""
    asked = sum(
        ask_later(tandem=tandem, participation=participation, months=months)
        for settings in at_work_settings()
        for tandem, participation, months in to_ask(settings)
    )
    reminded = sum(remind_of_question(question=question) for question in to_remind_of_questions())
    return asked + reminded + close_questions()


@transaction.atomic
def ask_later(*, tandem: Tandem, participation: Participation, months: int) -> bool:
    """Ask one person; return False where that was done already."""
    try:
        with transaction.atomic():
            question = FollowUp.objects.create(tandem=tandem, participation=participation, months=months)
    except IntegrityError:
        return False
    log_action("ask_later", by=None, on=question, scope=participation.cohort.programme.scope, months=months)
    mail_question(question)
    return True


@transaction.atomic
def remind_of_question(*, question: FollowUp) -> bool:
    """Remind once; nobody who wants no reminders."""
    rows = FollowUp.objects.filter(pk=question.pk, state=FollowUpState.ASKED, reminded_on=None)
    if not rows.update(reminded_on=timezone.localdate(), changed_at=timezone.now()):
        return False
    scope, person = question.participation.cohort.programme.scope, question.participation.person
    if is_unwanted(to=person.email, category=Category.REMINDER, scope=scope):
        return False
    log_action("remind_of_question", by=None, on=question, scope=scope)
    mail_question_again(question)
    return True


def close_questions() -> int:
    """Close the questions that nobody answered in time; return how many."""
    count = 0
    for question in too_late():
        with transaction.atomic():
            if moved(question, FollowUpState.ASKED, FollowUpState.EXPIRED):
                log_action("close_question", by=None, on=question, scope=question.participation.cohort.programme.scope)
                count += 1
    return count


@transaction.atomic
def answer_later(*, question: FollowUp, doing: str, helped: str, may_ask_again: bool) -> None:
    """Keep the three taps; raises AlreadySaid."""
    values = {"doing": doing, "helped": helped, "may_ask_again": may_ask_again, "answered_on": timezone.localdate()}
    if not moved(question, FollowUpState.ASKED, FollowUpState.ANSWERED, **values):
        raise AlreadySaid
    log_action("answer_later", by=None, on=question, scope=question.participation.cohort.programme.scope)


@transaction.atomic
def stop_questions(*, question: FollowUp) -> None:
    """Ask this person nothing more, now or later; an answer that was given stays. Raises AlreadySaid where it was so."""
    before = (FollowUpState.ASKED, FollowUpState.EXPIRED)  # also somebody who opens the letter when it is too late
    if any(moved(question, state, FollowUpState.REFUSED) for state in before):
        pass
    elif question.may_ask_again is False or not moved(
        question, FollowUpState.ANSWERED, FollowUpState.ANSWERED, may_ask_again=False
    ):
        raise AlreadySaid
    log_action("stop_questions", by=None, on=question, scope=question.participation.cohort.programme.scope)


@transaction.atomic
def forget_answer(*, question: FollowUp, by: Person) -> None:
    """Delete an answer whose person took the consent back; nothing more is asked. Raises AlreadySaid where it is gone."""
    gone = {"doing": "", "helped": "", "answered_on": None, "may_ask_again": False}
    if not moved(question, FollowUpState.ANSWERED, FollowUpState.REFUSED, **gone):
        raise AlreadySaid
    log_action("forget_answer", by=by, on=question, scope=question.participation.cohort.programme.scope)


def moved(question: FollowUp, before: str, after: str, **values: object) -> bool:
    """Move a question on where it still stands there; of two acts at once, one happens."""
    rows = FollowUp.objects.filter(pk=question.pk, state=before)
    done = rows.update(state=after, changed_at=timezone.now(), **values)
    question.refresh_from_db(fields=["state", "doing", "helped", "may_ask_again", "answered_on"])
    return bool(done)
