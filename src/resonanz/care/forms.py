"""What may be typed in care: three taps and a word, a message to the team, what the team notes and settles."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.care.actions.settings import LONGEST_DAYS, MOST_DAYS
from resonanz.care.enums import About, CaseState, Going, Met, Need
from resonanz.core.keyed import KeyedForm
from resonanz.tandems.models import Tandem

LONGEST = 5000
CHOOSE = {"required": gettext_lazy("Please tap one of the answers.")}


class CheckInForm(forms.Form):
    """Three taps and a word. The last tap sends: `need` is the button."""

    going = forms.ChoiceField(
        label=gettext_lazy("How is it going?"), choices=Going.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    met = forms.ChoiceField(
        label=gettext_lazy("Have you met?"), choices=Met.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    word = forms.CharField(
        label=gettext_lazy("A word about it"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    need = forms.ChoiceField(label=gettext_lazy("Do you need something?"), choices=Need.choices, error_messages=CHOOSE)


class TandemField(forms.ModelChoiceField):
    """Which tandem it is about, said by the other's name."""

    def __init__(self, person: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(**kwargs)

    def label_from_instance(self, tandem: Tandem) -> str:
        """Return the name of the other."""
        return tandem.other(self.person).person.get_short_name()


class HelpForm(KeyedForm):
    """What somebody needs, and how soon."""

    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "In your language, as short as you like. Only the person of the team who looks after it reads it."
        ),
        error_messages={"required": gettext_lazy("Please write a word or two, so that we know how to help.")},
    )
    is_urgent = forms.BooleanField(
        label=gettext_lazy("It is urgent"),
        required=False,
        help_text=gettext_lazy(
            "Then whoever is named as a contact outside the team is told as well. If you are in danger, call 112."
        ),
    )

    def __init__(self, *args: Any, person: Any = None, tandems: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tandems is not None and tandems.exists():
            self.fields["tandem"] = TandemField(
                person,
                queryset=tandems,
                required=False,
                label=_("Is it about a tandem?"),
                empty_label=_("No, or I would rather not say"),
            )
            self.order_fields(["key", "matter", "text", "tandem", "contact", "is_urgent"])


class ReportForm(HelpForm):
    """What somebody reports; who is not signed in may leave a way to be reached."""

    matter = forms.ChoiceField(
        label=gettext_lazy("What would you like to report?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of these; “something else” is fine.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("How can we reach you?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Telephone or e-mail. You may leave this empty; then you see our answer on the page with your number."
        ),
    )

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.fields["text"].label = _("What has happened?")
        self.fields["text"].error_messages["required"] = _("Please write in a word or two what has happened.")
        if person is not None:
            del self.fields["contact"]
        self.order_fields(["key", "matter", "text", "tandem", "contact", "is_urgent"])


class BlockForm(KeyedForm):
    """Whether the team is told that somebody would like a change."""

    tells = forms.BooleanField(
        label=gettext_lazy("Tell the team that I would like to be with somebody else"),
        required=False,
        help_text=gettext_lazy("Without this, nobody is told, not even the team."),
    )


class SeenForm(KeyedForm):
    """What the team has done, and when it looks again."""

    note = forms.CharField(
        label=gettext_lazy("What have you done?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the team. Stored encrypted; the two do not see it."),
    )
    again_on = forms.DateField(
        label=gettext_lazy("Look again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Please choose a day on which you look again.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"again_on": timezone.localdate() + timedelta(days=7)}
        super().__init__(*args, **kwargs)

    def clean_again_on(self) -> Any:
        """The day lies ahead, and not too far."""
        day, today = self.cleaned_data["again_on"], timezone.localdate()
        if not today < day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Please choose a day from tomorrow on, within a year."))
        return day


class SettleForm(forms.Form):
    """What became of a case, and a word for whoever told it."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=[
            (CaseState.CLARIFIED, gettext_lazy("It has been clarified")),
            (CaseState.CLOSED, gettext_lazy("It is closed; there is nothing more that we can do")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what became of it.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("A word to whoever told you"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Shown on the page of the message, in no letter. Names of others do not belong here."),
    )


class CareSettingsForm(forms.Form):
    """When people are asked, from when on a tandem is looked at, and who can be turned to outside the programme."""

    is_on = forms.BooleanField(label=gettext_lazy("Ask both sides from time to time how it is going"), required=False)
    days = forms.CharField(
        label=gettext_lazy("First so many days after the start"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Numbers with a comma between them, such as 7, 21."),
    )
    every_days = forms.IntegerField(
        label=gettext_lazy("Then every so many days"),
        min_value=0,
        max_value=LONGEST_DAYS,
        help_text=gettext_lazy("Counted from the start. 0: not again."),
    )
    reminder_days = forms.IntegerField(
        label=gettext_lazy("Remind once after so many days without an answer"), min_value=1, max_value=60
    )
    first_meeting_days = forms.IntegerField(
        label=gettext_lazy("No first meeting after so many days"), min_value=1, max_value=LONGEST_DAYS
    )
    quiet_days = forms.IntegerField(
        label=gettext_lazy("No meeting entered for so many days"), min_value=1, max_value=LONGEST_DAYS
    )
    low_percent = forms.IntegerField(
        label=gettext_lazy("Less than so many percent of the planned hours in a month"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Counts where hours a month stand under “Basics”. 0: never."),
    )
    agreement_days = forms.IntegerField(
        label=gettext_lazy("No agreement after so many days"),
        min_value=0,
        max_value=LONGEST_DAYS,
        help_text=gettext_lazy("Counts where an agreement is wanted under “Agreement and plan”. 0: never."),
    )
    outside_name = forms.CharField(
        label=gettext_lazy("Contact outside the team: name"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("An ombudsperson or somebody of the carrier. Shown on the pages for help and reports."),
    )
    outside_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("When something is urgent, a letter goes here as well; it carries no content."),
    )
    outside_phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)

    def check_ins(self) -> list[Any]:
        """The fields about the questions."""
        return [self[name] for name in ("is_on", "days", "every_days", "reminder_days")]

    def signs(self) -> list[Any]:
        """The fields about what shows that a tandem may need somebody."""
        return [self[name] for name in ("first_meeting_days", "quiet_days", "low_percent", "agreement_days")]

    def outside(self) -> list[Any]:
        """The fields about whom one can turn to outside the programme."""
        return [self[name] for name in ("outside_name", "outside_email", "outside_phone")]

    def clean_days(self) -> list[int]:
        """Whole numbers, each once, in order."""
        typed = [entry for entry in re.split(r"[\s,;]+", self.cleaned_data["days"]) if entry]
        if not all(entry.isdecimal() and 1 <= int(entry) <= LONGEST_DAYS for entry in typed) or len(typed) > MOST_DAYS:
            raise forms.ValidationError(
                _("Please write up to {n} whole numbers from 1 to {most}, such as 7, 21.").format(
                    n=MOST_DAYS, most=LONGEST_DAYS
                )
            )
        return sorted({int(entry) for entry in typed})

    def clean(self) -> dict[str, Any]:
        """Who is turned to has a name, and a way to be reached."""
        values = super().clean() or {}
        reach = values.get("outside_email") or values.get("outside_phone")
        if reach and not values.get("outside_name"):
            self.add_error("outside_name", _("Please say who that is, so that people know whom they turn to."))
        if values.get("outside_name") and not reach and "outside_email" not in self.errors:
            self.add_error("outside_email", _("Please add an e-mail address or a telephone number."))
        return values
