"""Check-ins, signs and cases for tests, made through the product's own actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.care.actions.cases import take_case, tell_team
from resonanz.care.actions.check_ins import answer_check_in, ask
from resonanz.care.models import Case, CheckIn
from resonanz.people.models import Person
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem
from resonanz.together.models import Meeting

WELL = {"going": "good", "met": "yes", "need": "no"}


def start_days_ago(tandem: Tandem, days: int) -> Tandem:
    """Let a tandem have begun so many days ago."""
    tandem.started_on = timezone.localdate() - timedelta(days=days)
    tandem.save(update_fields=["started_on"])
    return tandem


def make_check_in(tandem: Tandem, participation: Participation, day: int = 7) -> CheckIn:
    """Ask one of the two today."""
    ask(tandem, participation, day, timezone.localdate())
    return CheckIn.objects.get(tandem=tandem, participation=participation, day=day)


def make_answer(tandem: Tandem, participation: Participation, day: int = 7, **answer: str) -> CheckIn:
    """Ask one of the two, and let her or him answer: all is well, unless told."""
    check_in = make_check_in(tandem, participation, day)
    answer_check_in(check_in=check_in, **{**WELL, **answer})
    return check_in


def make_meeting_on(tandem: Tandem, held_on: date, minutes: int = 60) -> Meeting:
    """Let the two have met."""
    return Meeting.objects.create(tandem=tandem, held_on=held_on, minutes=minutes, logged_by=tandem.mentor)


def make_case(programme: Programme, by: Person | None, text: str = "Bitte rufen Sie mich an.", **more: Any) -> Case:
    """Let somebody ask for help, unless told otherwise."""
    values = {"kind": "help", "language": "de", "key": uuid4(), **more}
    return tell_team(programme=programme, by=by, text=text, **values)


def make_taken(programme: Programme, by: Person | None, handler: Person, **more: Any) -> Case:
    """Let somebody ask for help, and somebody of the team look after it."""
    case = make_case(programme, by, **more)
    take_case(case=case, by=handler)
    return case
