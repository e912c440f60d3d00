"""Sentences for people, made where Django is not: a message and its values, rendered in the reader's language.

The engine, the tables and the taxonomy explain themselves ("row 7, column «grade»: …", "you both speak Arabic"). Whoever
shows such a sentence (the command line, a web page, a mail) decides the language, so a sentence travels as a `Phrase` and
becomes text at the very end. Catalogues are ordinary gettext files, `locale/<language>/LC_MESSAGES/engine.{po,mo}`,
kept complete by the same gate as those of the web pages.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "engine"
ARABIC_SCRIPT = {"ar", "fa", "ps", "ur", "ckb"}  # languages with a comma of their own


@dataclass(frozen=True)
class Phrase:
    """One sentence: an English template in `str.format` notation and the values to put into it.

    A value may itself be a Phrase, a list of values (joined with commas), or a name that differs by language (a mapping
    from language code to text). Templates are only ever our own literals,
    marked with `P(...)`; text typed by people appears only among the values, so nothing typed is ever interpreted.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in `language` (a code such as "de"); English where the language has no entry."""
        template = catalogue(language).gettext(self.template) if self.template else ""
        return template.format(**{name: _shown(value, language) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.text()

    def replaced(self, words: Mapping[str, str]) -> Phrase:
        """Return the phrase with every phrase inside it whose template is a key of `words` replaced by that text.

        So a page can say "Karin: Monday evening; Noor: no entry" where the engine knows only "the mentor" and "the mentee".
        """
        return replace(self, values={name: _replaced(value, words) for name, value in self.values.items()})

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_json` reads back, so that a stored reason can change its language."""
        return {"phrase": self.template, "values": {k: _packed(v) for k, v in self.values.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Phrase:
        """Rebuild a phrase from `to_json`."""
        return cls(data["phrase"], {k: _unpacked(v) for k, v in data["values"].items()})


def P(template: str, /, **values: Any) -> Phrase:  # noqa: N802 - short on purpose: it marks every translatable sentence
    """Make a Phrase; extraction looks for calls of this name, so `template` must be a literal."""
    return Phrase(template, values)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the compiled catalogue of `language`; one without entries where there is none."""
    return gettext.translation(DOMAIN, LOCALE_DIR, [language.replace("-", "_")], fallback=True)


@cache
def _is_arabic(language: str) -> bool:
    return language.split("-")[0] in ARABIC_SCRIPT


def _shown(value: Any, language: str) -> str:
    if isinstance(value, Phrase):
        return value.text(language)
    arabic = _is_arabic(language)
    if type(value) is str and not arabic:  # nearly all values, and results have many thousands
        return value
    if isinstance(value, (list, tuple)):
        comma = "، " if arabic else ", "
        return comma.join(_shown(item, language) for item in value)
    if arabic and isinstance(value, (str, Mapping)):
        # Isolated, or a Latin name would drag the punctuation around it to the wrong side.
        return f"\u2068{_plain(value, language)}\u2069"
    return _plain(value, language)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, float):
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language.startswith("de") else text
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("en") or next(iter(value.values()), ""))
    return str(value)


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, Phrase):
        return words[value.template] if value.template in words else value.replaced(words)
    if isinstance(value, list | tuple):
        return [_replaced(item, words) for item in value]
    return value


def _packed(value: Any) -> Any:
    if isinstance(value, Phrase):
        return value.to_json()
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and "phrase" in value:
        return Phrase.from_json(value)
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    return value
