"""Fields that the forms of two people have in common."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.programmes.forms.texts import PlainText

MOST = 6000  # characters of a text: some pages
AHEAD = timedelta(days=1)  # a phone may be a time zone ahead


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def past(day: Any) -> Any:
    """Refuse a day that is still to come."""
    if day and day > timezone.localdate() + AHEAD:
        raise forms.ValidationError(_("This day is still to come. Please choose today or an earlier day."))
    return day


def long_text(label: Any, *, rows: int = 6, required: Any = "", help_text: Any = "") -> PlainText:
    """Return the field of a text in any script; `required` is the sentence where it is missing."""
    return PlainText(
        label=label,
        max_length=MOST,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        help_text=help_text,
        error_messages={"required": required} if required else {},
    )
