"""Rules that the kernel cannot judge from codes, among so many people that no table of all pairs is made."""

from __future__ import annotations

import importlib
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import Criteria, blocks, match, solve_cohort
from resonanz.engine.blocks import compile_rules
from resonanz.engine.encode import encode
from resonanz.engine.fast import ready
from resonanz.engine.large import match_large
from resonanz.engine.match import prepare_people
from resonanz.engine.plan import Unsuitable, compile_plan
from resonanz.tables import InputError

WORDS = [f"word{number}" for number in range(90)]


def people(prefix: str, other: str, count: int, others: int, seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)
    names = [f"{other}{number}" for number in range(others)]
    return [
        {
            "id": f"{prefix}{number}",
            "city": chance.choice("ABC"),
            "words": ";".join(chance.sample(WORDS, chance.randint(0, 12))),
            "likes": ";".join(chance.sample(names, chance.choice([0, 0, 1, 3]))),
            "knows": ";".join(chance.sample(names, chance.choice([0, 4, others]))),
            "never": ";".join(chance.sample(names, chance.choice([0, 1, 2]))),
        }
        for number in range(count)
    ]


WISHES: list[dict[str, Any]] = [
    {"kind": "prefers", "column": "likes", "weight": 7},
    {"kind": "prefers", "column": "likes", "side": "mentor", "weight": 3.5},
    {"kind": "vetoes", "column": "never", "weight": 2},
    {"kind": "mutual", "column": "likes", "weight": 5},
]
MUSTS: dict[str, dict[str, Any]] = {
    "vetoes": {"kind": "vetoes", "column": "never"},
    "vetoes, empty fails": {"kind": "vetoes", "column": "never", "side": "mentor", "empty": "fail"},
    "prefers": {"kind": "prefers", "column": "knows"},
    "prefers, empty passes": {"kind": "prefers", "column": "knows", "side": "mentor", "empty": "pass"},
    "mutual": {"kind": "mutual", "column": "knows", "empty": "pass"},
    "lists": {"kind": "overlap", "column": "words", "at_least": 1},
    "two": {"kind": "overlap", "column": "words", "at_least": 2, "empty": "pass"},
}


