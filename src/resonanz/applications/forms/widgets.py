"""Widgets of the questions that need more than one field; each works without a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from resonanz.applications.queries.answers import DAYS, PARTS, as_slots, place_parts, reader_language
from resonanz.core.text import fold
from resonanz.taxonomy import countries, languages
from resonanz.taxonomy.languages import Level

SPARE_ROWS = 1
# Spoken by many of those who apply; those without a two-letter code that people here speak.
FREQUENT = ["de", "en", "ar", "fa", "prs", "uk", "ru", "tr", "ku", "ps", "fr", "es"]
MORE = ["ckb", "fil", "zza", "syr", "rom", "arc", "kab", "tig", "ary", "arz", "yue", "gsw", "prs"]
NEAR = ["DE", "AT", "CH", "LI"]
Entries = list[tuple[str, str]]


def language_choices(first: Iterable[str] = ()) -> list[tuple[str, Entries]]:
    """Return languages for a select in two groups: the likely ones, then all by name in the reader's language.

    The likely ones are `first` (the programme's), the reader's own, and those that many speak. They stand among all of
    them, too: whoever looks there finds them.
    """
    reader, known = reader_language(), languages.codes()
    likely = dict.fromkeys(code for code in [*first, reader, *FREQUENT] if code in known)
    every = (code for code in known if len(code) == 2 or code in MORE)
    return [
        (_("Often spoken"), [(code, languages.name(code, reader)) for code in likely]),
        (_("All languages"), by_name((code, languages.name(code, reader)) for code in every)),
    ]


def country_choices(first: str) -> list[tuple[str, Entries]]:
    """Return countries for a select in two groups: the programme's and its neighbours, then all by name."""
    reader = reader_language()
    near = dict.fromkeys(code for code in (first, *NEAR) if code)
    return [
        (_("Near here"), [(code, countries.name(code, reader)) for code in near]),
        (_("All countries"), by_name((code, countries.name(code, reader)) for code in countries.codes())),
    ]


def by_name(entries: Iterable[tuple[str, str]]) -> Entries:
    """Return (code, name) in the order of an alphabet, without regard to accents."""
    return sorted(entries, key=lambda entry: (fold(entry[1]), entry[0]))


def chosen_once(groups: list[tuple[str, Entries]], chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return groups of options with whether each is selected: an option that stands there twice is selected once."""
    left, marked = chosen, []
    for label, entries in groups:
        options = [(key, name, key == left) for key, name in entries]
        left = "" if any(is_chosen for _key, _name, is_chosen in options) else left
        marked.append((label, options))
    return marked


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

    def __init__(self, first: Iterable[str] = ()) -> None:
        super().__init__()
        self.first = list(first)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Offer a row for each language, one spare row, and two at the least."""
        context = super().get_context(name, value, attrs)
        rows = parsed(value) if isinstance(value, str) else list(value or [])
        rows += [("", "")] * max(SPARE_ROWS, 2 - len(rows))
        reader = reader_language()
        choices = language_choices(self.first)
        context["rows"] = [(chosen_once(choices, code), level) for code, level in rows]
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
        context["countries"] = chosen_once(country_choices(self.country), context["place"]["country"])
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
