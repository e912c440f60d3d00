"""How far a weight can move."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from resonanz.engine import Solved, match, sensitivity
from tests.engine.insight.brute import Cohort, Plan, cohorts, plans

FAR = 1_000_000_000  # thousandths: the greatest weight there is


def rivals(solved: Solved) -> list[Plan]:
    """Return the plans that compete for the highest sum."""
    every = list(plans(solved))
    most = max(map(len, every))
    return [plan for plan in every if solved.objective == "best_total" or len(plan) == most]


def best_at(solved: Solved, number: int, change: Fraction, competing: list[Plan]) -> list[Plan]:
    weight = solved.problem.criteria[number].rule.weight
    points = solved.problem.points[number] if weight else solved.problem.criteria[number].encoded.fits()
    unit = weight or 1_000_000
    worth = [
        sum((int(solved.problem.scores[p]) + change * int(points[p]) / unit for p in plan), Fraction()) for plan in competing
    ]
    return [plan for plan, one in zip(competing, worth, strict=True) if one == max(worth)]


@settings(max_examples=40, deadline=None)
@given(cohorts(most=3))
def test_the_plan_is_best_at_the_ends_and_not_beyond(cohort: Cohort) -> None:
    solved = cohort.solve()
    competing = rivals(solved)
    plan = tuple(sorted(solved.pairs, key=lambda pair: pair[1]))
    for number, reach in enumerate(sensitivity(solved)):
        weight = solved.problem.criteria[number].rule.weight
        low, high = round(reach.low * 1000), FAR if reach.high is None else round(reach.high * 1000)
        assert 0 <= low <= weight <= high <= FAR
        for at, inside in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
            if 0 <= at <= FAR:
                assert (plan in best_at(solved, number, Fraction(at - weight), competing)) == inside


@settings(max_examples=20, deadline=None)
@given(cohorts(most=3))
def test_a_pair_is_in_some_best_plan_as_far_as_it_reaches(cohort: Cohort) -> None:
    solved = cohort.solve()
    competing = rivals(solved)
    for pair in solved.pairs:
        for number, reach in enumerate(sensitivity(solved, pair=solved.ids(pair))):
            weight = solved.problem.criteria[number].rule.weight
            low, high = round(reach.low * 1000), FAR if reach.high is None else round(reach.high * 1000)
            inside = {*range(low, weight, max((weight - low) // 20, 1)), high, weight, (weight + high) // 2}
            for at in inside:
                assert any(pair in plan for plan in best_at(solved, number, Fraction(at - weight), competing))
            for at in (low - 1, high + 1):
                assert not 0 <= at <= FAR or not any(
                    pair in plan for plan in best_at(solved, number, Fraction(at - weight), competing)
                )


def cities(weight: float) -> dict[str, Any]:
    return {
        "criterion": [
            {"kind": "equal", "column": "city", "weight": weight},
            {"kind": "equal", "column": "job", "weight": 5},
        ]
    }


MENTORS = [{"id": "m0", "city": "A", "job": "x"}, {"id": "m1", "city": "B", "job": "y"}]
MENTEES = [{"id": "e0", "city": "A", "job": "y"}, {"id": "e1", "city": "B", "job": "x"}]


def test_words_and_new_runs_agree() -> None:
    solved = Cohort(MENTORS, MENTEES, cities(8), "most_pairs").solve(capacity=1)
    city, job = sensitivity(solved)
    assert (city.weight, city.low, city.high) == (8, 5, None)
    assert (job.weight, job.low, job.high) == (5, 0, 8)
    assert city.text.text() == "“city” (weight 8): nothing changes from 5 upwards"
    assert job.text.text() == "“job” (weight 5): nothing changes from 0 to 8"
    plan = [(pair.mentor, pair.mentee) for pair in solved.result.pairs]
    for weight, same in ((5.001, True), (900_000, True), (4.999, False)):
        again = match(MENTORS, MENTEES, cities(weight))
        assert ([(pair.mentor, pair.mentee) for pair in again.pairs] == plan) == same
    alone = Cohort(MENTORS[:1], MENTEES[:1], cities(8), "most_pairs").solve(capacity=1)
    assert sensitivity(alone)[0].text.text() == "“city” (weight 8): nothing changes, whatever it weighs"
    with pytest.raises(ValueError, match="m0:e1 is no pair of this plan"):
        sensitivity(solved, pair=("m0", "e1"))
