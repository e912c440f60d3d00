"""Countries by ISO 3166-1 code, named in any language. Source: Unicode CLDR through Babel."""

from __future__ import annotations

from functools import cache

from resonanz.taxonomy import _cldr

# CLDR's two-letter codes of no country: unions, pseudo-locales, parts of countries reserved in ISO 3166.
_NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))


def name(code: str, language: str = "de") -> str:
    """Return the name of the country with this ISO 3166-1 alpha-2 code, in any case of letters.

    Falls back to English where CLDR lacks the language or the name; KeyError for an unknown code.
    """
    wanted = code.strip().upper()
    if wanted not in codes():
        raise KeyError(code)
    return _cldr.territories(language).get(wanted) or _cldr.territories("en")[wanted]


@cache
def codes() -> tuple[str, ...]:
    """Return the 249 ISO 3166-1 alpha-2 codes and Kosovo's "XK", in alphabetical order."""
    return tuple(
        sorted(code for code in _cldr.territories("en") if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
    )
