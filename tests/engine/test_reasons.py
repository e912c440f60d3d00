"""The reasons of a pair: their points add up to its score, for every pair and every kind."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from resonanz.engine import Criteria, explain, match
from resonanz.engine.decode import pair_in_words
from resonanz.engine.encode import encode
from resonanz.engine.match import prepare_people
from tests.engine.test_community import MENTEES, MENTORS, criteria, people


@settings(max_examples=100, deadline=None)
@given(people(MENTORS, []), people(MENTEES, []), criteria())
def test_the_points_of_the_reasons_are_the_score(mentors: Any, mentees: Any, rules: Criteria) -> None:
    problem = encode(*prepare_people(mentors, mentees, rules, None), rules)
    for mentor, row in enumerate(problem.scores):
        for mentee, score in enumerate(row):
            pair = pair_in_words(problem, mentor, mentee, rules.best_possible)
            points = [round(1000 * reason.points) for reason in pair.reasons]
            assert (sum(points), round(1000 * pair.score)) == (score, score)
            assert all(0 <= part <= round(1000 * reason.of) for part, reason in zip(points, pair.reasons, strict=True))
            explained = explain(mentors, mentees, rules, pair=(pair.mentor, pair.mentee))
            assert (explained.reasons, explained.score) == (pair.reasons, pair.score)
            assert explained.possible == problem.allowed[mentor, mentee]
            assert explained.possible == all(check.passed for check in explained.musts)
    result = match(mentors, mentees, rules)
    assert round(1000 * result.total) == sum(round(1000 * pair.score) for pair in result.pairs)
