"""Whom to recruit: every advice is checked with a mentor who really joins."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import match, place_values, recruit
from tests.engine.insight.brute import Cohort, cohorts, plans, value


def joined(cohort: Cohort, profile: dict[str, str], count: int, places: int) -> Any:
    """Match once more with the people who were advised."""
    new = [{"id": f"new{number}", **profile, "places": places} for number in range(count)]
    return match([*cohort.mentors, *new], cohort.mentees, cohort.criteria, capacity="places", objective=cohort.objective)


@settings(max_examples=40, deadline=None)
@given(cohorts(), st.integers(1, 2))
def test_advice_comes_true(cohort: Cohort, places: int) -> None:
    solved = cohort.solve()
    advices = recruit(solved, places=places, most=3)
    for advice in advices:
        after = joined(cohort, dict(advice.profile), advice.count, places)
        assert len(after.pairs) - len(solved.pairs) == advice.pairs_gained
        assert round((after.total - solved.result.total) * 1000) == round(advice.points_gained * 1000)
    gains = [(one.pairs_gained, one.points_gained) for one in advices]
    assert [g if cohort.objective == "most_pairs" else g[::-1] for g in gains] == sorted(
        (g if cohort.objective == "most_pairs" else g[::-1] for g in gains), reverse=True
    )


@settings(max_examples=40, deadline=None)
@given(cohorts())
def test_the_value_of_a_place_is_exact(cohort: Cohort) -> None:
    solved = cohort.solve()
    values = {one.mentor: (one.pairs_gained, round(one.points_gained * 1000)) for one in place_values(solved)}
    now = max(value(solved, plan) for plan in plans(solved))
    for number, mentor in enumerate(cohort.mentors):
        more = [dict(row, places=row["places"] + (row is mentor)) for row in cohort.mentors]
        bigger = Cohort(more, cohort.mentees, cohort.criteria, cohort.objective).solve()
        gain = tuple(b - a for a, b in zip(now, max(value(bigger, plan) for plan in plans(bigger)), strict=True))
        gained = gain if cohort.objective == "most_pairs" else gain[::-1]
        assert values.get(f"m{number}", (0, 0)) == gained


@settings(max_examples=25, deadline=None)
@given(cohorts(most=3, objectives=("fairest",)), st.integers(1, 2))
def test_what_new_places_and_mentors_do_for_fairness_comes_true(cohort: Cohort, places: int) -> None:
    solved = cohort.solve()
    now = max(value(solved, plan) for plan in plans(solved))
    values = {one.mentor: one for one in place_values(solved)}
    for number, mentor in enumerate(cohort.mentors):
        more = [dict(row, places=row["places"] + (row is mentor)) for row in cohort.mentors]
        bigger = Cohort(more, cohort.mentees, cohort.criteria, cohort.objective).solve()
        best = max(value(bigger, plan) for plan in plans(bigger))
        assert (f"m{number}" in values) == (best > now)
        if best > now:
            one = values[f"m{number}"]
            assert (one.pairs_gained, round(1000 * (one.lowest or 0))) == (best[0] - now[0], best[1][0])
            assert round(1000 * one.points_gained) == sum(best[1]) - sum(now[1])
    for advice in recruit(solved, places=places, most=2):
        after = joined(cohort, dict(advice.profile), advice.count, places)
        scores = tuple(sorted(round(1000 * pair.score) for pair in after.pairs))
        assert (len(scores), scores) > now
        assert advice.pairs_gained == len(scores) - now[0]
        assert (round(1000 * (advice.lowest or 0)), round(1000 * advice.points_gained)) == (
            scores[0],
            sum(scores) - sum(now[1]),
        )


HEALTH: dict[str, Any] = {
    "must": [{"kind": "languages", "column": "languages", "level": "B1"}],
    "criterion": [
        {"kind": "occupation", "column": "profession", "weight": 40, "label": "occupation"},
        {"kind": "languages", "column": "languages", "weight": 10, "label": "languages"},
        {"kind": "near", "column": "postcode", "within": 60, "weight": 5, "unit": "km", "label": "place"},
    ],
}


def someone(name: str, profession: str, languages: str) -> dict[str, str]:
    return {"id": name, "profession": profession, "languages": languages, "postcode": "AT-9020"}


def test_the_sentence_names_what_is_missing() -> None:
    mentors = [someone(f"m{n}", "2512", "de:native") for n in range(4)]
    mentees = [someone(f"a{n}", "2512", "de:B1") for n in range(3)]
    mentees += [someone(f"b{n}", "2221", "ar:native") for n in range(2)]
    solved = Cohort(mentors, mentees, HEALTH, "most_pairs").solve(capacity=1)
    first = recruit(solved)[0]
    assert (first.count, first.pairs_gained, first.points_gained) == (2, 2, 100)
    assert first.profile == {"languages": "ar:native", "postcode": "AT-9020", "profession": "2221"}
    assert first.text.text() == (
        "2 more mentors (languages: Arabic, occupation: Nursing professionals): 2 more mentees would have a mentor, and the "
        "total would rise by 66.7 %"
    )
    assert first.text.text("de") == (
        "2 weitere Mentor*innen (languages: Arabisch, occupation: Akademische und vergleichbare Krankenpflegefachkräfte): "
        "2 Mentees mehr kämen in ein Tandem, und die Punktsumme stiege um 66,7 %"
    )


def test_times_are_named_in_words() -> None:
    criteria = {"must": [{"kind": "availability", "column": "times", "label": "free times in common"}], "criterion": []}
    mentors = [{"id": "m0", "times": "mon-morning", "places": 1}]
    mentees = [{"id": "e0", "times": "mon-morning"}, {"id": "e1", "times": "thu-evening"}]
    (advice,) = recruit(Cohort(mentors, mentees, criteria, "most_pairs").solve(capacity=1))
    assert advice.profile == {"times": "thu-evening"}
    assert [trait.text("de") for trait in advice.traits] == ["free times in common: Donnerstagabend"]


def test_wishes_and_vetoes_do_not_hinder() -> None:
    criteria = {
        "must": [{"kind": "vetoes", "column": "not"}, {"kind": "prefers", "column": "wishes", "empty": "pass"}],
        "criterion": [
            {"kind": "equal", "column": "city", "weight": 3},
            {"kind": "waiting", "column": "days", "full_after": 10, "weight": 2},
            {"kind": "prefers", "column": "liked", "side": "mentor", "weight": 1},
        ],
    }
    mentors = [{"id": "m0", "city": "A", "liked": "e0", "places": 1}]
    mentees = [
        {"id": "e0", "city": "A", "wishes": "m0", "not": "", "days": 1},
        {"id": "e1", "city": "B", "wishes": "m0", "not": "", "days": 9},
        {"id": "e2", "city": "B", "wishes": "", "not": "m0", "days": 5},
    ]
    cohort = Cohort(mentors, mentees, criteria, "most_pairs")
    (advice,) = recruit(cohort.solve(), places=2)
    assert (advice.count, advice.profile, advice.pairs_gained) == (1, {"city": "B", "liked": ""}, 1)
    after = joined(cohort, {"city": "B", "liked": ""}, 1, 2)
    assert (len(after.pairs), after.total) == (2, cohort.solve().result.total + advice.points_gained)


def test_nobody_wants_anything() -> None:
    cohort = Cohort([], [], {"criterion": [{"kind": "equal", "column": "a", "weight": 1}]}, "most_pairs")
    assert recruit(cohort.solve(capacity=1)) == ()
    assert place_values(cohort.solve(capacity=1)) == ()
    with pytest.raises(ValueError, match="must be at least 1"):
        recruit(cohort.solve(capacity=1), most=0)
