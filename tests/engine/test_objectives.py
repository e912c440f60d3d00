"""Every objective with pins, forbidden pairs and a minimum score, against every plan there is."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.insight.brute import Cohort, cohorts, plans, value

OBJECTIVES = ("most_pairs", "best_total", "fairest")


@settings(max_examples=150, deadline=None)
@given(cohorts(objectives=OBJECTIVES), st.randoms(use_true_random=False), st.sampled_from([None, 1.5, 4]))
def test_the_result_is_the_best_plan_that_is_allowed(cohort: Cohort, chance: random.Random, minimum: float | None) -> None:
    ids = [[row["id"] for row in side] for side in (cohort.mentors, cohort.mentees)]
    forbids = [(chance.choice(ids[0]), chance.choice(ids[1])) for _ in range(chance.randint(0, 3))]
    options = {"forbids": forbids, "minimum": minimum}
    free = cohort.solve(**options)
    pins = [free.ids(place) for place in chance.choice([(), *plans(free)])][:2]
    solved = cohort.solve(**options, pins=pins)
    made = [(pair.mentor, pair.mentee) for pair in solved.result.pairs]
    assert set(pins) <= set(made)
    assert not set(made) & set(forbids)
    assert all(pair.score >= (minimum or 0) for pair in solved.result.pairs)
    assert value(solved, solved.pairs) == max(value(solved, plan) for plan in plans(solved))
    result = solved.result
    assert (result.optimal, result.bound, result.gap, result.objective) == (True, result.total, 0, cohort.objective)
    assert result.fairness == ("lexicographic" if cohort.objective == "fairest" else None)
