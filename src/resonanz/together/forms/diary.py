"""Forms of goals, diary and hurdles."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.keyed import KeyedForm
from resonanz.people.models import Person
from resonanz.programmes.forms.lists import TextsRow
from resonanz.programmes.forms.texts import PlainText, Text
from resonanz.tandems.models import Tandem
from resonanz.together.enums.diary import Area, Audience, EntryKind, Hurdle, Whose
from resonanz.together.forms.fields import DayField, long_text, past
from resonanz.together.models import DiaryEntry, Goal


def audience_field(other: Person, *, initial: str) -> forms.ChoiceField:
    """Return the choice of who may read it, with the other's name."""
    return forms.ChoiceField(
        label=_("Who may read this?"),
        choices=[
            (Audience.ME, _("Only me")),
            (Audience.TANDEM, _("{name} and me").format(name=other.get_short_name())),
        ],
        widget=forms.RadioSelect,
        initial=initial,
        help_text=_("You can change this later. The team never reads it."),
    )


class EntryForm(KeyedForm):
    """One entry of the diary."""

    WITHOUT: ClassVar[dict[str, list[str]]] = {
        EntryKind.DAY: ["area", "hoped", "learned_on"],
        EntryKind.LEARNED: ["hoped", "learned_on"],
        EntryKind.REALITY: ["area"],
    }
    WORDS: ClassVar[dict[str, Any]] = {
        EntryKind.DAY: gettext_lazy("What would you like to keep?"),
        EntryKind.LEARNED: gettext_lazy("What have you learned?"),
        EntryKind.REALITY: gettext_lazy("What have I learned?"),
    }

    area = forms.ChoiceField(
        label=gettext_lazy("Learned"),
        choices=Area.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    hoped = long_text(
        gettext_lazy("What do I hope?"),
        rows=4,
        required=gettext_lazy("Please write what you hope for, in one sentence."),
        help_text=gettext_lazy("For example: how fast I find work, what an employer asks for, what will be easy."),
    )
    text = long_text(gettext_lazy("What would you like to keep?"), required=gettext_lazy("Please write a few words first."))
    on = DayField(label=gettext_lazy("Day"))
    learned_on = DayField(label=gettext_lazy("Learned on"), required=False)

    def __init__(
        self, data: Any = None, *, tandem: Tandem, person: Person, kind: str, entry: DiaryEntry | None = None
    ) -> None:
        today = timezone.localdate()
        initial: dict[str, Any] = {"on": today}
        if entry is not None:
            initial = {"key": entry.key, "area": entry.area, "on": entry.on, "learned_on": entry.learned_on}
            initial |= {"text": entry.opened("text"), "hoped": entry.opened("hoped"), "audience": entry.audience}
        super().__init__(data, initial=initial)
        self.kind, self.entry = kind, entry
        shared = kind == EntryKind.LEARNED
        self.fields["audience"] = audience_field(
            tandem.other(person).person, initial=Audience.TANDEM if shared else Audience.ME
        )
        if entry is None:
            self.fields["on"].widget.attrs["data-offline-day"] = ""
        for name in self.WITHOUT[kind]:
            del self.fields[name]
        self.fields["text"].label = self.WORDS[kind]
        if kind == EntryKind.REALITY:
            self.fields["text"].required = False
            self.fields["text"].help_text = _("This may stay empty until you know.")
            self.fields["on"].label = _("Hoped on")
            if entry is None:
                del self.fields["learned_on"]

    def clean_on(self) -> Any:
        """The day is not to come."""
        return past(self.cleaned_data["on"])

    def clean_learned_on(self) -> Any:
        """The day is not to come."""
        return past(self.cleaned_data["learned_on"])

    def clean(self) -> dict[str, Any]:
        """What was learned has a day: the one that was named, or today; never before the hope."""
        values: dict[str, Any] = super().clean() or {}
        if self.kind == EntryKind.REALITY and values.get("text") and values.get("on"):
            values["learned_on"] = values.get("learned_on") or timezone.localdate()
            if values["learned_on"] < values["on"]:
                self.add_error(
                    "learned_on" if "learned_on" in self.fields else "on",
                    _("This day is before the one on which you hoped. Please look at both days."),
                )
        return values


class HurdleForm(KeyedForm):
    """What is in the way."""

    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[(value, label) for value, label in Hurdle.choices],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    text = long_text(gettext_lazy("What happened?"), rows=4)
    on = DayField(label=gettext_lazy("Day"))
    for_team = forms.BooleanField(
        label=gettext_lazy("The team may read this without my name"),
        required=False,
        help_text=gettext_lazy(
            "A copy goes to the team: only the text, the topic and the month. It cannot be taken back, because nobody knows "
            "whose it is. Please name nobody in it."
        ),
    )

    field_order = ["key", "category", "text", "on", "audience", "for_team"]

    def __init__(self, data: Any = None, *, tandem: Tandem, person: Person) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.fields["audience"] = audience_field(tandem.other(person).person, initial=Audience.TANDEM)
        self.order_fields(self.field_order)

    def clean_on(self) -> Any:
        """The day is not to come."""
        return past(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """There is nothing to give to the team without a text."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("for_team") and not values.get("text"):
            self.add_error("text", _("Please write what the team may read, or take the tick away."))
        return values


class GoalForm(KeyedForm):
    """A goal: what, why, whose, until when."""

    title = PlainText(
        label=gettext_lazy("What do I want to reach?"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("One sentence, so small that you notice when it is reached."),
        error_messages={"required": gettext_lazy("Please write the goal in one sentence.")},
    )
    text = long_text(gettext_lazy("Why, and how do I notice it?"), rows=3)
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose goal is it?"), choices=Whose.choices, widget=forms.RadioSelect, initial=Whose.OWN
    )
    due_on = DayField(label=gettext_lazy("Until when?"), required=False)

    def __init__(self, data: Any = None, *, tandem: Tandem, person: Person, goal: Goal | None = None) -> None:
        initial: dict[str, Any] = {}
        if goal is not None:
            initial = {"key": goal.key, "title": goal.opened("title"), "text": goal.opened("text")}
            initial |= {name: getattr(goal, name) for name in ("whose", "audience", "due_on")}
        super().__init__(data, initial=initial)
        self.fields["audience"] = audience_field(tandem.other(person).person, initial=Audience.TANDEM)
        self.order_fields(["key", "title", "text", "whose", "audience", "due_on"])

    def clean(self) -> dict[str, Any]:
        """A common goal cannot be kept from the other."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("whose") == Whose.BOTH and values.get("audience") == Audience.ME:
            self.add_error(
                "audience", _("A common goal is one that both of you can read. Please choose that, or make it your own.")
            )
        return values


class StepForm(KeyedForm):
    """One small step."""

    title = PlainText(
        label=gettext_lazy("Next step"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write the step in a few words.")},
    )
    due_on = DayField(label=gettext_lazy("Until when?"), required=False)


class PromptRow(TextsRow):
    """One question for the diary."""

    TEXTS = {"text": Text(gettext_lazy("Question"), is_spoken=False, is_required=True, longest=300)}
