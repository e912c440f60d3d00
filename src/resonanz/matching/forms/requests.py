"""Forms of requests: the guided message, a question and its reply, a kind no, and how many places somebody offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resonanz.matching.enums import DeclineReason
from resonanz.programmes.models import Participation

LEAST = 200  # characters of the whole message: three or four sentences
MOST = 2000  # of each part
MOST_PLACES = 20


class AskForm(forms.Form):
    """A message in three parts, none of which is needed by itself: it is a letter, not a form."""

    career = forms.CharField(
        label=gettext_lazy("Your way so far"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("What have you learnt and done, and where are you now? Two or three sentences are enough."),
    )
    goals = forms.CharField(
        label=gettext_lazy("What you want to achieve"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Where would you like to be in a year? What is the next step on the way there?"),
    )
    expectations = forms.CharField(
        label=gettext_lazy("What you hope for from this person"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Why do you write to just this person? What could you talk about, and how often?"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a little more where the whole message is too short to answer it."""
        values: dict[str, Any] = super().clean() or {}
        missing = LEAST - sum(len(text) for text in values.values())
        if missing > 0 and not self.errors:
            raise forms.ValidationError(
                ngettext(
                    "Please write a little more: {n} character is missing. A few sentences about you are the best "
                    "reason to say yes.",
                    "Please write a little more: {n} characters are missing. A few sentences about you are the best "
                    "reason to say yes.",
                    missing,
                ).format(n=missing)
            )
        return values


class QuestionForm(forms.Form):
    """One question before the decision."""

    question = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write your question.")},
    )


class ReplyForm(forms.Form):
    """The answer to it."""

    reply = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write your answer.")},
    )


class DeclineForm(forms.Form):
    """A reason or a kind word: either is enough, and with a second click neither is needed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is it because of?"),
        required=False,
        choices=[*DeclineReason.choices, ("", gettext_lazy("I would rather not say"))],
        widget=forms.RadioSelect,
    )
    kind_word = forms.CharField(
        label=gettext_lazy("A kind word"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("A wish, a hint, or somebody else to ask. Only the person who asked reads it."),
    )
    silent = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask once for a word where there is none; whoever insists need not give any."""
        values: dict[str, Any] = super().clean() or {}
        self.insists = not (values.get("reason") or values.get("kind_word") or values.get("silent")) and not self.errors
        if self.insists:
            raise forms.ValidationError(
                _(
                    "Somebody has put effort into this request. Please choose a reason or write a word, or decline "
                    "without one."
                )
            )
        return values


class PlacesForm(forms.Form):
    """For how many people somebody has time at once."""

    capacity = forms.IntegerField(
        label=gettext_lazy("For how many people do you have time at once?"), min_value=0, max_value=MOST_PLACES
    )

    def __init__(self, data: Any = None, *, participation: Participation) -> None:
        super().__init__(data, initial={"capacity": participation.capacity})
        self.taken = participation.taken
        self.fields["capacity"].widget.attrs.update({"min": self.taken, "max": MOST_PLACES, "inputmode": "numeric"})

    def clean_capacity(self) -> int:
        """Refuse fewer places than are in use."""
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.taken:
            raise forms.ValidationError(in_use(self.taken))
        return capacity


def in_use(taken: int) -> str:
    """Return the sentence for fewer places than are in use."""
    return ngettext(
        "{n} place is in use. Please choose {n} or more; a tandem that ends gives its place back.",
        "{n} places are in use. Please choose {n} or more; a tandem that ends gives its place back.",
        taken,
    ).format(n=taken)
