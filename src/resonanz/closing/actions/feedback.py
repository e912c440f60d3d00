"""Feedback of one of the two: by name for the team, and without a name; and what becomes of a wish.

The log says that somebody gave feedback. The anonymous sheet has no time and no order, and nothing in the log or in the
named row says what stands on it, or whether there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.closing.models import Feedback, FeedbackSheet, ProgrammeChange, random_number
from resonanz.closing.queries.feedback import sealed
from resonanz.closing.queries.room import own_side
from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem


class AlreadyGiven(Exception):
    """This person has given feedback on this tandem already; nothing was changed."""


@transaction.atomic
def give_feedback(*, tandem: Tandem, key: UUID, liked: str, wish: str, answers: Mapping[str, str], by: Person) -> Feedback:
    """Keep what one says by name, and apart from it the anonymous `answers` (statement → agreement, and "words").

    Raises:
        AlreadyGiven: another form of the same person came before.
        SomebodyElses: the key is that of somebody else.
    """
    own = own_side(tandem, by)
    feedback = Feedback(tandem=tandem, participation=own, key=key)
    feedback.seal(liked=liked, wish=wish)
    try:
        with transaction.atomic():
            is_new = store_once(feedback, same=("tandem_id", "participation_id"))
    except IntegrityError as error:
        raise AlreadyGiven from error
    if not is_new:
        return feedback
    if any(answers.values()):
        number = random_number()
        FeedbackSheet.objects.create(
            id=number,
            programme=tandem.cohort.programme,
            group=own.group,
            month=timezone.localdate().replace(day=1),
            answers=sealed(answers, number),
        )
    log_action("give_feedback", by=by, on=feedback, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    return feedback


@transaction.atomic
def turn_into_change(
    *, programme: Programme, sentence: Mapping[str, str], feedback: Feedback | None, by: Person
) -> ProgrammeChange:
    """Say in public what the programme does differently; where a wish led to it, that wish is marked. Once for each wish."""
    values = {"programme": programme, "sentence": dict(sentence)}
    if feedback is None:
        change = ProgrammeChange.objects.create(**values)
    else:
        change, _is_new = ProgrammeChange.objects.update_or_create(feedback=feedback, defaults=values)
    log_action("turn_into_change", by=by, on=change, scope=programme.scope)
    return change


@transaction.atomic
def take_change_back(*, change: ProgrammeChange, by: Person) -> None:
    """Take a public sentence back; the wish stands open again."""
    log_action("take_change_back", by=by, on=change, scope=change.programme.scope)
    change.delete()
