"""Both give and both take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import isqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import alternatives, match_reciprocal, solve_reciprocal
from resonanz.engine.insight.reciprocal import MOST_PEERS, combined
from resonanz.tables import InputError

RULES: dict[str, Any] = {
    "must": [{"kind": "different", "column": "team"}],
    "criterion": [
        {"kind": "overlap", "mentor": "offers", "mentee": "wants", "weight": 3},
        {"kind": "equal", "column": "city", "weight": 1},
    ],
}
TOPICS = ["", "law", "code", "law; code", "code; art", "art"]
people = st.lists(
    st.tuples(st.sampled_from(TOPICS), st.sampled_from(TOPICS), st.sampled_from("AB"), st.sampled_from("xyz")),
    min_size=1,
    max_size=7,
)


def rows(prefix: str, drawn: list[tuple[str, str, str, str]]) -> list[dict[str, str]]:
    keys = ("offers", "wants", "city", "team")
    return [{"id": f"{prefix}{n}", **dict(zip(keys, row, strict=True))} for n, row in enumerate(drawn)]


def pairings(ids: list[str]) -> Iterator[list[tuple[str, str]]]:
    """Yield every set of pairs in one pool."""
    if not ids:
        yield []
        return
    first, *rest = ids
    yield from pairings(rest)
    for other in rest:
        for more in pairings([one for one in rest if one != other]):
            yield [(first, other), *more]


def share(giver: dict[str, str], taker: dict[str, str]) -> int:
    """Return thousandths of a percent, in whole numbers once more."""
    wants = {topic for topic in taker["wants"].split("; ") if topic}
    common = wants & set(giver["offers"].split("; "))
    millionths = (2 * len(common) * 1_000_000 + len(wants)) // (2 * len(wants)) if wants else 0
    points = (2 * millionths * 3000 + 1_000_000) // 2_000_000 + 1000 * (giver["city"] == taker["city"])
    return (200_000 * points + 4000) // 8000


def score(one: dict[str, str], other: dict[str, str]) -> int | None:
    if one["team"] == other["team"]:
        return None
    return (isqrt(4 * share(one, other) * share(other, one)) + 1) // 2


def key(objective: str, scores: list[int]) -> tuple[int, int]:
    return (len(scores), sum(scores)) if objective == "most_pairs" else (sum(scores), len(scores))


@settings(max_examples=60, deadline=None)
@given(people, st.sampled_from(["most_pairs", "best_total"]), st.randoms(use_true_random=False))
def test_a_pool_gets_its_best_pairs(drawn: list[Any], objective: str, chance: random.Random) -> None:
    pool = {row["id"]: row for row in rows("p", drawn)}
    every = (
        scores
        for pairs in pairings(sorted(pool))
        if None not in (scores := [score(pool[one], pool[other]) for one, other in pairs])
    )
    best = max(key(objective, [one for one in scores if one is not None]) for scores in every)
    shuffled = list(pool.values())
    result = match_reciprocal(shuffled, None, RULES, objective=objective)
    assert key(objective, [round(pair.score * 1000) for pair in result.pairs]) == best
    for pair in result.pairs:
        one, other = pool[pair.one], pool[pair.other]
        assert (round(pair.score * 1000), round(pair.gives * 1000), round(pair.gets * 1000)) == (
            score(one, other),
            share(one, other),
            share(other, one),
        )
    paired = [person for pair in result.pairs for person in (pair.one, pair.other)]
    assert sorted([*paired, *(person.id for person in result.alone)]) == sorted(pool)
    chance.shuffle(shuffled)
    assert match_reciprocal(shuffled, None, RULES, objective=objective) == result


@settings(max_examples=40, deadline=None)
@given(people, people, st.sampled_from(["most_pairs", "best_total"]))
def test_two_groups_get_their_best_pairs(one: list[Any], other: list[Any], objective: str) -> None:
    sides = [{row["id"]: row for row in rows(prefix, drawn[:4])} for prefix, drawn in (("a", one), ("b", other))]

    def plans(left: list[str], open_others: list[str]) -> Iterator[list[int]]:
        if not left:
            yield []
            return
        yield from plans(left[1:], open_others)
        for partner in open_others:
            if (worth := score(sides[0][left[0]], sides[1][partner])) is not None:
                for more in plans(left[1:], [o for o in open_others if o != partner]):
                    yield [worth, *more]

    best = max(key(objective, scores) for scores in plans(sorted(sides[0]), sorted(sides[1])))
    result = match_reciprocal(list(sides[0].values()), list(sides[1].values()), RULES, objective=objective)
    assert key(objective, [round(pair.score * 1000) for pair in result.pairs]) == best
    assert len(result.alone) == len(sides[0]) + len(sides[1]) - 2 * len(result.pairs)


def test_a_one_sided_pair_ranks_low_and_both_directions_have_reasons() -> None:
    executives = rows("x", [("law; code", "art", "A", "1"), ("law; code", "law", "B", "2")])
    students = rows("s", [("art", "law; code", "A", "3")])
    result = match_reciprocal(executives, students, RULES)
    (pair,) = result.pairs
    assert (pair.one, pair.other, pair.score, pair.gives, pair.gets) == ("x0", "s0", 100, 100, 100)
    assert [reason.text.text() for reason in pair.reasons_got] == ["in common: art", "both: “A”"]
    assert [(person.id, person.why.text()) for person in result.alone] == [
        ("x1", "1 possible partner, who is in another pair")
    ]
    forbidden = match_reciprocal(executives, students, RULES, forbids=[("x0", "s0")])
    (pair,) = forbidden.pairs
    assert (pair.score, pair.gives, pair.gets) == (0, 75, 0)
    assert pair.reasons_got[1].text.text() == "s0: “A”; x1: “B”"
    weaker = match_reciprocal(executives[1:], students, RULES, combine="weaker", back={"criterion": RULES["criterion"][1:]})
    assert (weaker.pairs[0].gives, weaker.pairs[0].gets, weaker.pairs[0].score) == (75, 0, 0)


def test_a_pool_with_two_sets_of_criteria() -> None:
    pool = rows("p", [("law", "", "A", "1"), ("", "law", "A", "2")])
    offers, wants = {"criterion": RULES["criterion"][:1]}, {"criterion": RULES["criterion"][1:]}
    (pair,) = match_reciprocal(pool, None, offers, back=wants).pairs
    assert (pair.one, pair.other, pair.score) == ("p0", "p1", 100)
    (pair,) = match_reciprocal(pool[::-1], None, wants, back=offers).pairs
    assert (pair.one, pair.other, pair.score) == ("p1", "p0", 100)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_the_geometric_mean_is_rounded_exactly(one: int, other: int) -> None:
    assert combined(np.array([one]), np.array([other]), "geometric")[0] == (isqrt(4 * one * other) + 1) // 2


def test_mistakes_get_a_sentence() -> None:
    pool = rows("p", [("law", "law", "A", "1")])
    with pytest.raises(InputError) as caught:
        match_reciprocal(pool, None, RULES, forbids=[("p0", "p9")])
    assert caught.value.problems[0].message.text() == (
        "There is nobody with the id “p9”. Correct or drop the forbidden pair."
    )
    with pytest.raises(InputError) as caught:
        match_reciprocal([{"id": str(n)} for n in range(MOST_PEERS + 1)], None, RULES)
    assert caught.value.problems[0].message.text() == (
        "2001 people are too many to be paired with each other exactly; at most 2000 are possible. Form two groups, or "
        "several pools."
    )
    with pytest.raises(ValueError, match="combine must be one of geometric, weaker, not 'mean'"):
        match_reciprocal(pool, None, RULES, combine="mean")


@settings(max_examples=60, deadline=None)
@given(people, people, st.sampled_from(["most_pairs", "best_total"]))
def test_the_model_of_two_groups_has_the_plan_and_tells_what_another_pair_costs(
    one: list[tuple[str, str, str, str]], other: list[tuple[str, str, str, str]], objective: str
) -> None:
    mine, theirs = rows("a", one), rows("b", other)
    plan = match_reciprocal(mine, theirs, RULES, objective=objective)
    model = solve_reciprocal(mine, theirs, RULES, objective=objective)
    solved = model.solved
    assert [solved.ids(place) for place in sorted(solved.pairs)] == [(pair.one, pair.other) for pair in plan.pairs]
    assert sum(solved.problem.scores[place] for place in solved.pairs) == round(1000 * plan.total)
    for person in solved.problem.mentees.ids:
        for found in alternatives(solved, person, k=9):
            assert found.percent == round(found.score + 1e-9, 1)
            pinned = solve_reciprocal(mine, theirs, RULES, objective=objective, pins=[(found.mentor, found.mentee)]).solved
            pairs, points = (a - b for a, b in zip(solved.worth(solved.pairs), pinned.worth(pinned.pairs), strict=True))
            assert (found.pairs_lost, round(1000 * found.points_lost)) == (pairs, points)
            forbidden = [solved.ids(place) for place in solved.pairs]
            again = solve_reciprocal(mine, theirs, RULES, objective=objective, forbids=forbidden).solved
            assert not set(forbidden) & {again.ids(place) for place in again.pairs}
    with pytest.raises(ValueError, match="combine"):
        solve_reciprocal(mine, theirs, RULES, combine="both")


TWO = (
    [{"id": "a", "offers": "law", "wants": "art", "n": "2"}, {"id": "b", "offers": "code", "wants": "law", "n": "1"}],
    [{"id": "c", "offers": "art", "wants": "law"}, {"id": "d", "offers": "law", "wants": "law; code"}],
)
OFFERS: dict[str, Any] = {"criterion": [{"kind": "overlap", "mentor": "offers", "mentee": "wants", "weight": 1}]}


def pairs_of(**options: Any) -> list[tuple[str, str, float]]:
    result = match_reciprocal(*TWO, OFFERS, **options)
    return [(pair.one, pair.other, float(pair.score)) for pair in result.pairs]


def test_pins_places_and_forbids_of_two_groups() -> None:
    assert pairs_of() == [("a", "c", 100), ("b", "d", 70.711)]
    assert pairs_of(pins=[("a", "d")]) == [("a", "d", 0), ("b", "c", 0)]
    assert pairs_of(pins=[("a", "d")], capacity="n") == [("a", "c", 100), ("a", "d", 0)]
    assert pairs_of(forbids=[("b", "d")], objective="best_total") == [("a", "c", 100)]
    with pytest.raises(InputError, match="the same pair is forbidden"):
        pairs_of(pins=[("a", "d")], forbids=[("a", "d")])
    with pytest.raises(ValueError, match="for two groups"):
        match_reciprocal(TWO[0], None, OFFERS, pins=[("a", "b")])


def test_a_pin_must_be_possible_both_ways() -> None:
    back = {"must": [{"kind": "overlap", "mentor": "offers", "mentee": "wants"}], **OFFERS}
    with pytest.raises(InputError, match="fails the condition"):
        match_reciprocal(*TWO, OFFERS, back=back, pins=[("a", "d")])


def test_reasons_without_names_speak_of_who_gives_and_who_takes() -> None:
    (_, pair) = match_reciprocal(*TWO, OFFERS, named=False).pairs
    assert [reason.text.text() for reason in (*pair.reasons_given, *pair.reasons_got)] == [
        "in common: code; only the mentee: law",
        "in common: law",
    ]
