"""The settings of a programme that are single values: basics, texts of the page, form of words, what is kept how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.enums import (
    RETENTION,
    AnswerOrder,
    DataClass,
    Direction,
    GenderStyle,
    Group,
    MatchingMode,
    NextBest,
    Rhythm,
    Side,
)
from resonanz.programmes.forms.texts import Text, TextsForm
from resonanz.programmes.models import Participation, Programme
from resonanz.taxonomy import countries

BASICS = [
    "country", "is_online", "is_pilot", "direction", "matching_mode", "rhythm", "months_from", "months_to",
    "duration_agreed", "hours_from", "hours_to", "usual_places", "needs_complete_profile", "accent",
]  # fmt: skip
CONTRAST = 4.5


class BasicsForm(forms.Form):
    """How the programme runs: languages, direction, matching, rhythm, duration, intensity, colour."""

    first_language = forms.ChoiceField(
        label=_("First language"), choices=settings.LANGUAGES, help_text=_("The one in which every text is there.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Further languages"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Postcodes without a country belong to this one.")
    )
    is_online = forms.BooleanField(label=_("People meet online in the first place"), required=False)
    direction = forms.ChoiceField(label=_("Who learns from whom?"), choices=Direction.choices, widget=forms.RadioSelect)
    matching_mode = forms.ChoiceField(
        label=_("Who finds the pairs?"), choices=MatchingMode.choices, widget=forms.RadioSelect
    )
    rhythm = forms.ChoiceField(label=_("How does it run over the years?"), choices=Rhythm.choices, widget=forms.RadioSelect)
    months_from = forms.IntegerField(label=_("Months, from"), min_value=1, max_value=120, required=False)
    months_to = forms.IntegerField(
        label=_("Months, to"), min_value=1, max_value=120, required=False, help_text=_("The same number twice if fixed.")
    )
    duration_agreed = forms.BooleanField(
        label=_("The two agree on the duration; the months are a recommendation"), required=False
    )
    hours_from = forms.IntegerField(label=_("Hours a month, from"), min_value=1, max_value=200, required=False)
    hours_to = forms.IntegerField(label=_("Hours a month, to"), min_value=1, max_value=200, required=False)
    usual_places = forms.IntegerField(
        label=_("Usual number of people whom one mentor accompanies at a time"), min_value=1, max_value=50
    )
    needs_complete_profile = forms.BooleanField(
        label=_("Nobody is suggested to others without a complete profile"),
        required=False,
        help_text=_("Which answers belong to it is said in the forms."),
    )
    accent = forms.CharField(label=_("Colour"), max_length=7, widget=forms.TextInput({"type": "color"}))
    is_pilot = forms.BooleanField(label=_("This is a pilot"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        language = (get_language() or "de").split("-")[0]
        named = sorted((countries.name(code, language), code) for code in countries.codes())
        self.fields["country"].choices = [("", "–"), *((code, name) for name, code in named)]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """Return the present values."""
        first, *further = programme.languages or ["de"]
        return {**{name: getattr(programme, name) for name in BASICS}, "first_language": first, "languages": further}

    def clean_accent(self) -> str:
        """Refuse a colour on which white cannot be read."""
        colour = str(self.cleaned_data["accent"]).lower()
        if not is_colour(colour):
            raise forms.ValidationError(_("Please give the colour as # and six digits, such as #1f5f5b."))
        if contrast_with_white(colour) < CONTRAST:
            raise forms.ValidationError(_("This colour is too light for white letters on it. Please choose a darker one."))
        return colour

    def clean_direction(self) -> str:
        """Refuse to turn round a programme in which people take part already."""
        direction = str(self.cleaned_data["direction"])
        taken = Participation.objects.filter(cohort__programme=self.programme)
        if direction != self.programme.direction and taken.exists():
            raise forms.ValidationError(
                _("People take part already, each on a side. Please make a new programme for the other direction.")
            )
        return direction

    def clean(self) -> dict[str, Any]:
        """Check the two spans, and put the languages into one list, the first one first."""
        values: dict[str, Any] = super().clean() or {}
        for low, high in (("months_from", "months_to"), ("hours_from", "hours_to")):
            if low in self.errors or high in self.errors:
                continue
            one, other = values.get(low), values.get(high)
            if (one is None) != (other is None):
                self.add_error(high if other is None else low, _("Please fill in both numbers, or neither."))
            elif one is not None and other is not None and one > other:
                self.add_error(high, _("This is less than the number before it."))
        first = values.pop("first_language", None)
        if first:
            chosen = {first, *values.get("languages", [])}
            order = [first, *(code for code in self.programme.languages if code != first)]
            values["languages"] = [code for code in dict.fromkeys([*order, *chosen]) if code in chosen]
        return values


INTRODUCTIONS = [
    "answer_order", "candidates", "answer_days", "reminder_days", "next_best", "open_requests", "request_days",
    "unmatched_days",
]  # fmt: skip
MOST_CANDIDATES = 3


class IntroductionsForm(forms.Form):
    """How people are introduced to each other: who is asked when, and what happens where nobody answers."""

    answer_order = forms.ChoiceField(
        label=_("Who is asked first?"),
        choices=AnswerOrder.choices,
        widget=forms.RadioSelect,
        help_text=_("Whoever is asked second learns of the suggestion only after the first yes."),
    )
    candidates = forms.IntegerField(
        label=_("How many suggestions at a time"),
        min_value=1,
        max_value=MOST_CANDIDATES,
        help_text=_("1: one suggestion. 2 or 3: whoever is asked first chooses among them; the others do not learn of it."),
    )
    answer_days = forms.IntegerField(
        label=_("Days for an answer"),
        min_value=1,
        max_value=60,
        help_text=_("For each side, from the day it is asked; both places are kept for so long."),
    )
    reminder_days = forms.IntegerField(
        label=_("Reminder after days"), min_value=1, max_value=59, help_text=_("Once, and kindly.")
    )
    next_best = forms.ChoiceField(
        label=_("After a no, or without an answer"), choices=NextBest.choices, widget=forms.RadioSelect
    )
    open_requests = forms.IntegerField(
        label=_("Open requests per person"),
        min_value=1,
        max_value=20,
        help_text=_("How many people somebody may write to at the same time, where participants choose."),
    )
    request_days = forms.IntegerField(
        label=_("Days for the answer to a request"), min_value=1, max_value=90, help_text=_("Then the request expires.")
    )
    unmatched_days = forms.IntegerField(
        label=_("Without a tandem for days"),
        min_value=1,
        max_value=365,
        help_text=_("Whoever waits longer stands on the team's first page."),
    )

    def clean(self) -> dict[str, Any]:
        """Check what only holds together: a choice needs an order, a reminder comes before the end."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("candidates", 1) > 1 and values.get("answer_order") == AnswerOrder.BOTH:
            self.add_error(
                "answer_order",
                _("A choice needs somebody who chooses: please say who is asked first, or make it one suggestion."),
            )
        if values.get("reminder_days", 0) >= values.get("answer_days", 60):
            self.add_error("reminder_days", _("The reminder must come before the time for an answer is over."))
        return values


