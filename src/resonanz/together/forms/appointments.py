"""What may be typed about the next date, and about a visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.core.keyed import KeyedForm
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import ICONS, MeetingKind
from resonanz.together.forms.meetings import USUAL_MINUTES, Chip, lengths

LONGEST_TEXT = 2_000  # characters
WAYS = [MeetingKind.IN_PERSON, MeetingKind.PHONE, MeetingKind.VIDEO, MeetingKind.AUTHORITY, MeetingKind.EVENT]


def date_input() -> forms.DateInput:
    """Return a field for a day with the calendar of the device."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    """Return a field for a time with the clock of the device."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MomentForm(forms.Form):
    """Day and time of a date that is still to come."""

    day = forms.DateField(label=_("Day"), widget=date_input())
    time = forms.TimeField(label=_("Time"), widget=time_input())

    def clean(self) -> dict[str, Any]:
        """See that the moment is still to come; `starts_at` is day and time together."""
        given = super().clean() or {}
        given["starts_at"] = None
        if given.get("day") and given.get("time"):
            given["starts_at"] = timezone.make_aware(datetime.combine(given["day"], given["time"]))
            if given["starts_at"] <= timezone.now():
                self.add_error("day", _("This time is past. Please choose one that is still to come, or enter the meeting."))
        return given


class AppointmentForm(KeyedForm, MomentForm):
    """When two meet next, where, and what about."""

    kind = forms.ChoiceField(
        label=_("How?"),
        choices=[(kind.value, kind.label) for kind in WAYS],
        widget=forms.RadioSelect,
        initial=MeetingKind.IN_PERSON,
    )
    place = forms.CharField(
        label=_("Where, or how do you reach each other?"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("A place, a telephone number or a link. Only you two can read it."),
    )
    matter = forms.CharField(
        label=_("What would you like to get done?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing is enough. Only you two can read it."),
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, initial=USUAL_MINUTES)

    field_order = ("key", "day", "time", "minutes", "kind", "place", "matter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = lengths()  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[Chip]:
        """Return the ways, each with its icon."""
        return [Chip(widget, ICONS[MeetingKind(widget.data["value"])]) for widget in self["kind"]]


class CancelForm(KeyedForm, MomentForm):
    """That one cannot come, and another time where one has one."""

    field_order = ("key", "day", "time")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "time"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """See that day and time come together."""
        given = super().clean()
        if bool(given.get("day")) != bool(given.get("time")) and not self.errors:
            self.add_error("time" if given.get("day") else "day", _("Please give day and time, or leave both empty."))
        return given


class VisitPlanForm(KeyedForm):
    """When the visit shall be, and what the guest would like to see."""

    visit_on = forms.DateField(label=_("Day"), required=False, widget=date_input())
    preparation = forms.CharField(
        label=_("What would you like to see?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How does a usual day begin? Who works with whom? What are people proud of here? You both read it."),
    )

    def __init__(self, *args: Any, is_guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_guest:
            del self.fields["preparation"]


class VisitDoneForm(forms.Form):
    """When the visit was, and how long."""

    visit_on = forms.DateField(label=_("Day"), widget=date_input())
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, initial=120)

    def __init__(self, *args: Any, tandem: Tandem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tandem = tandem
        self.fields["minutes"].choices = lengths()  # type: ignore[attr-defined]

    def clean_visit_on(self) -> Any:
        """See that the day is one on which the two can have met."""
        day = self.cleaned_data["visit_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Please come back after the visit."))
        if day < self.tandem.proposed_on:
            raise forms.ValidationError(_("This day was before you two were introduced to each other. Please check it."))
        return day


class ReflectionForm(forms.Form):
    """What the guest takes along."""

    reflection = forms.CharField(
        label=_("What surprised you? What do you take along?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words are enough. You both read it."),
    )
