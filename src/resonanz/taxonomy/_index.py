"""Everything that is searched: titles of one alphabet by their exact key, by their beginning, and by likeness.

Each alphabet has an index of its own, built when first asked: whoever writes German need not wait for Arabic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from threading import RLock
from typing import NamedTuple

from resonanz.taxonomy import esco, isco, scripts
from resonanz.taxonomy import text as titles
from resonanz.taxonomy.linker import Linker

# An index is built once, though several threads ask for it at the same time.
_building = RLock()
# Beginnings shared by more titles than this tell too little to read through all of them.
MOST_BEGINNINGS = 400


class Entry(NamedTuple):
    """One searchable form of a title, how it is shown, and whether it comes from the ESCO import."""

    code: str
    language: str
    form: str
    shown: str
    imported: bool


class Found(NamedTuple):
    """One title found, with its likeness between 0 and 1."""

    entry: Entry
    score: float


class Index:
    """The titles of one alphabet. Entries stand in the order in which they count: own titles, official ones, ESCO."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    def exact(self, key: str) -> list[Entry]:
        """Return the titles with this key, each code once a language."""
        with _building:
            by_key = self._by_key
        return [self.entries[i] for i in by_key.get(key, ())]

    def beginning(self, key: str) -> Iterator[Found]:
        """Yield titles that begin with this key, in no order; the more of a title is typed, the higher its score."""
        with _building:
            keys = self._sorted_keys
        start = bisect_left(keys, key)
        for full in keys[start : start + MOST_BEGINNINGS]:
            if not full.startswith(key):
                break
            for i in self._by_key[full]:
                yield Found(self.entries[i], round(0.75 + 0.2 * len(key) / len(full), 4))

    def alike(self, text: str, k: int) -> Iterator[Found]:
        """Yield the titles most like `text`, best first: the best of each code and language, `k` of them."""
        with _building:
            linker = self._linker
        for match in linker.rank(text, k):
            code, language = match.concept_id.split(" ")
            yield Found(self._by_form[code, language, match.label], match.score)

    def near(self, wanted: str) -> Entry | None:
        """Return the title that `wanted` is but for typing errors, if no title of another code is as near."""
        allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 13 else 2
        if not allowed:
            return None
        nearest: dict[str, tuple[int, Entry]] = {}
        for found in self.alike(wanted, 40):
            entry = found.entry
            for key in titles.keys(scripts.normalise(entry.form)):
                if key[0] == wanted[0] and abs(len(key) - len(wanted)) <= allowed:
                    distance = titles.edits(key, wanted)
                    if entry.code not in nearest or distance < nearest[entry.code][0]:
                        nearest[entry.code] = (distance, entry)
        least = min((distance for distance, _ in nearest.values()), default=allowed + 1)
        best = [entry for distance, entry in nearest.values() if distance == least]
        return best[0] if least <= allowed and len(best) == 1 else None

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            for key in titles.keys(scripts.normalise(entry.form)) - {""}:
                if not any(_same(entry, self.entries[other]) for other in found[key]):
                    found[key].append(i)
        return dict(found)

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self._by_key)

    @cached_property
    def _by_form(self) -> dict[tuple[str, str, str], Entry]:
        found: dict[tuple[str, str, str], Entry] = {}
        for entry in self.entries:
            if len(entry.code) == 4:
                found.setdefault((entry.code, entry.language, scripts.normalise(entry.form)), entry)
        return found

    @cached_property
    def _linker(self) -> Linker:
        # "Lehrerin" beside "Lehrer" would double the index and rank no better.
        twins = {key for key in self._by_form if key[2].endswith("in") and (*key[:2], key[2][:-2]) in self._by_form}
        return Linker(
            (f"{code} {language}", form) for code, language, form in self._by_form if (code, language, form) not in twins
        )


def index_of(script: scripts.Script) -> Index:
    """Return the index of an alphabet, with what is imported from ESCO at this moment."""
    with _building:
        return _index(script, esco.stamp())


@lru_cache(maxsize=8)
def _index(script: scripts.Script, stamp: esco.Stamp) -> Index:
    entries = [entry for entry in _own() if scripts.written_in(entry.language) == script]
    if stamp:
        known = {(entry.code, entry.language, entry.form) for entry in entries}
        for language, occupations in esco.load().items():
            if scripts.written_in(language) == script:
                entries += (entry for entry in _imported(language, occupations) if entry[:3] not in known)
    return Index(entries)


def _own() -> Iterator[Entry]:
    """Yield our own job titles, then official titles of unit groups, then those of wider groups."""
    for job in isco.job_titles():
        for form in filter(None, (job.masculine, job.feminine)):
            yield Entry(job.code, job.language, form, job.label, False)
    forms: tuple[isco.Form, ...] = ("masculine", "feminine", "neutral", "both")
    for code in sorted(isco.groups(), key=lambda code: (-len(code), code)):
        for language in ("de", "en"):
            shown = isco.title(code, language)
            for form in dict.fromkeys(isco.title(code, language, name) for name in forms):
                yield Entry(code, language, form, shown, False)


def _imported(language: str, occupations: list[esco.Occupation]) -> Iterator[Entry]:
    for one in occupations:
        preferred, *others = one.labels
        for form in dict.fromkeys((*preferred.split("/"), *others) if language == "de" else one.labels):
            yield Entry(one.isco, language, form, preferred if form in preferred.split("/") else form, True)


def _same(a: Entry, b: Entry) -> bool:
    return a.code == b.code and a.language == b.language
