"""Towns by name: from what somebody writes to the postcodes of a town in Germany, Austria, Switzerland or Liechtenstein.

The names are those of `places`, with the ones in `data/towns.tsv` that people bring along from other languages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from statistics import median
from typing import NamedTuple

from resonanz.taxonomy import scripts
from resonanz.taxonomy import text as spelling
from resonanz.taxonomy.places import DATA, Place, country_of, places

MOST_BEGINNINGS = 2_000  # names; every single letter begins fewer
LEAST_FOR_TYPING_ERRORS = 5  # letters


class Town(NamedTuple):
    """One town or village: its postcodes in order, and the middle of their areas in degrees (WGS84)."""

    country: str
    name: str
    state: str
    postcodes: tuple[str, ...]
    lat: float
    lon: float


def search(text: str, country: str | None = None, k: int = 8) -> list[Town]:
    """Return up to `k` towns whose name, or postcode, is `text` or begins with it; for "which postcode has …?".

    The name itself goes before a mere beginning, then the town with more postcodes, then by name. Understands names in
    other languages ("Vienna", "Відень", "فيينا"), umlauts written as two letters or none, "St." and "Sankt", words that
    the list leaves out ("Klagenfurt am Wörthersee"), and, if there is nothing else, one typing error. `country` (DE,
    AT, CH, LI, or D, A, FL) limits; so does a prefix such as "A-9020".
    """
    if code := re.fullmatch(r"\s*(?:([A-Za-z]{1,2})\s*-?\s*)?([0-9]{2,5})\s*", text):
        country, beginning = code[1] or country, code[2]
        found = [town for town in _towns() if any(postcode.startswith(beginning) for postcode in town.postcodes)]
        return _within([(0, town) for town in found], country)[:k]
    words = _words(text)
    for length in range(len(words), 0, -1):
        key = "".join(words[:length])
        if len(key) >= 2 and (hits := _within([*_beginning(key, whole=length < len(words))], country)):
            return hits[:k]
    return _within([(1, town) for town in _misspelt("".join(words))], country)[:k]


def _within(found: list[tuple[int, Town]], country: str | None) -> list[Town]:
    """Return the towns of a country, each once, those with the lowest number first, then the largest."""
    wanted = country_of(country) if country else None
    if country and not wanted:
        return []
    best: dict[Town, int] = {}
    for rank, town in found:
        if wanted in (None, town.country):
            best[town] = min(rank, best.get(town, rank))
    return sorted(best, key=lambda town: (best[town], -len(town.postcodes), town.name, town.country, town.postcodes))


def _beginning(key: str, *, whole: bool) -> Iterator[tuple[int, Town]]:
    """Yield towns whose name is the key (0) or, unless it must be `whole`, begins with it (1)."""
    keys, towns = _index()
    for name in keys[(start := bisect_left(keys, key)) : start + MOST_BEGINNINGS]:
        if name == key or (not whole and name.startswith(key)):
            yield from ((int(name != key), town) for town in towns[name])
        elif not name.startswith(key):
            break


def _misspelt(key: str) -> Iterator[Town]:
    if len(key) < LEAST_FOR_TYPING_ERRORS:
        return
    keys, towns = _index()
    for name in keys[bisect_left(keys, key[0]) :]:
        if name[0] != key[0]:
            break
        if abs(len(name) - len(key)) <= 1 and spelling.edits(name, key) == 1:
            yield from towns[name]


def _words(text: str) -> list[str]:
    return ["st" if word in ("sankt", "saint") else word for word in spelling.words(scripts.normalise(text[:100]))]


@cache
def _towns() -> tuple[Town, ...]:
    """Return every town: the postcodes of one country, name and state, together."""
    areas: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for place in places().values():
        areas[place.country, place.name, place.state].append(place)
    return tuple(
        Town(
            *key,
            tuple(sorted(place.postcode for place in group)),
            # Some postcodes of firms lie far from their town; the median does not mind.
            round(median(place.lat for place in group), 4),
            round(median(place.lon for place in group), 4),
        )
        for key, group in areas.items()
    )


@cache
def _index() -> tuple[list[str], dict[str, list[Town]]]:
    """Return the keys of all names in order, and the towns of each."""
    others: dict[tuple[str, str], list[str]] = {}
    for line in (DATA / "towns.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, name, more = line.split("\t")
            others[country, name] = more.split(";")
    found: dict[str, list[Town]] = defaultdict(list)
    for town in _towns():
        for name in (town.name, *re.split("/", town.name), *others.get((town.country, town.name), ())):
            written = " ".join(_words(name))
            transliterated = spelling.keys(name)
            for key in {written.replace(" ", ""), *transliterated} - {""}:
                if town not in found[key]:
                    found[key].append(town)
    return sorted(found), dict(found)
