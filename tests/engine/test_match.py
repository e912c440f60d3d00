"""People in, pairs and reasons out."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import Criteria, explain, load_criteria, match
from resonanz.tables import InputError, read_table

HERE = Path(__file__).parents[2]
DATA = Path(os.environ.get("RESONANZ_TEST_DATA", HERE.parent / "shared" / "data")) / "mentor-match-small"
EXAMPLES = HERE / "docs" / "examples"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
SMALL: dict[str, Any] = {
    "settings": {"id": "email address"},
    "must": [
        {"kind": "different", "column": "organisation"},
        {"kind": "step", "column": "grade", "order": GRADES, "allowed": [1, 2]},
    ],
    "criterion": [
        {"kind": "step", "column": "grade", "order": GRADES, "fit": {"1": 0.75, "2": 1.0}, "weight": 12},
        {"kind": "equal", "column": "profession", "weight": 10},
        {"kind": "overlap", "mentor": "characteristics", "mentee": "identity to match", "weight": 6},
    ],
}
CITY = {"criterion": [{"kind": "equal", "column": "city", "weight": 3}]}
TEAM = {"must": [{"kind": "different", "column": "team", "label": {"de": "Team (de)", "en": "team"}}], **CITY}


def people(prefix: str, cities: str, teams: str = "") -> list[dict[str, str]]:
    return [{"id": f"{prefix}{n}", "city": city, "team": teams[n] if teams else ""} for n, city in enumerate(cities)]


def pairs_of(result: Any) -> list[tuple[str, str]]:
    return [(pair.mentor, pair.mentee) for pair in result.pairs]


def complaints(*arguments: Any, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        match(*arguments, **options)
    return [problem.text() for problem in caught.value.problems]


@pytest.mark.skipif(not DATA.is_dir(), reason="the sample of 50 mentors and 50 mentees is not beside the checkout")
@pytest.mark.parametrize(
    ("objective", "capacity", "pairs", "total"),
    [("best_total", 1, 35, 750), ("most_pairs", 1, 35, 750), ("most_pairs", 3, 50, 1038)],
)
def test_the_public_sample(objective: str, capacity: int, pairs: int, total: int) -> None:
    mentors, mentees = read_table(DATA / "mentors.csv"), read_table(DATA / "mentees.csv")
    result = match(mentors, mentees, SMALL, objective=objective, capacity=capacity)
    assert (len(result.pairs), result.total, result.optimal, result.best_possible) == (pairs, total, True, 28)


def test_the_json_form() -> None:
    result = match(people("m", "AB", "xy"), people("e", "BCB", "zxy"), TEAM)
    assert result.to_json("de") == {
        "objective": "most_pairs",
        "total": 3,
        "optimal": True,
        "bound": 3,
        "gap": 0,
        "pairs": [
            {
                "mentor": "m1",
                "mentee": "e0",
                "score": 3,
                "percent": 100.0,
                "reasons": [{"criterion": "city", "points": 3, "of": 3, "text": "beide: „B“"}],
            },
            {
                "mentor": "m0",
                "mentee": "e2",
                "score": 0,
                "percent": 0.0,
                "reasons": [{"criterion": "city", "points": 0, "of": 3, "text": "Mentor*in: „A“; Mentee: „B“"}],
            },
        ],
        "unmatched": {
            "mentors": [],
            "mentees": [{"id": "e1", "why": "1 Person käme infrage, ist aber anderweitig vergeben"}],
        },
    }


def test_why_somebody_is_left() -> None:
    mentors = [*people("m", "AAA", "xxy"), {"id": "m9", "city": "A", "team": "z"}]
    capacity = [{**mentor, "places": "0" if mentor["id"] == "m9" else "1"} for mentor in mentors]
    result = match(capacity, people("e", "AA", "xx"), TEAM, capacity="places", forbids=[("m2", "e1")])
    assert pairs_of(result) == [("m2", "e0")]
    assert [(one.id, one.why.text()) for one in result.unmatched_mentors] == [
        ("m0", "no possible mentee: 2 of 2 fail “team”"),
        ("m1", "no possible mentee: 2 of 2 fail “team”"),
        ("m9", "has no free place (capacity 0)"),
    ]
    assert [(one.id, one.why.text()) for one in result.unmatched_mentees] == [
        ("e1", "1 possible mentor, without a free place")
    ]


def test_settings_of_the_file_yield_to_arguments() -> None:
    criteria = {**CITY, "settings": {"id": "id", "capacity": 2, "objective": "best_total"}}
    mentors, mentees = people("m", "A"), people("e", "AAA")
    assert len(match(mentors, mentees, criteria).pairs) == 2
    result = match(mentors, mentees, criteria, capacity=1, objective="most_pairs")
    assert (len(result.pairs), result.objective) == (1, "most_pairs")


def test_pins_are_kept_and_forbidden_pairs_never_made() -> None:
    mentors, mentees = people("m", "AB"), people("e", "AB")
    assert pairs_of(match(mentors, mentees, CITY)) == [("m0", "e0"), ("m1", "e1")]
    assert pairs_of(match(mentors, mentees, CITY, pins=[("m0", "e1")])) == [("m1", "e0"), ("m0", "e1")]
    assert pairs_of(match(mentors, mentees, CITY, forbids=[("m0", "e0")])) == [("m1", "e0"), ("m0", "e1")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"pins": [("m7", "e0")]},
            "mentors: pin m7:e0: there is no mentor with the id “m7”. Correct or drop it.",
        ),
        (
            {"pins": [("m0", "e0")]},
            "mentors, row 1: pin m0:e0: the pair fails the condition “team” (both: “x”); drop the pin or "
            "change the "
            "condition.",
        ),
        (
            {"pins": [("m0", "e1"), ("m0", "e2")]},
            "mentors, row 1: pin m0:e2: that is more than the mentor's places (1); drop a pin or raise the capacity.",
        ),
        (
            {"pins": [("m0", "e1"), ("m1", "e1")]},
            "mentors, row 2: pin m1:e1: this mentee is pinned to another mentor already; keep one of the two pins.",
        ),
        (
            {"pins": [("m0", "e1"), ("m0", "e1")]},
            "mentors, row 1: pin m0:e1: it is given twice; give it once.",
        ),
        (
            {"pins": [("m0", "e1")], "forbids": [("m0", "e1")]},
            "mentors, row 1: pin m0:e1: the same pair is forbidden; drop one of the two.",
        ),
        ({"capacity": -1}, "mentors: The capacity is -1, but must not be negative."),
        (
            {"capacity": "citi"},
            "mentors: There is no column “citi” with the capacity. Did you mean “city”? The columns are "
            "“id”, “city”, "
            "“team”.",
        ),
        (
            {"id": "mail"},
            "mentors: There is no column “mail” with the ids. Name the column that identifies people, with "
            "--id or "
            "`id` under [settings]; the columns are “id”, “city”, “team”.",
        ),
    ],
)
def test_impossible_wishes_get_a_sentence(options: dict[str, Any], sentence: str) -> None:
    assert complaints(people("m", "AB", "xy"), people("e", "ABC", "xzz"), TEAM, **options)[0] == sentence


def test_ids_and_capacities_are_checked_in_their_rows() -> None:
    mentors = [{"id": "a", "n": "-2"}, {"id": "", "n": "1"}, {"id": "a", "n": "x"}]
    criteria = {"criterion": [{"kind": "equal", "column": "n", "weight": 1}]}
    assert complaints(mentors, [{"id": "e", "n": "1"}], criteria) == [
        "mentors, row 2, column “id”: The id is missing; give this person one.",
        "mentors, row 3, column “id”: The id “a” stands in row 1 already; each person needs one of their own.",
    ]
    mentors = [{"id": "a", "n": "-2"}, {"id": "b", "n": ""}, {"id": "c", "n": "x"}]
    assert complaints(mentors, [{"id": "e", "n": "1"}], criteria, capacity="n") == [
        "mentors, row 1, column “n”: The capacity is -2, but must not be negative; write 0 for none.",
        "mentors, row 2, column “n”: The capacity is missing; write how many mentees fit, 0 for none.",
        "mentors, row 3, column “n”: The capacity “x” is not a whole number from 0 up; write how many mentees fit.",
    ]


def test_nobody_at_all() -> None:
    result = match([], people("e", "A"), CITY)
    assert (result.pairs, result.total) == ((), 0)
    assert [one.why.text() for one in result.unmatched_mentees] == ["there are no mentors"]
    assert match([], [], CITY).to_json()["pairs"] == []


@settings(max_examples=40, deadline=None)
@given(
    st.text("AB", min_size=1, max_size=7),
    st.text("AB", min_size=1, max_size=7),
    st.integers(1, 3),
    st.sampled_from(["most_pairs", "best_total"]),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_decides_nothing(
    mentor_cities: str, mentee_cities: str, capacity: int, objective: str, chance: random.Random
) -> None:
    mentors, mentees = people("m", mentor_cities), people("e", mentee_cities)
    expected = match(mentors, mentees, CITY, capacity=capacity, objective=objective)
    assert match(mentors, mentees, CITY, capacity=capacity, objective=objective) == expected
    chance.shuffle(mentors)
    chance.shuffle(mentees)
    assert match(mentors, mentees, CITY, capacity=capacity, objective=objective) == expected
    pin = (chance.choice(mentors)["id"], chance.choice(mentees)["id"])
    pinned = match(mentors, mentees, CITY, capacity=capacity, objective=objective, pins=[pin])
    assert pin in pairs_of(pinned)


def test_points_add_up_and_the_example_explains_itself() -> None:
    mentors, mentees = read_table(EXAMPLES / "mentors.csv"), read_table(EXAMPLES / "mentees.csv")
    criteria = load_criteria(EXAMPLES / "criteria.toml")
    result = match(mentors, mentees, criteria)
    for pair in result.pairs:
        assert len(pair.reasons) == 5
        assert round(sum(reason.points for reason in pair.reasons), 3) == pair.score
        assert all(reason.text.text(language) for reason in pair.reasons for language in ("de", "en"))
    explained = explain(mentors, mentees, criteria, pair=("m04", "e03"))
    assert (explained.possible, explained.score, explained.percent) == (False, 100, 100.0)
    assert [(check.must.text("de"), check.passed) for check in explained.musts] == [
        ("anderes Unternehmen", False),
        ("gemeinsame Sprache ab B1", True),
        ("Berufserfahrung", True),
    ]


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    match(people("m", "AB"), people("e", "AB"), Criteria.parse(TEAM), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
