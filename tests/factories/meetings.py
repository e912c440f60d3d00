"""Meetings, dates and visits for tests, made through the product's own actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem
from resonanz.together.actions.appointments import make_appointment
from resonanz.together.actions.meetings import log_meeting
from resonanz.together.actions.visits import plan_visit
from resonanz.together.models import Appointment, Meeting, Visit


def make_meeting(tandem: Tandem, by: Person | None = None, *, days_ago: int = 0, minutes: int = 60, **given: Any) -> Meeting:
    """Enter a meeting of so many days ago, by the mentor unless told; always as another one."""
    day = timezone.localdate() - timedelta(days=days_ago)
    usual = {"tandem": tandem, "key": uuid4(), "held_on": day, "minutes": minutes, "is_another": True}
    return log_meeting(**{**usual, "by": by or tandem.mentor.person, **given})


def make_date(tandem: Tandem, by: Person | None = None, *, in_hours: float = 48, **given: Any) -> Appointment:
    """Agree on a date in so many hours; before now, it is one that is past."""
    moment = timezone.now() + timedelta(hours=in_hours)
    usual = {"tandem": tandem, "key": uuid4(), "starts_at": moment, "by": by or tandem.mentor.person}
    return make_appointment(**{**usual, **given})


def make_visit(tandem: Tandem, host: Participation, by: Person | None = None, **given: Any) -> Visit:
    """Plan the visit to `host`."""
    usual = {"tandem": tandem, "host": host, "key": uuid4(), "visit_on": None, "preparation": "Die Werkstatt"}
    return plan_visit(**{**usual, "by": by or tandem.mentor.person, **given})
