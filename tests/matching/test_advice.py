"""What a run tells beyond its pairs: whom to recruit, one more place, groups, firmness; long answers by a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.core.jobs import work_once
from resonanz.core.models import Job, JobState, LogEntry
from resonanz.matching.actions import run_matching
from resonanz.matching.actions.insight import ask_for_insight
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries import advice as queries
from resonanz.matching.queries.advice import (
    advice_shown,
    firmness_shown,
    insight_of,
    places_worth,
    report_of,
    who_would_rather,
)
from resonanz.matching.queries.insight import Model, chosen_in, model_of, names_in
from resonanz.matching.queries.topics import Topic, balances, counted
from resonanz.privacy.actions.erase import forget_in_runs
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import Group, StaffRole
from tests.factories import make_cohort, make_participation, make_person, make_programme
from tests.factories.bench import CRITERIA, Bench, make_bench
from tests.matching.test_matrix import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(db: None) -> Bench:
    return make_bench()


def solved(run: MatchingRun) -> Model:
    model = model_of(run)
    assert model is not None
    return model


def test_one_more_place_with_whom(bench: Bench) -> None:
    assert [
        (one.mentor, one.pairs_gained, one.points_gained) for one in places_worth(solved(bench.run), names_in(bench.run))
    ] == [
        (bench.ada.pk, 1, 6.0),
        (bench.bea.pk, 1, 0.0),
    ]
    first = places_worth(solved(bench.run), names_in(bench.run))[0]
    assert first.text.text("en") == "one more place with Ada Beispiel would make one more pair; the points change by 6"


def test_whom_to_recruit_is_verified_by_matching_with_them(bench: Bench) -> None:
    insight = insight_of(bench.run, solved(bench.run))
    assert insight is not None
    shown = advice_shown(bench.run, insight, names_in(bench.run))
    assert [
        (one["text"].text("en"), one["pairs_gained"], one["points_gained"], one["placed"], one["with_new"]) for one in shown
    ] == [
        (
            "One more mentor (a common language: Arabic): one more mentee would have a mentor, and the total would rise by "
            "50 %",
            1,
            16.0,
            [(bench.fay.pk, "Fay Beispiel")],
            [],
        ),
        (
            "One more mentor (field: art): one more mentee would have a mentor, and the total would rise by 50 %",
            1,
            16.0,
            [(bench.eli.pk, "Eli Beispiel")],
            [],
        ),
    ]


def test_topics_in_an_advice_have_their_titles(bench: Bench) -> None:
    topic = bench.cohort.programme.topics.all()[0]
    bench.cohort.programme.criteria = {**CRITERIA, "criterion": [{"kind": "overlap", "column": "topics", "weight": 5}]}
    bench.cohort.programme.save()
    for mentee in (bench.cem, bench.dua, bench.eli):
        type(mentee).objects.filter(pk=mentee.pk).update(topics=[topic.key])
    run = run_matching(cohort=bench.cohort, objective="most_pairs", by=bench.zoe)
    insight = insight_of(run, solved(run))
    assert insight is not None
    shown = " ".join(one["text"].text("de") for one in advice_shown(run, insight, {}))
    assert topic.title["de"] in shown
    assert topic.key not in shown.split()


def test_weights_that_may_move(bench: Bench) -> None:
    insight = insight_of(bench.run, solved(bench.run))
    assert insight is not None
    # Cem with Ada and Dua with Bea share both, so neither weight changes anything.
    assert [
        (one["criterion"].text("en"), one["weight"], one["start"], one["end"], one["at"]) for one in firmness_shown(insight)
    ] == [
        ("field", 10.0, 0.0, 100, 50.0),
        ("employer", 6.0, 0.0, 100, 30.0),
    ]


def test_no_range_of_weights_for_the_fairest_plan(bench: Bench) -> None:
    bench.run.objective = "fairest"
    insight = insight_of(bench.run, solved(bench.run))
    assert insight is not None
    assert (len(insight["advice"]) > 0, insight["firmness"]) == (True, [])


def test_who_would_rather_have_each_other(bench: Bench) -> None:
    assert who_would_rather(solved(bench.run), names_in(bench.run)) == (0, [])
    bench.run.pins = [[bench.ada.pk, bench.eli.pk]]  # so that Cem has nobody, and Bea keeps Dua
    bench.run.forbids = [[bench.bea.pk, bench.dua.pk]]
    count, rather = who_would_rather(solved(bench.run), names_in(bench.run))
    assert (count, rather) == (0, [])  # what is pinned or forbidden takes no part


def test_groups_are_compared_by_occupation_level_and_region_alone_and_small_ones_are_hidden(bench: Bench) -> None:
    for n in range(5):
        profile = {"occupation": "5120", "place": "AT-8010", "languages": "de:B1;ar:native", "field": "law", "employer": "z"}
        make_participation(bench.cohort, Group.SECOND, f"Cook{n}", profile=profile)
    for n in range(2):
        profile = {"occupation": "2221", "languages": "de:B1", "field": "art", "employer": "y"}
        make_participation(bench.cohort, Group.SECOND, f"Nurse{n}", profile=profile)
    run = run_matching(cohort=bench.cohort, objective="most_pairs", by=bench.zoe)
    with translation.override("en"):
        report = report_of(run, solved(run))
    assert [comparison.attribute for comparison in report.comparisons] == ["Occupation group", "Level of German", "Region"]
    occupations, levels, regions = report.comparisons
    assert [(group.value, group.people, group.placed) for group in occupations.groups] == [
        ("Service and sales workers", 5, 0),
        ("Professionals", 6, 2),
    ]
    assert ([(group.value, group.people) for group in levels.groups], levels.hidden) == ([], 3)
    assert [(group.value, group.people) for group in regions.groups] == [("Steiermark (AT)", 5), ("Kärnten (AT)", 6)]


def test_a_large_cohort_waits_for_the_job_and_finds_the_answer_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, client_of: Callable[[Any], Client]
) -> None:
    monkeypatch.setattr(queries, "QUICK_CELLS", 0)
    client, address = client_of(bench.zoe), reverse("matching:advice", args=[bench.run.pk])
    headers = {"accept-language": "en"}
    assert "Work it out" in client.get(address, headers=headers).content.decode()
    ask = reverse("matching:ask_advice", args=[bench.run.pk])
    assert [client.post(ask).status_code for _twice in range(2)] == [302, 302]
    job = Job.objects.get(kind="insight")
    waiting = client.get(address, headers=headers).content.decode()
    assert ("0 % done" in waiting, 'http-equiv="refresh"' in waiting) == (True, True)
    assert work_once() == 1
    job.refresh_from_db()
    assert (job.state, job.percent) == (JobState.DONE, 100)
    page = words(client.get(address, headers=headers).content.decode())
    assert "Would find somebody: Fay Beispiel" in page
    assert list(LogEntry.objects.filter(verb__contains="insight").order_by("pk").values_list("verb", flat=True)) == [
        "ask_for_insight",
        "ask_for_insight",
        "keep_insight",
    ]
    # What is kept is that of the run as it was: changed, it is worked out anew.
    run = MatchingRun.objects.get(pk=bench.run.pk)
    assert run.insight == {**run.insight, "fingerprint": solved(run).fingerprint}
    MatchingRun.objects.filter(pk=run.pk).update(pins=[[bench.ada.pk, bench.eli.pk]])
    assert "Work it out" in client.get(address, headers=headers).content.decode()


def test_done_now_where_no_worker_runs(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, client_of: Callable[[Any], Client]
) -> None:
    monkeypatch.setattr(queries, "QUICK_CELLS", 0)
    client_of(bench.zoe).post(reverse("matching:ask_advice", args=[bench.run.pk]), {"now": "1"})
    assert [one["pairs_gained"] for one in MatchingRun.objects.get(pk=bench.run.pk).insight["advice"]] == [1, 1]


def test_a_job_that_failed_is_tried_again_when_asked(bench: Bench) -> None:
    job = ask_for_insight(run=bench.run, by=bench.zoe)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    ask_for_insight(run=bench.run, by=bench.zoe)
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_a_run_that_is_gone_or_cannot_be_read_has_no_answer(bench: Bench) -> None:
    ask_for_insight(run=bench.run, by=bench.zoe)
    MatchingRun.objects.filter(pk=bench.run.pk).update(criteria={})
    assert work_once() == 1
    assert MatchingRun.objects.get(pk=bench.run.pk).insight == {}
    again = ask_for_insight(run=bench.run, by=bench.zoe)
    bench.run.delete()
    Job.objects.filter(pk=again.pk).update(state=JobState.WAITING)
    assert work_once() == 1


def test_who_leaves_is_in_no_kept_answer(bench: Bench) -> None:
    ask_for_insight(run=bench.run, by=bench.zoe)
    work_once()
    assert str(bench.eli.pk) in str(MatchingRun.objects.get(pk=bench.run.pk).insight)
    forget_in_runs(bench.eli.person)
    assert MatchingRun.objects.get(pk=bench.run.pk).insight == {}


def test_where_both_give_the_topics_say_whom_to_recruit(client_of: Callable[[Any], Client]) -> None:
    """Two wish for programming, which nobody offers; everybody in the second group wishes for what the first can do."""
    cohort = make_cohort(make_programme("mentor-mentor"))
    lena = make_person("Lena")
    appoint_staff(programme=cohort.programme, person=lena, role=StaffRole.COORDINATOR, by=None)
    for group, name, topics, back in (
        (Group.FIRST, "Ina", ["cv"], ["programming", "time"]),
        (Group.FIRST, "Jan", ["cv"], ["programming"]),
        (Group.SECOND, "Kaweh", ["cv"], []),
        (Group.SECOND, "Lina", ["cv"], ["time"]),
    ):
        make_participation(cohort, group, name, topics=topics, topics_back=back)
    run = run_matching(cohort=cohort, objective="most_pairs", by=lena)
    with translation.override("de"):
        there, other_way = balances(run, chosen_in(run))
    assert (there.givers, there.takers, there.scarcest) == ("Führungskräfte", "Talente", None)
    assert there.topics == [Topic("Lebenslauf und Bewerbung", wanted=2, offered=2, met=2)]
    assert (other_way.givers, other_way.takers) == ("Talente", "Führungskräfte")
    assert other_way.topics == [
        Topic("Programmieren", wanted=2, offered=0, met=0),
        Topic("Zeit und Alltag", wanted=1, offered=1, met=1),
    ]
    page = words(client_of(lena).get(reverse("matching:advice", args=[run.pk])).content.decode())
    assert "Talente, die das geben können, würden am meisten helfen." in page
    assert "Talente: In diesem Lauf wird jeder Wunsch nach einem Thema erfüllt." in page


def test_one_of_several_partners_is_enough_to_meet_a_wish() -> None:
    offers, wishes, titles = {1: {"a"}, 2: {"b"}, 3: {"b"}}, {9: {"a", "b"}, 8: {"b"}}, {"a": "A", "b": "B", "c": "C"}
    assert counted(offers, wishes, [(1, 9), (2, 9)], titles) == [Topic("B", 2, 2, 1), Topic("A", 1, 1, 1)]
