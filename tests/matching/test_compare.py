"""Two runs side by side: who changed, who was won and lost, and which settings differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.matching.actions import run_matching
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.compare import compare_runs
from resonanz.matching.queries.insight import names_in
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from tests.factories import make_participation
from tests.factories.bench import CRITERIA, Bench, make_bench

pytestmark = pytest.mark.django_db


def again(bench: Bench, **criteria: Any) -> MatchingRun:
    programme = bench.cohort.programme
    programme.criteria = {**CRITERIA, **criteria}
    programme.save()
    return run_matching(cohort=bench.cohort, objective="most_pairs", by=bench.zoe)


def found(before: MatchingRun, after: MatchingRun) -> Any:
    with translation.override("en"):
        return compare_runs(before, after, names_in(after))


def test_the_same_run_again_differs_in_nothing() -> None:
    bench = make_bench()
    same = found(bench.run, again(bench))
    assert (same.changed, same.won, same.lost, same.same, same.settings) == ([], [], [], 2, [])
    assert (same.before.pairs, same.before.total, same.before.fit, same.before.mentees) == (2, 32.0, 100.0, 4)


def test_who_changed_who_was_won_and_who_was_lost() -> None:
    bench = make_bench()
    Participation.objects.filter(pk=bench.dua.pk).update(is_active=False)
    gus = make_participation(
        bench.cohort, Group.FIRST, "Gus", profile={"field": "art", "employer": "x", "languages": "ar:native"}
    )
    type(bench.cem.person.profile).objects.filter(person=bench.cem.person).update(employer="y")
    after = again(bench)
    # Now: Ada has Cem or Eli; Bea has Cem 16; Eli gets Ada 6; Gus speaks with Fay alone, 6.
    different = found(bench.run, after)
    assert [(one.mentee, one.before[0].pk, one.after[0].pk) for one in different.changed] == [
        (bench.cem.pk, bench.ada.pk, bench.bea.pk)
    ]
    assert [(one.mentee, one.after[0].pk, one.after[0].percent) for one in different.won] == [
        (bench.eli.pk, bench.ada.pk, 37.5),
        (bench.fay.pk, gus.pk, 37.5),
    ]
    assert [(one.mentee, one.before[0].pk) for one in different.lost] == [(bench.dua.pk, bench.bea.pk)]
    assert (different.mentors_won, different.mentors_lost, different.same) == ([gus.pk], [], 0)
    assert (different.after.pairs, different.after.total) == (3, 28.0)
    assert different.settings == [
        "Compared now, not before: Gus Beispiel.",
        "No longer compared: Dua Beispiel.",
        "With other entries or places: Cem Beispiel.",
    ]


def test_settings_that_differ_are_said_in_words() -> None:
    bench = make_bench()
    field, employer = CRITERIA["criterion"]
    place = {"kind": "near", "column": "place", "within": 30, "label": "place"}
    after = again(
        bench,
        must=[place],
        criterion=[{**field, "weight": 12.5}, {"kind": "overlap", "column": "topics", "weight": 5, "label": "topics"}],
    )
    after.objective, after.pins = "best_total", [[bench.ada.pk, bench.eli.pk]]
    bench.run.forbids, bench.run.version = [[bench.bea.pk, bench.eli.pk]], "0.0.1"
    assert employer["label"] == "employer"
    assert found(bench.run, after).settings == [
        "The aim is now “the best fit in total”, before it was “as many tandems as possible”.",
        "“a common language” is no condition any more.",
        "“field” weighs 12.5, before 10.",
        "“employer” does not count any more.",
        "“place” is a condition now.",
        "“topics” counts now, with weight 5.",
        "Kept together now: Eli Beispiel & Ada Beispiel.",
        "No longer excluded: Eli Beispiel & Bea Beispiel.",
        f"Computed with version {after.version} of the engine, before with 0.0.1.",
    ]
    narrower = again(bench, must=[{**place, "within": 10}])
    assert found(after, narrower).settings[1:2] == ["“place” is compared in another way."]


def test_many_people_are_counted_not_named() -> None:
    bench = make_bench()
    for n in range(7):
        make_participation(bench.cohort, Group.SECOND, f"New{n}")
    after = again(bench)
    after.forbids = [[bench.ada.pk, row["id"]] for row in after.mentees[4:]]
    *_, people, pairs = found(bench.run, after).settings
    assert people == "Compared now, not before: 7 people."
    assert pairs.endswith("New5 Beispiel & Ada Beispiel and 1 more.")


def test_the_page_and_only_runs_of_the_same_cohort(client_of: Callable[[Any], Client]) -> None:
    bench = make_bench()
    newer, stranger = again(bench), make_bench().run
    client = client_of(bench.zoe)
    answer = client.get(reverse("matching:compare", args=[newer.pk, bench.run.pk]), headers={"accept-language": "en"})
    assert "Run 2 compared with run 1" in answer.content.decode()
    assert client.get(reverse("matching:compare", args=[newer.pk, stranger.pk])).status_code == 404
    assert client.get(reverse("matching:compare", args=[newer.pk, newer.pk])).status_code == 404
