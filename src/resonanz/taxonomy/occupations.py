"""Occupations: from what a person writes, in any of eight languages, to a unit group of ISCO-08.

The job titles are our own selection (`isco`), and those of the ESCO import where there is one (`esco`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from resonanz.taxonomy import scripts
from resonanz.taxonomy import text as titles
from resonanz.taxonomy._index import Entry, Index, index_of
from resonanz.taxonomy.isco import (
    LANGUAGES,
    Form,
    Group,
    JobTitle,
    exists,
    groups,
    job_titles,
    parents,
    short,
    similarity,
    title,
)

__all__ = [
    "LANGUAGES",
    "LEAST_SCORE",
    "Form",
    "Group",
    "Hit",
    "JobTitle",
    "code_of",
    "exists",
    "groups",
    "job_titles",
    "link",
    "parents",
    "search",
    "similarity",
    "title",
]

# Below this likeness a hit shares letters with the text, but hardly a meaning.
LEAST_SCORE = 0.25
# What a title in another language than the asked one loses, unless it is the text itself.
FOREIGN = 0.12
# Scores of what is not the text itself, but sure enough to stand before mere likeness.
NEAR_SCORE = 0.95
INSIDE_SCORE = 0.55
LONGEST_TEXT = 200  # letters; nobody has a longer title, and longer texts only cost time
MOST_WORDS_INSIDE = 5


class Hit(NamedTuple):
    """One occupation found: its ISCO-08 code, the title that was found, and the likeness between 0 and 1."""

    code: str
    label: str
    score: float


def code_of(text: str) -> str | None:
    """Return the ISCO-08 code (1 to 4 digits) that `text` names, or None.

    `text` is an existing code, or a title in one of the eight languages (or of the ESCO import): any gender form
    and spelling, plural, with or without accents; then, where exactly one group is that near, a title with one
    typing error (five letters or more) or two (thirteen or more), its first letter being right. Where groups
    share a title, German goes before English, ours before ESCO's, then the lowest code.
    """
    stripped = text.strip()
    if re.fullmatch(r"[0-9]{1,4}", stripped):
        return stripped if exists(stripped) else None
    index, readings = _readings(text)
    for reading in readings:
        if entries := index.exact(reading):
            return entries[0].code
    for reading in readings[:2]:
        if near := index.near(reading):
            return near.code
    return None


def link(text: str, language: str | None = None, k: int = 5) -> list[Hit]:
    """Return up to `k` unit groups for what somebody wrote about an occupation, best first, each code once.

    `text` is German, English, French, Turkish, Ukrainian, Russian, Arabic or Persian: a title in any gender form,
    with brackets, strokes and typing errors, or a sentence around one. The alphabet decides where is searched, so
    nobody need name the language; `language` prefers titles in it where several languages know the word
    ("Chef" or "chef"), and never hides the others. Scores lie in [0, 1]: 1 for a code or for a title that is
    `text` up to spelling and gender form, 0.95 for one with a typing error, less for titles inside the text and
    for mere likeness. Nothing like any title gives [].
    """
    hits = _exact(text, language)
    if exists(text.strip()) or len(hits) >= k:
        return hits[:k]
    index, readings = _readings(text)
    others: list[tuple[Entry, float]] = []
    if not hits:
        others += ((near, NEAR_SCORE) for reading in readings[:2] if (near := index.near(reading)))
        others += _inside(text, index)
    others += ((found.entry, found.score) for found in index.alike(_wanted(text), 8 * k) if found.score >= LEAST_SCORE)
    return _best(hits, others, language, k)


def search(text: str, language: str | None = None, k: int = 8) -> list[Hit]:
    """Return up to `k` occupations for a text or its beginning, best first, each code once; for autocomplete.

    As `link`, but a title that begins with `text` scores 0.75 and more. A title of a wider group ("Lehrkräfte")
    gives that group's shorter code.
    """
    hits = _exact(text, language)
    if exists(text.strip()):
        return hits
    index, readings = _readings(text)
    others: list[tuple[Entry, float]] = []
    for reading in readings[:1]:
        others += ((found.entry, found.score) for found in index.beginning(reading) if len(found.entry.code) == 4)
    others += ((found.entry, found.score) for found in index.alike(_wanted(text), 4 * k) if found.score >= LEAST_SCORE)
    return _best(hits, others, language, k)


def _wanted(text: str) -> str:
    return scripts.variants(text[:LONGEST_TEXT])[0]


def _readings(text: str) -> tuple[Index, list[str]]:
    """Return the index to ask and the keys under which `text` may be listed there, likeliest first."""
    cut = text[:LONGEST_TEXT]
    found = dict.fromkeys(reading for variant in scripts.variants(cut) for reading in titles.readings(variant))
    return index_of(scripts.script_of(cut)), list(found)


def _exact(text: str, language: str | None) -> list[Hit]:
    """Return the titles that are `text`, in the asked language first, then in the order of the index."""
    stripped = text.strip()
    if exists(stripped):
        return [Hit(stripped, title(stripped, language or "de"), 1.0)]
    index, readings = _readings(text)
    spoken = short(language)
    hits: dict[str, Hit] = {}
    for reading in readings:
        entries = index.exact(reading)
        own = [entry for entry in entries if not entry.imported]
        for entry in sorted(own or entries, key=lambda entry: entry.language != spoken):
            hits.setdefault(entry.code, Hit(entry.code, entry.shown, 1.0))
    return list(hits.values())


def _inside(text: str, index: Index) -> Iterator[tuple[Entry, float]]:
    """Yield the titles that stand as whole words within a longer text, the more of it the better."""
    words = titles.words(_wanted(text))
    letters = sum(map(len, words))
    for size in range(min(MOST_WORDS_INSIDE, len(words) - 1), 0, -1):
        for start in range(len(words) - size + 1):
            part = "".join(words[start : start + size])
            if len(part) >= 4:
                for entry in index.exact(part)[:3]:
                    if len(entry.code) == 4:
                        yield entry, round(INSIDE_SCORE + 0.4 * len(part) / letters, 4)


def _best(hits: list[Hit], others: list[tuple[Entry, float]], language: str | None, k: int) -> list[Hit]:
    """Join what is exact with the rest: best score of each code, lowered where it is in another language."""
    best = {hit.code: hit for hit in hits}
    spoken = short(language)
    for entry, score in others:
        lowered = round(score - FOREIGN if spoken in LANGUAGES and entry.language != spoken else score, 4)
        known = best.get(entry.code)
        if known is None or lowered > known.score:
            best[entry.code] = Hit(entry.code, entry.shown, min(lowered, 0.99))  # only what is exact has 1
    exact = {hit.code: place for place, hit in enumerate(hits)}
    ranked = sorted(best.values(), key=lambda hit: (-hit.score, exact.get(hit.code, len(exact)), hit.code))
    return [hit for hit in ranked if hit.score > 0][:k]
