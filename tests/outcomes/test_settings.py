"""What the team sets up: kinds and services row by row, and both out of a preset and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.outcomes.actions.outcomes import write_kinds
from resonanz.outcomes.actions.presets import dump_outcomes
from resonanz.outcomes.actions.referrals import service_values
from resonanz.outcomes.queries import kind_rows, usual_kinds
from resonanz.people.models import Person
from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset
from resonanz.programmes.actions.settings import fingerprint
from tests.factories import House, make_programme
from tests.factories.diary import make_outcome

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
SLUGS = [file.stem for file in preset_files()]


def rows(number: int) -> dict[str, str]:
    return {"rows-TOTAL_FORMS": str(number), "rows-INITIAL_FORMS": "0"}


@pytest.mark.parametrize("slug", SLUGS)
def test_each_of_the_five_says_what_can_come_of_it_and_who_helps(slug: str) -> None:
    programme = make_programme(slug)
    kinds = {kind["key"]: kind["group"] for kind in kind_rows(programme)}
    assert "setback" in kinds
    assert "" in kinds.values() or {"first", "second"} <= set(kinds.values())
    assert 3 <= len(service_values(programme)) <= 5
    data = read_preset(next(file for file in preset_files() if file.stem == slug))
    dumped = dump_outcomes(programme)
    assert [kind["key"] for kind in dumped["outcome"]] == [kind["key"] for kind in data["outcome"]]
    assert dumped["service"] == data["service"]


def test_loading_a_preset_again_keeps_services_and_what_was_used(house: House) -> None:
    data = read_preset(next(file for file in preset_files() if file.stem == house.programme.slug))
    before = service_values(house.programme)
    make_outcome(house.active, house.amina.person, house.amina.person, kind="voluntary")
    write_kinds(house.programme, [{"key": "job"}])
    assert [(kind["key"], kind["offered"]) for kind in kind_rows(house.programme)] == [("job", True), ("voluntary", False)]
    load_preset(data=data, by=None)
    assert service_values(house.programme) == before
    assert all(kind["offered"] for kind in kind_rows(house.programme))


def test_a_preset_with_nonsense_is_refused_with_a_sentence() -> None:
    path = next(file for file in preset_files() if file.stem == "mentegra")
    good = read_preset(path)
    wrong: list[dict[str, Any]] = [
        {"outcome": {}},
        {"outcome": [{"group": "first"}]},
        {"outcome": [{"key": "own"}]},
        {"outcome": [{"key": "job"}, {"key": "job"}]},
        {"outcome": [{"key": "job", "colour": "red"}]},
        {"service": [{"name": "X"}]},
        {"service": [{"name": "X", "kind": "magic"}]},
        {"service": [{"name": "X", "kind": "other", "languages": ["klingon"]}]},
        {"service": [{"name": "X", "kind": "other", "url": "javascript:alert(1)"}]},
        {"service": [{"name": "X", "kind": "other"}] * 61},
    ]
    for part in wrong:
        with pytest.raises(PresetError, match="mentegra: "):
            load_preset(data=good | part, by=None)


def test_a_programme_without_settings_offers_the_usual_kinds(house: House) -> None:
    house.programme.outcome_settings.delete()
    assert kind_rows(house.programme) == usual_kinds()
    assert dump_outcomes(house.programme).keys() == {"service"}


def test_kinds_are_chosen_row_by_row(house: House, client_of: Browse) -> None:
    client, url = client_of(house.alice), reverse("outcomes:kinds", args=[house.programme.slug])
    data = rows(3) | {
        "seen": fingerprint(kind_rows(house.programme)),
        "rows-0-key": "job", "rows-0-group": "second",
        "rows-1-key": "own", "rows-1-group": "", "rows-1-title_de": "",
        "rows-2-key": "job", "rows-2-group": "first",
    }  # fmt: skip
    answer = client.post(url, data)
    assert [list(form.errors) for form in answer.context["rows"]] == [[], ["title_de"], []]
    assert client.post(url, data | {"rows-1-title_de": "Ein Preis"}).status_code == 302
    assert [(kind["key"], kind["group"], kind["title"]) for kind in kind_rows(house.programme)] == [
        ("job", "second", {}), ("ein-preis", "", {"de": "Ein Preis"}),
    ]  # fmt: skip
    again = client.get(url)
    assert [form.initial["key"] for form in again.context["rows"]] == ["job", "ein-preis"]
    same = rows(1) | {"seen": again.context["seen"], "rows-0-key": "ein-preis", "rows-0-title_de": "Ein Preis"}
    assert client.post(url, same).status_code == 302
    assert [kind["key"] for kind in kind_rows(house.programme)] == ["ein-preis"]


def test_services_are_edited_row_by_row_and_stay_the_same(house: House, client_of: Browse) -> None:
    client, url = client_of(house.alice), reverse("outcomes:directory", args=[house.programme.slug])
    before = service_values(house.programme)
    data = rows(2) | {
        "seen": fingerprint(before),
        "rows-0-was": "1", "rows-0-name": "AMS", "rows-0-kind": "work", "rows-0-languages": "Deutsch, Arabisch; fa",
        "rows-0-url": "ams.at",
        "rows-1-name": "Neu", "rows-1-kind": "other", "rows-1-languages": "Quatschisch",
    }  # fmt: skip
    answer = client.post(url, data)
    assert [list(form.errors) for form in answer.context["rows"]] == [[], ["languages"]]
    assert client.post(url, data | {"rows-1-languages": ""}).status_code == 302
    after = service_values(house.programme)
    assert [(row["name"], row["languages"], row["url"]) for row in after] == [
        ("AMS", ["de", "ar", "fa"], "https://ams.at"), ("Neu", [], ""),
    ]  # fmt: skip
    assert after[0]["pk"] == before[1]["pk"]
