"""Every kind on one pair: does it pass, how well does it fit, and what does it say."""

from __future__ import annotations

from typing import Any

import pytest

from resonanz.engine import explain, match
from resonanz.tables import InputError

ORDER = ["junior", "middle", "senior"]


def judge(rule: dict[str, Any], mentor: str, mentee: str) -> tuple[bool, float, str]:
    """Return whether it passes as a must, its fit as a criterion of weight 1, and its words."""
    sides = {} if "column" in rule or "mentor" in rule or "mentee" in rule else {"column": "x"}
    for_must = {key: value for key, value in rule.items() if key not in ("fit", "cap")}
    for_points = {key: value for key, value in rule.items() if key not in ("allowed", "at_least", "digits", "empty")}
    criteria: dict[str, Any] = {
        "must": [{**sides, **for_must}],
        "criterion": [{**sides, **for_points, "weight": 1}],
    }
    found = explain([{"id": "m", "x": mentor}], [{"id": "e", "x": mentee}], criteria, pair=("m", "e"))
    return found.possible, float(found.reasons[0].points), found.reasons[0].text.text()


@pytest.mark.parametrize(
    ("rule", "mentor", "mentee", "expected"),
    [
        ({"kind": "equal"}, " Policy", "policy", (True, 1, "both: “Policy”")),
        ({"kind": "equal"}, "a", "b", (False, 0, "the mentor: “a”; the mentee: “b”")),
        ({"kind": "equal"}, "", "", (False, 0, "the mentor: no entry; the mentee: no entry")),
        ({"kind": "equal", "empty": "pass"}, "", "b", (True, 0, "the mentor: no entry; the mentee: “b”")),
        ({"kind": "different"}, "a", "A", (False, 0, "both: “a”")),
        ({"kind": "different"}, "", "", (True, 1, "the mentor: no entry; the mentee: no entry")),
        ({"kind": "overlap"}, "a; b", "B, c, d", (True, 0.333, "in common: B; only the mentee: c, d")),
        ({"kind": "overlap", "at_least": 2}, "a;b", "a", (False, 1, "in common: a")),
        ({"kind": "overlap"}, "a", "", (False, 0, "the mentor: “a”; the mentee: no entry")),
        (
            {"kind": "contains"},
            "likes Java, Go",
            "java",
            (True, 1, "both have “java”"),
        ),
        ({"kind": "contains"}, "Javascript", "java", (False, 0, "the mentor: “Javascript”; the mentee: “java”")),
        ({"kind": "contains", "mentee": "x", "value": "yes"}, "", "yes", (True, 1, "the mentee has “yes”")),
        (
            {"kind": "contains", "mentor": "x", "value": "yes"},
            "no",
            "",
            (False, 0, "the mentor does not have “yes”, but: “no”"),
        ),
        (
            {"kind": "step", "order": ORDER, "allowed": [1, 2], "fit": {"1": 0.5, "2": 1}},
            "middle",
            "junior",
            (True, 0.5, "the mentor: “middle”; the mentee: “junior”, one step above"),
        ),
        (
            {"kind": "step", "order": ORDER, "allowed": [-2], "fit": {"-2": 0.25}},
            "junior",
            "senior",
            (True, 0.25, "the mentor: “junior”; the mentee: “senior”, 2 steps below"),
        ),
        ({"kind": "at_least"}, "3", "2,5", (True, 1, "the mentor: 3; the mentee: 2.5")),
        ({"kind": "at_most"}, "3", "2.5", (False, 0, "the mentor: 3; the mentee: 2.5")),
        (
            {"kind": "at_least", "mentor": "x", "value": 5},
            "4",
            "",
            (False, 0, "the mentor: 4 (asked for: at least 5)"),
        ),
        ({"kind": "near", "within": 4}, "10", "11", (True, 0.75, "the mentor: “10”; the mentee: “11”, 1 apart")),
        ({"kind": "near", "within": 4}, "", "11", (False, 0, "the mentor: no entry; the mentee: “11”")),
        (
            {"kind": "near", "within": 100},
            "46.62,14.31",
            "46.62,14.31",
            (True, 1, "less than 1 km apart (the mentor: 46.62,14.31; the mentee: 46.62,14.31)"),
        ),
        (
            {"kind": "near", "within": 5, "country": "AT"},
            "9020",
            "AT-1010",
            (False, 0, "230 km apart (the mentor: Klagenfurt; the mentee: Wien)"),
        ),
        (
            {"kind": "languages", "level": "B1"},
            "de:C1; ar:native",
            "ar:native; de:B2",
            (True, 1, "both speak German (B2), Arabic (native)"),
        ),
        (
            {"kind": "languages", "level": "B1"},
            "Deutsch C1",
            "de:A2",
            (False, 0, "common languages only below B1: German (A2)"),
        ),
        (
            {"kind": "languages"},
            "it:native",
            "es:B1",
            (False, 0, "no common language; the mentor: Italian (native); the mentee: Spanish (B1)"),
        ),
        ({"kind": "occupation"}, "2221", "2221", (True, 1, "same occupation: Nursing professionals")),
        (
            {"kind": "occupation", "digits": 3},
            "2221",
            "2264",
            (
                False,
                0.5,
                "the mentor: “Nursing professionals”; the mentee: “Physiotherapists”; both in “Health professionals”",
            ),
        ),
        (
            {"kind": "availability", "cap": 2},
            "mon-evening; Di-Abend",
            "mon, sat",
            (True, 0.5, "both have time: Monday evening"),
        ),
        (
            {"kind": "availability"},
            "mon-noon",
            "tue-noon",
            (False, 0, "no common time; the mentor: Monday noon; the mentee: Tuesday noon"),
        ),
        ({"kind": "prefers", "column": "x"}, "", "m", (True, 1, "wish no. 1 of the mentee")),
        (
            {"kind": "prefers", "column": "x", "side": "mentor"},
            "",
            "m",
            (False, 0, "the mentor named no wishes"),
        ),
    ],
)
def test_kind(rule: dict[str, Any], mentor: str, mentee: str, expected: tuple[bool, float, str]) -> None:
    assert judge(rule, mentor, mentee) == expected


