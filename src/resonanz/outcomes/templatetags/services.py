"""Services in templates: which languages are spoken there, and a telephone number to be dialled."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import get_language

from resonanz.outcomes.models import Service
from resonanz.taxonomy import languages

register = template.Library()


@register.filter
def spoken_there(service: Service) -> list[str]:
    """Return the languages of a service by name, in the reader's language."""
    reader = (get_language() or "de").split("-")[0]
    return [languages.name(code, reader) for code in service.languages]


@register.filter
def dialled(number: str) -> str:
    """Return a telephone number as a link holds it: digits, and a plus sign at the beginning."""
    return ("+" if number.strip().startswith("+") else "") + re.sub(r"\D", "", number)
