"""Job titles as people write them, brought to one comparable form.

German titles come with gender marks in a dozen spellings, brackets, hyphens and plural endings; the same
title must give the same key however it is written. Nothing here knows which titles exist: it only proposes
readings, likeliest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# (m/w/d), (w/m/x), (f/m/d), (all genders), (gn): advertisements add these; they say nothing about the
# occupation.
_ALL_GENDERS = re.compile(
    r"[(\[]?\b(?:[mwfdxi]\s*[/|,*]\s*){1,3}[mwfdxi]\b[)\]]?|[(\[]\s*(?:all genders|gn|a)\s*[)\]]",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[][^)\]]*[)\]]")
# Pfleger/in, Pfleger/-in, Pfleger:in, Pfleger*in, Pfleger_in, Pfleger·in, Pfleger(in), and the plural …innen
_MARKED = re.compile(r"(?<=\w)\s?(?:[/:*_·•]\s?-?|\()(in|innen)\b\)?", re.IGNORECASE)
_MANN_FRAU = re.compile(r"(?<=mann)\s?[/:*_]\s?-?(?:frau|leute)\b", re.IGNORECASE)  # Kaufmann/-frau
_BINNEN_I = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?\b)")
# Pfleger:r in "Angestellte:r", "Angestellte/r", "Angestellte(r)"
_MARKED_R = re.compile(r"(?<=e)\s?(?:[/:*_·•]\s?-?|\()([rn])\b\)?", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\s*(?:/|\||;|,|\bund\b|\boder\b|\bbzw\.?|\bor\b|\band\b)\s*-?", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, without accents, in any script."""
    if text.isascii():
        return _WORD.findall(text.lower().replace("_", " "))
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return _WORD.findall("".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("_", " "))


def key(text: str) -> str:
    """Return what two spellings of one title share: no case, accents, spaces, hyphens or signs."""
    return "".join(words(text))


def keys(text: str) -> set[str]:
    """Return every key a listed title is found under: umlauts may be typed as "a" or as "ae"."""
    if text.isascii():
        return {key(text)}
    composed = unicodedata.normalize("NFC", text.casefold())
    return {key(text), key(composed.translate(_TRANSLITERATED))}


def plain(text: str) -> str:
    """Return `text` with gender marks joined (Pfleger:in → Pflegerin) and "(m/w/d)" removed."""
    text = unicodedata.normalize("NFKC", text).replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", "")
    text = _ALL_GENDERS.sub(" ", text)
    text = _MARKED.sub(r"\1", text)
    text = _MANN_FRAU.sub("", text)
    text = _MARKED_R.sub(r"\1", text)
    return " ".join(_BINNEN_I.sub("i", text).split())


def readings(text: str) -> Iterator[str]:
    """Yield keys under which `text` may be listed, likeliest first, without repeats.

    In turn: as written; without brackets; each part of "Köchin/Koch" or "Koch und Köchin"; then the same read
    as a feminine or plural form whose base form may be the one that is listed.
    """
    joined = plain(text)
    unbracketed = _BRACKET.sub(" ", joined)
    whole = [key(joined), key(unbracketed)]
    parts = [key(part) for part in _ALTERNATIVES.split(unbracketed)]
    seen: set[str] = {""}
    for candidate in (*whole, *parts, *(base for form in (*whole, *parts) for base in _bases(form))):
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


def edits(a: str, b: str) -> int:
    """Return how many letters must be inserted, deleted, replaced or swapped with their neighbour to turn `a`
    into `b`.

    Optimal string alignment, a Damerau-Levenshtein distance in which no part is edited twice.
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _bases(form: str) -> Iterator[str]:
    # Shorter stems would turn words such as "Verein" into something else; the listed titles decide what is a
    # title.
    for ending, base in (
        ("innen", "in"),
        ("innen", ""),
        ("in", ""),
        ("in", "e"),
        ("s", ""),
        ("e", ""),
        ("en", ""),
    ):
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            yield form[: -len(ending)] + base
