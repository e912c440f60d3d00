"""Pause, going on, more time: each without fault, told to both, and seen by both on their line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import room_of
from resonanz.tandems.signals import Event, Part
from resonanz.together.actions.course import (
    BeyondBounds,
    NothingToDo,
    extend_tandem,
    pause_tandem,
    resume_due,
    resume_tandem,
)
from resonanz.together.actions.room import NotAtWork
from resonanz.together.models import CourseEvent, PlanSettings
from resonanz.together.queries.course import parts
from resonanz.together.queries.plan import after_months, earliest_end, latest_end
from tests.factories import House
from tests.factories.together import make_agreed, make_shown, write

pytestmark = pytest.mark.django_db


def fresh(tandem: Tandem) -> Tandem:
    return Tandem.objects.select_related("cohort__programme").get(pk=tandem.pk)


def told(cause: str) -> set[str]:
    return {mail.to for mail in OutboxMail.objects.filter(key__contains=f":{cause}-")}


def test_a_pause_rests_until_its_day_and_ends_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tandem, both = house.active, {house.amina.person.email, house.jonas.person.email}
    until = timezone.localdate() + timedelta(days=10)
    pause_tandem(tandem=tandem, until=until, by=house.amina.person)
    assert (fresh(tandem).is_working, fresh(tandem).resumes_on) == (False, until)
    with pytest.raises(NothingToDo):
        pause_tandem(tandem=tandem, until=None, by=house.jonas.person)
    assert (resume_due(), told("paused")) == (0, both)
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=10))
    call_command("follow_up")
    assert (fresh(tandem).is_working, fresh(tandem).resumes_on, resume_due()) == (True, None, 0)
    assert told("resumed") == both
    assert list(CourseEvent.objects.values_list("kind", flat=True)) == ["paused", "resumed"]
    assert LogEntry.objects.get(verb="resume_tandem").actor is None


def test_either_may_end_the_pause_earlier(house: House) -> None:
    pause_tandem(tandem=house.active, until=None, by=house.amina.person)
    resume_tandem(tandem=house.active, by=house.jonas.person)
    assert fresh(house.active).is_working
    with pytest.raises(NothingToDo):
        resume_tandem(tandem=house.active, by=house.amina.person)


def test_the_two_extend_within_bounds_and_the_team_beyond_them(house: House) -> None:
    tandem, today = house.active, timezone.localdate()
    latest = latest_end(tandem)
    assert latest == after_months(today, 8)  # six, and two more
    with pytest.raises(BeyondBounds):
        extend_tandem(tandem=tandem, ends_on=latest + timedelta(days=1), by=house.amina.person)
    extend_tandem(tandem=tandem, ends_on=latest, by=house.amina.person)
    with pytest.raises(NothingToDo):
        extend_tandem(tandem=tandem, ends_on=latest, by=house.jonas.person)
    extend_tandem(tandem=tandem, ends_on=latest + timedelta(days=90), by=house.alice)
    assert fresh(tandem).ends_on == latest + timedelta(days=90)
    assert len(told("extended")) == 2


def test_bounds_come_from_the_programme_and_a_pause_is_no_lost_time(house: House) -> None:
    tandem, today = house.active, timezone.localdate()
    assert earliest_end(tandem) == after_months(today, 6)
    PlanSettings.objects.update_or_create(programme=house.programme, defaults={"extension_months": 0})
    assert latest_end(tandem) == after_months(today, 6)
    CourseEvent.objects.create(tandem=tandem, kind="paused", on=today - timedelta(days=20))
    CourseEvent.objects.create(tandem=tandem, kind="resumed", on=today - timedelta(days=5))
    CourseEvent.objects.create(tandem=tandem, kind="paused", on=today - timedelta(days=2))
    assert latest_end(tandem) == after_months(today, 6) + timedelta(days=17)
    Programme.objects.filter(pk=house.programme.pk).update(duration_agreed=True)
    assert latest_end(fresh(tandem)) == after_months(today, 24)
    assert earliest_end(fresh(tandem)) == today + timedelta(days=1)


ACTS: dict[str, Callable[[Tandem, Person], None]] = {
    "pause": lambda tandem, by: pause_tandem(tandem=tandem, until=None, by=by),
    "resume": lambda tandem, by: resume_tandem(tandem=tandem, by=by),
    "extend": lambda tandem, by: extend_tandem(tandem=tandem, ends_on=date(2099, 1, 1), by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_moves_while_the_team_clarifies_something(house: House, act: str) -> None:
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    with pytest.raises(NotAtWork):
        ACTS[act](house.active, house.alice)
    assert not CourseEvent.objects.exists()


def shown(tandem: Tandem, person: Person) -> list[tuple[str, str, str]]:
    found = [each for each in parts(tandem, person, tandem.side_of(person)) if isinstance(each, Part)]
    return [(part.place, part.title, part.text) for part in found]


def test_the_agreement_is_the_next_step_where_it_waits_for_ones_yes(house: House) -> None:
    tandem, amina, jonas = house.active, house.amina.person, house.jonas.person
    settle = "Was erwarten Sie voneinander? Zehn Minuten reichen."
    for person in (amina, jonas):
        assert ("next", "Festhalten, wie Sie zusammenarbeiten", settle) in shown(tandem, person)
    write(tandem, amina)
    begun = "Sie haben begonnen. Jonas sieht es noch nicht."
    assert ("next", "Festhalten, wie Sie zusammenarbeiten", begun) in shown(tandem, amina)
    assert ("next", "Festhalten, wie Sie zusammenarbeiten", settle) in shown(tandem, jonas)
    make_shown(tandem, amina)
    waits = ("next", "Amina hat Ihnen Ihre Vereinbarung gezeigt", "Lesen Sie sie, und sagen Sie Ja oder ändern Sie sie.")
    assert waits in shown(tandem, jonas)
    assert ("tile", "Unsere Vereinbarung", "Jonas liest sie gerade") in shown(tandem, amina)


def test_the_team_sees_that_and_when_and_never_what(house: House) -> None:
    make_agreed(house.active, house.amina.person, expectations="Ganz geheim")
    pause_tandem(tandem=house.active, until=None, by=house.amina.person)
    room = room_of(house.active, house.alice)
    today = timezone.localdate()
    assert [event for event in room.line if "Vereinbarung" in event.text] == [
        Event(today, "Wir haben beide Ja zu unserer Vereinbarung gesagt", milestone=True)
    ]
    assert "geheim" not in repr(room)
    assert [part.title for part in room.tiles if part.icon == "route"] == ["Verlauf des Tandems"]
