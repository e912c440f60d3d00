"""Forms of a tandem."""

from __future__ import annotations

from django import forms

from resonanz.tandems.enums import Answer


class AnswerForm(forms.Form):
    """Yes or no to a suggestion."""

    answer = forms.ChoiceField(choices=Answer.choices)
