"""The next best mentors, and what each swap costs everybody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from resonanz.engine import Solved, alternative_mentees, alternatives, match, price
from resonanz.engine.insight import Alternative
from resonanz.engine.insight.residual import Measure, Residual
from tests.engine.insight.brute import Cohort, cohorts, plans, value


@settings(max_examples=60, deadline=None)
@given(cohorts())
def test_the_loss_is_that_of_the_best_plan_with_the_pair(cohort: Cohort) -> None:
    solved = cohort.solve()
    every = list(plans(solved))
    best = max(value(solved, plan) for plan in every)
    assert value(solved, solved.pairs) == best
    for mentee, person in enumerate(solved.problem.mentees.ids):
        expected = {}
        for mentor, name in enumerate(solved.problem.mentors.ids):
            with_pair = [value(solved, plan) for plan in every if (mentor, mentee) in plan]
            if with_pair and solved.mentor_of[mentee] != mentor:
                expected[name] = tuple(a - b for a, b in zip(best, max(with_pair), strict=True))
        found = alternatives(solved, person, k=99)
        measure = [(one.pairs_lost, round(one.points_lost * 1000)) for one in found]
        losses = [pair if cohort.objective == "most_pairs" else pair[::-1] for pair in measure]
        assert dict(zip([one.mentor for one in found], losses, strict=True)) == expected
        assert losses == sorted(losses)


@settings(max_examples=40, deadline=None)
@given(cohorts(objectives=("fairest",)))
def test_alternatives_of_the_fairest_plan(cohort: Cohort) -> None:
    solved = cohort.solve()
    every = list(plans(solved))
    best = max(value(solved, plan) for plan in every)
    assert value(solved, solved.pairs) == best
    for mentee, person in enumerate(solved.problem.mentees.ids):
        fairest = {}
        for mentor, name in enumerate(solved.problem.mentors.ids):
            with_pair = [plan for plan in every if (mentor, mentee) in plan]
            if with_pair and solved.mentor_of[mentee] != mentor:
                fairest[name] = max(with_pair, key=lambda plan: value(solved, plan))
        found = alternatives(solved, person, k=99)
        assert {one.mentor for one in found} == set(fairest)
        values = [value(solved, fairest[one.mentor]) for one in found]
        assert values == sorted(values, reverse=True)
        for one, (pairs, scores) in zip(found, values, strict=True):
            assert (one.pairs_lost, round(1000 * one.points_lost)) == (best[0] - pairs, sum(best[1]) - sum(scores))
            assert round(1000 * (one.lowest or 0)) == scores[0]
            moved = {move.mentee: move.mentor for move in one.others}
            assert {**_having(solved), **moved, person: one.mentor} in [_as_named(solved, plan) for plan in every]


def _having(solved: Solved) -> dict[str, str | None]:
    return _as_named(solved, solved.pairs)


def _as_named(solved: Solved, plan: tuple[tuple[int, int], ...]) -> dict[str, str | None]:
    named: dict[str, str | None] = dict.fromkeys(solved.problem.mentees.ids)
    return named | {mentee: mentor for mentor, mentee in map(solved.ids, plan)}


@settings(max_examples=40, deadline=None)
@given(cohorts())
def test_the_moves_lead_to_a_plan_with_that_loss(cohort: Cohort) -> None:
    solved = cohort.solve()
    for person in solved.problem.mentees.ids:
        for one in alternatives(solved, person):
            having: dict[str, str | None] = {person: one.mentor}
            having = {**{pair.mentee: pair.mentor for pair in solved.result.pairs}, **having}
            having |= {move.mentee: move.mentor for move in one.others}
            places = solved.places([(mentor, mentee) for mentee, mentor in having.items() if mentor is not None])
            load = np.bincount([mentor for mentor, _ in places], minlength=len(solved.problem.mentors))
            assert (load <= solved.demands.capacity).all()
            assert all(solved.possible[place] for place in places)
            lost = tuple(a - b for a, b in zip(solved.worth(solved.pairs), solved.worth(places), strict=True))
            assert lost == (one.pairs_lost, round(one.points_lost * 1000))


def test_words_and_others() -> None:
    mentors = [{"id": "m0", "city": "A"}, {"id": "m1", "city": "B"}]
    mentees = [{"id": "e0", "city": "A"}, {"id": "e1", "city": "B"}]
    rules = {"criterion": [{"kind": "equal", "column": "city", "weight": 3}]}
    solved = Cohort(mentors, mentees, rules, "most_pairs").solve(capacity=1)
    assert solved.result == match(mentors, mentees, rules)
    (only,) = alternatives(solved, "e0")
    assert (only.mentor, only.score, only.percent, only.pairs_lost, only.points_lost) == ("m1", 0, 0.0, 0, 6)
    assert [(move.mentee, move.mentor) for move in only.others] == [("e1", "m0")]
    assert (only.text.text(), only.text.text("de")) == ("costs 6 points in all", "kostet insgesamt 6 Punkte")
    pinned = Cohort(mentors, mentees, rules, "most_pairs").solve(capacity=1, pins=[("m0", "e0")])
    assert alternatives(pinned, "e0") == ()
    assert alternatives(pinned, "e1") == ()
    with pytest.raises(KeyError):
        alternatives(solved, "e9")


@pytest.mark.parametrize("weight", [3, 1_000_000])
def test_large_numbers_stay_exact(weight: int) -> None:
    people = [{"id": f"{n:03}", "n": n} for n in range(100)]
    criteria = {"criterion": [{"kind": "near", "column": "n", "within": 140, "weight": weight}] * (weight // 1000 + 1)}
    solved = Cohort(people, people, criteria, "most_pairs").solve(capacity=1)
    network = Residual(solved)
    assert network.worth.dtype == (np.int64 if weight == 3 else object)
    found = alternatives(solved, "000", k=1, residual=network)[0]
    forced = solved.worth(solved.again(pins=solved.places([(found.mentor, "000")])))
    assert solved.worth(solved.pairs)[1] - forced[1] == round(found.points_lost * 1000)
    assert Measure.of(solved).split(Measure.of(solved).join(-2, 7)) == (-2, 7)


@settings(max_examples=60, deadline=None)
@given(cohorts(objectives=("most_pairs", "best_total", "fairest")))
def test_alternatives_of_a_mentor_are_those_of_the_mentees_seen_from_the_other_side(cohort: Cohort) -> None:
    solved = cohort.solve()
    every = {one for mentee in solved.problem.mentees.ids for one in map(_price, alternatives(solved, mentee, k=99))}
    found = {one for mentor in solved.problem.mentors.ids for one in map(_price, alternative_mentees(solved, mentor, k=99))}
    assert found == every
    pairs = [(mentor, mentee) for mentor in solved.problem.mentors.ids for mentee in solved.problem.mentees.ids]
    assert {_price(one) for one in (price(solved, pair) for pair in pairs) if one} == every
    for mentor in solved.problem.mentors.ids:
        for one in alternative_mentees(solved, mentor, k=99):
            moved = {move.mentee: move.mentor for move in one.others}
            assert {**_having(solved), **moved, one.mentee: mentor} in [_as_named(solved, plan) for plan in plans(solved)]


def _price(one: Alternative) -> tuple[object, ...]:
    return one.mentor, one.mentee, one.score, one.pairs_lost, one.points_lost, one.lowest
