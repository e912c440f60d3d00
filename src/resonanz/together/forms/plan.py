"""Forms of a plan: adding topics, one topic, and making it anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resonanz.core.keyed import KeyedForm
from resonanz.programmes.forms.texts import PlainText
from resonanz.together.enums.course import TopicState

LONGEST_TITLE = 150
LONGEST_NOTE = 4000


class AddForm(KeyedForm):
    """Topics of the catalogue to add, and one of the two's own."""

    topics = forms.MultipleChoiceField(label=_("From the programme"), required=False, widget=forms.CheckboxSelectMultiple)
    own = PlainText(
        label=_("A topic of your own"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("Only the two of you see it."),
    )

    def __init__(self, *args: Any, addable: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if addable:
            self.fields["topics"].choices = addable  # type: ignore[attr-defined]
        else:
            del self.fields["topics"]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen or written."""
        values = super().clean() or {}
        if not self.errors and not values.get("topics") and not values.get("own"):
            raise forms.ValidationError(_("Please choose a topic, or write one of your own."))
        return values


class TopicForm(forms.Form):
    """How far one topic is, and what the two note about it. `seen` is the note that was before one's eyes, as a mark."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("How far are you?"), choices=TopicState.choices, widget=forms.RadioSelect)
    note = PlainText(
        label=_("Our notes"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        help_text=_("Only the two of you see them. The team does not."),
    )


class ReplanForm(KeyedForm):
    """Which topics go and which come, line by line, as suggested or otherwise; and a word to the other."""

    keep = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    insert = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    said = PlainText(
        label=_("A word to {name}"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("If you like. Only the two of you see it."),
    )

    def __init__(
        self, *args: Any, left: list[tuple[str, str]], new: list[tuple[str, str]], name: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = left  # type: ignore[attr-defined]
        self.fields["insert"].choices = new  # type: ignore[attr-defined]
        self.fields["said"].label = str(self.fields["said"].label).format(name=name)
