"""Occupations by ISCO-08: the whole structure with titles, and the way from what a person writes to a unit
group.

Source: International Standard Classification of Occupations 2008 (ILO); the job titles are our own selection.
See `data/NOTICE` and `docs/decisions/0005-taxonomy-data.md`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from resonanz.taxonomy import text as titles
from resonanz.taxonomy.linker import Linker

DATA = Path(__file__).parent / "data"
LANGUAGES = ("de", "en")
Form = Literal["both", "feminine", "masculine", "neutral"]
# Below this likeness a hit shares letters with the text, but hardly a meaning.
LEAST_SCORE = 0.25

_GENDERED = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


class Hit(NamedTuple):
    """One occupation found: its ISCO-08 code, the title that was found, and the likeness between 0 and 1."""

    code: str
    label: str
    score: float


class Group(NamedTuple):
    """One ISCO-08 group; `de` marks gendered words as `{masculine|feminine}`, `neutral` avoids them."""

    code: str
    en: str
    de: str
    neutral: str


class JobTitle(NamedTuple):
    """A title in use for a group; `feminine` is empty where one form serves everybody."""

    code: str
    language: str
    masculine: str
    feminine: str

    @property
    def label(self) -> str:
        """Both forms, as shown in a list: "Ärztin/Arzt"."""
        return f"{self.feminine}/{self.masculine}" if self.feminine else self.masculine


def code_of(text: str) -> str | None:
    """Return the ISCO-08 code (1 to 4 digits) that `text` names, or None.

    `text` is an existing code, or an official or common title in German or English: any gender form and
    spelling, plural, with or without accents; then, where exactly one group is that near, a title with one
    typing error (five letters or more) or two (thirteen or more), its first letter being right. Where groups
    share a title, the lowest code counts.
    """
    stripped = text.strip()
    if re.fullmatch(r"[0-9]{1,4}", stripped):
        return stripped if exists(stripped) else None
    listed = _codes_by_key(None)
    candidates = list(titles.readings(text))
    for candidate in candidates:
        if candidate in listed:
            return listed[candidate]
    for candidate in candidates[:2]:
        if found := _near(candidate):
            return found
    return None


def exists(code: str) -> bool:
    """Say whether `code` is an ISCO-08 code of 1 to 4 digits ("0" to "9629")."""
    return code in groups()


def title(code: str, language: str = "de", form: Form = "both") -> str:
    """Return the title of a group, in the plural as in the classification; KeyError for an unknown code.

    `form` matters for German: "Ärztinnen und Ärzte", "Ärztinnen", "Ärzte", or a neutral wording. Languages
    other than German get the English title.
    """
    group = groups()[code]
    if not language.lower().startswith("de"):
        return group.en
    if form == "neutral":
        return group.neutral or group.de
    if form == "masculine":
        return _GENDERED.sub(r"\1", group.de)
    if form == "feminine":
        return _GENDERED.sub(r"\2", group.de)
    if not _GENDERED.search(group.de):
        return group.de
    # "A und B" becomes "Ainnen und A sowie Binnen und B": two levels of joining need two words.
    return _GENDERED.sub(r"\2 und \1", group.de.replace(" und ", " sowie "))


def parents(code: str) -> list[str]:
    """Return the codes above `code`, widest first: "2142" gives ["2", "21", "214"].

    KeyError for an unknown code.
    """
    if not exists(code):
        raise KeyError(code)
    return [code[:n] for n in range(1, len(code))]


def similarity(a: str, b: str) -> float:
    """Return the share of common leading digits of two codes, of 4: 0, 0.25, 0.5, 0.75 or 1.

    A code of fewer digits is as near as it can say: "214" and "2142" give 0.75.
    """
    common = 0
    for x, y in zip(a[:4], b[:4], strict=False):
        if x != y:
            break
        common += 1
    return common / 4


def search(text: str, language: str | None = None, k: int = 8) -> list[Hit]:
    """Return up to `k` occupations for a text or its beginning, best first, each code once; for autocomplete.

    `language` ("de", "en") limits the titles that are searched and shown; without it, or with one we have no
    titles in, all are searched. Scores lie in [0, 1]; a code, or a title that is `text` up to spelling and
    gender form, has 1. A title of a wider group ("Lehrkräfte") gives that group's shorter code.
    """
    spoken = re.split("[-_]", (language or "").lower())[0]
    asked = spoken if spoken in LANGUAGES else None
    if exists(text.strip()):
        return [Hit(text.strip(), title(text.strip(), asked or "de"), 1.0)]
    shown = _labels(asked)
    hits: dict[str, Hit] = {}
    for reading in titles.readings(text):
        code = _codes_by_key(asked).get(reading)
        if code and code not in hits:
            hits[code] = Hit(code, _listed_label(code, reading, asked), 1.0)
    for match in _linker(asked).rank(text, k + len(hits)):
        if match.score >= LEAST_SCORE and match.concept_id not in hits:
            hits[match.concept_id] = Hit(match.concept_id, shown[match.concept_id, match.label], match.score)
    return list(hits.values())[:k]


@cache
def groups() -> dict[str, Group]:
    """Return every ISCO-08 group by code, in the order of the classification."""
    return {row[0]: Group(*row) for row in _rows("isco08.tsv", 4)}


@cache
def job_titles() -> tuple[JobTitle, ...]:
    """Return the common job titles, in the order of the codes."""
    return tuple(JobTitle(*row) for row in _rows("titles.tsv", 4))


def _rows(name: str, width: int) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [row + [""] * (width - len(row)) for row in rows]


@cache
def _labels(language: str | None) -> dict[tuple[str, str], str]:
    """Return how each searchable form is shown, by code and form: ("2211", "Ärztin") → "Ärztin/Arzt"."""
    shown = {}
    for job in job_titles():
        if language in (None, job.language):
            for form in (job.masculine, job.feminine):
                if form:
                    shown[job.code, form] = job.label
    for code in groups():
        if len(code) == 4:
            for spoken in LANGUAGES if language is None else (language,):
                shown.setdefault((code, title(code, spoken, "masculine")), title(code, spoken))
    return shown


@cache
def _linker(language: str | None) -> Linker:
    # "Lehrerin" beside "Lehrer" would double the index and rank no better: exact titles are found before it
    # is asked.
    shown = _labels(language)
    return Linker((code, form) for code, form in shown if not (form.endswith("in") and (code, form[:-2]) in shown))


@cache
def _codes_by_key(language: str | None) -> dict[str, str]:
    """Return the code for each key; job titles before official titles, unit groups before wider ones."""
    codes: dict[str, str] = {}
    for code, form in _labels(language):
        for found in titles.keys(form):
            codes.setdefault(found, code)
    forms: tuple[Form, ...] = ("masculine", "feminine", "neutral", "both")
    for code in sorted(groups(), key=lambda code: (-len(code), code)):
        for spoken in LANGUAGES if language is None else (language,):
            for form_name in forms:
                for found in titles.keys(title(code, spoken, form_name)):
                    codes.setdefault(found, code)
    codes.pop("", None)
    return codes


def _listed_label(code: str, reading: str, language: str | None) -> str:
    for (owner, form), label in _labels(language).items():
        if owner == code and reading in titles.keys(form):
            return label
    return title(code, language or "de")


def _near(wanted: str) -> str | None:
    """Return the code whose listed key is nearest to `wanted`, if it is near enough and no other code is as
    near."""
    allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 13 else 2
    if not allowed:
        return None
    nearest: dict[str, int] = {}
    for match in _linker(None).rank(wanted, 40):
        for found in titles.keys(match.label):
            if found[0] == wanted[0] and abs(len(found) - len(wanted)) <= allowed:
                distance = titles.edits(found, wanted)
                nearest[match.concept_id] = min(distance, nearest.get(match.concept_id, distance))
    least = min(nearest.values(), default=allowed + 1)
    codes = [code for code, distance in nearest.items() if distance == least]
    return codes[0] if least <= allowed and len(codes) == 1 else None
