"""Before and around the questions: beginning, a new link, announcing, taking down, asking for changes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.applications.enums import Origin
from resonanz.applications.forms.fields import NameAnswer
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

MOST_ROWS = 30


class LowercaseEmail(forms.EmailField):
    """An e-mail address, in small letters."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write an address like name@example.org."),
        }
        super().__init__(**{"error_messages": messages, "max_length": 254, **options})

    def clean(self, value: Any) -> str:
        """Return the address."""
        return super().clean(value).lower()


def language_field() -> forms.ChoiceField:
    """Return the choice of a language for letters and pages, each by its own name."""
    choices = [(code, languages.own_name(code)) for code, _name in settings.LANGUAGES]
    return forms.ChoiceField(
        label=_("Language of our letters"), choices=choices, initial=(get_language() or "de").split("-")[0]
    )


class StartForm(forms.Form):
    """Who applies, and that the expectations are accepted."""

    first_name = NameAnswer(
        label=_("First name"),
        max_length=150,
        help_text=_("As you would like to be called; in any script."),
        error_messages={"required": _("Please write your first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    email = LowercaseEmail(
        label=_("E-mail address"),
        help_text=_("We send you a link there, so that you can stop and go on at any time."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    accept = forms.BooleanField(
        label=_("I have read what to expect, and I agree."),
        error_messages={"required": _("Please read the points above, and tick the box if you agree.")},
    )

    use_required_attribute = False

    def __init__(self, programme: Programme, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"] = language_field()
        self.order_fields(["first_name", "email", "language", "accept"])


class AcceptForm(forms.Form):
    """That the expectations are accepted, where somebody else has begun the application."""

    accept = StartForm.base_fields["accept"]
    use_required_attribute = False


class LinkForm(forms.Form):
    """Where to send a new link."""

    email = LowercaseEmail(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    use_required_attribute = False


class CaptureForm(forms.Form):
    """Who called or wrote."""

    origin = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(Origin.PHONE, Origin.PHONE.label), (Origin.MAIL, Origin.MAIL.label)],
        widget=forms.RadioSelect,
        initial=Origin.PHONE,
    )
    first_name = NameAnswer(label=_("First name"), max_length=150)
    last_name = NameAnswer(label=_("Last name"), max_length=150, required=False)
    email = LowercaseEmail(
        label=_("E-mail address"), help_text=_("The person gets a letter there, to check and to confirm.")
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"] = language_field()


class CompanyForm(forms.Form):
    """A company and whom to ask there."""

    company = forms.CharField(
        label=_("Company"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    contact_name = NameAnswer(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact_email = LowercaseEmail(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    use_required_attribute = False


class ColleagueForm(forms.Form):
    """One person whom a company announces; a row left empty counts for nothing."""

    first_name = NameAnswer(label=_("First name"), max_length=150)
    last_name = NameAnswer(label=_("Last name"), max_length=150, required=False)
    email = LowercaseEmail(label=_("E-mail address"))
    occupation = forms.CharField(label=_("Occupation"), max_length=150, required=False)
    use_required_attribute = False


class ColleaguesFormSet(forms.BaseFormSet):
    """The people announced: at least one, each address once."""

    def clean(self) -> None:
        """Refuse an empty list and an address that stands there twice."""
        filled = [form.cleaned_data for form in self.forms if form.is_valid() and form.has_changed()]
        if not any(self.errors) and not filled:
            raise forms.ValidationError(_("Please name at least one person."))
        emails = [row["email"] for row in filled]
        if len(set(emails)) < len(emails):
            raise forms.ValidationError(_("Please write each address once only."))

    @property
    def people(self) -> list[dict[str, str]]:
        """The rows that were filled in."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        return [{name: value or "" for name, value in row.items()} for row in rows]

    def with_more(self) -> ColleaguesFormSet:
        """Return the same rows, without complaints, and three more."""
        typed = [{name: form[name].value() or "" for name in form.fields} for form in self.forms]
        return colleagues(initial=[row for row in typed if any(row.values())])


def colleagues(**options: Any) -> ColleaguesFormSet:
    """Return the rows of a company's people, three of them empty."""
    made = forms.formset_factory(ColleagueForm, ColleaguesFormSet, extra=3, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    rows: Any = made(prefix="people", **options)
    return cast(ColleaguesFormSet, rows)


class ChangesForm(forms.Form):
    """What the applicant is asked to look at again."""

    text = forms.CharField(label=_("What should be changed?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    use_required_attribute = False
