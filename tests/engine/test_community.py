"""Suggestions out of a community that is encoded once, against the table of all pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import Community, Criteria, suggest
from resonanz.engine.encode import encode
from resonanz.engine.match import prepare_people
from resonanz.tables import InputError

MENTORS, MENTEES = [f"m{n}" for n in range(6)], [f"e{n}" for n in range(6)]
KINDS: list[dict[str, Any]] = [
    {"kind": "equal", "column": "word"},
    {"kind": "different", "column": "word"},
    {"kind": "overlap", "column": "words"},
    {"kind": "contains", "mentor": "words", "mentee": "word"},
    {"kind": "contains", "mentee": "words", "value": "law"},
    {"kind": "at_least", "column": "number"},
    {"kind": "at_most", "mentor": "number", "value": 3},
    {"kind": "near", "column": "number", "within": 4},
    {"kind": "near", "column": "place", "within": 300},
    {"kind": "languages", "column": "languages", "level": "B1"},
    {"kind": "occupation", "column": "occupation"},
    {"kind": "availability", "column": "times"},
    {"kind": "prefers", "column": "named"},
    {"kind": "prefers", "column": "named", "side": "mentor"},
    {"kind": "mutual", "column": "named"},
    {"kind": "vetoes", "column": "named"},
    {"kind": "vetoes", "column": "named", "side": "mentor"},
    {"kind": "waiting", "column": "number", "full_after": 5},
    {"kind": "waiting", "column": "number", "full_after": 5, "side": "mentor"},
]
STEP = {"kind": "step", "column": "word", "order": ["law", "code", "art"]}


def people(ids: list[str], others: list[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    def some(values: list[str], most: int) -> st.SearchStrategy[str]:
        return st.lists(st.sampled_from(values), max_size=most, unique=True).map("; ".join)

    row = st.fixed_dictionaries(
        {
            "word": st.sampled_from(["law", "Law", "code", "art", ""]),
            "words": some(["law", "code", "art", "tax law"], 3),
            "number": st.sampled_from(["", "0", "1", "2,5", "3", "7"]).filter(lambda text: "," not in text),
            "place": st.sampled_from(["AT-9020", "AT-1010", "DE-86150", ""]),
            "languages": some(["de:C1", "de:A1", "ar:native", "en:B2"], 2).filter(lambda text: text.count("de") < 2),
            "occupation": st.sampled_from(["2221", "2212", "7231", ""]),
            "times": some(["mon", "tue-evening", "mon-noon"], 2),
            "named": some(others, 3) if others else st.just(""),
        }
    )
    rows = st.lists(row, min_size=1, max_size=len(ids))
    return rows.map(lambda found: [{"id": ids[n], **one} for n, one in enumerate(found)])


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    musts = draw(st.lists(st.sampled_from(KINDS), max_size=2))
    soft = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    rules: dict[str, Any] = {
        "must": [{**must, "empty": draw(st.sampled_from(["pass", "fail"]))} for must in musts],
        "criterion": [{**one, "weight": draw(st.sampled_from([0, 1, 2.5, 7]))} for one in soft],
    }
    if draw(st.booleans()):
        rules["criterion"].append({**STEP, "fit": {"0": 1, "1": 0.5}, "weight": 3})
        rules["must"].append({**STEP, "allowed": [0, 1, 2], "empty": "pass"})
    return Criteria.parse(rules)


@settings(max_examples=150, deadline=None)
@given(
    people(MENTORS, MENTEES), people(MENTEES, MENTORS), criteria(), st.integers(1, 7), st.sampled_from(["mentor", "mentee"])
)
def test_every_kind_from_both_sides(mentors: Any, mentees: Any, rules: Criteria, k: int, side: str) -> None:
    # So that wishes name nobody unknown, which whole tables refuse.
    for row in (*mentors, *mentees):
        known = {one["id"] for one in (mentees if row in mentors else mentors)}
        row["named"] = "; ".join(name for name in row["named"].split("; ") if name in known)
    problem = encode(*prepare_people(mentors, mentees, rules, None), rules)
    community, asking = (mentors, mentees) if side == "mentor" else (mentees, mentors)
    made = Community(community, rules, side=side)
    for number, person in enumerate(asking):
        scores = np.where(problem.allowed, problem.scores, -1)
        line = scores[:, number] if side == "mentor" else scores[number]
        best = [n for n in sorted(range(len(line)), key=lambda n: (-line[n], n)) if line[n] >= 0][:k]
        for found in (made.suggest(person, k), suggest(person, community, rules, k, role=_role(side))):
            assert [pair.mentor if side == "mentor" else pair.mentee for pair in found] == [community[n]["id"] for n in best]
            for pair, place in zip(found, best, strict=True):
                mentor, mentee = (place, number) if side == "mentor" else (number, place)
                assert round(1000 * pair.score) == line[place] == sum(round(1000 * one.points) for one in pair.reasons)
                words = [judged.encoded.words(mentor, mentee).text() for judged in problem.criteria]
                assert [reason.text.text() for reason in pair.reasons] == words


def _role(side: str) -> str:
    return "mentee" if side == "mentor" else "mentor"


RULES: dict[str, Any] = {
    "must": [{"kind": "vetoes", "column": "not", "side": "mentor"}],
    "criterion": [{"kind": "near", "column": "n", "within": 10, "weight": 10}],
}


def numbers(prefix: str, *values: object) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{place}", "n": value, "not": ""} for place, value in enumerate(values)]


def test_wishes_of_the_community_may_name_people_who_are_not_here() -> None:
    mentors = numbers("m", 1, 2, 3)
    mentors[0]["not"], mentors[1]["not"] = "e7; somebody else", "somebody else"
    found = suggest({"id": "e7", "n": 0}, mentors, RULES)
    assert [pair.mentor for pair in found] == ["m1", "m2"]
    rules = {**RULES, "must": [{"kind": "vetoes", "column": "not"}]}
    with pytest.raises(InputError, match="The excluded “m9” is nobody's id in mentors"):
        suggest({"id": "e7", "n": 0, "not": "m9"}, mentors, rules)


def test_filters_and_their_mistakes() -> None:
    community = Community(
        [{**row, "town": town} for row, town in zip(numbers("m", 1, 2, 3), ("A", "b  c", ""), strict=True)], RULES
    )
    asking = {"id": "e0", "n": 3}
    for wanted, names in (("B C", ["m1"]), (["a", "B c"], ["m1", "m0"]), ("", ["m2"]), ([], []), ("z", [])):
        assert [pair.mentor for pair in community.suggest(asking, filters={"town": wanted})] == names
    assert [pair.mentor for pair in community.suggest(asking, filters={"town": "a", "n": "1"})] == ["m0"]
    with pytest.raises(InputError) as caught:
        community.suggest(asking, filters={"twon": "a"})
    assert caught.value.problems[0].text() == (
        "mentors: There is no column “twon” to filter by. Did you mean “town”? The columns are “id”, “n”, “not”, “town”."
    )


def test_mistakes_name_every_row_and_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        Community(numbers("m", "x y", 1, "x y"), {"criterion": [{"kind": "at_least", "column": "n", "weight": 1}]})
    assert [problem.row for problem in caught.value.problems] == [1, 3]
    with pytest.raises(ValueError, match="k must be at least 1, not 0"):
        Community(numbers("m", 1), RULES).suggest({"id": "e0", "n": 1}, 0)
    with pytest.raises(ValueError, match='side must be "mentor" or "mentee", not \'both\''):
        Community([], RULES, side="both")
    assert Community([], RULES).suggest({"id": "e0", "n": 1}) == ()
    with pytest.raises(InputError, match="have no column “n”"):
        Community(numbers("m", 1), RULES).suggest({"id": "e0"})


def test_cells_are_places_where_one_of_them_is() -> None:
    rules = {"criterion": [{"kind": "near", "column": "n", "within": 400, "weight": 10}]}
    community = Community(numbers("m", "46.62,14.31", "AT-9020"), rules)
    (first, second) = community.suggest({"id": "e0", "n": "AT-9020"})
    assert (first.mentor, first.score, second.mentor) == ("m1", 10, "m0")
    assert second.reasons[0].text.text() == "5 km apart (the mentor: 46.62,14.31; the mentee: Klagenfurt)"


@settings(max_examples=40, deadline=None)
@given(people(MENTORS, []), people(MENTEES, []), criteria(), st.sampled_from(["mentor", "mentee"]))
def test_all_scores_and_chosen_pairs_are_those_of_the_suggestions(
    mentors: Any, mentees: Any, rules: Criteria, side: str
) -> None:
    others, (one, *_) = (mentors, mentees) if side == "mentor" else (mentees, mentors)
    made = Community(others, rules, side=side)
    scores = made.scores(one)
    best = [int(n) for n in np.lexsort((np.arange(len(scores)), -scores)) if scores[n] >= 0]
    assert made.pairs(one, best) == made.suggest(one, len(others))
    assert [round(1000 * pair.score) for pair in made.pairs(one, best)] == [int(scores[n]) for n in best]
