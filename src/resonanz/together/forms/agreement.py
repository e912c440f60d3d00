"""The form of an agreement: each field with a prompt in plain language, none required; one may go on later."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.keyed import KeyedForm
from resonanz.programmes.forms.texts import PlainText
from resonanz.tandems.models import Tandem
from resonanz.together.models.agreement import TEXTS
from resonanz.together.queries.agreement import fields_of
from resonanz.together.queries.plan import earliest_end, latest_end

LONGEST = 3000
LABELS = {
    "expectations": gettext_lazy("What we expect of each other"),
    "roles": gettext_lazy("Who does what"),
    "themes": gettext_lazy("Themes and questions"),
    "frequency": gettext_lazy("How often we meet"),
    "channels": gettext_lazy("Where and how we meet and write"),
    "absence": gettext_lazy("When one of us cannot come"),
    "confidentiality": gettext_lazy("Confidentiality, in our own words"),
}
PROMPTS = {
    "expectations": gettext_lazy(
        "What do I hope for? What can I give, and what not? For example: honest feedback on my CV."
    ),
    "roles": gettext_lazy("Who suggests dates? Who prepares the topic? Who writes down what you settled?"),
    "goals": gettext_lazy("What shall be different at the end? One to three goals are enough. Small ones count, too."),
    "themes": gettext_lazy(
        "What would you like to talk about? Your plan has the topics of the programme; here is room for more."
    ),
    "frequency": gettext_lazy("For example: every two weeks, one hour and a half, mostly on Tuesday evening."),
    "channels": gettext_lazy("For example: in person at the office, online when it is raining; in between a short message."),
    "absence": gettext_lazy("How soon do you let each other know, and how? Do you find a new day at once?"),
    "confidentiality": gettext_lazy(
        "What stays between you in any case? May you mention each other to colleagues or family?"
    ),
}


def label_of(tandem: Tandem, name: str) -> str:
    """Return what a field is called: where both have goals, each set bears a name."""
    if not name.startswith("goals"):
        return str(LABELS[name])
    if not tandem.cohort.programme.is_reciprocal:
        return _("Our goals")
    return _("Goals of {name}").format(name=getattr(tandem, name.removeprefix("goals_")).person.get_short_name())


class AgreementForm(KeyedForm):
    """What one of the two writes."""

    seen = forms.IntegerField(
        required=False, min_value=0, max_value=32_767, widget=forms.HiddenInput
    )  # the newest version when the form was shown
    ends_on = forms.DateField(
        label=gettext_lazy("Our tandem lasts until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, tandem: Tandem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tandem = tandem
        self.earliest, self.latest = earliest_end(tandem), latest_end(tandem)
        names = fields_of(tandem)
        for name in names:
            self.fields[name] = PlainText(
                label=label_of(tandem, name),
                help_text=PROMPTS["goals" if name.startswith("goals") else name],
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea({"rows": 3, "dir": "auto"}),
            )
        place = names.index("absence")
        self.order_fields(["key", "seen", *names[:place], "ends_on", *names[place:]])
        self.fields["ends_on"].help_text = self.frame()

    def frame(self) -> str:
        """Say what is possible."""
        days = {"earliest": date_format(self.earliest, "DATE_FORMAT"), "latest": date_format(self.latest, "DATE_FORMAT")}
        if self.earliest > self.latest:
            return _("More time than until now is given by the team; just ask.")
        return _("Possible from {earliest} to {latest}. If you write nothing, it stays as it is.").format(**days)

    def clean_ends_on(self) -> date | None:
        """Refuse a day that is over, or beyond the programme's bounds."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is None or day == self.tandem.ends_on or self.earliest <= day <= self.latest:
            return day
        if day <= timezone.localdate():
            raise forms.ValidationError(_("This day is over. Please choose a later one."))
        raise forms.ValidationError(self.frame())

    def texts(self) -> dict[str, str]:
        """Return what was typed, by column."""
        return {name: self.cleaned_data.get(name, "") for name in TEXTS}
