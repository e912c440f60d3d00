"""Forms of a pause and of more time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.tandems.models import Tandem
from resonanz.together.queries.plan import LONGEST, after_months, latest_end

LONGEST_PAUSE = 183  # days: whoever needs longer had better talk to the team


def day_input() -> forms.DateInput:
    """Return the field of a day."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class PauseForm(forms.Form):
    """Until when two people rest, where they know it."""

    until = forms.DateField(
        label=gettext_lazy("It goes on again on"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("If you do not know it yet, leave the field empty. You can go on at any time, also earlier."),
    )

    def __init__(self, *args: Any, tandem: Tandem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tandem = tandem

    def clean_until(self) -> date | None:
        """Refuse a day that is over, too far away, or after the end."""
        day: date | None = self.cleaned_data["until"]
        today = timezone.localdate()
        if day is None:
            return None
        if day <= today:
            raise forms.ValidationError(_("Please choose a day from tomorrow on."))
        if day > today + timedelta(days=LONGEST_PAUSE):
            raise forms.ValidationError(
                _("That is more than half a year. Please choose an earlier day, or talk to the team.")
            )
        if self.tandem.ends_on and day > self.tandem.ends_on:
            raise forms.ValidationError(
                _("Your tandem ends before that, on {day}. Take more time first, or choose an earlier day.").format(
                    day=date_format(self.tandem.ends_on, "DATE_FORMAT")
                )
            )
        return day


class ExtendForm(forms.Form):
    """Until when two people want to go on; the team may go beyond the programme's bounds."""

    ends_on = forms.DateField(label=gettext_lazy("New end"), widget=day_input())

    def __init__(self, *args: Any, tandem: Tandem, for_team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tandem = tandem
        far = after_months(timezone.localdate(), LONGEST)
        self.latest = max(far, latest_end(tandem)) if for_team else latest_end(tandem)
        self.fields["ends_on"].help_text = _("At the latest {day}.").format(day=date_format(self.latest, "DATE_FORMAT"))

    def clean_ends_on(self) -> date:
        """Refuse a day that is no more time, or too much of it."""
        day: date = self.cleaned_data["ends_on"]
        now = self.tandem.ends_on
        if day <= timezone.localdate():
            raise forms.ValidationError(_("This day is over. Please choose a later one."))
        if now and day <= now:
            raise forms.ValidationError(
                _("It lasts until {day} already. Please choose a later day.").format(day=date_format(now, "DATE_FORMAT"))
            )
        if day > self.latest:
            raise forms.ValidationError(
                _("That is later than {day}, up to which you may decide yourselves. Beyond it the team helps you.").format(
                    day=date_format(self.latest, "DATE_FORMAT")
                )
            )
        return day
