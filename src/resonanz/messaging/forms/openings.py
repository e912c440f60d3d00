"""Asking to open confidential content, and approving it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.keyed import KeyedForm
from resonanz.messaging.enums import OpeningCategory


class OpeningForm(KeyedForm):
    """Why, what, and whether the two may learn of it."""

    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=OpeningCategory.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("What was reported, and why does it not go without reading?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("The second person decides by this. It is kept encrypted."),
    )
    since = forms.DateField(
        label=gettext_lazy("Only from this day on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("As little as is needed. Without days, everything is opened."),
    )
    until = forms.DateField(
        label=gettext_lazy("up to and including"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    withheld_because = forms.CharField(
        label=gettext_lazy("Would it endanger somebody to tell the two? Then say why."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy(
            "Left empty, both are told once something was opened. It is withheld only if both of you sign."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The days must be in order."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("This day lies before the first one."))
        return values


class ApprovalForm(forms.Form):
    """The second signature."""

    withholds = forms.BooleanField(
        label=gettext_lazy("I sign as well that telling the two would endanger somebody"), required=False
    )
