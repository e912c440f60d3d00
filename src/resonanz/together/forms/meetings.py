"""What may be typed about a meeting: when, how long, how, about what; everything has a usual value."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.core.keyed import KeyedForm
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import ICONS, LONGEST, STEP, MeetingKind
from resonanz.together.models import Meeting
from resonanz.together.queries.meetings import in_hours, named, titles_for, titles_met
from resonanz.together.queries.plan import OWN

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
CHIPS = (30, 45, 60, 90, 120)
USUAL_MINUTES = 60
LONGEST_NOTE = 5_000  # characters
OFFLINE_DAYS = 30  # so long ago may a phone have kept an entry for which it says «today»


def lengths() -> list[tuple[int, str]]:
    """Return all lengths in steps of a quarter of an hour, each in words."""
    return [(minutes, in_hours(minutes)) for minutes in range(STEP, LONGEST + 1, STEP)]


class Chip:
    """One choice with its icon, as the page draws it."""

    def __init__(self, widget: Any, icon: str = "") -> None:
        self.widget, self.icon = widget, icon


class TopicsField(forms.MultipleChoiceField):
    """Topics to tap. What was left out of the plan since the page was made is taken all the same: they did meet about it."""

    known: Collection[str] = ()  # all that an entry of this tandem may name

    def valid_value(self, value: str) -> bool:
        """Whether an entry may name this topic."""
        return value in self.known


class FactsForm(forms.Form):
    """Day, time, length, kind, topics and a note."""

    held_on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    began_at = forms.TimeField(
        label=_("Began at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    length = forms.ChoiceField(label=_("How long?"), widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(label=_("Other length"), coerce=int, required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("How?"), choices=MeetingKind.choices, widget=forms.RadioSelect)
    topics = TopicsField(label=_("What about?"), required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you two can read it."),
    )

    def __init__(self, *args: Any, tandem: Tandem, with_own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tandem, self.titles = tandem, titles_met(tandem)
        chips = [(str(minutes), in_hours(minutes)) for minutes in CHIPS]
        self.fields["length"].choices = [*chips, (OTHER, _("other"))]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = lengths()  # type: ignore[attr-defined]
        topics: Any = self.fields["topics"]
        topics.choices, topics.known = list(titles_for(tandem, with_own=with_own).items()), self.titles.keys()

    def today(self) -> date:
        """Return the day that counts as today."""
        return timezone.localdate()

    def day(self) -> date | None:
        """Return the day that was chosen; None where none was, or none that can be read."""
        day: date | None = self.cleaned_data.get("held_on")
        return day

    def clean(self) -> dict[str, Any]:
        """Settle day and length, and see that the day is one on which the two can have met."""
        given = super().clean() or {}
        day = self.day()
        if day is None and "held_on" not in self.errors:
            self.add_error("held_on", _("Please choose the day on which you met."))
        elif day is not None and day > max(timezone.localdate(), self.today()):
            self.add_error("held_on", _("This day is still to come. You can enter it on your page as your next date."))
        elif day is not None and day < self.tandem.proposed_on:
            self.add_error("held_on", _("This day was before you two were introduced to each other. Please check it."))
        given["held_on"] = day
        if given.get("length") == OTHER:
            if not given.get("minutes") and "minutes" not in self.errors:
                self.add_error("minutes", _("Please choose how long you met."))
        elif given.get("length"):
            given["minutes"] = int(given["length"])
        return given

    def facts(self) -> dict[str, Any]:
        """Return what an action takes beside the note."""
        names = ("held_on", "began_at", "minutes", "kind", "topics")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def shows_own(self) -> bool:
        """Whether topics of the two's own stand on the page, so that nobody may keep it."""
        return any(key.startswith(OWN) for key, _title in self.fields["topics"].choices)  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[Chip]:
        """Return the kinds, each with its icon."""
        return [Chip(widget, ICONS[MeetingKind(widget.data["value"])]) for widget in self["kind"]]


class MeetingForm(KeyedForm, FactsForm):
    """A meeting that is entered: today, an hour, in person, unless somebody says otherwise."""

    when = forms.ChoiceField(
        label=_("When?"),
        choices=[(TODAY, _("Today")), (YESTERDAY, _("Yesterday")), (OTHER, _("Other day"))],
        widget=forms.RadioSelect,
        initial=TODAY,
    )
    # What day it was on the phone when the form was sent: it may have waited for a network since. A script fills it in.
    typed_on = forms.DateField(required=False, widget=forms.HiddenInput(attrs={"data-offline-today": ""}))

    def __init__(self, *args: Any, tandem: Tandem, last: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, tandem=tandem, **kwargs)
        usual = last.minutes if last is not None and last.minutes in CHIPS else USUAL_MINUTES
        self.fields["length"].initial = str(usual)
        self.fields["kind"].initial = last.kind if last is not None else MeetingKind.IN_PERSON

    def today(self) -> date:
        """Return the day that the phone called today; one that cannot be is not believed."""
        now = timezone.localdate()
        typed: date = self.cleaned_data.get("typed_on") or now
        possible = now - timedelta(days=OFFLINE_DAYS) <= typed <= now + timedelta(days=1)
        return typed if possible else now

    def day(self) -> date | None:
        """Return the day that was chosen."""
        match self.cleaned_data.get("when"):
            case "today":
                return self.today()
            case "yesterday":
                return self.today() - timedelta(days=1)
        return super().day()


class CorrectionForm(FactsForm):
    """An entry that is corrected; `seen` is the version that somebody has before the eyes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        known = meeting.minutes in CHIPS
        initial = {
            "held_on": meeting.held_on,
            "began_at": meeting.began_at,
            "length": str(meeting.minutes) if known else OTHER,
            "minutes": meeting.minutes,
            "kind": meeting.kind,
            "topics": meeting.topics,
            "text": meeting.opened("note"),
            "seen": meeting.version,
        }
        super().__init__(*args, tandem=meeting.tandem, initial=initial, **kwargs)
        topics: Any = self.fields["topics"]  # what the meeting was about stays to be chosen, whatever became of it
        gone = [key for key in meeting.topics if key not in dict(topics.choices)]
        topics.choices = [*topics.choices, *zip(gone, named(gone, self.titles), strict=True)]
        topics.known = {*topics.known, *gone}


class SeenForm(forms.Form):
    """The version that somebody has before the eyes."""

    seen = forms.IntegerField()
