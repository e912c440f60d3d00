"""Answering, refusing, and taking back.

These acts write no log entry, on purpose: an entry would say that, and to the second when, somebody answered. What became
of an invitation stands in its state; the sheet stands alone.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation, Sheet, random_number
from resonanz.surveys.queries.sheets import code_for, sealed


class AlreadySaid(Exception):
    """This invitation was answered, refused or closed a moment earlier; nothing was changed."""


@transaction.atomic
def answer_survey(*, invitation: Invitation, answers: dict[str, Any]) -> None:
    """Keep answers (question → answer, None for «no answer») on a sheet of their own.

    Raises:
        AlreadySaid: it was answered, refused or closed in the meantime.
    """
    move(invitation, State.ASKED, State.ANSWERED)
    number, cohort = random_number(), invitation.participation.cohort
    Sheet.objects.create(
        id=number,
        programme=cohort.programme,
        cohort=cohort,
        moment=invitation.moment,
        code=code_for(invitation.seed),
        month=timezone.localdate().replace(day=1),
        answers=sealed(answers, number),
    )


@transaction.atomic
def refuse_survey(*, invitation: Invitation) -> None:
    """Note that somebody does not want to answer, now or later; raises AlreadySaid."""
    move(invitation, State.ASKED, State.REFUSED)


@transaction.atomic
def take_answers_back(*, invitation: Invitation) -> None:
    """Delete all that the person has answered in this participation, and ask no more; raises AlreadySaid."""
    move(invitation, State.ANSWERED, State.REFUSED)
    others = Invitation.objects.filter(participation=invitation.participation)
    others.filter(state__in=[State.ASKED, State.ANSWERED]).update(state=State.REFUSED)
    Sheet.objects.filter(code=code_for(invitation.seed)).delete()


def move(invitation: Invitation, before: str, after: str) -> None:
    """Part of the acts above: of two at once, one happens."""
    if not Invitation.objects.filter(pk=invitation.pk, state=before).update(state=after):
        raise AlreadySaid
    invitation.state = after
