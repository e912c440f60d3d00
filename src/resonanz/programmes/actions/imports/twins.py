"""Who in a list may be somebody we know already, or somebody further up in the same list.

Three signs, the surest first: the same address; the same name where the years of birth do not speak against it; a similar
name (few letters differ). Names are compared folded and with their words in order of the alphabet, so «Yusuf Amina» and
«Amina Yûsuf» are the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from resonanz.core.text import fold
from resonanz.taxonomy.text import edits

MAIL, NAME, SIMILAR = "mail", "name", "similar"
SPOILT = 4  # trigrams that one edit changes at most
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

    One edit changes at most `SPOILT` trigrams of a name, a swap of neighbours being the worst. Names that differ by k edits
    therefore lack at most k * SPOILT of each other's trigrams, and share one of the first k * SPOILT + 1 in any fixed order.
    With the rarest first, few names are left to compare letter by letter, and none is missed.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self.people = [(name_key(entry.name), entry) for entry in known]
        self.by_key: dict[str, list[int]] = defaultdict(list)
        for place, (key, _entry) in enumerate(self.people):
            self.by_key[key].append(place)
        self.parts = {key: trigrams(key) for key in self.by_key}
        self.counts = Counter(part for parts in self.parts.values() for part in parts)
        self.by_part: dict[str, list[str]] = defaultdict(list)
        for key, parts in self.parts.items():
            for part in self.rarest(parts, most_edits(len(key) + 2)):  # whoever asks may be longer, and allow more
                self.by_part[part].append(key)

    def rarest(self, parts: set[str], allowed: int) -> list[str]:
        """Return the trigrams of which a name that differs by at most `allowed` edits must have one."""
        return sorted(parts, key=lambda part: (self.counts[part], part))[: SPOILT * allowed + 1]

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
        parts = trigrams(key)
        found = []
        for other in {other for part in self.rarest(parts, allowed) for other in self.by_part.get(part, ())} - {key}:
            if abs(len(other) - len(key)) > allowed:
                continue
            theirs = self.parts[other]
            enough = len(parts & theirs) >= max(len(parts), len(theirs)) - SPOILT * allowed
            if enough and are_near(other, key, allowed):
                found.append(other)
        return sorted(found)


def are_near(a: str, b: str, allowed: int) -> bool:
    """Whether at most `allowed` edits lead from one name to the other; the equal ends are taken off before counting."""
    shortest = min(len(a), len(b))
    begin = next((n for n in range(shortest) if a[n] != b[n]), shortest)
    a, b = a[begin:], b[begin:]
    shortest = min(len(a), len(b))
    end = next((n for n in range(shortest) if a[-1 - n] != b[-1 - n]), shortest)
    a, b = a[: len(a) - end], b[: len(b) - end]
    # An edit puts at most two letters right; where more are not in common, nobody need count.
    odd = sum(abs(a.count(letter) - b.count(letter)) for letter in {*a, *b})
    return odd <= 2 * allowed and edits(a, b) <= allowed
