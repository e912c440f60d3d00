"""Small helpers for names and texts in several languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from resonanz.phrases import ARABIC_SCRIPT


def fold(text: str) -> str:
    """Return `text` as it is searched: without case, accents and repeated blanks, in every script.

    Databases disagree about this (SQLite folds ASCII only), so searchable names are kept in a column of this form.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d").split())


def in_language(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """Return the entry of `texts` (language code → text) for `language`, else English, German, or the first there is.

    `language` defaults to that of the current request. Not for consent texts: those never fall back.
    """
    return in_which_language(texts, language)[1]


def in_which_language(texts: Mapping[str, str] | None, language: str | None = None) -> tuple[str, str]:
    """Return the same text with the code of the language that it is in; ("", "") where there is none."""
    wanted = (language or get_language() or "de").split("-")[0]
    for code in (wanted, "en", "de", *(texts or {})):
        if texts and texts.get(code):
            return code, texts[code]
    return "", ""


def series(words: Iterable[str]) -> str:
    """Return `words` one after the other, with the comma of the language of the current request."""
    comma = "، " if (get_language() or "de").split("-")[0] in ARABIC_SCRIPT else ", "
    return comma.join(words)
