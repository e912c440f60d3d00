"""Forms about a person."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django import forms
from django.conf import settings


class LanguageForm(forms.Form):
    """The language in which a person reads the product."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class WithoutPlaceholders:
    """For allauth's forms: the labels say what goes where, so nothing stands in the fields themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(WithoutPlaceholders, account.LoginForm):
    """E-mail and password."""


class ResetPasswordForm(WithoutPlaceholders, account.ResetPasswordForm):
    """The address to send the link to."""


class ResetPasswordKeyForm(WithoutPlaceholders, account.ResetPasswordKeyForm):
    """A new password, after the link."""


class ChangePasswordForm(WithoutPlaceholders, account.ChangePasswordForm):
    """The old password and a new one."""


class SetPasswordForm(WithoutPlaceholders, account.SetPasswordForm):
    """A first password."""
