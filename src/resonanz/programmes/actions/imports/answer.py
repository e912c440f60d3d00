"""Somebody with an account, whom another programme's list names, says yes or no before anything is shown."""

from __future__ import annotations

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.imports.keep import AlreadyStarted
from resonanz.programmes.models import Participation


@transaction.atomic
def answer_invitation(*, participation: Participation, yes: bool, by: Person) -> None:
    """Let a sleeping participation begin, or delete it without a trace for the team but the log.

    Raises AlreadyStarted where it was answered, or taken back, a moment ago.
    """
    scope = participation.cohort.programme.scope
    rows = Participation.objects.filter(pk=participation.pk, is_active=False)
    done = rows.update(is_active=True) if yes else rows.delete()[0]
    if not done:
        raise AlreadyStarted
    log_action("answer_invitation", by=by, on=participation if yes else participation.cohort, scope=scope, yes=yes)