class PageTextsForm(TextsForm):
    """What the programme is called and what it says about itself."""

    TEXTS = {
        "name": Text(_("Name"), is_spoken=False, is_required=True, longest=150, help=_("The brand: never rewritten.")),
        "short_name": Text(
            _("Short name"), is_spoken=False, longest=60, help=_("For small screens; without it the name is used.")
        ),
        "sentence": Text(_("One sentence"), lines=3, is_required=True, longest=600, help=_("What it is, and for whom.")),
        "about": Text(_("About"), lines=10, help=_("Two to four short paragraphs, with an empty line between them.")),
        "place": Text(_("Place"), is_spoken=False, longest=150, help=_("Town or region.")),
    }

    def clean(self) -> dict[str, Any]:
        """Take the name where there is no short one."""
        values = super().clean()
        values["short_name"] = values.get("short_name") or values.get("name", {})
        return values


class WordingForm(TextsForm):
    """How the programme names people, and how it speaks to them."""

    TEXTS = {
        Group.FIRST.value: Text(_("Those who are asked to give"), longest=120),
        Group.SECOND.value: Text(_("Those who ask"), longest=120),
    }
    gender_style = forms.ChoiceField(
        label=_("Form of words in German"), choices=GenderStyle.choices, widget=forms.RadioSelect
    )
    mentor = forms.ChoiceField(label=_("How the first group is addressed in German"))
    mentee = forms.ChoiceField(label=_("How the second group is addressed in German"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in (Side.MENTOR.value, Side.MENTEE.value):
            self.fields[side].choices = [("formal", "Sie"), ("informal", "du")]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """Return the present values."""
        forms_of_address = {
            side: "informal" if programme.is_informal.get(side) else "formal"
            for side in (Side.MENTOR.value, Side.MENTEE.value)
        }
        return {**programme.group_names, "gender_style": programme.gender_style, **forms_of_address}

    def columns(self) -> dict[str, Any]:
        """Return the columns of the programme that the cleaned form fills."""
        values = self.cleaned_data
        informal = {side: values[side] == "informal" for side in (Side.MENTOR.value, Side.MENTEE.value)}
        return {
            "gender_style": values["gender_style"],
            "group_names": {group: values[group] for group in Group.values if values[group]},
            "is_informal": {**self.programme.is_informal, **informal}
            if self.programme.is_informal or any(informal.values())
            else {},
        }


# What a command deletes by its period; of the rest the number says what the programme wants (privacy: record of processing).
DELETED = (
    DataClass.REJECTED_APPLICATIONS,
    DataClass.MESSAGES,
    DataClass.LOGS,
    DataClass.INTEREST,
    DataClass.SURVEYS,
)


class RetentionForm(forms.Form):
    """For how many months each class of data is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for data in DataClass:
            self.fields[data.value] = forms.IntegerField(
                label=data.label,
                min_value=0 if data == DataClass.MESSAGES else 1,
                max_value=120,
                help_text=(
                    _("Months; usually %(n)s") if data in DELETED else _("Months; usually %(n)s. Not deleted by itself.")
                )
                % {"n": RETENTION[data]},
            )

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """Return the present values."""
        return {data.value: programme.months_kept(data) for data in DataClass}

    def columns(self, before: dict[str, int]) -> dict[str, Any]:
        """Return the column of the programme: what differs from the usual periods, and what was said before."""
        values = self.cleaned_data
        return {
            "retention": {
                data.value: values[data.value]
                for data in DataClass
                if values[data.value] != RETENTION[data] or data.value in before
            }
        }


def is_colour(text: str) -> bool:
    """Whether `text` is # and six hexadecimal digits."""
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdef" for digit in text[1:])


def contrast_with_white(colour: str) -> float:
    """Return the contrast of white letters on `colour` ("#rrggbb"), 1 to 21, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
