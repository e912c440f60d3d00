"""Blocking pairs, and plans with fewer of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import Solved, blocking_pairs, fewer_blocking
from resonanz.engine.insight.stability import blocking_mask, from_the_top
from resonanz.engine.solved import Place
from tests.engine.insight.brute import Cohort, Plan, cohorts, plans, value


def blocking(solved: Solved, plan: Plan) -> set[Place]:
    """Say it once more, in loops."""
    scores, found = solved.problem.scores, set()
    mentor_of = {mentee: mentor for mentor, mentee in plan}
    pinned = set(solved.demands.pins)
    for mentor, mentee in zip(*np.nonzero(solved.possible), strict=True):
        score = scores[mentor, mentee]
        has = mentor_of.get(mentee)
        if mentee in {one for _, one in pinned} or (has is not None and scores[has, mentee] >= score):
            continue
        own = [other for other, at in mentor_of.items() if at == mentor]
        free = len(own) < solved.demands.capacity[mentor]
        if free or any(scores[mentor, other] < score for other in own if (mentor, other) not in pinned):
            found.add((int(mentor), int(mentee)))
    return found


@settings(max_examples=60, deadline=None)
@given(cohorts(), st.randoms(use_true_random=False))
def test_blocking_pairs_are_all_and_only_those(cohort: Cohort, chance: object) -> None:
    solved = cohort.solve()
    found = blocking_pairs(solved)
    assert {solved.places([(one.mentor, one.mentee)])[0] for one in found} == blocking(solved, solved.pairs)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    own = solved.problem.scores
    assert not blocking_mask(solved, from_the_top(solved), own, own).any()
    if solved.pairs:
        pinned = cohort.solve(pins=[solved.ids(solved.pairs[-1])])
        places = pinned.places((one.mentor, one.mentee) for one in blocking_pairs(pinned))
        assert set(places) == blocking(pinned, pinned.pairs)


@settings(max_examples=25, deadline=None)
@given(cohorts(), st.integers(0, 2))
def test_the_bounded_plan_is_the_best_within_its_bound(cohort: Cohort, most: int) -> None:
    solved = cohort.solve()
    best = max(value(solved, plan) for plan in plans(solved) if len(blocking(solved, plan)) <= most)
    found = fewer_blocking(solved, most)
    places = tuple(solved.places(found.pairs))
    assert (value(solved, places), found.exact) == (best, True)
    assert found.blocking == len(blocking(solved, places)) <= most
    now = solved.worth(solved.pairs)
    assert (found.pairs_lost, round(found.points_lost * 1000)) == (now[0] - len(places), now[1] - solved.worth(places)[1])


def unstable() -> Solved:
    """Everybody gets a pair only if m0 and e0, who suit each other best, are kept apart."""
    mentors = [{"id": "m0", "n": 0, "team": "x"}, {"id": "m1", "n": 9, "team": "y"}]
    mentees = [{"id": "e0", "n": 0, "team": "z"}, {"id": "e1", "n": 5, "team": "y"}]
    criteria = {
        "must": [{"kind": "different", "column": "team"}],
        "criterion": [{"kind": "near", "column": "n", "within": 10, "weight": 10}],
    }
    return Cohort(mentors, mentees, criteria, "most_pairs").solve(capacity=1)


def test_words_and_price() -> None:
    solved = unstable()
    (only,) = blocking_pairs(solved)
    assert (only.mentor, only.mentee, only.score, only.mentor_has, only.mentee_has) == ("m0", "e0", 10, "e1", "m1")
    assert only.text.text() == "m0 and e0 fit better with each other than m0 with e1 and e0 with m1"
    stable = fewer_blocking(solved)
    assert (stable.pairs, stable.blocking, stable.pairs_lost, stable.points_lost) == ((("m0", "e0"),), 0, 1, -4)
    assert stable.text.text() == "0 blocking pairs instead of 1: 1 pairs instead of 2, 10 points instead of 6"
    assert fewer_blocking(solved, 1).pairs == (("m1", "e0"), ("m0", "e1"))
    with pytest.raises(ValueError, match="must not be negative, but is -1"):
        fewer_blocking(solved, -1)


def test_sides_may_judge_for_themselves() -> None:
    solved = unstable()
    content = np.zeros((2, 2))
    assert blocking_pairs(solved, mentor_scores=content) == ()
    with pytest.raises(ValueError, match=r"need the shape \(2, 2\)"):
        blocking_pairs(solved, mentee_scores=np.zeros((1, 2)))


def test_large_cohorts_say_that_it_is_not_exact() -> None:
    mentors = [{"id": f"m{n:03}", "n": n * 7 % 61, "team": n % 3} for n in range(80)]
    mentees = [{"id": f"e{n:03}", "n": n * 5 % 61, "team": n % 2} for n in range(90)]
    criteria = {
        "must": [{"kind": "different", "column": "team"}],
        "criterion": [{"kind": "near", "column": "n", "within": 40, "weight": 10}],
    }
    solved = Cohort(mentors, mentees, criteria, "best_total").solve(capacity=1)
    assert blocking_pairs(solved)
    found = fewer_blocking(solved)
    assert (found.blocking, found.exact) == (0, False)
