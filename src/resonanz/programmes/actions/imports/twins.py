"""Who in a list may be somebody we know already, or somebody further up in the same list.

Three signs, the surest first: the same address; the same name where the years of birth do not speak against it; a similar
name (few letters differ). Names are compared folded and with their words in order of the alphabet, so «Yusuf Amina» and
«Amina Yûsuf» are the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from resonanz.core.text import fold
from resonanz.taxonomy.text import edits

MAIL, NAME, SIMILAR = "mail", "name", "similar"
LEAST_SHARED = 0.5  # of the trigrams of two names, below which they cannot be similar
MOST_SHOWN = 5  # twins of one row; who has more has a very common name


@dataclass(frozen=True)
class Known:
    """Somebody to compare with: a person of ours (`person`), or an earlier row (`line`)."""

    name: str
    year: int | None
    person: int | None = None
    line: int | None = None

    def twin(self, kind: str) -> dict[str, Any]:
        """Return what is kept of this likeness."""
        return {"kind": kind, "person": self.person, "line": self.line, "name": self.name, "year": self.year}


def name_key(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(sorted(fold(name.replace("-", " ").replace("'", "")).split()))


def trigrams(key: str) -> set[str]:
    """Return the parts of three letters of a name, its beginning and end marked."""
    marked = f"  {key} "
    return {marked[n : n + 3] for n in range(len(marked) - 2)}


def most_edits(length: int) -> int:
    """Return how many letters of a name so long may differ: short names differ by one letter and are different."""
    return 0 if length < 8 else 1 if length < 12 else 2


class Index:
    """All names to compare with, found by their rarest trigrams; built once, asked for each row.

    Two sets of trigrams of which each holds at least `LEAST_SHARED` of the other have one in common among the first
    `n - ceil(n * LEAST_SHARED) + 1` of any fixed order; with the rarest first, few candidates are left to look at.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self.people = [(name_key(entry.name), entry) for entry in known]
        self.by_key: dict[str, list[int]] = defaultdict(list)
        for place, (key, _entry) in enumerate(self.people):
            self.by_key[key].append(place)
        self.counts = Counter(part for key in self.by_key for part in trigrams(key))
        self.by_part: dict[str, list[str]] = defaultdict(list)
        for key in self.by_key:
            for part in self.rarest(key):
                self.by_part[part].append(key)

    def rarest(self, key: str) -> list[str]:
        """Return the trigrams of `key` of which a similar name must have one."""
        parts = sorted(trigrams(key), key=lambda part: (self.counts[part], part))
        return parts[: len(parts) - math.ceil(len(parts) * LEAST_SHARED) + 1]

    def twins(self, name: str, year: int | None, line: int | None = None) -> list[dict[str, Any]]:
        """Return who may be `name`, the surest first; among rows only those before `line`."""
        key = name_key(name)
        found = [entry.twin(NAME) for entry in self.entries(key, year, line)]
        for other in self.similar(key):
            found += [entry.twin(SIMILAR) for entry in self.entries(other, year, line)]
        return found[:MOST_SHOWN]

    def entries(self, key: str, year: int | None, line: int | None) -> Iterator[Known]:
        """Yield those of this name whose year of birth does not speak against it."""
        for place in self.by_key.get(key, ()):
            entry = self.people[place][1]
            earlier = entry.line is None or (line is not None and entry.line < line)
            if earlier and (year is None or entry.year is None or year == entry.year):
                yield entry

    def similar(self, key: str) -> list[str]:
        """Return the names that differ from `key` by few letters, in order of the alphabet."""
        allowed = most_edits(len(key))
        if not allowed:
            return []
        near = {other for part in self.rarest(key) for other in self.by_part.get(part, ())} - {key}
        return sorted(o for o in near if abs(len(o) - len(key)) <= allowed and edits(o, key) <= allowed)
