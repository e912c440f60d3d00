"""`near`: numbers or places close to each other; the fit falls in a straight line from 1 at 0 to 0 at
`within`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.entry import Entry
from resonanz.engine.kinds.base import (
    ONE,
    Bools,
    Encoded,
    Fits,
    Kind,
    Unreadable,
    read_both,
    side_by_side,
)
from resonanz.engine.kinds.numbers import parse_number
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase

Floats = NDArray[np.float64]
UNITS = ("number", "km")
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Near(Kind):
    """Passes up to a distance of `within`; kilometres with `unit = "km"` or a `country`, else plain numbers.

    Without `unit`, cells that all read as numbers are numbers, anything else is places.
    """

    within: float = 1.0
    unit: str = ""
    country: str | None = None

    name = "near"

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The columns, `within`, `unit` and `country`."""
        sides = entry.both_sides()
        within = entry.number("within", low=0.001)
        country = entry.text("country") if entry.has("country") else None
        return cls(*sides, within, entry.choice("unit", UNITS, "km" if country else ""), country)

    def settled(self, mentors: People, mentees: People) -> Kind:
        """Decide whether cells are numbers or places: numbers where all are."""
        if self.unit:
            return self
        sides = (mentors, self.mentor), (mentees, self.mentee)
        texts = {text for people, name in sides if len(people) for text in people.column(name or "").cells}
        return replace(self, unit="number" if all(map(_is_number, texts)) else "km")

    def encode(self, mentors: People, mentees: People) -> Encoded:
        """Compute all distances once; NaN where a cell is empty."""
        texts = [mentors.column(self.mentor or "").cells, mentees.column(self.mentee or "").cells]
        if self.unit == "number" or (not self.unit and all(_is_number(text) for side in texts for text in side)):
            one, other = read_both(self, mentors, mentees, parse_number, math.nan)
            gap = np.abs(np.array(one, dtype=np.float64)[:, None] - np.array(other, dtype=np.float64))
            known = [~np.isnan(np.array(side, dtype=np.float64)) for side in (one, other)]
            return Distances(known[0], known[1], gap, texts[0], texts[1], self, in_km=False)
        return self._encode_places(mentors, mentees, texts)

    def _encode_places(self, mentors: People, mentees: People, texts: list[list[str]]) -> Encoded:
        from resonanz.taxonomy import places

        nowhere = (math.nan, math.nan)
        sides = read_both(self, mentors, mentees, self._parse_place, nowhere)
        one, other = (np.array(side, dtype=np.float64).reshape(-1, 2) for side in sides)
        gap = np.asarray(places.distance_km(one[:, None, 0], one[:, None, 1], other[None, :, 0], other[None, :, 1]))
        known = [~np.isnan(side[:, 0]) for side in (one, other)]
        return Distances(known[0], known[1], gap, texts[0], texts[1], self, in_km=True)

    def _parse_place(self, cell: str) -> tuple[float, float]:
        from resonanz.taxonomy import places

        found = _COORDINATES.fullmatch(cell)
        if found:
            lat, lon = float(found[1]), float(found[2])
            if abs(lat) <= 90 and abs(lon) <= 180:
                return lat, lon
        elif place := places.locate(cell, self.country):
            return place.lat, place.lon
        raise Unreadable(
            P(
                "“{cell}” is no postcode we know; write one such as AT-9020 or coordinates such as "
                "46.62,14.31, or leave the cell empty.",
                cell=cell,
            )
        )


@dataclass(frozen=True)
class Distances(Encoded):
    """The distance of every pair."""

    gap: Floats
    mentor_texts: list[str]
    mentee_texts: list[str]
    near: Near
    in_km: bool

    def fits(self) -> Fits:
        """Fall in a straight line; rounded to millionths, 0 where unknown."""
        share = np.fmax(1 - self.gap / self.near.within, 0)  # fmax turns NaN into 0
        return np.floor(share * ONE + 0.5).astype(np.int32)

    def passes(self) -> Bools:
        """Not farther than `within`; NaN compares as False."""
        return self.gap <= self.near.within

    def words(self, mentor: int, mentee: int) -> Phrase:
        """Name the distance and both ends."""
        one, other = self.mentor_texts[mentor], self.mentee_texts[mentee]
        gap = float(self.gap[mentor, mentee])
        if math.isnan(gap):
            return side_by_side(*(_town(cell, self.near.country) if self.in_km else cell for cell in (one, other)))
        if self.in_km:
            towns = [_town(one, self.near.country), _town(other, self.near.country)]
            if towns[0] == towns[1] != one and gap < 1:
                return P("both in {town}", town=towns[0])
            sides = side_by_side(*(P("{town}", town=town) for town in towns))
            return (
                P("less than 1 km apart ({sides})", sides=sides)
                if gap < 1
                else P("{km} km apart ({sides})", km=round(gap), sides=sides)
            )
        return P("{both}, {gap} apart", both=side_by_side(one, other), gap=gap)


def _town(cell: str, country: str | None) -> str:
    """Return what people call a place: the town of a postcode, else the cell as it is."""
    from resonanz.taxonomy import places

    place = None if _COORDINATES.fullmatch(cell) else places.locate(cell, country)
    return place.name if place else cell


def _is_number(text: str) -> bool:
    try:
        return not text or math.isfinite(parse_number(text))
    except Unreadable:
        return False
