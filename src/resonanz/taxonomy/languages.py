"""Languages and how well somebody speaks them: codes, names, CEFR levels, direction of writing.

Codes are ISO 639-1 where one exists, else ISO 639-3. Source of names: Unicode CLDR through Babel, with the
names people use for themselves in `data/languages.tsv`. Levels: Common European Framework of Reference
(Council of Europe).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Literal

from resonanz.taxonomy import _cldr
from resonanz.taxonomy import text as spelling

DATA = Path(__file__).parent / "data"


class Level(IntEnum):
    """CEFR level, ordered; NATIVE is a first language and counts above C2."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7


# Whoever names a language without a level can hold a conversation in it, else they would not name it; to
# assume more would promise what a programme asking for C1 relies on.
UNSTATED = Level.B2


class UnknownLanguage(ValueError):
    """A text that names no language; `.text` holds it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"unknown language: {text!r}")
        self.text = text


class UnknownLevel(ValueError):
    """A text that names no level; `.text` holds it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"unknown language level: {text!r}")
        self.text = text


_LEVELS = {
    **{level.name.lower(): level for level in Level},
    **dict.fromkeys(
        (
            "n",
            "l1",
            "muttersprache",
            "muttersprachlich",
            "muttersprachler",
            "muttersprachlerin",
            "erstsprache",
            "mothertongue",
            "nativespeaker",
            "firstlanguage",
            "nativelanguage",
            "bilingual",
            "zweisprachig",
        ),
        Level.NATIVE,
    ),
    **dict.fromkeys(("fliessend", "fluent", "verhandlungssicher"), Level.C1),
    **dict.fromkeys(("grundkenntnisse", "basic", "basics"), Level.A2),
}
_NATIVE_NAMES = {
    "ar": "اللغة الأم",
    "ckb": "زمانی دایک",
    "de": "Erstsprache",
    "en": "first language",
    "es": "lengua materna",
    "fa": "زبان مادری",
    "fr": "langue maternelle",
    "it": "lingua madre",
    "ku": "zimanê dayikê",
    "prs": "زبان مادری",
    "ps": "مورنۍ ژبه",
    "ru": "родной язык",
    "so": "afka hooyo",
    "ti": "ቋንቋ ኣደ",
    "tr": "ana dili",
    "uk": "рідна мова",
}
# CLDR's "Zentralkurdisch" is what no speaker and no coordinator calls it; and what CLDR has no word for.
_BETTER_NAMES = {
    ("ckb", "de"): "Kurdisch (Sorani)",
    ("ckb", "en"): "Kurdish (Sorani)",
    ("prs", "ckb"): "دەری",
    ("arc", "ckb"): "ئارامی",
    ("arc", "ku"): "aramî",
    ("arc", "ps"): "ارامي",
    ("aa", "so"): "Cafar",
}
# Languages with right-to-left scripts, as CLDR has them, and those of the region that CLDR has no data for.
_RTL_CODES = """
    ar arc aeb apc ary arz azb bal bgn bqi ckb dv fa glk he ks lrc luz mzn nqo pnb prs ps rhg
    sd sdh skr syr trw ug ur yi
"""
_RIGHT_TO_LEFT = frozenset(_RTL_CODES.split())
_RTL_SCRIPTS = frozenset(("arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa", "adlm"))
# Standards of one spoken language, whose speakers understand each other without learning (ISO 639-3
# macrolanguages `fas` and `hbs`).
_SPOKEN_AS_ONE = {"prs": "fa", "bs": "sh", "hr": "sh", "sr": "sh"}

_SEPARATORS = re.compile(r"[;,،؛\n]+")
# "de:C1" and "de = C1"; "German (C1)"; "German C1", "Deutsch - C1"
_WRITTEN = (
    re.compile(r"(?P<language>.+)[:=](?P<level>[^:=]*)", re.DOTALL),
    re.compile(r"(?P<language>.+?)\((?P<level>[^()]*)\)", re.DOTALL),
    re.compile(r"(?P<language>.+?)(?:\s+[-–])?\s+(?P<level>\S+)", re.DOTALL),
)


def parse_skills(text: str) -> dict[str, Level]:
    """Read "de:C1; Arabisch:native, English (B2)" as {"de": C1, "ar": NATIVE, "en": B2}, in this order.

    Languages are ISO 639-1 or -3 codes or names in German, English or the language itself; separators are
    ";", "," and line breaks. A language without a level counts as `UNSTATED` (B2); of several levels the
    highest counts, of a range ("B1/B2", "B1+") the lower end. Raises UnknownLanguage or UnknownLevel; an
    empty text gives {}.
    """
    skills: dict[str, Level] = {}
    for part in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        code, level = _skill(part)
        skills[code] = max(level, skills.get(code, level))
    return skills


def format_skills(skills: Mapping[str, Level]) -> str:
    """Return "de:C1; ar:native", which `parse_skills` reads back as the same dict in the same order."""
    return "; ".join(f"{code}:{_level_code(level)}" for code, level in skills.items())


