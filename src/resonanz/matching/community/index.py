"""The index of a community: people as arrays, and a few who changed since, beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz import engine
from resonanz.applications.enums import Fills
from resonanz.core.text import fold
from resonanz.engine.people import Row
from resonanz.matching.community.tags import Bools, Ints, Tags
from resonanz.matching.community.words import Words
from resonanz.matching.queries.offered import Entry, is_shown
from resonanz.matching.queries.runs import engine_row
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme
from resonanz.tables import InputError
from resonanz.tandems.queries import skills_of
from resonanz.taxonomy import countries, places

logger = logging.getLogger(__name__)
FACETS = ("occupation", "language", "country", "topic", "time", "field")
WEEKEND = ("sat", "sun")
DIGITS = 12  # of ids, so that their order as text fits into whole numbers


class Side:
    """What a segment needs to know of a programme: its criteria, and what must not be shown."""

    def __init__(self, programme: Programme, group: str, back: frozenset[str]) -> None:
        """`back`: what `kept_back` says of the people of `group`."""
        self.side = "mentor" if group == Group.FIRST else "mentee"
        self.language = (programme.languages or ["de"])[0]
        self.back = back
        self.rules: engine.Criteria | None = None
        if programme.criteria:
            try:
                self.rules = engine.Criteria.parse(programme.criteria, programme.slug)
            except InputError as error:  # said in full where the criteria are set; until then nobody is before another
                logger.warning("%s: criteria cannot be read: %s", programme.slug, error)
        rules = (*self.rules.musts, *self.rules.criteria) if self.rules else ()
        self.columns = {"id", *(rule.kind.mentor if self.side == "mentor" else rule.kind.mentee for rule in rules)}


class Segment:
    """Some people of a community, in the order of their ids as text, as the engine has it."""

    def __init__(self, people: Iterable[Entry], side: Side) -> None:
        kept = sorted(people, key=lambda entry: str(entry.pk))
        self.community, kept = compared(kept, side)
        self.pks: Ints = np.array([entry.pk for entry in kept], dtype=np.int64)
        self.persons: Ints = np.array([entry.person_id for entry in kept], dtype=np.int64)
        self.order: Ints = np.array([as_text_order(entry.pk) for entry in kept], dtype=np.int64)
        self.names: dict[str, str] = {}  # of fields of work, by what they are counted as
        self.tags = {facet: Tags([tags_of(facet, entry, side.back) for entry in kept]) for facet in FACETS}
        for entry in kept:
            if entry.field:
                self.names.setdefault(fold(entry.field), entry.field)
        self.words = Words([written_by(entry, side.back) for entry in kept])
        self.where = np.array(
            [position(entry.place if is_shown(Fills.PLACE, side.back) else "") for entry in kept], dtype=np.float64
        ).reshape(len(kept), 2)

    def __len__(self) -> int:
        return len(self.pks)

    def scores(self, row: Row) -> Ints:
        """Return the score of each beside the person of `row`, -1 where they are impossible."""
        return self.community.scores(row) if self.community is not None else np.zeros(len(self), dtype=np.int64)


class Index:
    """A community as one or two segments: everybody at one moment, and those who changed since."""

    def __init__(
        self, base: Segment, side: Side, changed: Sequence[Entry] = (), touched: frozenset[int] = frozenset()
    ) -> None:
        """`touched`: the persons about whom the base is out of date; what is true of them stands in `changed`."""
        self.base, self.side, self.changed, self.touched = base, side, changed, touched
        self.segments = (base, Segment(changed, side)) if touched else (base,)
        alive = [np.ones(len(segment), dtype=bool) for segment in self.segments]
        if touched:
            alive[0] = ~np.isin(base.persons, list(touched))
        self.alive: Bools = np.concatenate(alive)

    def __len__(self) -> int:
        return len(self.alive)

    @cached_property
    def pks(self) -> Ints:
        """The ids of the participations."""
        return np.concatenate([segment.pks for segment in self.segments])

    @cached_property
    def persons(self) -> Ints:
        """The ids of the persons."""
        return np.concatenate([segment.persons for segment in self.segments])

    @cached_property
    def order(self) -> Ints:
        """Numbers in the order of the ids as text."""
        return np.concatenate([segment.order for segment in self.segments])

    def scores(self, row: Row) -> Ints:
        """Return everybody's score beside the person of `row`, -1 where they are impossible."""
        return np.concatenate([segment.scores(row) for segment in self.segments])

    def having(self, facet: str, tag: str, least: int = 0) -> Bools:
        """Return who has a tag of a facet."""
        return np.concatenate([segment.tags[facet].having(tag, least) for segment in self.segments])

    def counts(self, facet: str, among: Bools, least: int = 0) -> dict[str, int]:
        """Return how many of those `among` have each tag of a facet."""
        found: dict[str, int] = {}
        begin = 0
        for segment in self.segments:
            here = among[begin : begin + len(segment)]
            for tag, count in segment.tags[facet].counts(here, least).items():
                found[tag] = found.get(tag, 0) + count
            begin += len(segment)
        return found

    def writing(self, text: str) -> Bools:
        """Return who wrote every word of `text`."""
        return np.concatenate([segment.words.find(text) for segment in self.segments])

    def near(self, place: str, km: int) -> Bools:
        """Return who lives at most so far from `place`; nobody whose place is not known as a point."""
        lat, lon = position(place)
        where = np.concatenate([segment.where for segment in self.segments])
        far: NDArray[np.float64] = places.distance_km(np.float64(lat), np.float64(lon), where[:, 0], where[:, 1])
        return far <= km

    def field_name(self, tag: str) -> str:
        """Return how people write a field of work."""
        return next((segment.names[tag] for segment in self.segments if tag in segment.names), tag)

    def pairs(self, row: Row, chosen: Sequence[int]) -> dict[int, engine.Pair]:
        """Return what the person of `row` shares with each of those at the positions `chosen`, by participation."""
        found: dict[int, engine.Pair] = {}
        begin = 0
        for segment in self.segments:
            here = [place - begin for place in chosen if begin <= place < begin + len(segment)]
            if segment.community is not None and here:
                made = segment.community.pairs(row, here)
                found |= {int(segment.pks[place]): pair for place, pair in zip(here, made, strict=True)}
            begin += len(segment)
        return found

    def places_of(self, pks: Iterable[int]) -> list[int]:
        """Return the positions of these participations, of those who are here."""
        return [int(place) for place in np.flatnonzero(np.isin(self.pks, list(pks)) & self.alive)]


