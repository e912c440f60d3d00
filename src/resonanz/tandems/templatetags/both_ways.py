"""What each of two people can give the other, where both give and take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.queries import given

register = template.Library()


@dataclass(frozen=True)
class Two:
    """Two people of the two groups with their reasons, who are no tandem."""

    mentor: Participation
    mentee: Participation
    reasons: list[dict[str, Any]]


@register.simple_tag
def card_pair(one: Participation, other: Participation, reasons: list[dict[str, Any]]) -> Two:
    """Return two people as `ways` and `words` take them."""
    return Two(one, other, reasons) if one.group == Group.FIRST else Two(other, one, reasons)


@register.simple_tag
def ways(pair: Any, reader: Any = None) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return a heading and phrases for each direction of a tandem or a proposal, what the reader gives first.

    An empty list where only one of the two gives. For whoever is not one of the two, the headings name them.
    """
    reasons = [*pair.reasons, *(reason for reason in getattr(pair, "reasons_back", []) if reason.get("back"))]
    if not any("back" in reason for reason in reasons):
        return []
    found = []
    for back, one in ((False, pair.mentor), (True, pair.mentee)):
        is_reader = reader is not None and one.person_id == getattr(reader, "pk", None)
        found.append((one, is_reader, given(reasons, back=back)))
    if any(is_reader for _one, is_reader, _phrases in found):
        found.sort(key=lambda entry: not entry[1])
        return [(_("What you can give"), found[0][2]), (_("What you can get"), found[1][2])]
    return [(_("What {name} can give").format(name=one.person.get_short_name()), phrases) for one, _is, phrases in found]