def test_later_wishes_count_less() -> None:
    criteria = {"criterion": [{"kind": "prefers", "column": "wishes", "weight": 6}]}
    mentors = [{"id": name} for name in "abc"]
    mentees = [{"id": "e", "wishes": "c, a, b"}]
    points = {name: explain(mentors, mentees, criteria, pair=(name, "e")).score for name in "abc"}
    assert points == {"c": 6, "a": 3, "b": 2}


@pytest.mark.parametrize(
    ("mentors_wishes", "mentees_wishes", "expected"),
    [
        ("e, x", "m, y", (True, 240, "both put each other first")),
        ("x, e", "m", (True, 210, "wish no. 1 of the mentee, and no. 2 the other way round")),
        ("x, z, e", "y, n, m", (True, 160, "wish no. 3 of the mentee, and no. 3 the other way round")),
        ("e", "y", (False, 60, "wish no. 1 of the mentor, not the other way round")),
        ("", "y, m", (False, 30, "wish no. 2 of the mentee, not the other way round")),
        ("x", "y", (False, 0, "neither wished for the other")),
    ],
)
def test_mutual_wishes_count_more_than_two_that_go_one_way(
    mentors_wishes: str, mentees_wishes: str, expected: tuple[bool, int, str]
) -> None:
    mentors = [{"id": "m", "w": mentors_wishes}, {"id": "y", "w": ""}, {"id": "n", "w": ""}]
    mentees = [{"id": "e", "w": mentees_wishes}, {"id": "x", "w": ""}, {"id": "z", "w": ""}]
    rule = {"kind": "mutual", "column": "w"}
    found = explain(mentors, mentees, {"must": [rule], "criterion": [{**rule, "weight": 240}]}, pair=("m", "e"))
    assert (found.possible, found.score, found.reasons[0].text.text()) == expected


def test_unknown_wishes_of_both_sides_are_named_at_once() -> None:
    criteria = {"criterion": [{"kind": "mutual", "column": "w", "weight": 1}]}
    with pytest.raises(InputError) as caught:
        match([{"id": "m", "w": "zz"}], [{"id": "e", "w": "yy"}], criteria)
    assert [problem.text() for problem in caught.value.problems] == [
        "mentors, row 1, column “w”: The wish “zz” is nobody's id in mentees. Correct it or take it away.",
        "mentees, row 1, column “w”: The wish “yy” is nobody's id in mentors. Correct it or take it away.",
    ]


@pytest.mark.parametrize(
    ("rule", "cell", "sentence"),
    [
        (
            {"kind": "step", "order": ORDER, "allowed": [1]},
            "senoir",
            "“senoir” is not in `order` (“junior”, “middle”, “senior”). Did you mean “senior”? Correct the "
            "cell or add "
            "it to `order`.",
        ),
        (
            {"kind": "at_least"},
            "many",
            "“many” is not a number; write one such as 3 or 2.5, or leave the cell empty.",
        ),
        (
            {"kind": "near", "within": 5, "unit": "km"},
            "Atlantis",
            "“Atlantis” is no postcode we know; write one such as AT-9020 or coordinates such as "
            "46.62,14.31, or leave "
            "the cell empty.",
        ),
        (
            {"kind": "languages"},
            "de:C1; qqq9",
            "“qqq9” is no language we know; write its name or code, such as de:C1; ar:native.",
        ),
        ({"kind": "languages"}, "de:Z9", "“Z9” is no language level; write A1 … C2 or native."),
        (
            {"kind": "availability"},
            "someday",
            "“someday” is no time of the week; write mon tue wed thu fri sat sun, a hyphen and morning noon "
            "afternoon "
            "evening.",
        ),
        (
            {"kind": "prefers", "side": "mentor"},
            "zz",
            "The wish “zz” is nobody's id in mentees. Correct it or take it away.",
        ),
    ],
)
def test_unreadable_cells_get_a_sentence(rule: dict[str, Any], cell: str, sentence: str) -> None:
    criteria = {"must": [{"column": "x", **rule}]}
    with pytest.raises(InputError) as caught:
        match([{"id": "m", "x": cell}], [{"id": "e", "x": ""}], criteria)
    assert [problem.text() for problem in caught.value.problems] == [f"mentors, row 1, column “x”: {sentence}"]
