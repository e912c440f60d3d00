"""One person of a run: the partner, the alternatives with their price for all, and why somebody has nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.matching.actions import run_matching
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Model, chosen_in, model_of, names_in
from resonanz.matching.queries.person import (
    Change,
    Price,
    alternatives_of,
    obstacles,
    partners,
    price_of,
    search_people,
    why_unplaced,
)
from tests.factories.bench import CRITERIA, Bench, make_bench
from tests.matching.test_matrix import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(db: None) -> Bench:
    return make_bench()


def solved(run: MatchingRun) -> Model:
    model = model_of(run)
    assert model is not None
    return model


def test_the_price_of_another_mentor_is_that_of_the_best_plan_with_the_pair(bench: Bench) -> None:
    model = solved(bench.run)
    assert alternatives_of(model, bench.cem.pk, is_mentor=False) == [
        Price((bench.bea.pk, bench.cem.pk), 0, 12.0, 37.5, [Change(bench.dua.pk, bench.bea.pk, bench.ada.pk)])
    ]
    assert alternatives_of(model, bench.eli.pk, is_mentor=False) == [
        Price((bench.ada.pk, bench.eli.pk), 0, 10.0, 31.3, [Change(bench.cem.pk, bench.ada.pk, None)]),
        Price((bench.bea.pk, bench.eli.pk), 0, 16.0, 50.0, [Change(bench.dua.pk, bench.bea.pk, None)]),
    ]
    assert alternatives_of(model, bench.fay.pk, is_mentor=False) == []


def test_a_mentors_alternatives_have_the_same_price(bench: Bench) -> None:
    model = solved(bench.run)
    found = alternatives_of(model, bench.ada.pk, is_mentor=True)
    assert [(one.pair, one.points_lost) for one in found] == [
        ((bench.ada.pk, bench.eli.pk), 10.0),
        ((bench.ada.pk, bench.dua.pk), 12.0),
    ]
    assert found == [price_of(model, one.pair) for one in found]
    assert price_of(model, (bench.ada.pk, bench.cem.pk)) is None
    assert price_of(model, (bench.ada.pk, bench.fay.pk)) is None


def test_who_has_nobody_learns_why_and_what_would_have_to_change(bench: Bench) -> None:
    model = solved(bench.run)
    why = {pk: why_unplaced(bench.run, model, pk, is_mentor=False) for pk in (bench.eli.pk, bench.fay.pk, bench.cem.pk)}
    assert {pk: phrase and phrase.text("en") for pk, phrase in why.items()} == {
        bench.eli.pk: "2 possible mentors, all given to others",
        bench.fay.pk: "no possible mentor: 2 of 2 fail “a common language”",
        bench.cem.pk: None,
    }
    assert obstacles(model, bench.eli.pk, is_mentor=False) == (2, 2, [])
    possible, all_of_them, (in_the_way,) = obstacles(model, bench.fay.pk, is_mentor=False)
    assert (possible, all_of_them, in_the_way.must.text("en"), in_the_way.count, in_the_way.all_fail) == (
        0,
        2,
        "a common language",
        2,
        True,
    )
    possible, all_of_them, (in_the_way,) = obstacles(model, bench.ada.pk, is_mentor=True)
    assert (possible, all_of_them, in_the_way.count, in_the_way.all_fail) == (3, 4, 1, False)


def test_two_conditions_at_once_are_no_single_obstacle() -> None:
    must = {"kind": "equal", "column": "field", "label": "the same field"}
    bench = make_bench({**CRITERIA, "must": [*CRITERIA["must"], must]})
    type(bench.fay.person.profile).objects.filter(person=bench.fay.person).update(field="art")
    run = run_matching(cohort=bench.cohort, objective="most_pairs", by=bench.zoe)
    found = obstacles(solved(run), bench.fay.pk, is_mentor=False)
    assert (found[:2], [(one.must.text("en"), one.count, one.all_fail) for one in found[2]]) == (
        (0, 2),
        [("a common language", 0, True), ("the same field", 0, True)],
    )


def test_the_fairest_plan_is_solved_anew_where_it_is_small(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.run.objective = "fairest"
    model = solved(bench.run)
    assert [(one.pair, one.points_lost) for one in alternatives_of(model, bench.cem.pk, is_mentor=False)] == [
        ((bench.bea.pk, bench.cem.pk), 12.0)
    ]
    monkeypatch.setattr("resonanz.matching.queries.insight.FAIR_CELLS", 7)
    assert (alternatives_of(model, bench.cem.pk, is_mentor=False), price_of(model, (bench.bea.pk, bench.cem.pk))) == (
        [],
        None,
    )


def test_search_finds_by_name_and_puts_who_has_nobody_first(bench: Bench) -> None:
    names, chosen = names_in(bench.run), chosen_in(bench.run)
    assert [one["name"].split()[0] for one in search_people(bench.run, names, chosen, "")] == [
        "Eli",
        "Fay",
        "Cem",
        "Dua",
        "Ada",
        "Bea",
    ]
    assert [one["pk"] for one in search_people(bench.run, names, chosen, "beispiel DUA")] == [bench.dua.pk]
    assert partners(chosen, bench.bea.pk, is_mentor=True) == [(bench.bea.pk, bench.dua.pk)]


def test_the_page_shows_partner_and_alternative_side_by_side(bench: Bench, client_of: Callable[[Any], Client]) -> None:
    address = reverse("matching:run_person", args=[bench.run.pk, bench.cem.pk])
    answer = client_of(bench.zoe).get(address, headers={"accept-language": "en"})
    assert [shown["partner"] for shown in (*answer.context["partners"], *answer.context["alternatives"])] == [
        bench.ada,
        bench.bea,
    ]
    text = words(answer.content.decode())
    assert "All together lose 12 points (37.5 %)." in text
    assert "1 more person would change Dua Beispiel: Ada Beispiel instead of Bea Beispiel" in text
    alone = client_of(bench.zoe).get(
        reverse("matching:run_person", args=[bench.run.pk, bench.fay.pk]), headers={"accept-language": "en"}
    )
    text = words(alone.content.decode())
    assert (
        "Nobody meets “a common language”. Without the condition “a common language”, 2 people more would be possible."
        in text
    )


def test_who_is_not_in_the_run_is_not_found(bench: Bench, client_of: Callable[[Any], Client]) -> None:
    for pk in (999_999, make_bench().ada.pk):
        assert client_of(bench.zoe).get(reverse("matching:run_person", args=[bench.run.pk, pk])).status_code == 404


def test_where_both_give_a_pair_has_two_directions_and_no_sum(client_of: Callable[[Any], Client]) -> None:
    bench = make_bench(
        {
            "criterion": [
                {"kind": "equal", "column": "field", "weight": 3},
                {"kind": "near", "column": "place", "within": 30, "weight": 1},
            ]
        }
    )
    programme = bench.cohort.programme
    programme.direction = "reciprocal"
    programme.save()
    bench.run.proposals.update(reasons_back=[{"criterion": {}}])  # what says that a run was judged both ways
    run = MatchingRun.objects.select_related("cohort__programme").get(pk=bench.run.pk)
    model = solved(run)
    assert model.both is not None
    assert [len(model.explain(place)) for place in model.solved.pairs] == [2, 2]
    client = client_of(bench.zoe)
    page = client.get(reverse("matching:run_person", args=[run.pk, bench.cem.pk]), headers={"accept-language": "en"})
    text = words(page.content.decode())
    assert ("What Ada gives Cem" in text, "What Cem gives Ada" in text) == (True, True)
    advice = client.get(reverse("matching:advice", args=[run.pk]), headers={"accept-language": "en"}).content.decode()
    assert "Where both give and both take" in advice
    assert "Whom to recruit" in advice
