"""Forms about a person."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.conf import settings


class LanguageForm(forms.Form):
    """The language in which a person reads the product."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class LoginForm(AllauthLoginForm):
    """E-mail and password; the labels say what goes where, so nothing stands in the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
