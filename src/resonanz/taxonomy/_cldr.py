"""The one door to Babel, opened on first use: its import costs more than the rest of this package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@cache
def locale(language: str) -> Locale:
    """Return CLDR's data for a code such as "de", "fa-AF" or "zh_Hant"; English where it has none."""
    from babel import Locale, UnknownLocaleError

    # CLDR knows Dari as Persian of Afghanistan.
    tag = {"prs": "fa_AF", "kmr": "ku"}.get(language.lower(), language.replace("-", "_"))
    for candidate in (tag, tag.split("_")[0], "en"):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("CLDR always has English")


@cache
def languages(language: str) -> dict[str, str]:
    """Return CLDR's names of languages in `language`, by code."""
    return {str(code): str(name) for code, name in locale(language).languages.items()}


@cache
def territories(language: str) -> dict[str, str]:
    """Return CLDR's names of countries and other regions in `language`, by code."""
    return {str(code): str(name) for code, name in locale(language).territories.items()}


@cache
def aliases() -> dict[str, str]:
    """Return CLDR's replacements of language codes: "deu" → "de", "pes" → "fa"."""
    from babel.core import get_global

    return {str(old): str(new) for old, new in get_global("language_aliases").items()}
