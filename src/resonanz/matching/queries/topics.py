"""Where both groups give and take: of which topics more is wished for than offered, and how far a run meets the wishes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resonanz.core.text import in_language
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Pair
from resonanz.matching.queries.reciprocal import DIRECTED
from resonanz.programmes.enums import Group


@dataclass(frozen=True)
class Topic:
    """How many of a run wish for a topic and how many offer it, and for how many of the first the partner offers it."""

    title: str
    wanted: int
    offered: int
    met: int

    @property
    def missing(self) -> int:
        """How many wish for it and do not get it."""
        return self.wanted - self.met


@dataclass(frozen=True)
class Balance:
    """The topics of one direction, those of which most is missing first; `givers` and `takers` are names of groups."""

    givers: str
    takers: str
    topics: list[Topic]

    @property
    def scarcest(self) -> Topic | None:
        """The topic of which most is missing; None where every wish is met."""
        return self.topics[0] if self.topics and self.topics[0].missing else None


def balances(run: MatchingRun, pairs: Iterable[Pair]) -> list[Balance]:
    """Return what the second group wishes for and the first offers, and the reverse, with what `pairs` make of it."""
    programme, two = run.cohort.programme, list(pairs)
    titles = {topic.key: in_language(topic.title) for topic in programme.topics.all()}
    first, second = (programme.group_name(group) for group in (Group.FIRST, Group.SECOND))
    ((there, back),) = DIRECTED.items()
    return [
        Balance(first, second, counted(named(run.mentors, there), named(run.mentees, there), two, titles)),
        Balance(second, first, counted(named(run.mentees, back), named(run.mentors, back), turned(two), titles)),
    ]


def named(rows: Iterable[Mapping[str, str]], column: str) -> dict[int, set[str]]:
    """Return the topics of each person in one column of a run."""
    return {int(row["id"]): {key for key in row.get(column, "").split(";") if key} for row in rows}


def turned(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs with the other of the two first."""
    return [(other, one) for one, other in pairs]


def counted(
    offers: Mapping[int, set[str]], wishes: Mapping[int, set[str]], pairs: Iterable[Pair], titles: Mapping[str, str]
) -> list[Topic]:
    """Count each topic; `pairs` are (giver, taker). Whoever has several partners gets what one of them offers."""
    gets: defaultdict[int, set[str]] = defaultdict(set)
    for giver, taker in pairs:
        gets[taker] |= wishes.get(taker, set()) & offers.get(giver, set())
    wanted, offered, met = (Counter(key for keys in of.values() for key in keys) for of in (wishes, offers, gets))
    rows = [
        Topic(title, wanted[key], offered[key], met[key]) for key, title in titles.items() if wanted[key] or offered[key]
    ]
    return sorted(rows, key=lambda row: (-row.missing, row.offered - row.wanted, row.title))
