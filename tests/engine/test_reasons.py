"""The reasons of a pair: their points add up to its score, for every pair and every kind."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given, settings

from resonanz.engine import Criteria, explain, match, report
from resonanz.engine.decode import Words, pair_in_words
from resonanz.engine.encode import encode
from resonanz.engine.match import prepare_people
from tests.engine.test_community import MENTEES, MENTORS, criteria, people


@settings(max_examples=100, deadline=None)
@given(people(MENTORS, []), people(MENTEES, []), criteria())
def test_the_points_of_the_reasons_are_the_score(mentors: Any, mentees: Any, rules: Criteria) -> None:
    problem = encode(*prepare_people(mentors, mentees, rules, None), rules)
    words = Words(problem)
    for mentor, row in enumerate(problem.scores):
        for mentee, score in enumerate(row):
            pair = pair_in_words(problem, mentor, mentee, rules.best_possible)
            assert words.pair(mentor, mentee, rules.best_possible) == pair
            points = [round(1000 * reason.points) for reason in pair.reasons]
            assert (sum(points), round(1000 * pair.score)) == (score, score)
            assert all(0 <= part <= round(1000 * reason.of) for part, reason in zip(points, pair.reasons, strict=True))
            explained = explain(mentors, mentees, rules, pair=(pair.mentor, pair.mentee))
            assert (explained.reasons, explained.score) == (pair.reasons, pair.score)
            assert explained.possible == problem.allowed[mentor, mentee]
            assert explained.possible == all(check.passed for check in explained.musts)
    result = match(mentors, mentees, rules)
    assert round(1000 * result.total) == sum(round(1000 * pair.score) for pair in result.pairs)


def test_pairs_with_equal_cells_share_their_reasons_but_not_their_wishes() -> None:
    mentors: list[dict[str, Any]] = [{"id": "m1", "job": "cook", "years": "3"}, {"id": "m2", "job": "cook", "years": 3.0}]
    mentees: list[dict[str, Any]] = [
        {"id": "e1", "job": "cook", "years": 3, "wish": "m1"},
        {"id": "e2", "job": "Cook", "years": "", "wish": "m1"},
    ]
    rules = Criteria.parse(
        {
            "criterion": [
                {"kind": "equal", "column": "job", "weight": 4},
                {"kind": "at_least", "column": "years", "weight": 2},
                {"kind": "prefers", "column": "wish", "weight": 1},
            ]
        }
    )
    words = Words(encode(*prepare_people(mentors, mentees, rules, None), rules))
    first, second, third = (words.pair(*place, rules.best_possible).reasons for place in ((0, 0), (1, 0), (0, 1)))
    assert [one is other for one, other in zip(first, second, strict=True)] == [True, True, False]
    assert [one is other for one, other in zip(first, third, strict=True)] == [False, False, False]
    assert [reason.text.text() for reason in first] == [
        "both: “cook”",
        "the mentor: 3; the mentee: 3",
        "wish no. 1 of the mentee",
    ]
    assert second[2].text.text() == "not among the wishes of the mentee"
    assert third[1].text.text() == "the mentor: 3; the mentee: no entry"


def test_a_file_gives_every_pair_its_own_reasons() -> None:
    jobs = ("cook", "nurse", "cook", "clerk", "nurse", "cook")
    mentors = [{"id": f"m{n}", "job": job, "grade": str(n % 3)} for n, job in enumerate(jobs)]
    mentees = [{"id": f"e{n}", "job": job, "grade": str(n % 2)} for n, job in enumerate(reversed(jobs))]
    rules = {
        "criterion": [
            {"kind": "equal", "column": "job", "weight": 40, "label": {"en": "job", "de": "Beruf"}},
            {"kind": "at_least", "column": "grade", "weight": 20},
        ]
    }
    result = match(mentors, mentees, rules)
    sentence = {"en": "{}: {} of {} ({})", "de": "{}: {} von {} ({})"}
    for language, delimiter in (("en", ","), ("de", ";")):
        written = io.StringIO(report.content(".csv", result, [], language).decode("utf-8-sig"), newline="")
        told = [row[4] for row in list(csv.reader(written, delimiter=delimiter))[1:]]
        assert told == [
            " · ".join(
                sentence[language].format(r.criterion.text(language), r.points, r.of, r.text.text(language))
                for r in pair.reasons
            )
            for pair in result.pairs
        ]
        assert len(set(told)) == 5
