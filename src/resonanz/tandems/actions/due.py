"""What the clock does: reminders, the end of what nobody answered; and more time where somebody needs it.

Safe to repeat and to run twice at once: each act claims its row by a conditional update.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.tandems.actions.ending import part
from resonanz.tandems.actions.moving import AlreadyDecided, hold_tandem, moved, person_on
from resonanz.tandems.enums import SIDES, WAITING_STATES, State
from resonanz.tandems.mails import mail_expired, mail_reminder
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import due_expiries, due_reminders, to_choose
from resonanz.tandems.signals import suggestion_ended


def remind_of_suggestions(*, limit: int = 100) -> int:
    """Remind of suggestions that wait for an answer, once each; return how many."""
    return sum(remind(tandem) for tandem in due_reminders(timezone.now())[:limit])


@transaction.atomic
def remind(tandem: Tandem) -> bool:
    """Remind whoever's turn it is; candidates offered together are one letter. False where another was faster."""
    hold_tandem(tandem)
    waiting = Q(state__in=WAITING_STATES, reminded_at=None, answer_by__gte=timezone.localdate())
    sides = tandem.waits_for
    if not sides or not moved(tandem, waiting, reminded_at=timezone.now()):
        return False
    if tandem.state == State.OFFERED:
        to_choose(tandem).update(reminded_at=timezone.now())
    log_action("remind_of_suggestion", by=None, on=tandem, scope=tandem.cohort.programme.scope)
    for side in sides:
        mail_reminder(tandem, person_on(tandem, side))
    return True


def expire_suggestions(*, limit: int = 100) -> int:
    """End suggestions that nobody answered in time; return how many."""
    return sum(expire(tandem) for tandem in due_expiries(timezone.now())[:limit])


@transaction.atomic
def expire(tandem: Tandem) -> bool:
    """End one suggestion, or all candidates of a choice, after the deadline. False where another was faster."""
    hold_tandem(tandem)
    late = Q(state__in=WAITING_STATES, answer_by__lt=timezone.localdate())
    was = tandem.state
    if not moved(tandem, late, state=State.EXPIRED):
        return False
    log_action("expire_suggestion", by=None, on=tandem, scope=tandem.cohort.programme.scope)
    if was == State.PROPOSED:
        part(tandem, why="expired", tell=SIDES, by=None)
        return True
    to_choose(tandem).update(state=State.EXPIRED)
    chooser = person_on(tandem, tandem.chooser)
    mail_expired(tandem, chooser)
    suggestion_ended.send(Tandem, tandem=tandem, why="expired", free=[chooser], by=None)
    return True


@transaction.atomic
def extend_deadline(*, tandem: Tandem, until: date, by: Person) -> None:
    """Give whoever's turn it is more time, with all candidates of a choice. Raises AlreadyDecided where nobody is asked."""
    hold_tandem(tandem)
    if not moved(tandem, Q(state__in=WAITING_STATES, answer_by__isnull=False), answer_by=until):
        raise AlreadyDecided
    if tandem.state == State.OFFERED:
        to_choose(tandem).update(answer_by=until)
    log_action("extend_deadline", by=by, on=tandem, scope=tandem.cohort.programme.scope, until=until.isoformat())
