"""ISCO-08: the whole structure of the classification, with its titles in eight languages.

Source: International Standard Classification of Occupations 2008 (ILO). German titles as the German-speaking
statistical offices word them; in the six languages without an official wording at hand, the commonest job title
of the group stands for it. See `data/NOTICE` and decisions 5 and 14 in `docs/decisions`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

DATA = Path(__file__).parent / "data"
# In the order in which a title counts that two languages share.
LANGUAGES = ("de", "en", "fr", "tr", "uk", "ru", "ar", "fa")
Form = Literal["both", "feminine", "masculine", "neutral"]

_GENDERED = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


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


def exists(code: str) -> bool:
    """Say whether `code` is an ISCO-08 code of 1 to 4 digits ("0" to "9629")."""
    return code in groups()


def title(code: str, language: str = "de", form: Form = "both") -> str:
    """Return the title of a group; KeyError for an unknown code.

    German and English have the official titles, in the plural: "Ärztinnen und Ärzte", "Ärztinnen", "Ärzte", or a
    neutral wording. French, Turkish, Ukrainian, Russian, Arabic and Persian have the commonest job title of a
    common unit group, in the singular: "лікарка/лікар", one form alone if asked for it. Where there is none, and in
    every other language, the title is English.
    """
    group = groups()[code]
    spoken = short(language)
    if spoken == "de":
        return _german(group, form)
    job = _commonest().get((code, spoken))
    if job is None:
        return group.en
    if form == "masculine":
        return job.masculine
    return job.feminine if form == "feminine" and job.feminine else job.label


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


def short(language: str | None) -> str:
    """Return the language of a tag: "de-AT" gives "de", None gives ""."""
    return re.split("[-_]", (language or "").lower())[0]


@cache
def groups() -> dict[str, Group]:
    """Return every ISCO-08 group by code, in the order of the classification."""
    return {row[0]: Group(*row) for row in _rows("isco08.tsv", 4)}


@cache
def job_titles() -> tuple[JobTitle, ...]:
    """Return the common job titles, sorted by language in the order of `LANGUAGES`, then by code."""
    jobs = [JobTitle(*row) for row in _rows("titles.tsv", 4)]
    for language in LANGUAGES[2:]:
        jobs += (JobTitle(code, language, *forms) for code, *forms in _rows(f"titles-{language}.tsv", 3))
    return tuple(sorted(jobs, key=lambda job: (LANGUAGES.index(job.language), job.code)))


@cache
def _commonest() -> dict[tuple[str, str], JobTitle]:
    """Return the first title of each group and language but the two that have official ones."""
    first: dict[tuple[str, str], JobTitle] = {}
    for job in job_titles():
        if job.language not in ("de", "en"):
            first.setdefault((job.code, job.language), job)
    return first


def _german(group: Group, form: Form) -> str:
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


def _rows(name: str, width: int) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [row + [""] * (width - len(row)) for row in rows]
