"""The plan: made of what the two wish for, put in order, ticked off, and made anew when life changes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import agree_tandem, end_tandem
from resonanz.tandems.models import Tandem
from resonanz.together.actions.plan import (
    MOST_TOPICS,
    PlanIsFull,
    add_topics,
    change_topic,
    make_plan,
    order_plan,
    replan,
)
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import Situation, TopicState
from resonanz.together.models import PlanChange, PlanSettings, PlanTopic
from resonanz.together.queries.plan import (
    plan_of,
    progress_of,
    rules_of,
    settings_of,
    suggested,
    title_of,
    titles_of,
    usual,
    wished_by,
)
from tests.factories import House, make_cohort, make_participation, make_programme

pytestmark = pytest.mark.django_db


def topics(tandem: Tandem) -> list[tuple[str, str]]:
    return [(item.topic, item.state) for item in plan_of(tandem)]


def planned(house: House, *keys: str) -> Tandem:
    add_topics(tandem=house.active, keys=keys, key=uuid4(), by=house.amina.person)
    return house.active


def test_a_tandem_begins_with_what_is_wished_in_the_catalogues_order() -> None:
    cohort = make_cohort(make_programme())
    mentor = make_participation(cohort, "first", "Jonas", topics=["network"])
    mentee = make_participation(cohort, "second", "Amina", topics=["recognition", "job-search"])
    tandem = agree_tandem(cohort=cohort, mentor=mentor, mentee=mentee, by=mentor.person)
    assert topics(tandem) == [("job-search", "open"), ("recognition", "open")]
    assert make_plan(tandem=tandem, by=None) == 0
    assert LogEntry.objects.filter(verb="make_plan").count() == 1


def test_where_both_give_and_take_the_wishes_of_both_count() -> None:
    cohort = make_cohort(make_programme("mentor-mentor"))
    first = make_participation(cohort, "first", "Eva", topics=["network"], topics_back=["programming"])
    second = make_participation(cohort, "second", "Ali", topics=["cv"], topics_back=["programming"])
    tandem = agree_tandem(cohort=cohort, mentor=first, mentee=second, by=first.person)
    assert wished_by(tandem) == ["programming", "cv"]
    assert [key for key, _state in topics(tandem)] == ["programming", "cv"]


def test_topics_are_added_once_and_an_own_one_is_sealed(house: House) -> None:
    tandem, key, amina = planned(house, "network"), uuid4(), house.amina.person
    for _sent_twice in range(2):
        add_topics(tandem=tandem, keys=["network", "society"], own="Führerschein", key=key, by=amina)
    assert topics(tandem) == [("network", "open"), ("society", "open"), ("", "open")]
    own = plan_of(tandem).get(topic="")
    assert (title_of(own), "Führerschein" in own.title) == ("Führerschein", False)
    PlanTopic.objects.bulk_create(PlanTopic(tandem=tandem) for _n in range(MOST_TOPICS - 3))
    with pytest.raises(PlanIsFull):
        add_topics(tandem=tandem, own="Noch eins", key=uuid4(), by=amina)


def test_a_topic_is_ticked_off_with_a_note_that_only_the_two_read(house: House) -> None:
    tandem = planned(house, "network", "society")
    item = plan_of(tandem).get(topic="network")
    change_topic(item=item, state=TopicState.DONE, note="Frau Huber anrufen", by=house.jonas.person)
    item.refresh_from_db()
    assert (item.opened("note"), item.done_on, progress_of(tandem).dots) == (
        "Frau Huber anrufen",
        timezone.localdate(),
        "●○",
    )
    entry = LogEntry.objects.get(verb="change_plan_topic")
    assert entry.detail == {"state": "done", "was": "open"}
    change_topic(item=item, state=TopicState.WORK, note="", by=house.amina.person)
    assert (item.done_on, item.note) == (None, "")


def test_the_order_is_kept_and_what_was_added_meanwhile_follows(house: House) -> None:
    tandem = planned(house, "job-search", "network", "society")
    a, b, c = plan_of(tandem).values_list("pk", flat=True)
    order_plan(tandem=tandem, order=[c, a, 999_999], by=house.amina.person)
    assert list(plan_of(tandem).values_list("pk", flat=True)) == [c, a, b]
    order_plan(tandem=tandem, order=[c, a, b], by=house.amina.person)
    assert LogEntry.objects.filter(verb="order_plan").count() == 1


def test_a_job_leaves_out_the_search_and_puts_the_first_weeks_first(house: House) -> None:
    tandem = planned(house, "recognition", "job-search", "network", "internship")
    change_topic(item=plan_of(tandem).get(topic="recognition"), state=TopicState.DONE, note="", by=house.amina.person)
    lines = [(line.act, line.key if line.act == "insert" else line.title) for line in suggested(tandem, Situation.JOB)]
    assert lines == [
        ("keep", "Anerkennung von Abschlüssen"),
        ("insert", "+first-weeks"),
        ("insert", "+work-culture"),
        ("insert", "+probation"),
        ("drop", "Passende Arbeit suchen"),
        ("keep", "Kontakte und Netzwerke"),
        ("drop", "Praktikum und Volontariat"),
    ]


def test_planning_anew_keeps_what_is_done_and_the_end_and_tells_both(house: House) -> None:
    tandem = planned(house, "job-search", "network")
    end, key, drop = tandem.ends_on, uuid4(), [plan_of(tandem).get(topic="job-search").pk]
    for _sent_twice in range(2):
        replan(
            tandem=tandem,
            situation="job",
            drop=drop,
            insert=["first-weeks"],
            said="Am Montag!",
            key=key,
            by=house.amina.person,
        )
    assert topics(tandem) == [("first-weeks", "open"), ("network", "open"), ("job-search", "dropped")]
    change = PlanChange.objects.get()
    assert (change.named, change.opened("said"), "job" in change.situation) == ("Stelle gefunden", "Am Montag!", False)
    assert [len(change.before), len(change.after)] == [2, 2]
    assert Tandem.objects.get(pk=tandem.pk).ends_on == end
    mails = OutboxMail.objects.filter(key__contains="replan")
    assert {mail.to for mail in mails} == {house.amina.person.email, house.jonas.person.email}
    assert all("Stelle gefunden" in mail.text and "Montag" not in mail.text for mail in mails)
    assert LogEntry.objects.get(verb="replan").detail == {"dropped": 1, "added": 1}


def test_what_is_nobody_elses_business_stands_in_no_letter(house: House) -> None:
    replan(tandem=house.active, situation="illness", drop=[], insert=[], key=uuid4(), by=house.amina.person)
    assert not [mail for mail in OutboxMail.objects.all() if "Krankheit" in mail.text + mail.subject]
    assert "illness" not in PlanChange.objects.get().situation


def test_what_was_left_out_comes_back_by_a_later_change(house: House) -> None:
    tandem = planned(house, "job-search", "network")
    item = plan_of(tandem).get(topic="job-search")
    replan(tandem=tandem, situation="job", drop=[item.pk], insert=[], key=uuid4(), by=house.amina.person)
    replan(tandem=tandem, situation="other", drop=[], insert=["job-search"], key=uuid4(), by=house.jonas.person)
    assert topics(tandem) == [("job-search", "open"), ("network", "open")]


def test_a_programmes_own_rules_come_before_the_usual_ones(house: House) -> None:
    rule = {"job": {"drop": ["network"], "insert": ["society"]}}
    PlanSettings.objects.update_or_create(programme=house.programme, defaults={"replan": rule})
    settings = settings_of(house.programme)
    assert rules_of(settings, "job") == (["network"], ["society"])
    assert rules_of(settings, "moving") == (usual()["moving"]["drop"], usual()["moving"]["insert"])


def test_every_usual_rule_names_topics_that_exist() -> None:
    catalogues = [titles_of(make_programme(slug)) for slug in ("mentoring-fuer-migrantinnen", "mentegra", "mentor-mentor")]
    assert set(usual()) == {*Situation.values, "topic"}
    for situation in Situation.values:
        assert all(set(usual()[situation]["insert"]) <= set(titles) for titles in catalogues)
    assert all(set(words) == {"de", "en", "ar"} for words in usual()["topic"].values())


def test_a_plan_of_an_ended_tandem_stays_as_it_was(house: House) -> None:
    tandem = planned(house, "network")
    end_tandem(tandem=tandem, by=house.amina.person)
    with pytest.raises(NotAtWork):
        add_topics(tandem=tandem, keys=["society"], key=uuid4(), by=house.amina.person)
    assert topics(tandem) == [("network", "open")]
