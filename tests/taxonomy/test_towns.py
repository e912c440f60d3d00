from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy import places, towns
from resonanz.taxonomy.places import distance_km, search
from resonanz.taxonomy.towns import Town


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("Klagenfurt", "AT", "Klagenfurt"),
        ("  KLAGENFURT ", "AT", "Klagenfurt"),
        ("Klagenfurt am Wörthersee", "AT", "Klagenfurt"),
        ("Klagenf", "AT", "Klagenfurt"),
        ("Klagenfrut", "AT", "Klagenfurt"),
        ("Celovec", "AT", "Klagenfurt"),
        ("Клагенфурт", "AT", "Klagenfurt"),
        ("كلاغنفورت", "AT", "Klagenfurt"),
        ("9020 ", "CH", "St. Gallen"),
        ("A-9020", "AT", "Klagenfurt"),
        ("D 50667", "DE", "Köln"),
        ("Köln", "DE", "Köln"),
        ("Koeln", "DE", "Köln"),
        ("Koln", "DE", "Köln"),
        ("Cologne", "DE", "Köln"),
        ("Кёльн", "DE", "Köln"),
        ("Köln Ehrenfeld", "DE", "Köln"),
        ("St. Pölten", "AT", "St. Pölten"),
        ("Sankt Poelten", "AT", "St. Pölten"),
        ("Frankfurt", "DE", "Frankfurt am Main"),
        ("Frankfurt (Oder)", "DE", "Frankfurt (Oder)"),
        ("Wien", "AT", "Wien"),
        ("Viyana", "AT", "Wien"),
        ("Відень", "AT", "Wien"),
        ("فيينا", "AT", "Wien"),
        ("Zuerich", "CH", "Zürich"),
        ("Genf", "CH", "Genève"),
        ("Bienne", "CH", "Biel/Bienne"),
        ("Vaduz", "LI", "Vaduz"),
    ],
)
def test_the_first_town_is_the_one_that_is_meant(text: str, country: str, name: str) -> None:
    assert search(text)[0][:2] == (country, name)


def test_a_town_has_all_its_postcodes_and_its_middle() -> None:
    town = search("Klagenfurt", k=1)[0]
    assert town == Town("AT", "Klagenfurt", "Kärnten", town.postcodes, town.lat, town.lon)
    assert town.postcodes == tuple(
        code for (country, code), at in places.places().items() if at[:3:2] == ("AT", "Klagenfurt")
    )
    assert "9020" in town.postcodes
    assert distance_km(town.lat, town.lon, 46.6247, 14.3050) < 10
    munich = search("München", k=1)[0]
    assert distance_km(munich.lat, munich.lon, 48.1374, 11.5755) < 5  # whatever firms' postcodes say


def test_a_country_limits() -> None:
    assert [town.name for town in search("Freiburg", "CH")] == ["Fribourg"]
    assert {town.country for town in search("Linz", "D")} == {"DE"}
    assert search("Wien", "IT") == []
    assert [town.name for town in search("9020", "A")] == ["Klagenfurt"]


def test_the_name_goes_before_its_beginning_and_the_larger_town_before_the_smaller() -> None:
    found = search("Wien", k=4)
    assert (found[0].name, found[1].name) == ("Wien", "Wiener Neustadt")
    assert len(search("Neu", k=5)) == 5


@pytest.mark.parametrize("text", ["", " ", "x", "Xyzzy", "9", "999999", "—", "漢字"])
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert search(text) == []


@settings(deadline=None, max_examples=50)  # the first call reads the table
@given(st.text(max_size=30), st.sampled_from([None, "AT", "xx"]))
def test_any_text_can_be_asked(text: str, country: str | None) -> None:
    found = search(text, country, k=3)
    assert len(found) == len(set(found)) <= 3
    assert found == search(text, country, k=3)


def test_every_town_is_found_by_its_name() -> None:
    lost = [town for town in towns._towns()[::25] if town not in search(town.name, k=500)]
    assert lost == []


def test_towns_with_other_names_are_on_the_map() -> None:
    names = {(town.country, town.name) for town in towns._towns()}
    lines = (places.DATA / "towns.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert [row for row in rows if (row[0], row[1]) not in names] == []
    assert len(rows) >= 35
