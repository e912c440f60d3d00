"""One search: who is left by all criteria, in the order of the fit, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce

import numpy as np

from resonanz.engine.people import Row
from resonanz.matching.community.index import FACETS, Index
from resonanz.matching.community.tags import Bools, Ints, any_of

# What somebody has several of must all be there; of what counts once (or of times to meet) one is enough.
EVERY = ("language", "topic")
MINE = "mine"  # among the times: when the asking person is free, too


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not count. `chosen`: facet → tags."""

    words: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    level: int = 0  # of the languages, at least
    place: str = ""  # a postcode …
    km: int = 0  # … and how far from it at most
    mine: tuple[str, ...] = ()  # when the asking person is free: only to count who is so at one of these times

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the tags that are wanted of a facet."""
        return dict(self.chosen).get(facet, ())


@dataclass(frozen=True)
class Found:
    """Who was found: positions in the index, the best first, as far as asked for; how many in all; counts by facet."""

    places: list[int]
    total: int
    facets: dict[str, dict[str, int]]


def search(index: Index, row: Row, wanted: Wanted, barred: Collection[int], upto: int, *, count: bool = True) -> Found:
    """Return the best `upto` people for the person of `row`, without the persons `barred`.

    The order is that of the engine: by score, equal ones by id. `facets` says for each tag how many people there would be:
    beside the other criteria where one of several tags is enough, beside all of them where every one must be there.
    InputError where the row of the person cannot be read.
    """
    score = index.scores(row)
    open_to: Bools = index.alive & (score >= 0)
    open_to[np.isin(index.persons, list(barred))] = False
    masks = masks_of(index, wanted)
    left: Bools = reduce(np.logical_and, masks.values(), open_to)
    facets: dict[str, dict[str, int]] = {}
    for facet in FACETS if count else ():
        own_counts = facet in EVERY or facet not in masks
        others = [mask for name, mask in masks.items() if name != facet]
        among = left if own_counts else reduce(np.logical_and, others, open_to)
        facets[facet] = index.counts(facet, among, wanted.level if facet == "language" else 0)
        if facet == "time" and wanted.mine:
            together = any_of((index.having("time", slot) for slot in wanted.mine), len(index))
            facets[facet][MINE] = int(np.count_nonzero(among & together))
    return Found(best(score, index.order, left, upto), int(np.count_nonzero(left)), facets)


def masks_of(index: Index, wanted: Wanted) -> dict[str, Bools]:
    """Return who meets each criterion."""
    masks: dict[str, Bools] = {}
    if wanted.words:
        masks["words"] = index.writing(wanted.words)
    if wanted.place and wanted.km:
        masks["near"] = index.near(wanted.place, wanted.km)
    for facet, tags in wanted.chosen:
        own = [index.having(facet, tag, wanted.level if facet == "language" else 0) for tag in tags]
        if own:
            masks[facet] = reduce(np.logical_and, own) if facet in EVERY else any_of(own, len(index))
    return masks


def best(score: Ints, order: Ints, left: Bools, upto: int) -> list[int]:
    """Return the first `upto` of those `left`, by falling score, then by `order`."""
    places = np.flatnonzero(left)
    if upto < len(places):
        own = score[places]
        least = np.partition(own, len(own) - upto)[len(own) - upto]
        places = places[own >= least]
    sequence = np.lexsort((order[places], -score[places]))[:upto]
    return [int(place) for place in places[sequence]]
