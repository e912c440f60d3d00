"""How templates show why two people were brought together, and how far they are."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.phrases import Phrase
from resonanz.tandems.actions import DAYS_PER_MONTH
from resonanz.tandems.models import Tandem

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
def shared(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons that speak for the two, the weightiest first."""
    return sorted((reason for reason in reasons if reason["points"]), key=lambda reason: -reason["points"])


@register.simple_tag
def differences(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons that gave no points: where the two differ."""
    return [reason for reason in reasons if not reason["points"]]


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
