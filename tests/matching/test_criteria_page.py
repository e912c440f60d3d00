"""The editor of a programme's criteria: it says what the engine understands, and loses nothing that it does not show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from resonanz import engine
from resonanz.matching.actions import run_matching
from resonanz.people.models import Person
from resonanz.programmes.actions import change_programme
from resonanz.programmes.models import Programme
from tests.factories import House
from tests.programmes.forms import filled

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def url_of(house: House) -> str:
    return reverse("matching:criteria", args=[house.programme.slug])


def criteria(house: House) -> dict[str, list[dict[str, object]]]:
    return dict(Programme.objects.get(pk=house.programme.pk).criteria)


def test_weights_and_order_change_and_the_engine_matches_by_them(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), url_of(house)
    before = criteria(house)["criterion"]
    data = filled(client, url) | {"criterion-act": ["down-0"]}
    page = client.post(url, data)
    assert page.status_code == 200
    assert criteria(house)["criterion"] == before  # a button saves nothing
    assert client.post(url, filled(client, url) | {"criterion-0-weight": ["55.5"]}).status_code == 302
    assert criteria(house)["criterion"] == [before[0] | {"weight": 55.5}, *before[1:]]
    house.cohort.refresh_from_db()
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    assert run.criteria == criteria(house)


def test_a_condition_is_added_with_its_options(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), url_of(house)
    data = filled(client, url)
    count = int(data["must-TOTAL_FORMS"][0])
    data |= {
        "must-TOTAL_FORMS": [str(count + 1)],
        f"must-{count}-what": ["near:place"],
        f"must-{count}-label_de": ["höchstens 50 km"],
        f"must-{count}-empty": ["pass"],
    }
    page = client.post(url, data).content.decode()
    assert "Bitte geben Sie den Umkreis in Kilometern an." in page
    assert client.post(url, data | {f"must-{count}-number": ["50"]}).status_code == 302
    assert criteria(house)["must"][-1] == {
        "kind": "near", "column": "place", "within": 50, "empty": "pass", "label": {"de": "höchstens 50 km"},
    }  # fmt: skip
    assert len(engine.Criteria.parse(criteria(house)).musts) == count + 1


def test_a_rule_that_the_page_cannot_show_stays_as_it_is(house: House, client_of: ClientOf) -> None:
    rule = {"kind": "step", "mentor": "grade", "mentee": "level", "order": ["A", "B"], "fit": {"1": 1.0}, "weight": 7,
            "label": {"de": "Stufen", "en": "steps"}}  # fmt: skip
    near = {"kind": "near", "column": "place", "within": 60, "country": "AT", "weight": 5, "label": {"de": "Ort"}}
    rules = {"criterion": [rule, near], "settings": {"objective": "fairest"}}
    change_programme(programme=house.programme, by=None, criteria=rules)
    client, url = client_of(house.alice), url_of(house)
    data = filled(client, url)
    assert client.post(url, data).status_code == 302
    assert criteria(house) == rules
    assert client.post(url, filled(client, url) | {"criterion-0-weight": ["9"]}).status_code == 302
    assert criteria(house) == rules | {"criterion": [rule | {"weight": 9}, near]}


def test_without_any_rule_the_engine_says_what_is_missing(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), url_of(house)
    before = criteria(house)
    empty = {"must-TOTAL_FORMS": ["0"], "criterion-TOTAL_FORMS": ["0"]}
    page = client.post(url, filled(client, url) | empty)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert criteria(house) == before


def test_criteria_that_nobody_understands_can_be_mended(house: House, client_of: ClientOf) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(criteria={"criterion": [{"kind": "magic"}], "must": "none"})
    client, url = client_of(house.alice), url_of(house)
    data = filled(client, url)
    data |= {"criterion-0-what": ["overlap:topics"], "criterion-0-label_de": ["Themen"], "criterion-0-weight": ["3"]}
    assert client.post(url, data).status_code == 302
    assert criteria(house) == {
        "criterion": [{"kind": "overlap", "column": "topics", "label": {"de": "Themen"}, "weight": 3}]
    }
