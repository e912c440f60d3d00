"""Vetoes and waiting time, on one pair."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from resonanz.engine import explain, match
from resonanz.tables import InputError

ON = dt.date(2026, 5, 31)


def judge(rule: dict[str, Any], mentor: Any, mentee: Any) -> tuple[bool, float, str]:
    """Return whether it passes as a must, its fit as a criterion of weight 1, and its words."""
    criteria = {"must": [rule], "criterion": [{**rule, "weight": 1}]}
    found = explain([{"id": "m", "x": mentor}], [{"id": "e", "x": mentee}], criteria, pair=("m", "e"))
    return found.possible, float(found.reasons[0].points), found.reasons[0].text.text()


@pytest.mark.parametrize(
    ("rule", "mentor", "mentee", "expected"),
    [
        ({"kind": "vetoes"}, "", "m", (False, 0, "excluded by the mentee")),
        ({"kind": "vetoes"}, "", "", (True, 1, "not excluded by the mentee")),
        ({"kind": "vetoes", "side": "mentor"}, "e", "m", (False, 0, "excluded by the mentor")),
        ({"kind": "waiting", "full_after": 100}, "", "40", (False, 0.4, "the mentee has waited 40 days")),
        ({"kind": "waiting", "full_after": 100}, "", 150, (True, 1, "the mentee has waited 150 days")),
        ({"kind": "waiting", "full_after": 100}, "", "", (False, 0, "the mentee: no entry")),
        ({"kind": "waiting", "full_after": 60, "on": ON}, "", "2026-05-01", (False, 0.5, "the mentee has waited 30 days")),
        (
            {"kind": "waiting", "full_after": 60, "on": ON},
            "",
            dt.date(2026, 5, 30),
            (False, 0.017, "the mentee has waited 1 day"),
        ),
        (
            {"kind": "waiting", "full_after": 9, "on": ON},
            "",
            dt.datetime(2026, 6, 9),
            (False, 0, "the mentee has waited 0 days"),
        ),
        ({"kind": "waiting", "full_after": 8, "side": "mentor"}, "8", "", (True, 1, "the mentor has waited 8 days")),
    ],
)
def test_a_pair(rule: dict[str, Any], mentor: Any, mentee: Any, expected: tuple[bool, float, str]) -> None:
    assert judge({"column": "x", **rule}, mentor, mentee) == expected


@pytest.mark.parametrize("cell", ["-3", "2.5", "soon", "2026-02-30", "1000000"])
def test_an_unreadable_wait(cell: str) -> None:
    with pytest.raises(InputError) as caught:
        judge({"kind": "waiting", "column": "x"}, "", cell)
    assert caught.value.problems[0].message.text() == (
        f"“{cell}” is neither a number of days nor a date; write one such as 40 or 2026-03-31, or leave the cell empty."
    )


def test_an_unreadable_day_in_the_file() -> None:
    with pytest.raises(InputError) as caught:
        judge({"kind": "waiting", "column": "x", "on": "2026-03-31"}, "", "4")
    assert (
        caught.value.problems[0].message.text().endswith("`on` must be a date without quotation marks, such as 2026-03-31.")
    )


def test_an_unknown_veto_is_a_mistake() -> None:
    with pytest.raises(InputError) as caught:
        judge({"kind": "vetoes", "column": "x"}, "", "n")
    assert caught.value.problems[0].text() == (
        "mentees, row 1, column “x”: The excluded “n” is nobody's id in mentors. Correct it or take it away."
    )


def test_who_has_waited_longest_comes_first() -> None:
    mentees = [{"id": "a", "since": "2026-05-01"}, {"id": "b", "since": "2025-01-01"}, {"id": "c", "since": ""}]
    criteria = {"criterion": [{"kind": "waiting", "column": "since", "full_after": 365, "on": ON, "weight": 1}]}
    assert [pair.mentee for pair in match([{"id": "m"}], mentees, criteria).pairs] == ["b"]
