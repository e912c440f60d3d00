"""Widgets of the questions that need more than one field; each works without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from resonanz.applications.queries.answers import DAYS, PARTS, as_slots, place_parts, reader_language
from resonanz.core.text import fold
from resonanz.taxonomy import countries, languages, occupations
from resonanz.taxonomy.languages import Level

SPARE_ROWS = 1
# Spoken by many, named first; then all that have a two-letter code, and those without one that people here speak.
FREQUENT = ["de", "en", "ar", "fa", "prs", "uk", "ru", "tr", "ku", "ps", "fr", "es"]
MORE = ["ckb", "fil", "zza", "syr", "rom", "arc", "kab", "tig", "ary", "arz", "yue", "gsw"]


def language_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return languages for a select: the frequent ones first, the others by name in the reader's language."""
    reader, known = reader_language(), languages.codes()
    others = [code for code in known if (len(code) == 2 or code in MORE) and code not in FREQUENT]
    named = sorted(((code, languages.name(code, reader)) for code in others), key=lambda entry: fold(entry[1]))
    return [
        (_("Often spoken"), [(code, languages.name(code, reader)) for code in FREQUENT]),
        (_("All languages"), named),
    ]


def country_choices(first: str) -> list[tuple[str, str]]:
    """Return all countries for a select: the programme's and its neighbours first."""
    reader = reader_language()
    near = list(dict.fromkeys(code for code in (first, "DE", "AT", "CH") if code))
    rest = sorted(((c, countries.name(c, reader)) for c in countries.codes() if c not in near), key=lambda e: fold(e[1]))
    return [*((code, countries.name(code, reader)) for code in near), *rest]


class GroupWidget(forms.Widget):
    """Several inputs in one field; tells its template whether what was typed is wrong."""

    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the context with `is_invalid`."""
        context = super().get_context(name, value, attrs)
        return {**context, "is_invalid": context["widget"]["attrs"].get("aria-invalid")}


class LanguagesWidget(GroupWidget):
    """Rows of language and level; its value is a list of (code, level)."""

    template_name = "applications/widgets/languages.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Offer a row for each language, one spare row, and two at the least."""
        context = super().get_context(name, value, attrs)
        rows = parsed(value) if isinstance(value, str) else list(value or [])
        rows += [("", "")] * max(SPARE_ROWS, 2 - len(rows))
        reader = reader_language()
        context["rows"] = rows
        context["languages"] = language_choices()
        context["levels"] = [
            ("native" if level is Level.NATIVE else level.name, languages.level_name(level, reader)) for level in Level
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        """Return the rows in which something was chosen."""
        codes, levels = data.getlist(f"{name}_language"), data.getlist(f"{name}_level")
        return [(code, level) for code, level in zip(codes, levels, strict=False) if code or level]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing was sent at all."""
        return f"{name}_language" not in data


def parsed(value: str) -> list[tuple[str, str]]:
    """Return "de:C1;ar:native" as rows."""
    return [(entry.partition(":")[0], entry.partition(":")[2]) for entry in value.replace(" ", "").split(";") if entry]


class OccupationWidget(forms.Widget):
    """An occupation in the person's words; where more than one could be meant, the best five to choose from."""

    template_name = "applications/widgets/occupation.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Offer what the words could mean, once they are there and it is not clear."""
        context = super().get_context(name, value, attrs)
        value = value or {}
        context["title"], context["code"] = value.get("title", ""), value.get("code", "")
        context["hits"] = candidates(value.get("title", "")) if value.get("is_asked") else []
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Return title and code; a code that was chosen for other words does not count."""
        title = " ".join(data.get(name, "").split())
        code = data.get(f"{name}_code", "") if data.get(f"{name}_for", "") == title else ""
        return {"title": title, "code": code, "is_asked": bool(title) and needs_choice(title)}


def needs_choice(title: str) -> bool:
    """Whether the words could mean several occupations, and none for sure."""
    return occupations.code_of(title) is None and bool(candidates(title))


def candidates(title: str) -> list[occupations.Hit]:
    """Return the five occupations that the words could mean, with whole codes only."""
    hits = occupations.search(title, reader_language(), 8) or occupations.search(title, None, 8)
    return [hit for hit in hits if len(hit.code) == 4][:5]


class PlaceWidget(GroupWidget):
    """Country and postcode or town; its value is {"country": …, "town": …}."""

    template_name = "applications/widgets/place.html"

    def __init__(self, country: str = "") -> None:
        super().__init__()
        self.country = country

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Start with the programme's country."""
        context = super().get_context(name, value, attrs)
        if isinstance(value, str):
            country, town = place_parts(value)
            value = {"country": country, "town": town}
        context["place"] = value or {"country": self.country, "town": ""}
        context["countries"] = country_choices(self.country)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Return country and town as typed."""
        return {"country": data.get(f"{name}_country", ""), "town": " ".join(data.get(name, "").split())}


class AvailabilityWidget(GroupWidget):
    """The week as a table of checkboxes; its value is a list of slots."""

    template_name = "applications/widgets/availability.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Lay out seven days and three parts of the day."""
        context = super().get_context(name, value, attrs)
        ticked = set(as_slots(value) if isinstance(value, str) else value or [])
        context["parts"] = list(PARTS.items())
        context["days"] = [
            (day, label, [(f"{day}-{part}", word, f"{day}-{part}" in ticked) for part, word in PARTS.items()])
            for day, label in DAYS.items()
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the slots that are ticked."""
        return list(data.getlist(name))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No box ticked is an answer."""
        return False
