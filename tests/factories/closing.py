"""Ends of tandems for tests, made through the product's own actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.closing.actions.feedback import give_feedback
from resonanz.closing.actions.later import answer_later
from resonanz.closing.actions.settings import change_closing
from resonanz.closing.actions.talks import When, add_group_date
from resonanz.closing.enums import Agreement, Statement, TalkKind
from resonanz.closing.models import ClosingSettings, Feedback, FollowUp, TalkDate
from resonanz.people.models import Person
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem

ANSWERS = {statement.value: Agreement.YES.value for statement in Statement} | {"words": ""}


def make_closing(programme: Programme, **columns: Any) -> ClosingSettings:
    """Let a programme have group talks, certificates and questions later, since a year unless told."""
    usual = {"talk": TalkKind.GROUP, "has_certificate": True, "follows_up": True, "weeks_before": 4}
    settings = change_closing(programme=programme, by=None, **{**usual, **columns})
    long_ago = timezone.now() - timedelta(days=400)
    ClosingSettings.objects.filter(pk=settings.pk).update(created_at=long_ago, follows_since=long_ago.date())
    settings.refresh_from_db()
    return settings


def ending_in(tandem: Tandem, days: int, *, began: int = 120) -> Tandem:
    """Let a tandem have begun `began` days ago and end in `days` (past ones are negative)."""
    today = timezone.localdate()
    Tandem.objects.filter(pk=tandem.pk).update(
        started_on=today - timedelta(days=began), ends_on=today + timedelta(days=days)
    )
    tandem.refresh_from_db()
    return tandem


def in_days(days: int, hour: int = 17) -> datetime:
    """Return a moment in so many days."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def make_group_date(programme: Programme, by: Person, *, days: int = 7, seats: int = 8) -> TalkDate:
    """Add a date for groups, in a week."""
    return add_group_date(programme=programme, when=When(in_days(days), 90, "Rathaus, Saal 2"), seats=seats, by=by)


def make_feedback(tandem: Tandem, by: Person, liked: str = "Die Treffen", wish: str = "Mehr Termine am Abend") -> Feedback:
    """Let one of the two say something, by name and without."""
    return give_feedback(tandem=tandem, key=uuid4(), liked=liked, wish=wish, answers=ANSWERS, by=by)


def make_answer(tandem: Tandem, participation: Participation, months: int = 6, **answer: Any) -> FollowUp:
    """Ask somebody months later, and answer."""
    question = make_question(tandem, participation, months)
    answer_later(question=question, **{"doing": "fitting", "helped": "much", "may_ask_again": True, **answer})
    return question


def make_question(tandem: Tandem, participation: Participation, months: int = 6) -> FollowUp:
    """Ask somebody months later."""
    return FollowUp.objects.create(tandem=tandem, participation=participation, months=months)
