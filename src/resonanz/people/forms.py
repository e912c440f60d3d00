"""Forms about a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.people.models import Person


class LanguageForm(forms.Form):
    """The language in which a person reads the product."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class OwnDetailsForm(forms.ModelForm):
    """Name, form of address, pronouns and language, as the person wants them."""

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "name_own_script", "form_of_address", "pronouns", "language"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "name_own_script": _("Name in your own script"),
            "form_of_address": _("How German should speak about you"),
            "pronouns": _("Pronouns"),
            "language": _("Language of pages and mails"),
        }
        help_texts = {
            "first_name": _("If you have one name only, write it here."),
            "name_own_script": _("For example آمنة or Олена."),
            "form_of_address": _(
                "Mentorin, Mentor, or neutral words. Without an answer your programme's usual form is used."
            ),
            "pronouns": _("If you like: the words others should use for you."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty in (("form_of_address", _("not said")), ("language", _("like this device"))):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - a choice of the model is one
            field.choices = [("", empty), *self._meta.model._meta.get_field(name).choices]


class PauseForm(forms.Form):
    """Until when somebody wants to be suggested to nobody."""

    until = forms.DateField(
        label=_("Until (last day of the pause)"),
        required=False,
        help_text=_("Leave it empty, and the pause lasts until you end it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date | None:
        """Refuse a day that is over."""
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Please choose today or a later day."))
        return until


class AddressForm(forms.Form):
    """A new e-mail address."""

    email = forms.EmailField(label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class AddressCodeForm(forms.Form):
    """The code that was sent to the new address."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


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


class RequestCodeForm(WithoutPlaceholders, account.RequestLoginCodeForm):
    """The address to which a one-time code is sent."""


class ConfirmCodeForm(WithoutPlaceholders, account.ConfirmLoginCodeForm):
    """The one-time code."""


class ReauthenticateForm(WithoutPlaceholders, account.ReauthenticateForm):
    """The password once more, before something sensitive."""


class AuthenticateForm(WithoutPlaceholders, mfa.AuthenticateForm):
    """The code of the authenticator, or a recovery code."""


class ReauthenticateCodeForm(WithoutPlaceholders, mfa.ReauthenticateForm):
    """The same once more, before something sensitive."""


class ActivateTOTPForm(WithoutPlaceholders, totp.ActivateTOTPForm):
    """The first code of a new authenticator."""
