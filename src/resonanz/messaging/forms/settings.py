"""What a programme settles about messages and files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.messaging.actions.settings import LONGEST_DAYS
from resonanz.messaging.enums import Receipts
from resonanz.messaging.forms.messages import both_hours
from resonanz.messaging.models.settings import MOST_MB
from resonanz.messaging.queries.settings import days_kept
from resonanz.programmes.models import Programme


class MessagingSettingsForm(forms.Form):
    """How long the two write after the end, receipts, quiet hours, and the size of files."""

    writing_days = forms.IntegerField(
        label=gettext_lazy("For so many days after the end of a tandem the two can still write"),
        min_value=0,
        max_value=LONGEST_DAYS,
        help_text=gettext_lazy("0: not at all. They can read for as long as what they wrote is kept."),
    )
    receipts = forms.ChoiceField(
        label=gettext_lazy("Does each see what the other has read?"), choices=Receipts.choices, widget=forms.RadioSelect
    )
    quiet_from = forms.ChoiceField(label=gettext_lazy("No e-mail about messages from"), required=False)
    quiet_until = forms.ChoiceField(
        label=gettext_lazy("until"),
        required=False,
        help_text=gettext_lazy("For everybody who has not chosen hours of her or his own, in her or his time zone."),
    )
    file_mb = forms.IntegerField(
        label=gettext_lazy("Size of a file in megabytes at most"),
        min_value=1,
        max_value=MOST_MB,
        help_text=gettext_lazy("What is kept already stays, whatever its size."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        usual = _("as usual in this installation")
        if settings.QUIET_HOURS:
            begin, end = settings.QUIET_HOURS
            usual = _("as usual in this installation ({begin} to {end})").format(begin=f"{begin:02}:00", end=f"{end:02}:00")
        choices = [("", usual), *((str(hour), f"{hour:02}:00") for hour in range(24))]
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_writing_days(self) -> int:
        """Nobody writes what is deleted the next night."""
        typed: int = self.cleaned_data["writing_days"]
        kept = days_kept(self.programme)
        if typed > kept:
            raise forms.ValidationError(
                _(
                    "What the two wrote is deleted {n} days after the end. Please choose at most so many, or a longer "
                    "period under “Data and periods”."
                ).format(n=kept)
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Return hours as numbers; either both or none."""
        values: dict[str, Any] = super().clean() or {}
        return both_hours(self, values)
