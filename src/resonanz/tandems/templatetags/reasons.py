"""How templates show why two people were brought together, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.applications.queries.answers import shown_times
from resonanz.phrases import Phrase
from resonanz.programmes.models import Participation
from resonanz.tandems.actions.starting import DAYS_PER_MONTH
from resonanz.tandems.mails.sending import day_in_words, moment_in_words
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import common_ground

register = template.Library()


@register.simple_tag
def words(phrase: dict[str, Any] | Phrase, pair: Any = None) -> str:
    """Return a stored phrase in the reader's language; with a `pair`, its two people are called by first name.

    `pair` has `mentor` and `mentee`, or is a dict that says what to call «the mentor» and «the mentee».
    """
    made = phrase if isinstance(phrase, Phrase) else Phrase.from_json(phrase)
    if isinstance(pair, dict):
        made = made.replaced(pair)
    elif pair is not None:
        two = (pair.mentor.person, pair.mentee.person)
        made = made.replaced({"the mentor": two[0].get_short_name(), "the mentee": two[1].get_short_name()})
    return made.text((get_language() or "de").split("-")[0])


@register.simple_tag
def shared(reasons: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the reasons that speak for the two, the weightiest first."""
    return common_ground(reasons)


@register.simple_tag
def differences(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons that gave no points: where the two differ."""
    return [reason for reason in reasons if not reason["points"] and "back" not in reason]


@register.simple_tag
def month_of(tandem: Tandem) -> str:
    """Return "Month 2 of 6" for a tandem at work, "Month 2" where no end is agreed."""
    if tandem.started_on is None:
        return ""
    days = (timezone.localdate() - tandem.started_on).days
    month = int(days / DAYS_PER_MONTH) + 1
    if tandem.ends_on is None:
        return _("Month {month}").format(month=month)
    of = round((tandem.ends_on - tandem.started_on).days / DAYS_PER_MONTH)
    return _("Month {month} of {of}").format(month=min(month, of), of=of)


@register.filter
def moment(iso: str) -> str:
    """Return a date suggested for a first meeting with weekday and time."""
    return moment_in_words(datetime.fromisoformat(iso))


@register.filter
def weekday(day: Any) -> str:
    """Return a day with its weekday."""
    return day_in_words(day)


@register.filter
def short_day(day: Any) -> str:
    """Return a day without its year, short enough for a narrow column: "26. Nov."."""
    return date_format(day, "j. M" if (get_language() or "de").startswith("de") else "j M")


@register.filter
def times(grid: str) -> str:
    """Return when somebody is free in a usual week."""
    return shown_times(grid)


@register.simple_tag
def turns(tandem: Tandem) -> list[dict[str, Any]]:
    """Return, for the team, of each side in the order of their turn: who, when asked, what was answered and why not."""
    sides = sorted(("mentee", "mentor"), key=lambda side: (tandem.asked_at(side) is None, str(tandem.asked_at(side))))
    return [
        {
            "person": getattr(tandem, side).person,
            "asked_at": tandem.asked_at(side),
            "answer": getattr(tandem, f"get_{side}_answer_display")(),
            "reason": getattr(tandem, f"{side}_reason"),
            "is_turn": side in tandem.waits_for,
        }
        for side in sides
    ]


@register.simple_tag
def other_of(tandem: Tandem, person: Any) -> Participation:
    """Return the other of the two."""
    return tandem.other(person)
