"""Answers as people read them: in the reader's language, whatever kind of question it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from resonanz.applications.enums import QuestionKind
from resonanz.applications.models import Question
from resonanz.core.text import series
from resonanz.programmes.models import Programme
from resonanz.taxonomy import countries, languages, occupations, places

# The week as the profile and the matching write it: "mon-evening".
DAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
PARTS = {
    "morning": gettext_lazy("morning"),
    "afternoon": gettext_lazy("afternoon"),
    "evening": gettext_lazy("evening"),
}


def reader_language() -> str:
    """Return the language of this page, without a region."""
    return (get_language() or "de").split("-")[0]


def option_texts(question: Question, programme: Programme) -> list[tuple[str, Mapping[str, str]]]:
    """Return the options of a choice as (key, text by language); "topics" as a limit means the programme's catalogue."""
    if question.limits.get("options") == "topics":
        return [(topic.key, topic.title) for topic in programme.topics.all()]
    return [(option["key"], option["label"]) for option in question.options]


def shown(question: Question, value: Any, programme: Programme) -> str:
    """Return an answer in words; "" where there is none."""
    if value in (None, "", [], {}):
        return ""
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            labels = {key: programme.speak(text) for key, text in option_texts(question, programme)}
            keys = value if isinstance(value, list) else [value]
            return series(labels.get(key, str(key)) for key in keys)
        case QuestionKind.DATE:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        case QuestionKind.LANGUAGES:
            return shown_languages(value)
        case QuestionKind.OCCUPATION:
            return shown_occupation(value)
        case QuestionKind.PLACE:
            return shown_place(value)
        case QuestionKind.AVAILABILITY:
            return shown_times(value)
        case QuestionKind.CONSENT:
            return _("given on {day}").format(day=date_format(date.fromisoformat(value["at"][:10]), "DATE_FORMAT"))
        case QuestionKind.FILE:
            return _("handed in on {day}").format(day=date_format(date.fromisoformat(value["received"]), "DATE_FORMAT"))
        case _:
            return str(value)


def shown_languages(value: str) -> str:
    """Return "de:C1;ar:native" as "German (C1), Arabic (first language)"."""
    reader = reader_language()
    try:
        skills = languages.parse_skills(value)
    except ValueError:
        return value
    return series(
        f"{languages.name(code, reader)} ({languages.level_name(level, reader)})" for code, level in skills.items()
    )


def shown_occupation(value: dict[str, str]) -> str:
    """Return an occupation as the person says it."""
    code = value.get("code", "")
    return value.get("title") or (occupations.title(code, reader_language()) if occupations.exists(code) else code)


def place_parts(value: str) -> tuple[str, str]:
    """Return "AT-9020" as ("AT", "9020 Klagenfurt") and "ID Bandung" as ("ID", "Bandung")."""
    where, _, name = value.partition(" ")
    country, _, postcode = where.partition("-")
    if postcode and not name and (place := places.locate(where)):
        name = place.name
    return country, f"{postcode} {name}".strip()


def shown_place(value: str) -> str:
    """Return "AT-9020" as "9020 Klagenfurt, Austria"."""
    country, town = place_parts(value)
    try:
        land = countries.name(country, reader_language())
    except KeyError:
        return value
    return f"{town}, {land}" if town else land


def shown_times(value: str) -> str:
    """Return "mon-evening;sat-morning" as "Monday evening, Saturday morning"."""
    slots = [slot.partition("-")[::2] for slot in value.split(";")]
    return series(
        _("{day} {part}").format(day=DAYS[day], part=PARTS[part]) for day, part in slots if day in DAYS and part in PARTS
    )


def as_slots(value: str) -> list[str]:
    """Return the slots of the grid that "mon-evening;sat-morning" names, in the order of the week."""
    named = set(value.replace(" ", "").split(";"))
    return [f"{day}-{part}" for day in DAYS for part in PARTS if f"{day}-{part}" in named]