@pytest.mark.parametrize("must", MUSTS)
@pytest.mark.parametrize("lowest", [None, 6_200])
def test_every_pair_has_the_score_of_the_rules(must: str, lowest: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_CELLS", 170)  # blocks of a few rows
    criteria = [{"kind": "equal", "column": "city", "weight": 4}, {"kind": "overlap", "column": "words", "weight": 9.5}]
    rules = Criteria.parse({"must": [MUSTS[must], MUSTS["vetoes"]], "criterion": [*criteria, *WISHES]})
    sides = prepare_people(people("m", "e", 40, 50, 1), people("e", "m", 50, 40, 2), rules, None)
    with pytest.raises(Unsuitable):
        compile_plan(*sides, rules)
    problem, plan = encode(*sides, rules), compile_rules(*sides, rules).plan(lowest)
    rows, columns = (grid.ravel() for grid in np.meshgrid(np.arange(40), np.arange(50), indexing="ij"))
    scores = ready.kernels("scan").scores_of_pairs
    expected = np.where(problem.allowed & (problem.scores >= (lowest or 0)), problem.scores, -1).ravel()
    assert (expected >= 0).any()
    assert (np.maximum(scores(plan.arrays, rows, columns), -1) == expected).all()
    assert (np.maximum(scores(plan.turned().arrays, columns, rows), -1) == expected).all()
    assert (expected[expected >= 0] % plan.divisor == 0).all()


@pytest.mark.parametrize("objective", ["most_pairs", "best_total", "fairest"])
@pytest.mark.parametrize("seed", range(6))
def test_wishes_among_many_people_give_the_same_total_and_the_same_words(objective: str, seed: int) -> None:
    mentors, mentees = people("m", "e", 25, 30, seed), people("e", "m", 30, 25, seed + 50)
    criteria = [{"kind": "equal", "column": "city", "weight": 4}, {"kind": "overlap", "column": "words", "weight": 9.5}]
    rules = Criteria.parse({"must": [MUSTS["vetoes"]], "criterion": [*criteria, *WISHES]})
    sides = prepare_people(mentors, mentees, rules, None)
    minimum = 3.25 if seed % 2 else None
    found = match_large(*sides, rules, capacity=np.ones(25, dtype=np.int64), objective=objective, minimum=minimum)
    expected = match(mentors, mentees, rules, objective=objective, minimum=minimum)
    assert found.optimal
    if objective == "fairest":
        assert found.fairness == "worst_then_total"
        assert len(found.pairs) == len(expected.pairs)
        assert min(pair.score for pair in found.pairs) == min(pair.score for pair in expected.pairs)
        assert found.total >= expected.total
    else:
        assert (found.total, found.bound) == (expected.total, expected.total)
    problem = encode(*sides, rules)
    for pair in found.pairs:
        place = problem.mentors.index()[pair.mentor], problem.mentees.index()[pair.mentee]
        words = [judged.encoded.words(*place).text() for judged in problem.criteria]
        assert [reason.text.text() for reason in pair.reasons] == words
        assert round(1000 * pair.score) == int(problem.scores[place])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_fairest_of_many_has_the_best_worst_pair_and_then_the_highest_sum(rows: int, columns: int, data: Any) -> None:
    numbers = st.integers(0, 6)
    mentors = [{"id": f"m{n}", "n": data.draw(numbers), "places": data.draw(st.integers(0, 2))} for n in range(rows)]
    mentees = [{"id": f"e{n}", "n": data.draw(numbers)} for n in range(columns)]
    near = {"kind": "near", "column": "n"}
    rules = Criteria.parse({"must": [{**near, "within": 4}], "criterion": [{**near, "within": 6, "weight": 6}]})
    sides = prepare_people(mentors, mentees, rules, None)
    capacity = np.array([row["places"] for row in mentors])
    found = match_large(*sides, rules, capacity=capacity, objective="fairest")
    problem = encode(*sides, rules)
    best = max(_outcomes(problem.scores, problem.allowed, capacity.tolist(), 0))
    scores = [round(1000 * pair.score) for pair in found.pairs]
    assert (len(scores), min(scores, default=0), sum(scores)) == best
    assert found.optimal


def _outcomes(scores: Any, allowed: Any, left: list[int], mentee: int) -> list[tuple[int, int, int]]:
    """Return (pairs, lowest score, sum) of every plan; the lowest of none is 0."""
    if mentee == scores.shape[1]:
        return [(0, 0, 0)]
    found = _outcomes(scores, allowed, left, mentee + 1)
    for mentor in np.flatnonzero(allowed[:, mentee]):
        if left[mentor]:
            score = int(scores[mentor, mentee])
            rest = [n - (k == mentor) for k, n in enumerate(left)]
            for pairs, lowest, total in _outcomes(scores, allowed, rest, mentee + 1):
                found.append((pairs + 1, min(lowest, score) if pairs else score, total + score))
    return found


def test_limits_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    mentors, mentees = people("m", "e", 9, 8, 1), people("e", "m", 8, 9, 2)
    lists = Criteria.parse({"criterion": [{"kind": "overlap", "column": "words", "weight": 1, "label": "words"}, WISHES[0]]})
    module = importlib.import_module("resonanz.engine.match")  # the package has a function of this name
    monkeypatch.setattr(module, "MOST_CELLS", 50)
    assert match(mentors, mentees, lists).total == solve_cohort(mentors, mentees, lists).result.total
    monkeypatch.setattr(blocks, "_fits", lambda sides, rule: False)
    monkeypatch.setattr(blocks, "MOST_CELLS", 60)
    assert _complaint(mentors, mentees, lists) == (
        "criteria.toml: “words”: these have too many different entries to be matched among so many pairs (72); up to 60 "
        "pairs work. Use fewer different entries (lists: at most 64 that both sides use), or match in several parts."
    )
    heavy = Criteria.parse({"criterion": 2 * [{"kind": "equal", "column": "city", "weight": 1_000_000}]})
    assert len(match(mentors, mentees, heavy).pairs) == 8
    monkeypatch.setattr(module, "MOST_MEMORY", 1000)
    assert _complaint(mentors, mentees, heavy) == (
        "criteria.toml: The weights are too large for so many pairs (72): together they may give at most 1073741 points "
        "here. Divide all weights by the same number; that changes no plan."
    )
    with pytest.raises(InputError) as caught:
        solve_cohort(mentors, mentees, lists)
    assert caught.value.problems[0].text() == (
        "mentors: There are 72 possible pairs, too many for tables of all of them; `match` pairs cohorts of this size, but "
        "what else a solved model can tell is for some thousand people. Ask for a part of the cohort."
    )


def _complaint(*arguments: Any) -> str:
    with pytest.raises(InputError) as caught:
        match(*arguments)
    return caught.value.problems[0].text()


def test_an_unknown_objective_is_refused_at_any_size() -> None:
    with pytest.raises(ValueError, match="objective must be one of most_pairs, best_total, fairest, not 'best'"):
        match_large(
            *prepare_people([], [], Criteria.parse({"criterion": WISHES}), None),
            Criteria.parse({"criterion": WISHES}),
            capacity=np.zeros(0, dtype=np.int64),
            objective="best",
        )
