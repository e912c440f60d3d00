"""What a preset file must look like, checked key by key before anything is loaded: a file may come from a stranger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.enums import AnswerOrder, DataClass, Group, NextBest, OrganisationRole

MOST_ENTRIES = 200  # of each list
LONGEST_TEXT = 20_000
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")
# What neither a database nor a page can hold: control characters, except the line breaks and tabs of plain text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Words = str | Promise
Check = Callable[[Any], Words]  # what the value must be, where it is not; else nothing


@dataclass(frozen=True)
class Complaint:
    """One value that has another form than it must; `wanted` is empty where the key is missing."""

    key: str
    wanted: Words


def languages() -> frozenset[str]:
    """Return the languages in which a programme may speak."""
    return frozenset(code for code, _name in settings.LANGUAGES)


def text(longest: int = LONGEST_TEXT) -> Check:
    """A text of at most so many characters."""

    def check(value: Any) -> Words:
        if not isinstance(value, str):
            return _("a text")
        if CONTROL.search(value):
            return _("a text without control characters")
        return format_lazy(_("a text of at most {n} characters"), n=longest) if len(value) > longest else ""

    return check


def texts(value: Any) -> Words:
    """A table of language and text."""
    if not isinstance(value, Mapping) or not value.keys() <= languages():
        return format_lazy(_("a text for each language ({languages})"), languages=", ".join(sorted(languages())))
    for entry in value.values():
        if wanted := text()(entry):
            return wanted
    return ""


def flag(value: Any) -> Words:
    """True or false."""
    return "" if isinstance(value, bool) else _("true or false")


def whole(value: Any) -> Words:
    """A whole number that fits into a column."""
    return "" if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 32_767 else _("a whole number")


def span(value: Any) -> Words:
    """Two whole numbers, the smaller one first."""
    good = isinstance(value, list) and len(value) == 2 and not any(map(whole, value)) and value[0] <= value[1]
    return "" if good else _("two whole numbers, the smaller one first")


def day(value: Any) -> Words:
    """A date without a time."""
    return "" if type(value) is date else _("a date such as 2027-01-31")


def key(value: Any) -> Words:
    """A short name in small letters."""
    return "" if isinstance(value, str) and KEY.match(value) else _("a short name of small letters, digits and hyphens")


def one_of_words(choices: Iterable[str]) -> Words:
    """Say which words are allowed."""
    return format_lazy(_("one of: {choices}"), choices=", ".join(choices))


def one_of(*choices: str) -> Check:
    """One of these words."""
    return lambda value: "" if isinstance(value, str) and value in choices else one_of_words(choices)


def language_list(value: Any) -> Words:
    """A list of languages, each once."""
    good = isinstance(value, list) and value and all(isinstance(code, str) for code in value)
    good = good and set(value) <= languages() and len(set(value)) == len(value)
    return "" if good else format_lazy(_("a list of languages, each {choice}"), choice=one_of_words(sorted(languages())))


def table(value: Any) -> Words:
    """A table whose content is judged where it is used."""
    return "" if isinstance(value, Mapping) else _("a table")


def people_texts(value: Any) -> Words:
    """A table of side and form of address."""
    good = isinstance(value, Mapping) and value.keys() <= {"mentor", "mentee"}
    return "" if good and set(value.values()) <= {"formal", "informal"} else one_of_words(["formal", "informal"])


SIDES = {"side": one_of("mentor", "mentee", "peer"), "group": one_of(*Group.values)}
SPOKEN: dict[str, Check] = {code: text() for code, _name in settings.LANGUAGES}
# How people are introduced to each other: columns of the programme that a file names alike.
INTRODUCING: dict[str, Check] = {
    "answer_order": one_of(*AnswerOrder.values),
    "candidates": whole,
    "answer_days": whole,
    "reminder_days": whole,
    "next_best": one_of(*NextBest.values),
    "open_requests": whole,
    "request_days": whole,
    "unmatched_days": whole,
}
TABLES: dict[str, dict[str, Check]] = {
    "settings": {
        "country": text(2), "online": flag, "languages": language_list, "direction": text(12), "matching": text(14),
        "rhythm": text(12), "duration_months": span, "duration_agreed": flag, "hours_per_month": span, "capacity": whole,
        "accent": text(7), "pilot": flag, "complete_profile": flag, **INTRODUCING,
    },
    "wording": {"style": text(10), "nouns": table},
    "groups": dict.fromkeys(Group.values, table),
    "retention": dict.fromkeys(DataClass.values, whole),
}  # fmt: skip
LISTS: dict[str, dict[str, Check]] = {
    "topic": {"key": key, "title": texts, "text": texts},
    "task": SPOKEN | SIDES,
    "limit": SPOKEN | SIDES,
    "condition": SPOKEN | SIDES,
    "benefit": SPOKEN | SIDES,
    "step": SPOKEN | SIDES,
    "question": {"q": texts, "a": texts} | SIDES,
    "organisation": {"name": text(200), "role": one_of(*OrganisationRole.values), "url": text(200)},
    "approval": {"key": key, "group": one_of(*Group.values), "title": texts, "required": flag, "ground": text(500)},
    "controller": {"name": text(200), "address": text(500), "duties": texts},
    "contact": {"name": text(150), "role": texts, "email": text(254), "phone": text(40)},
    "cohort": {
        "number": whole, "name": texts, "status": text(10), "state": text(10), "starts_on": day, "ends_on": day,
        "applications_until": day,
    },
}  # fmt: skip
PLAIN: dict[str, Check] = {
    "schema": whole, "slug": key, "name": texts, "short_name": texts, "sentence": texts, "about": texts, "place": texts,
    "address": people_texts, "criteria": table, "legal_contact": text(254),
}  # fmt: skip
KEYS = PLAIN.keys() | TABLES.keys() | LISTS.keys()
NEEDED = {
    "topic": ["key", "title"],
    "question": ["q"],
    "organisation": ["name", "role"],
    "approval": ["key"],
    "controller": ["name"],
    "contact": ["name"],
}


def unknown_key(data: Mapping[str, Any], more: frozenset[str] = frozenset()) -> str:
    """Return a key that nobody knows, of the file or of one of its tables and lists; empty where all are known.

    `more` holds the keys that other rooms read.
    """
    for name in sorted(data.keys() - KEYS - more):
        return name
    for name, known in TABLES.items():
        if isinstance(data.get(name), Mapping):
            for inner in sorted(data[name].keys() - known.keys()):
                return inner
    for name, known in LISTS.items():
        for entry in data[name] if isinstance(data.get(name), list) else []:
            for inner in sorted(entry.keys() - known.keys()) if isinstance(entry, Mapping) else []:
                return inner
    return ""


def complaint(data: Mapping[str, Any]) -> Complaint | None:
    """Return the first key whose value has another form than it must, with that form in words."""
    for name, check in PLAIN.items():
        if name in data and (wanted := check(data[name])):
            return Complaint(name, wanted)
    for name, checks in TABLES.items():
        if name in data and (found := of_table(name, data[name], checks)):
            return found
    for name, checks in LISTS.items():
        if name in data and (found := of_list(name, data[name], checks)):
            return found
    return None


def of_table(name: str, value: Any, checks: Mapping[str, Check]) -> Complaint | None:
    """Return what is wrong with one table."""
    if not isinstance(value, Mapping):
        return Complaint(name, _("a table"))
    for inner, check in checks.items():
        if inner in value and (wanted := check(value[inner])):
            return Complaint(f"{name}.{inner}", wanted)
    if name == "groups":
        for group, entry in value.items():
            if wanted := texts(entry.get("name")):
                return Complaint(f"groups.{group}.name", wanted)
    return None


def of_list(name: str, value: Any, checks: Mapping[str, Check]) -> Complaint | None:
    """Return what is wrong with one list of tables."""
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        return Complaint(name, format_lazy(_("a list of tables, written [[{name}]]"), name=name))
    if len(value) > MOST_ENTRIES:
        return Complaint(name, format_lazy(_("at most {n} entries"), n=MOST_ENTRIES))
    for entry in value:
        for inner in NEEDED.get(name, []):
            if inner not in entry:
                return Complaint(inner, "")
        if found := of_table(name, entry, checks):
            return found
    return None
