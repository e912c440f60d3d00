"""How templates read the lists of who waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from resonanz.matching.models import Proposal, Request
from resonanz.matching.queries import waiting
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem

register = template.Library()


@register.simple_tag
def days_since(day: date) -> int:
    """Return how many days have gone by since `day`."""
    return (timezone.localdate() - day).days


@register.simple_tag
def turn_of(tandem: Tandem) -> list[Participation]:
    """Return whose answer a suggestion waits for."""
    return waiting.turn_of(tandem)


@register.simple_tag
def turn_of_request(request: Request) -> Participation:
    """Return whose answer a request waits for."""
    return waiting.turn_of_request(request)


@register.simple_tag
def of_proposal(others: dict[int, list[dict[str, Any]]], proposal: Proposal) -> list[dict[str, Any]]:
    """Return whom else the mentee of a proposal could have."""
    return others.get(proposal.pk, [])


@register.filter
def both(tandem: Tandem) -> list[Participation]:
    """Return both people of a tandem who still take part, the mentee first."""
    return [participation for participation in (tandem.mentee, tandem.mentor) if participation.is_active]
