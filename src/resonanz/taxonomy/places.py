"""Postcodes of Germany, Austria, Switzerland and Liechtenstein with coordinates, and distances.

Source: GeoNames postal codes, CC BY 4.0; see `data/NOTICE`. Extracted by `scripts/extract_postcodes.py`.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, overload

from resonanz.taxonomy import text as spelling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from resonanz.taxonomy.towns import Town

DATA = Path(__file__).parent / "data"
COUNTRIES = ("DE", "AT", "CH", "LI")
EARTH_RADIUS_KM = 6371.0088  # mean radius of the WGS84 ellipsoid, (2a + b) / 3

# Letters used before a postcode: ISO codes and the old vehicle codes.
_PREFIXES = {"de": "DE", "d": "DE", "at": "AT", "a": "AT", "ch": "CH", "li": "LI", "fl": "LI"}
_DIGITS = {"DE": 5, "AT": 4, "CH": 4, "LI": 4}
_POSTCODE = re.compile(r"(?:(?P<prefix>[A-Za-z]{1,2})\s*[-–]?\s*)?(?P<digits>[0-9]{4,5})(?:[\s,]+(?P<name>\D+))?")


class Place(NamedTuple):
    """One postcode area: ISO country, code, name, state or canton, and its middle in degrees (WGS84)."""

    country: str
    postcode: str
    name: str
    state: str
    lat: float
    lon: float


def locate(text: str, country: str | None = None) -> Place | None:
    """Return the place of a postcode, or None where there is none or more than one country could be meant.

    Understands "AT-9020", "A-9020", "D 50667", "50667" (five digits are German), "9020 Klagenfurt" (the name
    decides), and "9020" with `country` (DE, AT, CH, LI, or D, A, FL). What the text says goes before
    `country`. A bare four-digit code without country is ambiguous and gives None; with country "DE" it gets
    back the zero that spreadsheets drop.
    """
    written = _POSTCODE.fullmatch(text.strip())
    if not written:
        return None
    digits, town = written["digits"], (written["name"] or "").strip()
    if meant := written["prefix"] or country:
        known = country_of(meant)
        return places().get((known, digits.zfill(_DIGITS[known]))) if known else None
    if len(digits) == 5:
        return places().get(("DE", digits))
    named = [place for place in _in_any_country(digits) if town and _same_town(town, place.name)]
    return named[0] if len(named) == 1 else None


def country_of(prefix: str) -> str | None:
    """Return the country of the letters before a postcode ("A" and "AT" give "AT"), None for any other."""
    return _PREFIXES.get(prefix.strip().lower())


def search(text: str, country: str | None = None, k: int = 8) -> list[Town]:
    """Return up to `k` towns whose name or postcode is `text` or begins with it; see `towns.search`."""
    from resonanz.taxonomy import towns

    return towns.search(text, country, k)


@overload
def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float: ...
@overload
def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> NDArray[np.float64]: ...


def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> float | NDArray[np.float64]:
    """Return the great-circle distance in km between points given in degrees.

    Four numbers give a float; arrays are broadcast against each other and give an array, nan staying nan.
    Haversine on a sphere of WGS84's mean radius: within 0.6 % of the distance on the ellipsoid.
    """
    if all(isinstance(value, int | float) for value in (lat1, lon1, lat2, lon2)):
        return _distance_of_two(lat1, lon1, lat2, lon2)  # type: ignore[arg-type]
    import numpy as np

    phi1, lambda1, phi2, lambda2 = (np.radians(np.asarray(v, dtype=np.float64)) for v in (lat1, lon1, lat2, lon2))
    h = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin((lambda2 - lambda1) / 2) ** 2
    # Rounding may carry h of two antipodes a hair past 1.
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return distance


def _distance_of_two(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    phi1, lambda1, phi2, lambda2 = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((phi2 - phi1) / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin((lambda2 - lambda1) / 2) ** 2
    # `min` would turn nan into 1.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(1.0 if h > 1 else h))


def _in_any_country(postcode: str) -> list[Place]:
    found = (places().get((country, postcode)) for country in COUNTRIES)
    return [place for place in found if place]


def _same_town(written: str, listed: str) -> bool:
    a, b = (["st" if w == "sankt" else w for w in spelling.words(name)] for name in (written, listed))
    shorter = min(len(a), len(b))
    return shorter > 0 and a[:shorter] == b[:shorter]


@cache
def places() -> dict[tuple[str, str], Place]:
    """Return the whole table by country and postcode."""
    with gzip.open(DATA / "postcodes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {
            (country, code): Place(country, code, name, state, float(lat), float(lon))
            for country, code, name, state, lat, lon in rows
        }
