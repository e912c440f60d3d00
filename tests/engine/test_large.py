"""Pairs scored as they are needed: the compiled plan against the words, the auction against the dense solver."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from resonanz.engine import Criteria, assign, match, suggest
from resonanz.engine.encode import encode
from resonanz.engine.fast import ready
from resonanz.engine.large import match_large
from resonanz.engine.match import prepare_people
from resonanz.engine.people import read_people
from resonanz.engine.plan import compile_plan, plan_of_matrix
from resonanz.engine.solve.sparse import solve_plan
from resonanz.tables import InputError

LANGUAGES = ["de:C1", "ar:native", "en:B2", "fr:A2", "uk:B1", "tr:C2"]
OCCUPATIONS = ["2221", "2212", "7231", "5120", "3412", "2512", ""]
SLOTS = ["mon", "tue-evening", "wed-noon", "thu", "fri-evening"]
CRITERIA: dict[str, Any] = {
    "must": [
        {"kind": "different", "column": "team"},
        {"kind": "languages", "column": "lang", "level": "B1", "empty": "pass"},
        {"kind": "availability", "column": "time", "empty": "pass"},
    ],
    "criterion": [
        {"kind": "equal", "column": "city", "weight": 3},
        {"kind": "occupation", "column": "occupation", "weight": 10.5},
        {"kind": "languages", "column": "lang", "weight": 4, "cap": 3},
        {"kind": "availability", "column": "time", "weight": 5},
        {"kind": "overlap", "column": "topics", "weight": 7},
        {"kind": "step", "column": "grade", "order": ["lo", "mid", "hi"], "fit": {"1": 0.75, "2": 1}, "weight": 6},
        {"kind": "near", "column": "place", "within": 200, "country": "AT", "weight": 8},
        {"kind": "at_least", "column": "years", "weight": 2},
        {"kind": "contains", "mentor": "text", "value": "remote", "weight": 1},
    ],
}


def people(prefix: str, count: int, seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)
    return [
        {
            "id": f"{prefix}{number:04}",
            "city": chance.choice(["A", "B", "C", ""]),
            "team": chance.choice("wxyz"),
            "lang": ";".join(chance.sample(LANGUAGES, chance.randint(0, 3))),
            "occupation": chance.choice(OCCUPATIONS),
            "time": ";".join(chance.sample(SLOTS, chance.randint(0, 3))),
            "topics": ";".join(chance.sample("abcdefgh", chance.randint(0, 4))),
            "grade": chance.choice(["lo", "mid", "hi", ""]),
            "years": str(chance.randint(0, 9)) if chance.random() < 0.9 else "",
            "place": chance.choice(["AT-9020", "AT-1010", "AT-8010", ""]),
            "text": chance.choice(["remote ok", "on site", ""]),
        }
        for number in range(count)
    ]


@pytest.mark.parametrize("empty", ["pass", "fail"])
def test_the_plan_scores_every_pair_as_the_rules_do(empty: str) -> None:
    extra = [{"kind": "overlap", "column": "topics"}, {"kind": "occupation", "column": "occupation", "digits": 1}]
    musts = [{**must, "empty": empty} for must in [*CRITERIA["must"], *extra[: 1 + (empty == "pass")]]]
    rules = Criteria.parse({**CRITERIA, "must": musts})
    sides = read_people(people("m", 90, 1), "id", "m"), read_people(people("e", 110, 2), "id", "e")
    problem, plan = encode(*sides, rules), compile_plan(*sides, rules)
    rows, columns = (grid.ravel() for grid in np.meshgrid(np.arange(90), np.arange(110), indexing="ij"))
    scan = ready.kernels("scan")
    expected = np.where(problem.allowed, problem.scores, -1).ravel()
    assert (np.maximum(scan.scores_of_pairs(plan.arrays, rows, columns), -1) == expected).all()
    assert (np.maximum(scan.scores_of_pairs(plan.turned().arrays, columns, rows), -1) == expected).all()


@pytest.mark.parametrize("seed", range(60))
def test_the_auction_proves_what_the_dense_solver_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 60, 2)
    scores = rng.integers(0, rng.choice([1, 3, 50, 10_000]), (rows, columns)).astype(np.int32)
    allowed = rng.random((rows, columns)) < rng.choice([0.05, 0.3, 1])
    capacity = rng.integers(0, 4, rows) if seed % 2 else np.ones(rows, dtype=np.int64)
    plan = plan_of_matrix(np.where(allowed, scores, -1).astype(np.int32))
    for objective in ("most_pairs", "best_total"):
        expected = assign(scores, allowed=allowed, capacity=capacity, objective=objective)
        found = solve_plan(plan, capacity, objective, candidates=int(rng.integers(1, 6)))
        placed = np.flatnonzero(found.row_of >= 0)
        assert (found.total, found.bound, found.most_pairs_proven) == (expected.total, expected.total, True)
        assert objective == "best_total" or len(placed) == len(expected.mentee)
        assert allowed[found.row_of[placed], placed].all()
        assert (np.bincount(found.row_of[placed], minlength=rows) <= capacity).all()


@pytest.mark.parametrize("objective", ["most_pairs", "best_total"])
def test_a_large_match_reaches_the_same_total_and_says_the_same(objective: str) -> None:
    mentors, mentees = people("m", 60, 3), people("e", 80, 4)
    rules = Criteria.parse(CRITERIA)
    options: dict[str, Any] = {"pins": [], "forbids": [("m0003", "e0004"), ("m0005", "e0006")], "minimum": 9.5}
    pinned = match(mentors, mentees, rules, objective=objective, **options).pairs[0]
    options["pins"] = [(pinned.mentor, pinned.mentee)]
    expected = match(mentors, mentees, rules, objective=objective, capacity=2, **options)
    sides = prepare_people(mentors, mentees, rules, None)
    found = match_large(*sides, rules, capacity=np.full(60, 2), objective=objective, **options)
    assert (found.total, found.optimal, found.gap) == (expected.total, True, 0)
    assert objective == "best_total" or len(found.pairs) == len(expected.pairs)
    assert (pinned.mentor, pinned.mentee) in [(pair.mentor, pair.mentee) for pair in found.pairs]
    for pair in found.pairs:
        assert round(sum(reason.points for reason in pair.reasons), 3) == pair.score
        assert pair.score >= 9.5 or (pair.mentor, pair.mentee) == (pinned.mentor, pinned.mentee)
    same = {one.id: one.why for one in expected.unmatched_mentees}
    assert all(one.why == same[one.id] for one in found.unmatched_mentees if one.id in same)
    with pytest.raises(InputError):
        match_large(*sides, rules, capacity=np.full(60, 2), objective=objective, pins=[("nobody", "e0001")])


@pytest.mark.parametrize("loading", [0, 1 << 40])
@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_suggestions_are_the_best_in_order_with_ties_by_id(role: str, loading: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "WORTH_LOADING", loading)
    monkeypatch.setattr(ready, "_prepared", loading == 0)
    one, community = people("a", 1, 7), people("b", 300, 8)
    rules = Criteria.parse({**CRITERIA, "must": CRITERIA["must"][:1]})
    found = suggest(one[0], community, rules, 7, role=role, filters={"city": ["a", "B"]})
    sides = (one, community) if role == "mentor" else (community, one)
    problem = encode(*prepare_people(*sides, rules, None), rules)
    score = np.where(problem.allowed, problem.scores, -1).ravel()
    kept = [n for n, person in enumerate(community) if person["city"] in "AB" and person["city"] and score[n] >= 0]
    best = sorted(kept, key=lambda n: (-score[n], community[n]["id"]))[:7]
    assert [pair.mentee if role == "mentor" else pair.mentor for pair in found] == [community[n]["id"] for n in best]
    assert [round(1000 * pair.score) for pair in found] == [int(score[n]) for n in best]
    assert all(round(sum(reason.points for reason in pair.reasons), 3) == pair.score for pair in found)


def test_candidates_of_both_sides_are_priced_until_nothing_is_missed() -> None:
    scores = np.tile(np.arange(40, dtype=np.int32), (40, 1))  # everybody prefers the same
    found = solve_plan(plan_of_matrix(scores), np.ones(40, dtype=np.int64), candidates=1)
    assert (found.total, found.bound, int((found.row_of >= 0).sum())) == (780, 780, 40)


def test_the_sum_alone_would_lose_a_pair_and_does_not() -> None:
    scores = np.array([[10**6, 0], [10**6, -1]], dtype=np.int32)
    found = solve_plan(plan_of_matrix(scores), np.ones(2, dtype=np.int64))
    assert (found.row_of.tolist(), found.total) == ([1, 0], 10**6)
