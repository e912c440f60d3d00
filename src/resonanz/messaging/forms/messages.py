"""A message, a way to be reached outside, and how one wants to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.keyed import KeyedForm
from resonanz.messaging.enums import ChannelKind, Receipts
from resonanz.messaging.models import Preference

MOST = 4000  # characters of one message
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class MessageForm(KeyedForm):
    """One message."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


class ChannelForm(KeyedForm):
    """A number, a link, or a name by which one is found."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=ChannelKind.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label=gettext_lazy("Number, link or name"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "For instance +43 660 1234567, https://meet.example.org/our-room, or how you are called there."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Look at the value as its kind wants it."""
        values: dict[str, Any] = super().clean() or {}
        value = values.get("value", "")
        if values.get("kind") == ChannelKind.PHONE and not re.fullmatch(r"\+?[0-9][0-9 ()/.-]{4,24}", value):
            self.add_error(
                "value", _("Please write a telephone number, with the country code if you live in two countries.")
            )
        if values.get("kind") == ChannelKind.VIDEO and not is_link(value):
            self.add_error("value", _("Please paste the whole link, beginning with https://."))
        return values


def is_link(value: str) -> bool:
    """Whether a text is a link that a browser may follow."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"[\s<>\"']", value)


@cache
def zones() -> list[tuple[str, str]]:
    """Return the time zones of the world, by place."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name)
    return [(name, name.replace("_", " ").replace("/", " / ")) for name in names]


HOURS = [("", gettext_lazy("as usual here")), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class PreferenceForm(forms.Form):
    """Letters, quiet hours, and whether the other sees what one has read."""

    is_mailed = forms.BooleanField(
        label=gettext_lazy("Write me an e-mail when there is a new message"),
        required=False,
        help_text=gettext_lazy("It says only who has written, never what. One letter until you have looked."),
    )
    quiet_from = forms.ChoiceField(label=gettext_lazy("No e-mail from"), choices=HOURS, required=False)
    quiet_until = forms.ChoiceField(label=gettext_lazy("until"), choices=HOURS, required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), required=False)
    shows_reading = forms.BooleanField(
        label=gettext_lazy("Let the other see what I have read"),
        required=False,
        help_text=gettext_lazy("Only where both of you allow it does each see that of the other."),
    )

    def __init__(self, *args: Any, receipts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if receipts and set(receipts) == {Receipts.NONE}:  # no programme of this person offers it: what was said stays
            del self.fields["shows_reading"]
        usual = _("as usual here ({zone})").format(zone=settings.TIME_ZONE.replace("_", " "))
        self.fields["time_zone"].choices = [("", usual), *zones()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return hours as numbers; either both or none."""
        values: dict[str, Any] = super().clean() or {}
        return both_hours(self, values)


def both_hours(form: forms.Form, values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` with quiet hours as numbers; the form complains where there is only one of them."""
    for name in ("quiet_from", "quiet_until"):
        values[name] = int(values[name]) if values.get(name) else None
    if (values["quiet_from"] is None) != (values["quiet_until"] is None) and not form.errors:
        form.add_error("quiet_until", _("Please choose both hours, or leave both as usual."))
    return values


def as_choices(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as a form shows them: an hour that is not set is the empty choice."""
    return {name: "" if value is None else value for name, value in values.items()}


def initial_of(preference: Preference, receipts: Sequence[str]) -> dict[str, Any]:
    """Return a preference as the form wants it; where nothing was ever said, reading is as the newest tandem has it."""
    values = as_choices({name: getattr(preference, name) for name in PreferenceForm.base_fields})
    if preference.pk is None:
        values["shows_reading"] = receipts[:1] == [Receipts.USUAL]
    return values
