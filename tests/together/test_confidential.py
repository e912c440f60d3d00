"""What the two wrote, in an emergency and after its time."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.messaging.models import Conversation, Message
from resonanz.privacy.actions.retain import delete_content
from resonanz.privacy.queries.due import count_content
from resonanz.tandems.actions import end_tandem
from resonanz.tandems.models import Tandem
from resonanz.together.actions.plan import add_topics, change_topic
from resonanz.together.models import DiaryEntry, Goal, Hurdle, Meeting, PlanTopic
from resonanz.together.queries.confidential import opened_texts
from tests.factories import House
from tests.factories.diary import make_entry, make_goal, make_hurdle, make_step
from tests.factories.meetings import make_date, make_meeting
from tests.factories.messaging import write

pytestmark = pytest.mark.django_db


def test_notes_goals_and_shared_entries_are_opened_and_what_was_for_oneself_is_not(house: House) -> None:
    amina, jonas = house.amina.person, house.jonas.person
    make_entry(house.active, amina, "Für uns", audience="tandem")
    make_entry(house.active, amina, "Nur für mich")
    make_entry(house.active, jonas, "Es kam so", audience="tandem", kind="reality", hoped="Schnell gehen", learned_on=None)
    make_meeting(house.active, text="Er hat gedrängt")
    make_meeting(house.active)
    goal = make_goal(house.active, amina, "Eine Stelle", text="Bis zum Sommer")
    make_step(goal, jonas, "Kontakt herstellen")
    make_step(make_goal(house.active, amina, "Nur für mich", audience="me"), amina, "Auch nur für mich")
    found = {(text.who, text.text) for text in opened_texts(house.active, None, None)}
    assert found == {
        (amina.full_name, "Für uns"),
        (jonas.full_name, "Schnell gehen / Es kam so"),
        (jonas.full_name, "Er hat gedrängt"),
        (amina.full_name, "Eine Stelle / Bis zum Sommer"),
        (jonas.full_name, "Kontakt herstellen"),
    }


def test_only_what_was_written_between_the_days_is_opened(house: House) -> None:
    entry, today = make_entry(house.active, house.amina.person, "Heute", audience="tandem"), timezone.localdate()
    DiaryEntry.objects.filter(pk=entry.pk).update(
        on=date(2020, 1, 1)
    )  # the day when it was written counts, not what it says
    day = timedelta(days=1)
    found = [len(opened_texts(house.active, *days)) for days in [(today, today), (today + day, None), (None, today - day)]]
    assert found == [1, 0, 0]


def test_after_their_time_words_go_and_facts_stay(house: House) -> None:
    tandem, amina = house.active, house.amina.person
    write(house, "Eine Nachricht")
    make_entry(tandem, amina)
    make_hurdle(tandem, amina)
    make_step(make_goal(tandem, amina), amina)
    meeting = make_meeting(tandem, text="Eine Notiz", topics=["job-search"])
    make_meeting(tandem)
    make_date(tandem, place="Café", matter="Üben")
    add_topics(tandem=tandem, own="Ein Thema", key=uuid4(), by=amina)
    item = PlanTopic.objects.get(tandem=tandem)
    change_topic(item=item, state=item.state, note="Zum Thema", by=amina)
    end_tandem(tandem=tandem, by=house.alice)
    assert count_content(house.programme) == 0
    Tandem.objects.filter(pk=tandem.pk).update(ended_on=timezone.localdate() - timedelta(days=200))
    # the conversation, entry, hurdle and goal; the words of one meeting, one date and one topic
    assert (count_content(house.programme), delete_content(), count_content(house.programme)) == (7, 7, 0)
    assert [model.objects.count() for model in (Conversation, Message, DiaryEntry, Hurdle, Goal)] == [0] * 5
    assert Meeting.objects.filter(tandem=tandem).count() == 2
    meeting.refresh_from_db()
    assert (meeting.note, meeting.minutes, meeting.topics) == ("", 60, ["job-search"])
    entry = LogEntry.objects.get(verb="delete_outdated")
    assert entry.detail == {"what": "content", "count": 7}
    assert delete_content() == 0
