"""Nouns with their grammar: what a preset may declare, and the nouns every programme knows.

A German noun is one of two things. A noun for people has a feminine and a masculine form, which a style
combines ("Mentor:in"); its `neutral` word stands where a programme or a person wants no gender named. Any
other noun, such as "Führungskraft" or "Tandem", has one form and a grammatical gender of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resonanz.phrases import P
from resonanz.wording.template import WordingError

GENDERS = ("feminine", "masculine", "neuter")


@dataclass(frozen=True)
class Word:
    """A German noun of one grammatical gender, in all its forms.

    `adjective` is the stem of an adjective that belongs to the word ("teilnehmend" + "Person").
    `adjectival_plural` is the stem of a plural that declines like an adjective ("Teilnehmend": Teilnehmende,
    die Teilnehmenden).
    """

    gender: str
    singular: str
    plural: str
    genitive: str
    oblique: str
    dative_plural: str
    adjective: str = ""
    adjectival_plural: str = ""

    def form(self, case: str, number: str) -> str:
        """Return the noun itself in this case and number."""
        if number == "pl":
            return self.dative_plural if case == "dat" else self.plural
        if case == "gen":
            return self.genitive
        return self.singular if case == "nom" else self.oblique


@dataclass(frozen=True)
class GermanNoun:
    """A German noun: feminine and masculine word with a neutral one, or one `fixed` word."""

    fixed: Word | None = None
    feminine: Word | None = None
    masculine: Word | None = None
    neutral: Word | None = None
    stem: str = ""
    sign_plural: str = ""


@dataclass(frozen=True)
class PlainNoun:
    """A noun of a language without forms to choose from; `article` may fix "a" or "an"."""

    singular: str
    plural: str
    article: str = ""


_WORD_KEYS = {
    "word",
    "gender",
    "plural",
    "genitive",
    "oblique",
    "dative_plural",
    "adjective",
    "adjectival_plural",
}
_PEOPLE_KEYS = {
    *("feminine", "masculine", "feminine_plural", "masculine_plural", "genitive", "oblique", "dative_plural"),
    *("stem", "sign_plural", "neutral"),
}
_PLAIN_KEYS = {"singular", "plural", "article"}


def german_noun(key: str, spec: Mapping[str, Any]) -> GermanNoun:
    """Build the German noun `key` from its declaration; raise `WordingError` where something is missing."""
    if "word" in spec:
        _only(key, spec, _WORD_KEYS)
        return GermanNoun(fixed=_word(key, spec))
    _only(key, spec, _PEOPLE_KEYS)
    _needs(key, spec, ("feminine", "masculine", "masculine_plural"))
    feminine, masculine = str(spec["feminine"]), str(spec["masculine"])
    feminine_plural = str(spec.get("feminine_plural", feminine + "nen"))
    neutral = spec.get("neutral")
    if neutral is not None and not isinstance(neutral, Mapping):
        raise WordingError(
            P("The neutral word of “{noun}” needs a table with: {known}.", noun=key, known=sorted(_WORD_KEYS))
        )
    return GermanNoun(
        feminine=Word("feminine", feminine, feminine_plural, feminine, feminine, feminine_plural),
        masculine=_word(key, {**_masculine(spec), "word": masculine, "gender": "masculine"}),
        neutral=None if neutral is None else _word(key, neutral),
        stem=str(spec.get("stem", masculine)),
        sign_plural=str(spec.get("sign_plural", "")),
    )


def plain_noun(key: str, spec: Mapping[str, Any]) -> PlainNoun:
    """Build the noun `key` of English or another language without gender forms from its declaration."""
    _only(key, spec, _PLAIN_KEYS)
    _needs(key, spec, ("singular", "plural"))
    return PlainNoun(str(spec["singular"]), str(spec["plural"]), str(spec.get("article", "")))


def _masculine(spec: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: spec[name] for name in ("genitive", "oblique", "dative_plural") if name in spec}
    return {**kept, "plural": spec["masculine_plural"]}


def _word(key: str, spec: Mapping[str, Any]) -> Word:
    _only(key, spec, _WORD_KEYS)
    _needs(key, spec, ("word", "gender", "plural"))
    singular, gender, plural = str(spec["word"]), str(spec["gender"]), str(spec["plural"])
    if gender not in GENDERS:
        raise WordingError(
            P(
                "The noun “{noun}” has the gender “{gender}”; it must be one of: {known}.",
                noun=key,
                gender=gender,
                known=list(GENDERS),
            )
        )
    oblique = str(spec.get("oblique", singular))
    strong_genitive = singular if gender == "feminine" else oblique if oblique != singular else singular + "s"
    return Word(
        gender=gender,
        singular=singular,
        plural=plural,
        genitive=str(spec.get("genitive", strong_genitive)),
        oblique=oblique,
        dative_plural=str(spec.get("dative_plural", plural if plural.endswith(("n", "s", "i")) else plural + "n")),
        adjective=str(spec.get("adjective", "")),
        adjectival_plural=str(spec.get("adjectival_plural", "")),
    )


def _needs(key: str, spec: Mapping[str, Any], names: tuple[str, ...]) -> None:
    missing = [name for name in names if not spec.get(name)]
    if missing:
        raise WordingError(P("The noun “{noun}” is incomplete; add: {missing}.", noun=key, missing=missing))


def _only(key: str, spec: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(spec) - known)
    if unknown:
        raise WordingError(
            P(
                "The noun “{noun}” has an entry “{entry}” that I do not know; it may have: {known}.",
                noun=key,
                entry=unknown[0],
                known=sorted(known),
            )
        )
