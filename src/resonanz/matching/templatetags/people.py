"""How templates show somebody who is offered: only what she lets others see before they agree."""

from __future__ import annotations

from collections.abc import Collection

from django import template
from django.utils.translation import gettext as _

from resonanz.applications.enums import Fills
from resonanz.applications.queries.answers import reader_language, shown_times
from resonanz.core.occupations import group_title
from resonanz.core.text import in_language
from resonanz.programmes.models import Participation
from resonanz.taxonomy import countries, occupations

register = template.Library()


@register.filter
def shows(back: Collection[str], part: str) -> bool:
    """`{% if back|shows:"profile.about" %}`: whether a part of the profile is for the eyes of others."""
    return Fills(part).value not in back


@register.simple_tag
def work_of(person: Participation, back: Collection[str]) -> str:
    """Return the occupation: in the person's own words where there are any."""
    profile = person.person.profile
    if Fills.OCCUPATION.value in back:
        return ""
    own = in_language(profile.job_title)
    return own or (group_title(profile.occupation) if occupations.exists(profile.occupation) else "")


@register.simple_tag
def place_of(person: Participation, back: Collection[str]) -> str:
    """Return the town, or the country where towns say little; "online" where the programme meets there."""
    profile, programme = person.person.profile, person.cohort.programme
    parts: list[str] = []
    if Fills.PLACE.value not in back:
        code = profile.place.partition("-")[0]
        abroad = code in countries.codes() and code != programme.country
        country = countries.name(code, reader_language()) if abroad else ""
        parts = [", ".join(filter(None, [profile.place_name, country]))]
    if programme.is_online:
        parts.append(_("online"))
    return " · ".join(filter(None, parts))


@register.filter
def times(value: str) -> str:
    """Return "mon-evening;sat-morning" in words."""
    return shown_times(value)
