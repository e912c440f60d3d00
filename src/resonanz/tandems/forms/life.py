"""Forms of a tandem, and of lists to take along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.core.downloads import SUFFIXES
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.enums import SIDES, Answer, Listed
from resonanz.tandems.models import ExportChoice, Tandem
from resonanz.tandems.queries import USUAL, export_columns

MOST_WORDS = 500  # as the column
MOST_DAYS = 60


class AnswerForm(forms.Form):
    """Yes, no or rather not to a suggestion; why not, where somebody wants to say so."""

    answer = forms.ChoiceField(choices=Answer.choices)
    reason = forms.CharField(
        label=_("Why not, if you would like to say so"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only the team reads this; the other person does not."),
    )


class OnBehalfForm(forms.Form):
    """What one of the two told the team, by phone for example."""

    side = forms.ChoiceField(label=_("Who told you?"), widget=forms.RadioSelect)
    told = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Reason, as told"), required=False, max_length=MOST_WORDS, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, tandem: Tandem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(side, getattr(tandem, side).person.full_name) for side in SIDES if tandem.asked_at(side)]
        self.fields["side"].choices = people  # type: ignore[attr-defined]
        if len(tandem.waits_for) == 1:
            self.initial["side"] = tandem.waits_for[0]


class DeadlineForm(forms.Form):
    """Until when somebody may answer."""

    answer_by = forms.DateField(label=_("Answer by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean_answer_by(self) -> date:
        """Refuse a day that is over, and one so far away that everybody would forget it."""
        day: date = self.cleaned_data["answer_by"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over. Please choose today or a later day."))
        if day > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                _("That is too far away: both places would be kept for so long. Please choose a day within %(n)s days.")
                % {"n": MOST_DAYS}
            )
        return day


class ExportForm(forms.Form):
    """Which columns a list has, and as what kind of file it comes; filled with the last choice."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one column.")},
    )
    suffix = forms.ChoiceField(label=_("File"), choices=SUFFIXES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, programme: Programme, listed: str, person: Person, **kwargs: Any) -> None:
        last = ExportChoice.objects.filter(person=person, programme=programme, listed=listed).first()
        usual = {"columns": last.columns if last else USUAL[Listed(listed)], "suffix": last.suffix if last else "xlsx"}
        super().__init__(*args, **{**kwargs, "initial": usual})
        self.fields["columns"].choices = list(export_columns(programme, listed).items())  # type: ignore[attr-defined]
