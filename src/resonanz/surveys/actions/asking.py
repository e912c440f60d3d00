"""Asking, reminding once, and letting it be: what `resonanz manage follow_up` does for this room, as often as it likes."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.mail.enums import Category
from resonanz.mail.queries import is_unwanted
from resonanz.programmes.models import Participation
from resonanz.surveys.enums import State
from resonanz.surveys.mails import mail_questions, mail_reminder
from resonanz.surveys.models import Invitation
from resonanz.surveys.queries.due import asking_surveys, due, to_remind, too_late


def follow_surveys() -> int:
    """Ask who is due, remind who has not answered, close what is too late; return how much was done."""
    return ask_due() + remind_asked() + close_late()


def ask_due() -> int:
    """Ask everybody who is due, each in a transaction of its own; return how many."""
    return sum(
        ask_survey(participation=participation, moment=moment, happened_on=day)
        for survey in asking_surveys()
        for participation, moment, day in list(due(survey))
    )


@transaction.atomic
def ask_survey(*, participation: Participation, moment: str, happened_on: date) -> bool:
    """Ask one person about one moment; return False where that was done already."""
    before = Invitation.objects.filter(participation=participation).first()
    invitation, is_new = Invitation.objects.get_or_create(
        participation=participation,
        moment=moment,
        defaults={
            "seed": before.seed if before else secrets.token_urlsafe(32),
            "happened_on": happened_on,
            "asked_on": timezone.localdate(),
        },
    )
    if is_new:
        scope = participation.cohort.programme.scope
        log_action("ask_survey", by=None, on=invitation, scope=scope, moment=moment)
        mail_questions(invitation)
    return is_new


def remind_asked() -> int:
    """Remind those who were asked two weeks ago and have not said anything, once; return how many."""
    count = 0
    for survey in asking_surveys():
        scope = survey.programme.scope
        for invitation in to_remind(survey):
            with transaction.atomic():
                rows = Invitation.objects.filter(pk=invitation.pk, state=State.ASKED, reminded_on=None)
                if not rows.update(reminded_on=timezone.localdate()):
                    continue
                if not is_unwanted(to=invitation.participation.person.email, category=Category.REMINDER, scope=scope):
                    log_action("remind_survey", by=None, on=invitation, scope=scope)
                    mail_reminder(invitation)
                    count += 1
    return count


def close_late() -> int:
    """Close the invitations that nobody answered in time; return how many."""
    count = 0
    for survey in asking_surveys():
        with transaction.atomic():
            rows = Invitation.objects.filter(pk__in=too_late(survey).values("pk"), state=State.ASKED)
            if closed := rows.update(state=State.EXPIRED):
                log_action("close_survey", by=None, on=survey, scope=survey.programme.scope, count=closed)
                count += closed
    return count
