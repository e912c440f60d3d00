"""The start of a tandem, once both have said yes; part of the act that brings the second yes."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.tandems.actions.moving import AlreadyDecided, moved
from resonanz.tandems.calendar import next_dates
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.mails import mail_co_mentor_started, mail_start
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import tandem_started

DAYS_PER_MONTH = 30.44


def start(tandem: Tandem, by: Person | None) -> None:
    """Start a tandem both of whose sides said yes: for as long as the programme says, with dates for a first meeting.

    Candidates who were kept in reserve are set back without a word: they never knew.
    """
    today, months = timezone.localdate(), tandem.cohort.programme.months_to
    dates = next_dates(tandem.mentor.person.profile.availability, tandem.mentee.person.profile.availability, timezone.now())
    agreed = Q(state=State.PROPOSED, mentor_answer=Answer.YES, mentee_answer=Answer.YES)
    if not moved(
        tandem,
        agreed,
        state=State.ACTIVE,
        started_on=today,
        ends_on=today + timedelta(days=round(months * DAYS_PER_MONTH)) if months else None,
        answer_by=None,
        first_dates=[moment.isoformat() for moment in dates],
    ):
        raise AlreadyDecided
    if tandem.offered_with_id:
        Tandem.objects.filter(offered_with=tandem.offered_with_id, state=State.OFFERED).update(state=State.WITHDRAWN)
    log_action("start_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    mail_start(tandem, tandem.mentor)
    mail_start(tandem, tandem.mentee)
    mail_co_mentor_started(tandem)
    tandem_started.send(Tandem, tandem=tandem, by=by)
