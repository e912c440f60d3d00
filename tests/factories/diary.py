"""What the two of a tandem write, and what comes of it, made through the product's own actions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.outcomes.actions.outcomes import record_outcome
from resonanz.outcomes.actions.referrals import refer, replace_services
from resonanz.outcomes.models import Outcome, Referral, Service
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.actions.diary import note_hurdle, write_entry
from resonanz.together.actions.goals import add_step, set_goal
from resonanz.together.models import DiaryEntry, Goal, Hurdle, Step


def make_goal(tandem: Tandem, by: Person, title: str = "Eine Stelle finden", **more: Any) -> Goal:
    """Set a goal that the other sees, too."""
    return set_goal(tandem=tandem, key=uuid4(), title=title, by=by, **more)


def make_step(goal: Goal, by: Person, title: str = "Anrufen", **more: Any) -> Step:
    """Add a step without a day."""
    return add_step(goal=goal, key=uuid4(), title=title, by=by, **{"due_on": None, **more})


def make_entry(tandem: Tandem, by: Person, text: str = "Heute war gut.", **more: Any) -> DiaryEntry:
    """Write an entry of today that nobody else reads."""
    values = {"kind": "day", "audience": "me", "on": timezone.localdate(), **more}
    return write_entry(tandem=tandem, key=uuid4(), text=text, by=by, **values)


def make_hurdle(tandem: Tandem, by: Person, text: str = "Drei Monate gewartet.", **more: Any) -> Hurdle:
    """Note a hurdle with an authority that the other reads, too, and the team does not."""
    values = {"category": "authority", "audience": "tandem", "on": timezone.localdate(), "for_team": False, **more}
    return note_hurdle(tandem=tandem, key=uuid4(), text=text, by=by, **values)


def make_outcome(tandem: Tandem, about: Person, by: Person, kind: str = "internship", **more: Any) -> Outcome:
    """Record an outcome of today."""
    return record_outcome(tandem=tandem, key=uuid4(), about=about, by=by, kind=kind, **{"on": timezone.localdate(), **more})


def make_service(programme: Programme, name: str = "Anerkennungsberatung", **more: Any) -> Service:
    """Make a service the only one of a directory, but those that somebody was sent to."""
    replace_services(programme=programme, services=[{"name": name, "kind": "recognition", **more}], by=None)
    return Service.objects.get(programme=programme, name=name, is_active=True)


def make_referral(tandem: Tandem, person: Person, by: Person, service: Service | None = None, **more: Any) -> Referral:
    """Point somebody to a service."""
    place = service or make_service(tandem.cohort.programme)
    values = {"reason": "Dort spricht man Arabisch.", "on": timezone.localdate(), **more}
    return refer(tandem=tandem, key=uuid4(), person=person, service=place, by=by, **values)
