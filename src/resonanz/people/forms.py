"""Forms about a person."""

from __future__ import annotations

from django import forms
from django.conf import settings


class LanguageForm(forms.Form):
    """The language in which a person reads the product."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
