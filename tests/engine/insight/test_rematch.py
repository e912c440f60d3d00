"""A decline, a late arrival: what stays, and what that costs."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import Solved, rematch
from resonanz.engine.insight import NewPlan
from tests.engine.insight.brute import Cohort, Plan, cohorts, plans, scores_of


def order(solved: Solved, plan: Plan, published: set[tuple[int, int]], *, keep_first: bool) -> tuple[int, ...]:
    pairs, points = solved.worth(plan)
    kept = len(published & set(plan))
    if solved.objective == "fairest":
        scores = scores_of(solved, plan)
        return (pairs, kept, *scores) if keep_first else (pairs, *scores, kept)
    middle = (kept, points) if keep_first else (points, kept)
    return (pairs, *middle) if solved.objective == "most_pairs" else (*middle, pairs)


@settings(max_examples=60, deadline=None)
@given(cohorts(objectives=("most_pairs", "best_total", "fairest")), st.randoms(use_true_random=False), st.booleans())
def test_both_plans_are_the_best_in_their_order(cohort: Cohort, chance: random.Random, arrives: bool) -> None:
    before = cohort.solve(objective=chance.choice(["most_pairs", "best_total"]))
    published = [before.ids(pair) for pair in before.pairs]
    declined = published[: chance.randint(0, 1)]
    mentees = [*cohort.mentees, {**cohort.mentees[0], "id": "late"}] if arrives else cohort.mentees[1:]
    now = Cohort(cohort.mentors, mentees, cohort.criteria, cohort.objective).solve()
    found = rematch(now, published, declined)
    refused = set(now.places(pair for pair in declined if pair[1] in now.problem.mentees.ids))
    allowed = [plan for plan in plans(now) if not refused & set(plan)]
    still = {place for pair in published if pair[1] in now.problem.mentees.ids for place in now.places([pair])} - refused
    assert {pair for pair in published if pair not in {now.ids(place) for place in still}} == set(found.gone)
    results = []
    for plan, keep_first in ((found.keeping, True), (found.whole, False)):
        places = tuple(now.places((pair.mentor, pair.mentee) for pair in plan.result.pairs))
        assert not refused & set(places)
        best = max(order(now, one, still, keep_first=keep_first) for one in allowed)
        assert order(now, places, still, keep_first=keep_first) == best
        assert kept_by(plan, now) == (still & set(places), still - set(places))
        results.append(now.worth(places))
    assert (found.pairs, round(found.points * 1000)) == tuple(b - a for a, b in zip(*results, strict=True))


def kept_by(plan: NewPlan, solved: Solved) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    return set(solved.places(plan.kept)), set(solved.places(plan.given_up))


CITY = {"criterion": [{"kind": "near", "column": "n", "within": 10, "weight": 10}]}


def test_keeping_has_a_price() -> None:
    mentors = [{"id": "m0", "n": 0}, {"id": "m1", "n": 4}]
    now = Cohort(mentors, [{"id": "e0", "n": 5}, {"id": "late", "n": 0}], CITY, "most_pairs").solve(capacity=1)
    found = rematch(now, [("m0", "e0"), ("m0", "left")])
    assert (found.keeping.kept, found.whole.kept, found.gone) == ((("m0", "e0"),), (), (("m0", "left"),))
    assert (found.keeping.result.total, found.whole.result.total, found.points, found.pairs) == (11, 19, 8, 0)
    assert found.whole.given_up == (("m0", "e0"),)
    assert found.text.text() == (
        "1 of 1 published pairs that are still possible stay. That costs 8 points against the best new plan, in which 0 "
        "would stay."
    )


def test_a_decline_is_not_made_again_and_the_reason_says_so() -> None:
    now = Cohort([{"id": "m0", "n": 0}], [{"id": "e0", "n": 0}], CITY, "most_pairs").solve(capacity=1)
    found = rematch(now, [("m0", "e0")], declined=[("m0", "e0")])
    assert (found.keeping.result.pairs, found.gone) == ((), (("m0", "e0"),))
    assert found.keeping.result.unmatched_mentees[0].why.text() == "no possible mentor: 1 of 1 are forbidden"
    assert found.text.text() == "None of the published pairs is possible any more."
    pinned = Cohort([{"id": "m0", "n": 0}], [{"id": "e0", "n": 0}], CITY, "most_pairs").solve(
        capacity=1, pins=[("m0", "e0")]
    )
    assert rematch(pinned, [("m0", "e0")], declined=[("m0", "e0")]).keeping.kept == (("m0", "e0"),)