def compared(people: list[Entry], side: Side) -> tuple[engine.Community | None, list[Entry]]:
    """Return the engine's community, and who is in it: whoever cannot be read is left out until the profile is mended."""
    if side.rules is None:
        return None, people
    same: dict[str, str] = {}  # cells repeat: each text is kept once
    rows = [
        {name: same.setdefault(cell, cell) for name, cell in engine_row_of(entry, side).items() if name in side.columns}
        for entry in people
    ]
    while True:
        try:
            return engine.Community(rows, side.rules, side=side.side), people
        except InputError as error:
            wrong = {problem.row for problem in error.problems}
            if None in wrong:  # a column that nobody has
                logger.warning("nobody can be compared: %s", error)
                return None, people
            logger.warning("%s profiles cannot be read and are not offered", len(wrong))
            people = [entry for line, entry in enumerate(people, 1) if line not in wrong]
            rows = [row for line, row in enumerate(rows, 1) if line not in wrong]


def engine_row_of(entry: Any, side: Side) -> dict[str, str]:
    """Return an entry as the engine wants it."""
    return engine_row(entry, side.language)


def as_text_order(pk: int) -> int:
    """Return a number that stands in the order of `str(pk)`: the digits from the left, then the shorter first."""
    text = str(pk)
    return int(text.ljust(DIGITS, "0")) * (DIGITS + 1) + len(text)


def position(place: str) -> tuple[float, float]:
    """Return latitude and longitude of a postcode; nan where there is none."""
    found = places.locate(place) if "-" in place else None
    return (found.lat, found.lon) if found else (np.nan, np.nan)


def tags_of(facet: str, entry: Entry, back: frozenset[str]) -> Mapping[str, int]:
    """Return the tags of one person for one facet; none of what is not to be shown."""
    return dict(TAGS[facet][1](entry)) if is_shown(TAGS[facet][0], back) else {}


def occupations_of(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield the unit group and the two wider ones."""
    yield from ((entry.occupation[:digits], 0) for digits in (2, 3, 4) if len(entry.occupation) >= digits)


def countries_of(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield the country of the place."""
    if (code := entry.place.partition("-")[0]) in countries.codes():
        yield code, 0


def times_of(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield the slots, and what they come to: parts of working days, and the weekend."""
    for slot in filter(None, (part.strip() for part in entry.availability.split(";"))):
        day, _, part = slot.partition("-")
        yield slot, 0
        yield ("weekend" if day in WEEKEND else f"week-{part}"), 0


TAGS: dict[str, tuple[Fills, Any]] = {
    "occupation": (Fills.OCCUPATION, occupations_of),
    "language": (Fills.LANGUAGES, lambda entry: skills_of(entry.languages)),
    "country": (Fills.PLACE, countries_of),
    "topic": (Fills.TOPICS, lambda entry: dict.fromkeys(entry.topics, 0)),
    "time": (Fills.AVAILABILITY, times_of),
    "field": (Fills.FIELD, lambda entry: {fold(entry.field): 0} if entry.field else {}),
}


def written_by(entry: Entry, back: frozenset[str]) -> str:
    """Return what somebody wrote, in all languages, folded: the own sentence, job, interests, field of work and place."""
    texts: list[str] = []
    for fills, own in (
        (Fills.ABOUT, entry.about),
        (Fills.OCCUPATION, entry.job_title),
        (Fills.INTERESTS, entry.interests),
    ):
        if is_shown(fills, back):
            texts += own.values()
    texts += [text for fills, text in ((Fills.FIELD, entry.field), (Fills.PLACE, entry.place_name)) if is_shown(fills, back)]
    return fold(" ".join(texts))
