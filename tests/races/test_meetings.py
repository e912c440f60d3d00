"""Both enter the same meeting at the same moment: one entry, and the other is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.tandems.actions import agree_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem
from resonanz.together.actions import meetings
from resonanz.together.actions.appointments import confirm_appointment
from resonanz.together.actions.meetings import AlreadyLogged, log_meeting
from resonanz.together.models import Appointment, Meeting
from resonanz.together.queries.rooms import rooms_of
from tests.factories.meetings import make_date
from tests.races import THREADS, people, race

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def make_pair() -> Tandem:
    """Return a tandem at work."""
    (mentor,), (mentee,) = people(1, 1)
    return agree_tandem(cohort=mentor.cohort, mentor=mentor, mentee=mentee, origin=Origin.HAND, reasons=[], by=mentor.person)


def entering(tandem: Tandem, key: Any = None, is_mentor: bool = True) -> Callable[[], str]:
    """Return an act that enters today's meeting, with what a page has loaded."""
    person = (tandem.mentor if is_mentor else tandem.mentee).person
    pair, own = rooms_of(person).get(pk=tandem.pk), key or uuid4()

    def enter() -> None:
        try:
            log_meeting(tandem=pair, key=own, held_on=timezone.localdate(), minutes=60, by=person)
        except AlreadyLogged:
            seen.append("asked")
        else:
            seen.append("done")

    seen: list[str] = []
    enter.seen = seen  # type: ignore[attr-defined]
    return enter  # type: ignore[return-value]


def outcome(tandem: Tandem) -> Counter[str]:
    """Let eight phones of the two enter the same meeting at once, each with a form of its own; return what they saw."""
    acts = [entering(tandem, is_mentor=bool(n % 2)) for n in range(THREADS)]
    race(acts)
    return Counter(one for act in acts for one in act.seen)  # type: ignore[attr-defined]


def test_both_enter_the_same_meeting_at_once() -> None:
    tandem = make_pair()
    for _round in range(ROUNDS):
        assert outcome(tandem) == {"done": 1, "asked": THREADS - 1}
        assert Meeting.objects.count() == 1
        Meeting.objects.all().delete()


def test_control_without_looking_the_meeting_counts_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    tandem = make_pair()
    with monkeypatch.context() as patch:
        patch.setattr(meetings, "twins_of", lambda meeting: [])
        assert outcome(tandem) == {"done": THREADS}
    assert Meeting.objects.count() == THREADS


def test_the_same_form_from_eight_phones_is_one_meeting() -> None:
    tandem, key = make_pair(), uuid4()
    acts = [entering(tandem, key) for _n in range(THREADS)]
    race(acts)
    assert Counter(one for act in acts for one in act.seen) == {"done": THREADS}  # type: ignore[attr-defined]
    assert (Meeting.objects.count(), LogEntry.objects.filter(verb="log_meeting").count()) == (1, 1)


def test_both_say_at_once_that_they_met() -> None:
    tandem = make_pair()
    row = make_date(tandem, in_hours=-3)
    stale = [Appointment.objects.select_related("tandem__cohort__programme").get(pk=row.pk) for _n in range(THREADS)]
    persons = [tandem.mentor.person, tandem.mentee.person]

    def confirm(number: int) -> Callable[[], Any]:
        return lambda: confirm_appointment(appointment=stale[number], by=persons[number % 2])

    assert race([confirm(n) for n in range(THREADS)]) == ["done"] * THREADS
    assert Meeting.objects.count() == 1
