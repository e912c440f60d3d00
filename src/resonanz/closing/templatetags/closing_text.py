"""How pages of closing speak of moments."""

from __future__ import annotations

from datetime import datetime

from django import template

from resonanz.tandems.mails.sending import moment_in_words

register = template.Library()


@register.filter
def moment_of(when: datetime) -> str:
    """Return a moment with its weekday and time, by the clock of the installation."""
    return moment_in_words(when)
