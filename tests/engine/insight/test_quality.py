"""The report of a run, and that nobody can be worked out from it."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import match, quality
from resonanz.engine.insight.quality import hidden_groups

CITY = {"criterion": [{"kind": "near", "column": "n", "within": 100, "weight": 1}]}


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 12), max_size=6), st.integers(2, 6))
def test_no_hidden_group_can_be_worked_out(sizes: dict[str, int], minimum: int) -> None:
    hidden = hidden_groups(sizes, minimum)
    people = {name: size for name, size in sizes.items() if size}
    small = {name for name, size in people.items() if size < minimum}
    assert small <= hidden <= set(people)
    if not small:
        assert hidden == set()
    elif hidden != set(people):
        # What is left of the total belongs to at least two groups, and to enough people.
        assert len(hidden) >= 2
        assert sum(people[name] for name in hidden) >= minimum


def test_a_report() -> None:
    mentors = [{"id": f"m{n:02}", "n": n * 10} for n in range(11)]
    mentees = [{"id": f"e{n:02}", "n": 0} for n in range(12)]
    level = {f"e{n:02}": "B1" if n < 6 else "B2" for n in range(12)}
    gender = {f"e{n:02}": "w" if n < 9 else "m" for n in range(11)}
    result = match(mentors, mentees, CITY)
    report = quality(result, {"German": level, "gender": gender})
    fits = [pair.percent for pair in result.pairs]
    assert (report.mentees, report.placed, report.fit.median, report.fit.bands) == (12, 11, 50.0, (3, 2, 3, 3))
    assert (report.fit.least, report.fit.lower, report.fit.upper, report.fit.most) == (0.0, 25.0, 75.0, 100.0)
    german, gendered = report.comparisons
    for group in german.groups:
        members = [pair.percent for pair in result.pairs if level[pair.mentee] == group.value]
        assert (group.placed, group.below) == (len(members), sum(fit < median(fits) for fit in members))
    assert {group.value: group.people for group in german.groups} == {"B1": 6, "B2": 6}
    # Two men and one without an entry are too few; with the women alone shown, they could be worked out together.
    assert (gendered.groups, gendered.hidden) == ((), 3)
    assert gendered.text.text() == ("gender: 3 groups are not shown, because a group of fewer than 5 could be worked out")
    assert german.text.text() == "German: all groups are shown"
    assert report.fit.text.text() == (
        "Half of the pairs fit by 50 % or more; the middle half lies between 25 % and 75 %, all between 0 % and 100 %."
    )


def test_too_few_with_a_mentor_are_not_counted() -> None:
    mentors = [{"id": f"m{n}", "n": n} for n in range(8)]
    mentees = [{"id": f"e{n:02}", "n": 5 if n < 6 else 500 + n} for n in range(18)]
    result = match(mentors, mentees, CITY)
    three = {f"e{n:02}": "abc"[n // 6] for n in range(18)}
    (found,) = quality(result, {"x": three}).comparisons
    assert found.hidden == 0
    assert sorted((group.value, group.people, group.placed, group.below) for group in found.groups) == [
        ("a", 6, 6, None),
        ("b", 6, 2, None),
        ("c", 6, 0, 0),
    ]
    assert found.groups[0].text.text() == "“c”: 0 of 6 have a mentor"


def test_no_pairs_and_mistakes() -> None:
    empty = match([], [{"id": "e", "n": 1}], CITY)
    report = quality(empty)
    assert (report.placed, report.fit.median, report.fit.text.text()) == (0, None, "There are no pairs.")
    with pytest.raises(ValueError, match="'German' names 'x', who is no mentee of this run"):
        quality(empty, {"German": {"x": "B1"}})
    with pytest.raises(ValueError, match="at least 2 people, not 1"):
        quality(empty, minimum_group=1)
