"""Forms of the team: settings, dates, withdrawing, a public sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.closing.actions.settings import LONGEST_NAME, MOST_SIGNATORIES
from resonanz.closing.enums import SECOND_LANGUAGES, TalkKind
from resonanz.closing.forms.participant import WhenForm
from resonanz.closing.models import ClosingSettings
from resonanz.programmes.models import Programme
from resonanz.taxonomy.languages import own_name

PLAIN = (
    "weeks_before", "talk", "led_by", "has_certificate", "second_language", "least_meetings", "least_hours", "follows_up",
    "has_summary",
)  # fmt: skip


class ClosingSettingsForm(forms.Form):
    """How a programme ends its tandems."""

    weeks_before = forms.IntegerField(
        label=gettext_lazy("Remind both so many weeks before the end"), min_value=1, max_value=26
    )
    talk = forms.ChoiceField(label=gettext_lazy("Closing talk"), choices=TalkKind.choices, widget=forms.RadioSelect)
    led_by = forms.CharField(label=gettext_lazy("Who leads the talks"), max_length=LONGEST_NAME, required=False)
    has_certificate = forms.BooleanField(label=gettext_lazy("Both get a certificate"), required=False)
    second_language = forms.ChoiceField(
        label=gettext_lazy("Second language of the certificate"),
        choices=[("", gettext_lazy("none")), *SECOND_LANGUAGES],
        required=False,
        help_text=gettext_lazy("Each person can choose another one."),
    )
    least_meetings = forms.IntegerField(
        label=gettext_lazy("Least meetings for a certificate"),
        min_value=0,
        max_value=200,
        help_text=gettext_lazy("0: no matter how many"),
    )
    least_hours = forms.IntegerField(
        label=gettext_lazy("Least hours for a certificate"),
        min_value=0,
        max_value=1000,
        help_text=gettext_lazy("0: no matter how many"),
    )
    follows_up = forms.BooleanField(
        label=gettext_lazy("Ask 6 and 12 months later how people are doing"),
        required=False,
        help_text=gettext_lazy("Three taps by a mailed link. Whose tandem ended before you switch it on is not asked."),
    )
    has_summary = forms.BooleanField(
        label=gettext_lazy("A summary of each cohort that is over stands on the public page"), required=False
    )

    def __init__(self, data: Any = None, *, settings: ClosingSettings) -> None:
        initial: dict[str, Any] = {name: getattr(settings, name) for name in PLAIN}
        for number, entry in enumerate(settings.signatories, 1):
            initial |= {f"name_{number}": entry["name"], f"role_{number}": entry["role"]}
        super().__init__(data, initial=initial)
        for number in range(1, MOST_SIGNATORIES + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=format_lazy(gettext_lazy("Signature {n}: name"), n=number), max_length=LONGEST_NAME, required=False
            )
            self.fields[f"role_{number}"] = forms.CharField(
                label=format_lazy(gettext_lazy("Signature {n}: what the person is"), n=number),
                max_length=LONGEST_NAME,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A role needs a name."""
        values = super().clean() or {}
        for number in range(1, MOST_SIGNATORIES + 1):
            if values.get(f"role_{number}") and not values.get(f"name_{number}"):
                self.add_error(f"name_{number}", _("Please write the name, too, or leave both empty."))
        return values

    @property
    def columns(self) -> dict[str, Any]:
        """The settings as they are kept."""
        values = self.cleaned_data
        pairs = [(values[f"name_{n}"], values[f"role_{n}"]) for n in range(1, MOST_SIGNATORIES + 1)]
        signatories = [{"name": name, "role": role} for name, role in pairs if name]
        return {name: values[name] for name in PLAIN} | {"signatories": signatories}


class GroupDateForm(WhenForm):
    """A date for groups."""

    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=200, initial=8)
    led_by = forms.CharField(label=gettext_lazy("Who leads it"), max_length=LONGEST_NAME, required=False)


class WithdrawForm(forms.Form):
    """Why a certificate is withdrawn."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The person reads it in a letter. On the public page it only says that it is no longer valid."
        ),
        error_messages={"required": gettext_lazy("Please write the reason in a sentence.")},
    )


class ChangeForm(forms.Form):
    """The public sentence, in the languages of the programme."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(programme.languages)
        for place, language in enumerate(self.languages):
            self.fields[f"sentence_{language}"] = forms.CharField(
                label=format_lazy(gettext_lazy("What we do differently now ({language})"), language=own_name(language)),
                max_length=300,
                required=place == 0,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"}),
                error_messages={"required": gettext_lazy("Please write the sentence that everybody shall read.")},
            )

    @property
    def sentence(self) -> dict[str, str]:
        """The sentence by language, where there is one."""
        found = {language: self.cleaned_data[f"sentence_{language}"].strip() for language in self.languages}
        return {language: text for language, text in found.items() if text}