def code_of(text: str) -> str:
    """Return the code of a language given by code or name; raises UnknownLanguage.

    Regional tags lose their region ("de-AT" → "de") except Dari ("fa-AF" → "prs").
    """
    tag = text.strip().replace("_", "-").casefold()
    if tag == "fa-af":
        return "prs"
    # A code goes before a name ("ga" is Irish, though a language is called Ga), a name before a tag with
    # region: "Af-Soomaali" is Somali, not the Afrikaans of somewhere.
    if (whole := _canonical(tag)) in codes():
        return whole
    if named := _codes_by_name().get(spelling.key(text)):
        return named
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})+", tag) and (first := _canonical(tag.split("-")[0])) in codes():
        return first
    raise UnknownLanguage(text.strip())


def name(code: str, language: str = "de") -> str:
    """Return the name of a language in another one.

    English where CLDR has no name there; raises UnknownLanguage.
    """
    known = code_of(code)
    if better := _BETTER_NAMES.get((known, _first(language))):
        return better
    entry = "fa_AF" if known == "prs" else known
    return _cldr.languages(language).get(entry) or _cldr.languages("en")[entry]


def own_name(code: str) -> str:
    """Return what its speakers call a language ("العربية").

    English where CLDR has no such name; raises UnknownLanguage.
    """
    known = code_of(code)
    if _cldr.locale(known).language not in (known, "fa"):
        return name(known, "en")
    return name(known, known)


def level_name(level: Level, language: str = "de") -> str:
    """Return "B1" and the like in every language, and words for NATIVE; English words where we have none."""
    if level is not Level.NATIVE:
        return level.name
    return _NATIVE_NAMES.get(_first(language), _NATIVE_NAMES["en"])


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return how a language is written, for the HTML attribute `dir`; a script in the tag decides."""
    first, *rest = language.casefold().replace("_", "-").split("-")
    for subtag in rest:
        if len(subtag) == 4:
            return "rtl" if subtag in _RTL_SCRIPTS else "ltr"
    return "rtl" if _CANONICAL.get(first, first) in _RIGHT_TO_LEFT else "ltr"


def common(a: Mapping[str, Level], b: Mapping[str, Level], level: Level) -> list[str]:
    """Return the languages (as coded in `a`) that both speak at `level` or better; the best-shared first.

    Sorted by the lower of the two levels, falling, then by code. Persian and Dari count as one language, so
    do Bosnian, Croatian and Serbian: their speakers talk with each other without having learned it.
    """
    spoken: dict[str, Level] = {}
    for code, reached in b.items():
        root = _SPOKEN_AS_ONE.get(code, code)
        spoken[root] = max(reached, spoken.get(root, reached))
    shared: dict[str, tuple[int, str]] = {}
    for code, reached in a.items():
        root = _SPOKEN_AS_ONE.get(code, code)
        lower = min(reached, spoken.get(root, 0))
        if lower >= level:
            shared[root] = min((-lower, code), shared.get(root, (-lower, code)))
    return [code for _, code in sorted(shared.values())]


@cache
def codes() -> frozenset[str]:
    """Return every language code that CLDR names in English, and "prs" for Dari."""
    listed = (code for code in _cldr.languages("en") if "_" not in code)
    return frozenset(code for code in listed if _canonical(code) == code and code not in _NO_LANGUAGES) | {"prs"}


# Codes of one language with two names in the standards: ours is the one that CLDR has words for.
_CANONICAL = {
    "pes": "fa",
    "prs": "prs",
    "kmr": "ku",
    "tl": "fil",
    "sh": "sh",
    "hbs": "sh",
    "mo": "ro",
    "nb": "no",
}
# CLDR's words for a language not listed, for several, for one nobody knows, for none.
_NO_LANGUAGES = frozenset(("mis", "mul", "und", "zxx"))


def _first(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def _canonical(code: str) -> str:
    return _CANONICAL.get(code) or _cldr.aliases().get(code, code)


def _skill(part: str) -> tuple[str, Level]:
    # The whole may be a name of several words or with brackets, "Kurdisch (Sorani)", so it is asked first.
    try:
        return code_of(part), UNSTATED
    except UnknownLanguage:
        colon, brackets, spaced = (pattern.fullmatch(part) for pattern in _WRITTEN)
    if written := colon or brackets:
        return code_of(written["language"]), _level(written["level"])
    if spaced:
        try:
            return code_of(spaced["language"]), _level(spaced["level"])
        except UnknownLevel:  # the last word belongs to a name that nobody knows
            pass
    raise UnknownLanguage(part)


def _level(text: str) -> Level:
    stripped = text.strip()
    ends = [end for end in re.split(r"\s*[-–/]\s*", stripped.removesuffix("+")) if end]
    levels = [_LEVELS.get(spelling.key(end)) for end in ends]
    if not levels or None in levels:
        whole = _LEVELS.get(spelling.key(stripped))
        if whole is None:
            raise UnknownLevel(stripped)
        return whole
    return min(level for level in levels if level is not None)


def _level_code(level: Level) -> str:
    return "native" if level is Level.NATIVE else level.name


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the code for each name, by `text.key`; what `data/languages.tsv` says goes before CLDR."""
    found: dict[str, str] = {}
    for line in (DATA / "languages.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, names = line.split("\t")
            for known in names.split(";"):
                for form in spelling.keys(known.strip()):
                    found.setdefault(form, code)
    for language in ("de", "en"):
        for entry, known in _cldr.languages(language).items():
            code = "prs" if entry == "fa_AF" else entry
            if code in codes():
                for form in spelling.keys(known):
                    found.setdefault(form, code)
    found.pop("", None)
    return found
