"""Other objectives, a minimum score, and numbers beyond 64 bits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from resonanz.engine import (
    alternatives,
    blocking_pairs,
    fewer_blocking,
    match,
    place_values,
    quality,
    recruit,
    rematch,
    sensitivity,
)
from tests.engine.insight.brute import Cohort, cohorts, plans

CITY: dict[str, Any] = {"criterion": [{"kind": "near", "column": "n", "within": 10, "weight": 10}]}


def numbers(prefix: str, *values: int) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{place}", "n": value} for place, value in enumerate(values)]


def test_why_the_fairest_plan_has_no_range_of_weights() -> None:
    solved = Cohort(numbers("m", 0, 4), numbers("e", 1, 9), CITY, "fairest").solve(capacity=1)
    with pytest.raises(ValueError, match="the fairest plan goes by the order of the scores"):
        sensitivity(solved)


def test_the_fairest_plan_can_be_looked_at_and_changed() -> None:
    solved = Cohort(numbers("m", 0, 4), numbers("e", 1, 9), CITY, "fairest").solve(capacity=1)
    assert blocking_pairs(solved) == ()
    assert fewer_blocking(solved).pairs == (("m0", "e0"), ("m1", "e1"))
    assert quality(solved).placed == 2
    again = rematch(solved, [("m0", "e0")], declined=[("m1", "e1")])
    assert again.gone == ()
    assert [(pair.mentor, pair.mentee) for pair in again.whole.result.pairs] == [("m1", "e0"), ("m0", "e1")]


def test_a_minimum_score_holds_for_new_mentors_too() -> None:
    mentors, mentees = numbers("m", 0), numbers("e", 1, 7)
    solved = Cohort(mentors, mentees, CITY, "most_pairs").solve(capacity=1, minimum=5)
    assert [(pair.mentor, pair.mentee) for pair in solved.result.pairs] == [("m0", "e0")]
    advice = recruit(solved)[0]
    joined = [*mentors, {"id": "new", **advice.profile}]
    after = match(joined, mentees, CITY, minimum=5)
    assert (len(after.pairs) - 1, after.total - solved.result.total) == (advice.pairs_gained, advice.points_gained)
    assert (advice.pairs_gained, advice.profile) == (1, {"n": "7"})


@settings(max_examples=20, deadline=None)
@given(cohorts(most=3))
def test_scores_of_any_size(cohort: Cohort) -> None:
    big = {**cohort.criteria, "criterion": [{**rule, "weight": 1_000_000} for rule in cohort.criteria["criterion"]]}
    solved = Cohort(cohort.mentors, cohort.mentees, big, cohort.objective).solve()
    published = [solved.ids(pair) for pair in solved.pairs][::-1]
    found = rematch(solved, published)
    assert (len(found.keeping.kept), found.points, found.gone) == (len(published), 0, ())
    rivals = [plan for plan in plans(solved) if cohort.objective == "best_total" or len(plan) == len(solved.pairs)]
    rule = 0
    reach = sensitivity(solved)[rule]
    weight = solved.problem.criteria[rule].rule.weight
    points = solved.problem.points[rule]
    for at, inside in ((round(reach.low * 1000), True), (round(reach.low * 1000) - 1, False)):
        if at >= 0:
            worth = {
                frozenset(plan): sum(int(solved.problem.scores[p]) * weight + (at - weight) * int(points[p]) for p in plan)
                for plan in rivals
            }
            assert (worth[frozenset(solved.pairs)] == max(worth.values())) == inside


def test_the_fairest_plan_tells_in_words_whom_it_would_hurt_and_help() -> None:
    solved = Cohort(numbers("m", 0, 4), numbers("e", 1, 9, 9), CITY, "fairest").solve(capacity=1)
    assert [(pair.mentor, pair.mentee, pair.score) for pair in solved.result.pairs] == [("m0", "e0", 9), ("m1", "e1", 5)]
    (other,) = alternatives(solved, "e0")
    assert (other.mentor, other.pairs_lost, other.points_lost, other.lowest) == ("m1", 0, 6, 1)
    assert other.text.text() == "the worst pair falls from 5 to 1 points; the points change by -6 in all"
    assert other.text.text("de") == "das schwächste Paar fällt von 5 auf 1 Punkte; die Punkte ändern sich insgesamt um -6"
    first = place_values(solved)[0]
    assert (first.mentor, first.text.text()) == (
        "m1",
        "one more place with m1 would make one more pair; the points change by 5",
    )
    assert recruit(solved)[0].text.text() == (
        "One more mentor (n: 9): one more mentee would have a mentor, and the worst pair would stay at 5 points"
    )
