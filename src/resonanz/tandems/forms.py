"""Forms of a tandem, and of lists to take along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.enums import Answer, Listed
from resonanz.tandems.models import ExportChoice
from resonanz.tandems.queries import USUAL, export_columns


class AnswerForm(forms.Form):
    """Yes or no to a suggestion."""

    answer = forms.ChoiceField(choices=Answer.choices)


class ExportForm(forms.Form):
    """Which columns a list has, and as what kind of file it comes; filled with the last choice."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one column.")},
    )
    suffix = forms.ChoiceField(
        label=_("File"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, programme: Programme, listed: str, person: Person, **kwargs: Any) -> None:
        last = ExportChoice.objects.filter(person=person, programme=programme, listed=listed).first()
        usual = {"columns": last.columns if last else USUAL[Listed(listed)], "suffix": last.suffix if last else "xlsx"}
        super().__init__(*args, **{**kwargs, "initial": usual})
        self.fields["columns"].choices = list(export_columns(programme, listed).items())  # type: ignore[attr-defined]
