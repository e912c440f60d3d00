"""Forms of the review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.applications.actions.talks import When
from resonanz.applications.enums import ApplicationState, Move, Origin, Verdict, Way
from resonanz.applications.mails.review import problems_of
from resonanz.applications.models import EligibilityRule, Interview, Proof
from resonanz.applications.queries.review import SORTS, colleagues, languages_stated
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Programme
from resonanz.taxonomy import languages

STATES = [("open", _("to decide")), *((s, s.label) for s in ApplicationState if s != "draft"), ("all", _("all"))]
ANY = ("", _("any"))
SORT_LABELS = {
    "waiting": _("longest waiting first"),
    "newest": _("newest first"),
    "name": _("by name"),
    "list": _("order of the waiting list"),
}


class DateInput(forms.DateInput):
    """A day, chosen from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What a list of applications is narrowed to; every part may be empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(choices=STATES, required=False, widget=forms.HiddenInput)
    group = forms.ChoiceField(label=_("Group"), required=False)
    verdict = forms.ChoiceField(label=_("Conditions"), required=False, choices=[ANY, *Verdict.choices])
    assigned = forms.ChoiceField(label=_("Who looks at it"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    occupation = forms.CharField(label=_("Occupation"), required=False, max_length=100)
    origin = forms.ChoiceField(label=_("Origin of the application"), required=False, choices=[ANY, *Origin.choices])
    waiting = forms.ChoiceField(
        label=_("Waiting"),
        required=False,
        choices=[ANY, ("7", _("a week or longer")), ("14", _("two weeks or longer")), ("28", _("four weeks or longer"))],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=[(key, SORT_LABELS[key]) for key in SORTS])
    unconfirmed = forms.BooleanField(label=_("Not confirmed yet"), required=False)
    talks = forms.BooleanField(label=_("Talk within a week"), required=False)

    def __init__(self, data: Any, *, cohort: Cohort) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        reader = (get_language() or "de").split("-")[0]
        team = [(str(person.pk), person.full_name) for person in colleagues(cohort.programme)]
        choices = {
            "group": [ANY, *((group, cohort.programme.group_name(group)) for group in Group.values)],
            "assigned": [ANY, ("me", _("me")), ("nobody", _("nobody yet")), *team],
            "language": [ANY, *((code, languages.name(code, reader)) for code in languages_stated(cohort))],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = options

    @property
    def query(self) -> dict[str, Any]:
        """What is asked for; a part that makes no sense counts as not asked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FilterNameForm(forms.Form):
    """Under which name a filter is kept."""

    name = forms.CharField(label=_("Name of this filter"), max_length=80)


class NoteForm(forms.Form):
    """A note of the team."""

    text = forms.CharField(
        label=_("Note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the team. The person gets it with a copy of her or his own data."),
    )


class AssignForm(forms.Form):
    """Who looks at an application."""

    to = forms.ModelChoiceField(
        label=_("Who looks at it"), queryset=Person.objects.none(), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = colleagues(programme)


class MoveForm(forms.Form):
    """One move without a letter, and the version of the application that was seen."""

    move = forms.ChoiceField(choices=[(m, m.label) for m in (Move.TAKE_UP, Move.REOPEN, Move.WITHDRAW)])
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class AttestForm(forms.Form):
    """What was found about one condition."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    seen = forms.CharField(label=_("What was seen"), required=False, max_length=120)
    until = forms.DateField(label=_("Valid until"), required=False, widget=DateInput())

    def clean_until(self) -> Any:
        """A check that has run out already helps nobody."""
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day is over. Leave it empty, or choose a later one."))
        return until


def documents_of(rule: EligibilityRule) -> list[str]:
    """Return the kinds of documents that the programme accepts for a condition, in the reader's language."""
    reader = (get_language() or "de").split("-")[0]
    return [entry.get(reader) or entry.get("en") or entry.get("de", "") for entry in rule.settings.get("documents", [])]


def proof_of(rule: EligibilityRule, proofs: dict[str, Proof]) -> Proof | None:
    """Return the proof for a condition, of all proofs by the key of their question."""
    return proofs.get(rule.settings.get("proof", "")) or proofs.get(rule.question)


class LetterForm(forms.Form):
    """A letter as it goes to one person; nothing in it may still be waiting to be filled in."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 16}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name in ("subject", "text"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": languages.direction(language)}

    def with_version(self, version: int) -> LetterForm:
        """Return the same letter for the version that there is now, so that nothing typed is lost."""
        data = {name: self.data.get(name, "") for name in ("subject", "text")}
        return LetterForm({**data, "version": version}, language=self.language)

    def clean(self) -> dict[str, Any]:
        """Refuse a letter with gaps."""
        for name in ("subject", "text"):
            written = self.cleaned_data.get(name, "")
            if "{" in written or "}" in written:
                self.add_error(name, _("There is a brace in it: nobody fills placeholders any more. Write the words."))
            if "…" in written.splitlines():
                self.add_error(name, _("The line «…» waits for your words. Please replace it."))
        return self.cleaned_data


class TemplateForm(forms.Form):
    """A letter with placeholders, for several people or for later."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, programme: Programme, language: str, is_last: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.language, self.is_last = programme, language, is_last
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": languages.direction(language)}

    def clean(self) -> dict[str, Any]:
        """Refuse what nobody could fill in."""
        for name in ("subject", "text"):
            written = self.cleaned_data.get(name, "")
            for sentence in problems_of(self.programme, written, self.language):
                self.add_error(name, sentence)
            if self.is_last and "…" in written.splitlines():
                self.add_error(name, _("The line «…» waits for your words. Please replace it."))
        return self.cleaned_data


class TalkForm(forms.Form):
    """When, how and where a talk is held."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), input_formats=["%H:%M", "%H:%M:%S"]
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=30)
    way = forms.ChoiceField(label=_("How"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.IN_PERSON)
    place = forms.CharField(
        label=_("Where"), max_length=200, help_text=_("An address, a telephone number, or the link to the video call.")
    )

    @classmethod
    def of(cls, interview: Interview) -> TalkForm:
        """Return a form filled with an existing talk."""
        start = timezone.localtime(interview.starts_at)
        return cls(
            initial={
                "day": start.date(),
                "time": start.time(),
                "minutes": interview.minutes,
                "way": interview.way,
                "place": interview.place,
            }
        )

    def clean(self) -> dict[str, Any]:
        """A talk is in the future, and within two years; a link is one that a browser opens safely."""
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day and clock:
            start = self.starts_at(day, clock)
            if start <= timezone.now():
                self.add_error("day", _("This time is over. Please choose a later one."))
            elif start > timezone.now() + timedelta(days=730):
                self.add_error("day", _("This is more than two years away. Is the year right?"))
        place = self.cleaned_data.get("place", "")
        if self.cleaned_data.get("way") == Way.VIDEO and place and not place.lower().startswith("https://"):
            self.add_error("place", _("The link to a video call begins with https://."))
        return self.cleaned_data

    @staticmethod
    def starts_at(day: Any, clock: Any) -> datetime:
        """Return day and time in the installation's time zone."""
        return timezone.make_aware(datetime.combine(day, clock))

    @property
    def when(self) -> When:
        """The talk as the action takes it."""
        data = self.cleaned_data
        return When(self.starts_at(data["day"], data["time"]), data["minutes"], data["way"], data["place"])


class RecordPolicyForm(forms.Form):
    """Whether, and on which legal ground, a programme looks at certificates of criminal records."""

    legal_ground = forms.CharField(
        label=_("Legal ground"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The law, and why it applies to your programme. Empty: nobody is asked, and every check is deleted."),
    )
    group = forms.ChoiceField(label=_("Who is asked"), widget=forms.RadioSelect)
    certificate = forms.CharField(label=_("Official name of the certificate"), required=False, max_length=150)
    months_old = forms.IntegerField(label=_("Greatest age at inspection, in months"), min_value=1, max_value=24, initial=3)
    years_valid = forms.IntegerField(label=_("To be repeated after years"), min_value=1, max_value=10, initial=5)
    days_kept = forms.IntegerField(label=_("Days kept after the activity has ended"), min_value=0, max_value=365, initial=90)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(group, programme.group_name(group)) for group in Group.values]
        field.initial = Group.FIRST

    def clean(self) -> dict[str, Any]:
        """Whoever asks names what is asked for."""
        if self.cleaned_data.get("legal_ground", "").strip() and not self.cleaned_data.get("certificate", "").strip():
            self.add_error("certificate", _("Please name the certificate; the name stands in the letter for the authority."))
        return self.cleaned_data


class RecordCheckForm(forms.Form):
    """What is kept of a certificate."""

    issued_on = forms.DateField(label=_("Issued on"), widget=DateInput())
    is_clear = forms.TypedChoiceField(
        label=_("No relevant entry"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
