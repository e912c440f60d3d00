"""What changing a condition would do: told before it is saved, and tried with an example."""

from __future__ import annotations

import re
from typing import Any

import pytest

from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.eligibility import findings, overall
from resonanz.applications.enums import Verdict
from resonanz.applications.models import Application
from resonanz.applications.queries.conditions import (
    effect_of,
    with_rule,
)
from tests.applications.test_conditions import ClientOf, at, named, words
from tests.factories import House, make_cohort
from tests.factories.applications import make_application
from tests.programmes.forms import filled

pytestmark = pytest.mark.django_db


def test_an_effect_is_told_before_it_is_saved(house: House, client_of: ClientOf) -> None:
    samira = make_application(house.cohort, "Samira")
    make_application(house.cohort, "Bahar", answers={"languages": "de:B2;fa:native"})
    decided = make_application(house.cohort, "Elif", state="accepted")
    for application in (samira, decided):
        for rule in house.programme.eligibility_rules.filter(group="second").exclude(decided_by="rule"):
            attest_condition(application=application, rule=rule, verdict="met", by=house.alice)
    assert overall(findings(samira)) == Verdict.MET
    client, url = client_of(house.alice), at(house, "rule", named(house, "german").pk)
    data = filled(client, url) | {"at_least": "B2"}
    page = client.post(url, data)
    assert page.status_code == 200
    assert "1 Bewerbung, über die noch nicht entschieden ist, würde anders beurteilt:" in words(page)
    assert "Samira" in words(page)
    assert "Bahar" not in words(page)  # open before and after
    assert "Elif" not in words(page)  # decided
    assert named(house, "german").settings["at_least"] == "B1"
    assert client.post(url, data | {"effect": "something else"}).status_code == 200
    told = re.search(r'name="effect" value="([^"]+)"', page.content.decode())
    assert told is not None
    twin = make_application(house.cohort, "Twin")  # as many as were told, but somebody else
    Application.objects.filter(pk=samira.pk).update(state="accepted")
    for rule in house.programme.eligibility_rules.filter(group="second").exclude(decided_by="rule"):
        attest_condition(application=twin, rule=rule, verdict="met", by=house.alice)
    assert client.post(url, data | {"effect": told[1]}).status_code == 200
    Application.objects.filter(pk=samira.pk).update(state="submitted")
    twin.delete()
    assert client.post(url, data | {"effect": told[1]}).status_code == 302
    assert named(house, "german").settings == {"language": "de", "at_least": "B2"}
    assert overall(findings(Application.objects.get(pk=samira.pk))) == Verdict.UNMET


def test_the_effect_counts_drafts_and_leaves_other_sides_and_programmes_alone(house: House) -> None:
    make_application(house.cohort, "Draft", state="draft")
    make_application(house.cohort, "Mentor", group="first")
    make_application(house.other_cohort, "Elsewhere")
    make_application(make_cohort(house.programme), "Waiting", state="waitlisted", waitlist_position=1)
    rule = named(house, "german")
    rule.settings = {"language": "de", "at_least": "C1"}
    effect = effect_of(house.programme, "second", with_rule(rule))
    assert (effect.drafts, effect.running, effect.unchanged) == (1, 1, 0)
    assert effect.numbers == [(Verdict.OPEN, Verdict.UNMET, 1)]


@pytest.mark.parametrize(
    ("key", "typed", "verdict", "sentence"),
    [
        ("german", {"try-languages_language": ["de"], "try-languages_level": ["A2"]}, "Nicht erfüllt",
         "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B2; Sie haben A2 angegeben."),
        ("german", {"try-languages_language": ["de"], "try-languages_level": ["B2"]}, "Erfüllt",
         "Diese Voraussetzung ist erfüllt."),
        ("german", {}, "Noch offen", "Dazu fehlt noch eine Antwort: Deutsch mindestens auf Niveau B1"),
        ("labour-market", {"try-labour_market": "yes"}, "Noch offen", "Das prüft das Team noch:"),
        ("labour-market", {"try-labour_market": "yes", "try-checked": "met"}, "Erfüllt", "Das Team hat das geprüft."),
    ],
)  # fmt: skip
def test_an_example_shows_what_would_be_found(
    key: str, typed: dict[str, Any], verdict: str, sentence: str, house: House, client_of: ClientOf
) -> None:
    client, url = client_of(house.alice), at(house, "rule", named(house, key).pk)
    higher = {"at_least": "B2"} if key == "german" else {}  # what is tried is what stands there, not what is saved
    answer = words(client.post(url, filled(client, url) | higher | typed | {"try": "1"}))
    assert f'<p class="notice-title">{verdict}</p>' in answer
    assert sentence in answer
    assert named(house, "german").settings["at_least"] == "B1"
