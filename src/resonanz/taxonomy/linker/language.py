"""What the linker knows of languages: function words, gender endings, and everyday synonyms in job titles.

All of it lies in `data/synonyms.tsv`, a small file of our own that anybody can correct; nothing in it comes from
a vocabulary that is searched. Which languages a list of labels is in shows in its function words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from resonanz.taxonomy import text as titles

DATA = Path(__file__).parents[1] / "data" / "synonyms.tsv"
# Endings behind which a listed word may hide; none comes first.
INFLECTED = ("", "ern", "en", "es", "er", "e", "n", "s", "r")
# Where no function word tells the language, or the labels are single words.
USUAL = ("de", "en")
# A language with fewer function words than this share of the commonest one's is there by accident.
SHARE = 0.2
# No title is longer; what people type behind it is not read.
LONGEST = 300
# So many words are remembered with their base.
KEPT = 50_000

_ADJECTIVE = re.compile(r"(?<=.)(isch|lich|ig|ell|iv|al|ant|ent|end)(?:e|er|es|en|em)$")
_TRANSLITERATED = re.compile(r"ae|oe|(?<![aeqo])ue")
# Second endings behind a word: "technicien·ne", "técnico/a", "nauczyciel/ka", "vendeur(se)"
_SECOND_ENDING = re.compile(
    r"(?<=\w{3})\s?(?:[/·•]\s?-?|\()(?:e|a|o|as|os|ne|se|re|ra|ka|ca|na|ta|ice|euse|trice|[eè]re|ienne)\b(?!\w)\)?",
    re.IGNORECASE,
)


class Language(NamedTuple):
    """Function words; endings as (feminine, masculine); what a head or part of a word stands for."""

    code: str
    function_words: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    heads: dict[str, str]
    parts: dict[str, str]


class Speech:
    """The languages of one list of labels, and how its texts are read in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.languages = _spoken(texts)
        codes = {language.code for language in self.languages}
        self.compounds = "de" in codes
        self._function_words = frozenset[str]().union(*(language.function_words for language in self.languages))
        self._endings = [pair for language in self.languages for pair in language.endings]
        self._bases: dict[str, str] = {}
        self.heads = {word: said for language in self.languages[::-1] for word, said in language.heads.items()}
        self.parts = {word: said for language in self.languages[::-1] for word, said in language.parts.items()}

    def words(self, text: str) -> list[str]:
        """Return the telling words of `text`, each once: without gender marks, accents and function words."""
        found = titles.words(titles.plain(_SECOND_ENDING.sub("", text[:LONGEST])))
        if self.compounds:
            found = [_TRANSLITERATED.sub(lambda match: match[0][0], word) for word in found]
        telling = [word for word in found if word not in self._function_words]
        return list(dict.fromkeys(telling or found))

    def base(self, word: str) -> str:
        """Return `word` in its masculine or only form; a synonym as it is listed, an adjective without its ending."""
        found = self._bases.get(word)
        if found is None:
            if len(self._bases) >= KEPT:
                self._bases.clear()
            found = self._bases[word] = self.listed(word) or self._without_ending(word)
        return found

    def listed(self, word: str) -> str | None:
        """Return the listed synonym that `word` is, as it stands or inflected ("Managers"); None for other words."""
        for ending in INFLECTED:
            stem = word.removesuffix(ending)
            if (stem in self.heads or stem in self.parts) and (not ending or (stem != word and len(stem) > 3)):
                return stem
        return None

    def _without_ending(self, word: str) -> str:
        for feminine, masculine in self._endings:
            if word.endswith(feminine) and len(word) - len(feminine) >= 3:
                word = word[: len(word) - len(feminine)] + masculine
                break
        return _ADJECTIVE.sub(r"\1", word) if self.compounds and len(word) > 6 else word


@cache
def languages() -> tuple[Language, ...]:
    """Return every language that the data knows, in the order of its columns."""
    lines = [line for line in DATA.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    codes = lines[0].split("\t")[1:]
    rows = [(kind, cells) for kind, *cells in (line.split("\t") for line in lines[1:])]
    return tuple(_language(code, column, rows) for column, code in enumerate(codes))


def _language(code: str, column: int, rows: list[tuple[str, list[str]]]) -> Language:
    function_words: list[str] = []
    endings: list[tuple[str, str]] = []
    heads: dict[str, str] = {}
    parts: dict[str, str] = {}
    for kind, cells in rows:
        said = titles.key(next(cell for cell in cells if cell).split()[0])
        words = cells[column].split() if column < len(cells) else []
        if kind == "function":
            function_words += [titles.key(word) for word in words]
        elif kind == "ending":
            pairs = (word.split(">") for word in words)
            endings += [(titles.key(feminine), titles.key(masculine)) for feminine, masculine in pairs]
        else:
            known = heads if kind == "head" else parts
            for word in words:
                known.setdefault(titles.key(word), said)
    longest = sorted(endings, key=lambda pair: -len(pair[0]))
    return Language(code, frozenset(function_words), tuple(longest), heads, parts)


def _spoken(texts: Iterable[str]) -> list[Language]:
    counts: Counter[str] = Counter()
    owners: dict[str, list[str]] = {}
    for language in languages():
        for word in language.function_words:
            owners.setdefault(word, []).append(language.code)
    for text in texts:
        # Words that several languages share, like "de" and "in", tell nothing.
        counts.update(owners[word][0] for word in titles.words(text) if len(owners.get(word, ())) == 1)
    most = max(counts.values(), default=0)
    chosen = {code for code, count in counts.items() if count >= SHARE * most} if most else set(USUAL)
    return [language for language in languages() if language.code in chosen]
