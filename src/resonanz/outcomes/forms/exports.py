"""What of a cohort's outcomes is taken along, and how."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from resonanz.core.downloads import SUFFIXES


class ExportForm(forms.Form):
    """Which outcomes, with or without names, and as what kind of file."""

    state = forms.ChoiceField(
        label=_("Which outcomes?"),
        choices=[("confirmed", _("only those that are confirmed")), ("all", _("all, with those not confirmed yet"))],
        widget=forms.RadioSelect,
    )
    with_names = forms.BooleanField(
        label=_("With the names of the two"),
        required=False,
        help_text=_("Without them each tandem has its number. For a funder that is enough as a rule."),
    )
    suffix = forms.ChoiceField(label=_("File"), choices=SUFFIXES, widget=forms.RadioSelect, initial="xlsx")
