"""Forms of people who wait for a date, and of colleagues who are invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from resonanz.people.models import Person
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Programme
from resonanz.programmes.templatetags.programme_text import spoken


class InterestForm(forms.Form):
    """Somebody who wants to be told the date; the names of the groups come from the programme."""

    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    group = forms.ChoiceField(label=_("What brings you here?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of our letters"))

    def __init__(self, *args: Any, programme: Programme, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = doors(programme)  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Return the address as it is compared."""
        return str(self.cleaned_data["email"]).strip().lower()


def doors(programme: Programme) -> list[tuple[str, str]]:
    """Return the two groups as choices, in the words of the public page."""
    if programme.is_reciprocal:
        return [(group, programme.group_name(group)) for group in ("first", "second")]
    return [
        ("second", spoken(programme, str(_("I look for {a mentor}")))[0]),
        ("first", spoken(programme, str(_("I want to be {a mentor}")))[0]),
    ]


class InviteForm(forms.Form):
    """A colleague to invite."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=StaffRole.choices)

    def clean_email(self) -> str:
        """Return the address as it is compared."""
        return str(self.cleaned_data["email"]).strip().lower()


class NewColleagueForm(forms.Form):
    """A colleague who has no account yet: a name and a password of one's own."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a sentence is easiest to remember."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Judge the password beside the name and the address."""
        values: dict[str, Any] = super().clean() or {}
        if password := values.get("password"):
            person = Person(email=self.email, first_name=values.get("first_name", ""), last_name=values.get("last_name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
