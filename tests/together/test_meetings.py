"""Meetings: entered once, seen by both, corrected and taken back by either; counted in quarters of an hour."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from resonanz.closing.queries.certificates import topics_to_choose
from resonanz.core.models import LogEntry
from resonanz.core.sealed import SomebodyElses
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import ChangedMeanwhile
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import room_of
from resonanz.together.actions.meetings import (
    AlreadyLogged,
    correct_meeting,
    join_meeting,
    log_meeting,
    take_back_meeting,
)
from resonanz.together.actions.plan import add_topics, change_topic
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.meetings import MeetingKind, MeetingState
from resonanz.together.models import Meeting
from resonanz.together.queries.meetings import (
    Month,
    entries_of,
    hours_of,
    hours_per_month,
    last_meeting,
    meetings_visible_to,
    named,
    titles_for,
    titles_of,
    topics_of,
    with_hours,
)
from resonanz.together.queries.plan import plan_of
from tests.factories import House

SECRET = "Wir haben über den Chef gesprochen"


def log(tandem: Tandem, by: Person, days_ago: int = 0, minutes: int = 60, **given: Any) -> Meeting:
    day = timezone.localdate() - timedelta(days=days_ago)
    return log_meeting(**{"tandem": tandem, "key": uuid4(), "held_on": day, "minutes": minutes, "by": by, **given})


def facts(meeting: Meeting, **changed: Any) -> dict[str, Any]:
    return {name: changed.get(name, getattr(meeting, name)) for name in ("held_on", "began_at", "minutes", "kind", "topics")}


def test_a_meeting_is_entered_with_a_log_entry_and_no_letter(house: House) -> None:
    letters = OutboxMail.objects.count()
    meeting = log(house.active, house.jonas.person, minutes=90, kind="video", topics=["cv"], text=SECRET)
    assert (meeting.logged_by, meeting.state, meeting.minutes, meeting.topics) == (house.jonas, "logged", 90, ["cv"])
    assert (meeting.opened("note"), SECRET in meeting.note) == (SECRET, False)
    entry = LogEntry.objects.get(verb="log_meeting")
    assert (entry.actor, entry.scope) == (house.jonas.person, house.programme.scope)
    assert entry.detail == {"tandem": house.active.pk, "minutes": 90, "kind": "video"}
    assert OutboxMail.objects.count() == letters


def test_the_same_form_makes_one_meeting_also_after_the_end(house: House) -> None:
    key, jonas = uuid4(), house.jonas.person
    first = log(house.active, jonas, key=key)
    assert log(house.active, jonas, key=key) == first
    end_tandem(tandem=house.active, by=jonas)
    assert log(house.active, jonas, key=key) == first
    with pytest.raises(NotAtWork):
        log(house.active, jonas)
    with pytest.raises(SomebodyElses):
        log(house.active, house.amina.person, key=key)
    assert (Meeting.objects.count(), LogEntry.objects.filter(verb="log_meeting").count()) == (1, 1)


def test_nothing_is_entered_while_the_team_clarifies_something(house: House) -> None:
    house.active.suspended_at = timezone.now()
    house.active.save(update_fields=["suspended_at"])
    with pytest.raises(NotAtWork):
        log(house.active, house.jonas.person)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"kind": "phone"}, False),
        ({}, {"days_ago": 1}, False),
        ({"began_at": time(17)}, {"began_at": time(17, 30), "kind": "phone"}, True),
        ({"began_at": time(17)}, {"began_at": time(18)}, False),
        ({"began_at": time(17), "minutes": 75}, {"began_at": time(18)}, True),
        ({"began_at": time(17)}, {}, True),
    ],
    ids=["same kind", "another kind", "another day", "overlap", "one after the other", "longer", "one time unknown"],
)
def test_what_the_other_has_entered_is_not_counted_twice(
    house: House, one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    first = log(house.active, house.jonas.person, **one)
    if same:
        with pytest.raises(AlreadyLogged) as raised:
            log(house.active, house.amina.person, **other)
        assert raised.value.meeting == first
        log(house.active, house.amina.person, is_another=True, **other)
    else:
        log(house.active, house.amina.person, **other)
    assert Meeting.objects.count() == 2


def test_what_was_taken_back_does_not_stand_in_the_way(house: House) -> None:
    first = log(house.active, house.jonas.person)
    take_back_meeting(meeting=first, seen=1, by=house.amina.person)
    log(house.active, house.amina.person)
    assert hours_of(house.active) == 1.0


def test_the_other_joins_what_she_typed_once(house: House) -> None:
    first, key = log(house.active, house.jonas.person, text="Lebenslauf", topics=["cv"]), uuid4()
    typed = facts(first, minutes=90, topics=["language", "cv"])
    for _again in range(2):
        join_meeting(meeting=first, key=key, values=typed, text="Zeugnisse", keeps_facts=True, by=house.amina.person)
    assert (first.minutes, first.topics, first.opened("note")) == (60, ["cv", "language"], "Lebenslauf\n\nZeugnisse")
    assert log(house.active, house.amina.person, key=key) == first  # the form once more, from a phone that was offline
    join_meeting(meeting=first, key=uuid4(), values=typed, text="", keeps_facts=False, by=house.amina.person)
    assert (first.minutes, first.version, first.corrected_by) == (90, 3, house.amina)


def test_the_other_corrects_and_nobody_overwrites_unseen(house: House) -> None:
    meeting = log(house.active, house.jonas.person, text="alt")
    stale = Meeting.objects.get(pk=meeting.pk)
    correct_meeting(meeting=meeting, values=facts(meeting, minutes=45), text="neu", seen=1, by=house.amina.person)
    assert (meeting.minutes, meeting.state, meeting.corrected_by) == (45, MeetingState.CORRECTED, house.amina)
    assert (meeting.opened("note"), meeting.version) == ("neu", 2)
    with pytest.raises(ChangedMeanwhile):
        correct_meeting(meeting=stale, values=facts(stale), text="", seen=1, by=house.jonas.person)
    take_back_meeting(meeting=meeting, seen=2, by=house.jonas.person)
    with pytest.raises(AlreadyDecided):
        take_back_meeting(meeting=meeting, seen=3, by=house.amina.person)
    assert (hours_of(house.active), list(entries_of(house.active))) == (0.0, [meeting])


def test_the_database_counts_in_quarters(house: House) -> None:
    for minutes in (0, 20, 735):
        with pytest.raises(IntegrityError), transaction.atomic():
            log(house.active, house.jonas.person, minutes=minutes)


def test_hours_topics_and_the_last_meeting(house: House) -> None:
    tandem, jonas = house.active, house.jonas.person
    Tandem.objects.filter(pk=tandem.pk).update(started_on=date(2026, 1, 20))
    tandem.refresh_from_db()
    assert (hours_per_month(tandem, date(2026, 3, 2))) == [Month(date(2026, month, 1), 0) for month in (1, 2, 3)]
    for day, minutes, topics in ((date(2026, 1, 25), 90, ["cv"]), (date(2026, 3, 1), 45, ["language", "cv"])):
        log(tandem, jonas, held_on=day, minutes=minutes, topics=topics)
    back = log(tandem, jonas, held_on=date(2026, 3, 2), minutes=60, topics=["health"])
    take_back_meeting(meeting=back, seen=1, by=jonas)
    assert [(month.first.month, month.hours) for month in hours_per_month(tandem, date(2026, 3, 2))] == [
        (1, 1.5), (2, 0.0), (3, 0.75),
    ]  # fmt: skip
    last = last_meeting(tandem)
    assert (hours_of(tandem), topics_of(tandem)) == (2.25, ["cv", "language"])
    assert last is not None
    assert (last.held_on, last.kind) == (date(2026, 3, 1), MeetingKind.IN_PERSON)
    rows: Any = with_hours(Tandem.objects.order_by("pk"), date(2026, 3, 1))
    assert [(row.met, row.last_met_on, row.minutes_all, row.minutes_since) for row in rows] == [
        (2, date(2026, 3, 1), 135, 45),
        (0, None, 0, 0),
    ]


def test_only_the_two_read_entries(house: House) -> None:
    meeting = log(house.active, house.jonas.person)
    for person, found in (
        (house.jonas.person, [meeting]),
        (house.amina.person, [meeting]),
        (house.alice, []),
        (house.karin.person, []),
    ):
        assert list(meetings_visible_to(person)) == found


def test_what_is_in_the_plan_comes_first_and_no_topic_is_lost(house: House) -> None:
    catalogue = [topic.key for topic in house.programme.topics.all()]
    add_topics(tandem=house.active, keys=[catalogue[5], catalogue[2]], own="Unser Thema", key=uuid4(), by=house.amina.person)
    first = [item.topic for item in plan_of(house.active) if item.topic]
    assert sorted(first) == sorted([catalogue[5], catalogue[2]])
    assert list(titles_for(house.active, with_own=False))[:2] == first
    assert sorted(titles_for(house.active, with_own=False)) == sorted(catalogue)
    own = plan_of(house.active).get(topic="")
    assert list(titles_for(house.active).items())[2] == (f"own:{own.pk}", "Unser Thema")
    assert sorted(titles_for(house.active)) == sorted([*catalogue, f"own:{own.pk}"])


def test_a_topic_of_their_own_is_kept_by_its_number_and_named_to_the_two_alone(house: House) -> None:
    tandem, amina = house.active, house.amina.person
    add_topics(tandem=tandem, own="Unser Thema", key=uuid4(), by=amina)
    own = f"own:{plan_of(tandem).get().pk}"
    meeting = log(tandem, house.jonas.person, topics=[own, "job-search"])
    assert (meeting.topics, topics_of(tandem)) == ([own, "job-search"], [own, "job-search"])
    change_topic(item=plan_of(tandem).get(), state="dropped", note="", by=amina)
    assert own not in titles_for(tandem)
    with override("de"):
        line = [event.detail for event in room_of(tandem, amina).line if event.detail]
        assert line == ["Unser Thema · Passende Arbeit suchen"]
        assert [event.detail for event in room_of(tandem, house.alice).line if event.detail] == []
        assert named(meeting.topics, titles_of(house.programme)) == [
            "ein eigenes Thema der beiden",
            "Passende Arbeit suchen",
        ]
    assert list(topics_to_choose(tandem)) == ["job-search"]  # a certificate is public
