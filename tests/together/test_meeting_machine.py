"""Whatever the two do with their entries in whatever order: what counts is what a plain model of it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.programmes.actions import ChangedMeanwhile
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.meetings import (
    AlreadyLogged,
    correct_meeting,
    join_meeting,
    log_meeting,
    take_back_meeting,
)
from resonanz.together.actions.room import NotAtWork
from resonanz.together.models import Meeting
from resonanz.together.queries.meetings import hours_per_month, minutes_of
from tests.factories import House

SPACE = UUID("6f9619ff-8b86-4d01-b42d-00c04fc964ff")
ACT = st.tuples(
    st.sampled_from(["log", "log", "log", "again", "correct", "join", "back", "stop"]),
    st.integers(0, 3),  # the key of a form, or which entry
    st.booleans(),  # who of the two
    st.integers(0, 2),  # the day, counted back
    st.sampled_from([15, 60, 90]),
    st.booleans(),  # is another one; or: with the version before the eyes
)


@dataclass
class Entry:
    """What the model knows of an entry."""

    day: date
    minutes: int
    mentor: bool
    counts: bool = True
    version: int = 1


@dataclass
class Model:
    """What ought to be so."""

    entries: dict[UUID, Entry]
    joined: dict[UUID, UUID]
    stopped: bool = False
    acts: int = 0

    def twins(self, day: date) -> list[UUID]:
        return [key for key, entry in self.entries.items() if entry.counts and entry.day == day]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, min_size=3, max_size=14))
def test_entries_are_what_the_model_says(house: House, acts: list[Any]) -> None:
    with transaction.atomic():
        letters, model = OutboxMail.objects.count(), Model({}, {})
        for number, act in enumerate(acts):
            step(house, model, number, *act)
            check(house.active, model)
        assert OutboxMail.objects.count() == letters
        transaction.set_rollback(True)
    house.active.refresh_from_db()


def step(
    house: House, model: Model, number: int, act: str, which: int, mentor: bool, ago: int, minutes: int, yes: bool
) -> None:
    """Do one act, and the same in the model."""
    tandem, by = house.active, (house.jonas if mentor else house.amina).person
    day = timezone.localdate() - timedelta(days=ago)
    keys = list(model.entries)
    if act == "stop":
        model.stopped = not model.stopped
        Tandem.objects.filter(pk=tandem.pk).update(suspended_at=timezone.now() if model.stopped else None)
        return
    if act in {"log", "again"}:
        key = uuid5(SPACE, str(number)) if act == "log" or not keys else keys[which % len(keys)]
        typed: dict[str, Any] = {
            "tandem": tandem,
            "key": key,
            "held_on": day,
            "minutes": minutes,
            "by": by,
            "is_another": yes,
        }
        if key in model.entries:
            if model.entries[key].mentor == mentor:
                assert log_meeting(**typed).key == key
            return
        twins = model.twins(day)
        expected = NotAtWork if model.stopped else AlreadyLogged if twins and not yes else None
        if expected:
            with pytest.raises(expected):
                log_meeting(**typed)
            return
        log_meeting(**typed)
        model.entries[key] = Entry(day, minutes, mentor)
        model.acts += 1
        return
    if not keys:
        return
    key = keys[which % len(keys)]
    change(house, model, act, key, by, day, minutes, yes)


def change(house: House, model: Model, act: str, key: UUID, by: Any, day: date, minutes: int, yes: bool) -> None:
    """Correct, join or take back one entry; `yes`: with the version that is there."""
    entry, row = model.entries[key], Meeting.objects.select_related("tandem__cohort__programme").get(key=key)
    row.tandem = house.active
    seen = entry.version if yes or act == "join" else entry.version - 1
    values: dict[str, Any] = {"held_on": day, "began_at": None, "minutes": minutes, "kind": "person", "topics": []}
    acts: dict[str, Any] = {
        "correct": lambda: correct_meeting(meeting=row, values=values, text="x", seen=seen, by=by),
        "join": lambda: join_meeting(
            meeting=row, key=uuid5(key, str(seen)), values=values, text="x", keeps_facts=yes, by=by
        ),
        "back": lambda: take_back_meeting(meeting=row, seen=seen, by=by),
    }
    expected: type[Exception] | None = NotAtWork if model.stopped else AlreadyDecided if not entry.counts else None
    if expected is None and seen != entry.version:
        expected = ChangedMeanwhile
    if expected:
        with pytest.raises(expected):
            acts[act]()
        return
    acts[act]()
    entry.version += 1
    model.acts += 1
    if act == "back":
        entry.counts = False
    elif act == "correct" or not yes:
        entry.day, entry.minutes = day, minutes


def check(tandem: Tandem, model: Model) -> None:
    """Compare rows, sums and the log with the model."""
    rows = {row.key: Entry(row.held_on, row.minutes, row.logged_by_id == tandem.mentor_id, row.counts, row.version)
            for row in Meeting.objects.filter(tandem=tandem)}  # fmt: skip
    assert rows == model.entries
    total = sum(entry.minutes for entry in model.entries.values() if entry.counts)
    assert minutes_of(tandem) == total
    assert sum(month.minutes for month in hours_per_month(tandem)) == total
    verbs = ("log_meeting", "correct_meeting", "join_meeting", "take_back_meeting")
    assert LogEntry.objects.filter(verb__in=verbs).count() == model.acts
