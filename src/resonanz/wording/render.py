"""Wording of one programme: its style and its nouns, and texts rendered with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from resonanz.phrases import P, Phrase
from resonanz.wording import english, german
from resonanz.wording.defaults import NOUNS, PLURALS
from resonanz.wording.nouns import GermanNoun, PlainNoun, german_noun, plain_noun
from resonanz.wording.template import CASES, DETERMINERS, NUMBERS, Slot, WordingError, parse

PersonForm = str | Mapping[str, str] | None
NounSpecs = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wording:
    """How a programme names people: a style for German and nouns that replace or extend the usual ones.

    `nouns` maps a key to declarations per language, `{"mentor": {"de": {...}, "en": {...}}}`, as a preset's
    `[wording.nouns]` holds them; a language that is left out keeps the usual noun. Raises `WordingError` for
    an unknown style or an incomplete noun.
    """

    style: str = "star"
    nouns: NounSpecs = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.style not in german.STYLES:
            raise WordingError(
                P(
                    "The style “{style}” does not exist; choose one of: {known}.",
                    style=self.style,
                    known=list(german.STYLES),
                )
            )
        for key, languages in self.nouns.items():
            if not all(isinstance(spec, Mapping) for spec in (languages, *_entries(languages))):
                raise WordingError(
                    P(
                        "The noun “{noun}” needs a table for each language, such as {example}.",
                        noun=key,
                        example="[wording.nouns.mentor.de]",
                    )
                )
            self._german(key)
            for language in languages:
                if language != "de":
                    self._plain(key, language)

    def render(self, template: str, language: str, *, person_form: PersonForm = None, **values: object) -> str:
        """Return `template` as text in `language`; `values` are inserted literally.

        `person_form` is the own choice of the person the text is about: "feminine", "masculine" or "neutral";
        None or "" where nobody chose. It rules every noun in the singular; where a text is about two people,
        give a mapping from noun to form. A value wins over a noun of the same name. Raises `WordingError` if
        the template is wrong.
        """
        shown: list[str] = []
        for part in parse(template):
            if isinstance(part, str):
                shown.append(part)
            elif part.is_bare and part.noun in values:
                shown.append(str(values[part.noun]))
            else:
                shown.append(self._slot(part, language, person_form))
        return "".join(shown)

    def aloud(self, template: str, language: str, *, person_form: PersonForm = None, **values: object) -> str:
        """Return the text as it can be read aloud: the pair form instead of a sign inside the words."""
        spoken = self if self.style in ("pair", "neutral") else Wording("pair", self.nouns)
        return spoken.render(template, language, person_form=person_form, **values)

    def noun(
        self,
        key: str,
        language: str,
        case: str = "nom",
        number: str = "sg",
        article: str | None = None,
        person_form: str | None = None,
    ) -> str:
        """Return one noun; `article` is a word such as "der", "ein", "Ihr" or "the"."""
        for given, known in ((case, CASES), (number, NUMBERS), (article, (None, *DETERMINERS))):
            if given not in known:
                raise WordingError(
                    P(
                        "“{given}” is not known here; choose one of: {known}.",
                        given=given,
                        known=[word for word in known if word],
                    )
                )
        determiner = DETERMINERS[article] if article else None
        slot = Slot("{" + key + "}", key, case=case, number=number, determiner=determiner)
        return self._slot(slot, language, person_form)

    def problems(self, template: str, language: str, values: Iterable[str] = ()) -> list[Phrase]:
        """Return what is wrong with `template`; `values` are the names that `render` will get."""
        try:
            parts = parse(template)
        except WordingError as error:
            return [error.phrase]
        allowed = set(values)
        found: list[Phrase] = []
        for part in parts:
            if isinstance(part, Slot) and not (part.is_bare and part.noun in allowed):
                try:
                    self._slot(part, language, None)
                except WordingError as error:
                    found.append(error.phrase)
        return found

    def _slot(self, slot: Slot, language: str, person_form: PersonForm) -> str:
        key, number = self._resolved(slot)
        form = (person_form.get(key) if isinstance(person_form, Mapping) else person_form) or None
        if form is not None and form not in german.FORMS:
            raise WordingError(
                P(
                    "The form “{form}” does not exist; choose one of: {known}.",
                    form=form,
                    known=list(german.FORMS),
                )
            )
        options: dict[str, Any] = {
            "case": slot.case,
            "number": number,
            "determiner": slot.determiner,
            "adjectives": slot.adjectives,
            "pronoun": slot.pronoun,
            "form": form,
        }
        base = language.replace("_", "-").split("-")[0].lower()
        if base == "de":
            text = german.phrase(self._german(key), self.style, **options)
        elif base == "en" or not self._speaks(key, base):
            text = english.phrase(self._plain(key, "en"), **options)
        else:
            text = english.plain(self._plain(key, base), number)
        return text[0].upper() + text[1:] if slot.capital else text

    def _resolved(self, slot: Slot) -> tuple[str, str]:
        """Return the noun's key and number; an English plural such as `mentors` is the plural of `mentor`."""
        key = slot.noun if slot.noun in self._keys else slot.noun[0].lower() + slot.noun[1:]
        if key in self._keys:
            return key, slot.number or "sg"
        singular = PLURALS.get(key) or key.removesuffix("s")
        if singular not in self._keys:
            raise WordingError(
                P(
                    "In {source} the noun “{noun}” is not known; the nouns are: {known}.",
                    source=slot.source,
                    noun=slot.noun,
                    known=sorted(self._keys),
                )
            )
        if slot.number == "sg":
            raise WordingError(
                P(
                    "In {source} a plural is asked for in the singular; keep one of the two.",
                    source=slot.source,
                )
            )
        return singular, "pl"

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(NOUNS) | frozenset(self.nouns)

    def _speaks(self, key: str, language: str) -> bool:
        return language in self.nouns.get(key, {}) or language in NOUNS.get(key, {})

    @cached_property
    def _own(self) -> dict[tuple[str, str], GermanNoun | PlainNoun]:
        """The programme's own nouns, built when first needed."""
        return {}

    def _german(self, key: str) -> GermanNoun:
        if "de" not in self.nouns.get(key, {}) and key in NOUNS:
            return _usual_german(key)
        built = self._own.get((key, "de"))
        if not isinstance(built, GermanNoun):
            built = self._own[key, "de"] = german_noun(key, self._required(key, "de"))
        return built

    def _plain(self, key: str, language: str) -> PlainNoun:
        if language not in self.nouns.get(key, {}) and key in NOUNS:
            return _usual_english(key)
        built = self._own.get((key, language))
        if not isinstance(built, PlainNoun):
            built = self._own[key, language] = plain_noun(key, self._required(key, language))
        return built

    def _required(self, key: str, language: str) -> Mapping[str, Any]:
        declared: Mapping[str, Any] | None = self.nouns[key].get(language)
        if declared is None:
            raise WordingError(
                P(
                    "The noun “{noun}” has no words for the language “{language}”.",
                    noun=key,
                    language=language,
                )
            )
        return declared


def problems(template: str, language: str, nouns: NounSpecs | None = None, values: Iterable[str] = ()) -> list[Phrase]:
    """Return what is wrong with `template` for a programme with these `nouns`; nothing where all is well."""
    return Wording(nouns=nouns or {}).problems(template, language, values)


def _entries(languages: object) -> list[object]:
    return list(languages.values()) if isinstance(languages, Mapping) else []


@cache
def _usual_german(key: str) -> GermanNoun:
    return german_noun(key, NOUNS[key]["de"])


@cache
def _usual_english(key: str) -> PlainNoun:
    return plain_noun(key, NOUNS[key]["en"])
