from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy import places
from resonanz.taxonomy.places import Place, distance_km, locate

KLAGENFURT = Place("AT", "9020", "Klagenfurt", "Kärnten", 46.6506, 14.3539)
KOELN = Place("DE", "50667", "Köln", "Nordrhein-Westfalen", 50.9387, 6.9547)


def test_the_table_is_complete_and_plausible() -> None:
    table = places.places()
    assert Counter(place.country for place in table.values()) == {
        "DE": 10813,
        "AT": 2217,
        "CH": 3362,
        "LI": 13,
    }
    for key, place in table.items():
        assert key == (place.country, place.postcode)
        assert len(place.postcode) == (5 if place.country == "DE" else 4)
        assert place.name
        assert place.state
        assert 45.7 < place.lat < 55.1
        assert 5.8 < place.lon < 17.2


def test_each_country_has_its_states() -> None:
    table = places.places().values()
    states = {country: {place.state for place in table if place.country == country} for country in places.COUNTRIES}
    assert {country: len(names) for country, names in states.items()} == {
        "DE": 16,
        "AT": 9,
        "CH": 26,
        "LI": 11,
    }


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("AT-9020", None, KLAGENFURT),
        ("A-9020", None, KLAGENFURT),
        ("a 9020", None, KLAGENFURT),
        ("AT9020", None, KLAGENFURT),
        ("9020", "AT", KLAGENFURT),
        ("9020", "at", KLAGENFURT),
        ("9020", "A", KLAGENFURT),
        (" 9020 ", "AT", KLAGENFURT),
        ("9020 Klagenfurt", None, KLAGENFURT),
        ("9020 Klagenfurt am Wörthersee", None, KLAGENFURT),
        ("9020, KLAGENFURT", None, KLAGENFURT),
        ("A-9020 Klagenfurt", None, KLAGENFURT),
        ("AT-9020", "DE", KLAGENFURT),
        ("9020 Zürich", None, None),
        ("9020", None, None),
        ("9020", "DE", None),
        ("9020", "IT", None),
        ("I-39100", None, None),
        ("D 50667", None, KOELN),
        ("D-50667", None, KOELN),
        ("50667", None, KOELN),
        ("50667 Köln", None, KOELN),
        ("50667", "AT", None),
        ("00000", None, None),
        ("", None, None),
        ("Klagenfurt", None, None),
        ("902", "AT", None),
        ("506670", None, None),
        ("AT-٩٠٢٠", None, None),
    ],
)
def test_locate(text: str, country: str | None, expected: Place | None) -> None:
    assert locate(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "name", "state"),
    [
        ("8001 Zürich", None, "Zürich", "Zürich"),
        ("FL-9490", None, "Vaduz", "Vaduz"),
        ("9490", "LI", "Vaduz", "Vaduz"),
        ("1010 Wien", None, "Wien", "Wien"),
        ("3100 Sankt Pölten", None, "St. Pölten", "Niederösterreich"),
        ("1200 Genève", None, "Genève", "Genève"),
        ("01067", None, "Dresden", "Sachsen"),
        ("1067", "DE", "Dresden", "Sachsen"),  # a spreadsheet has eaten the zero
        ("76530", None, "Baden-Baden", "Baden-Württemberg"),
        ("80325", None, "München", "Bayern"),  # the postcode of a court
    ],
)
def test_locate_names_the_town(text: str, country: str | None, name: str, state: str) -> None:
    place = locate(text, country)
    assert place is not None
    assert (place.name, place.state) == (name, state)


# Great-circle distances between the given points, on the WGS84 ellipsoid (Vincenty); the sphere may be off by
# 0.6 %.
@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((52.5200, 13.4050), (48.1374, 11.5755), 504.56),  # Berlin, Munich
        ((48.2082, 16.3738), (46.6247, 14.3050), 235.28),  # Vienna, Klagenfurt
        ((48.8566, 2.3522), (51.5074, -0.1278), 343.92),  # Paris, London
        ((33.5138, 36.2765), (48.2082, 16.3738), 2327.26),  # Damascus, Vienna
        ((0.0, 0.0), (0.0, 1.0), 111.32),
        ((0.0, 0.0), (1.0, 0.0), 110.57),
        ((-17.7134, 178.065), (-13.7590, -172.1046), 1140.49),  # Fiji, Samoa: across the date line
    ],
)
def test_distance_between_cities(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(*a, *b) == pytest.approx(km, rel=0.006)


def test_distance_on_the_sphere_is_exact() -> None:
    assert distance_km(10, 20, 10, 20) == 0
    assert distance_km(90, 0, -90, 0) == pytest.approx(np.pi * places.EARTH_RADIUS_KM)
    assert distance_km(0, 0, 0, 180) == pytest.approx(np.pi * places.EARTH_RADIUS_KM)
    assert distance_km(90, 0, 90, 77) == pytest.approx(0, abs=1e-9)
    assert np.isnan(distance_km(float("nan"), 0, 0, 0))


def test_distance_broadcasts() -> None:
    lat, lon = np.array([52.52, 48.1374, np.nan]), np.array([13.405, 11.5755, 0.0])
    table = distance_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])
    assert table.shape == (3, 3)
    assert table[0, 1] == distance_km(52.52, 13.405, 48.1374, 11.5755)
    assert table[0, 0] == 0
    assert np.isnan(table[2]).all()
    assert distance_km(52.52, 13.405, lat, lon).shape == (3,)


latitude = st.floats(-90, 90)
longitude = st.floats(-180, 180)


@settings(deadline=None)  # the first call loads NumPy
@given(latitude, longitude, latitude, longitude)
def test_distance_is_symmetric_bounded_and_the_same_for_arrays(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    distance = distance_km(lat1, lon1, lat2, lon2)
    assert 0 <= distance <= np.pi * places.EARTH_RADIUS_KM + 1e-6
    assert distance == pytest.approx(distance_km(lat2, lon2, lat1, lon1), abs=1e-6)
    arrays = distance_km(np.array([lat1]), np.array([lon1]), np.array([lat2]), np.array([lon2]))
    assert arrays[0] == pytest.approx(distance, rel=1e-9, abs=1e-6)
