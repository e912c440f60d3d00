"""Forms about a list of people: bring it, say what the columns mean, decide about rows, start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.enums import Group, ImportMode, PersonField, RowChoice
from resonanz.programmes.forms.tables import SheetField
from resonanz.programmes.models import ImportBatch, Programme

BOTH = "column"
NAMES = {PersonField.FULL_NAME, PersonField.FIRST_NAME, PersonField.LAST_NAME}


class ImportForm(forms.Form):
    """The list, whom it holds, and where it comes from."""

    file = SheetField(
        allow_empty_file=True,
        label=_("List of people"),
        help_text=_("Excel (.xlsx) or CSV, one row per person, the first row with the names of the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    group = forms.ChoiceField(label=_("Who stands in the list?"), widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Where do the data come from?"),
        max_length=200,
        help_text=_("For example: registration forms of spring 2026. Whoever is in the list may ask you for it."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group, programme.group_name(group)) for group in Group.values]
        self.fields["group"].choices = [*groups, (BOTH, gettext("Both: a column says who is what"))]  # type: ignore[attr-defined]

    def clean_group(self) -> str:
        """Return the group of the whole list, "" where a column tells it."""
        group: str = self.cleaned_data["group"]
        return "" if group == BOTH else group


class ColumnsForm(forms.Form):
    """What each column of the list means."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        unasked = {PersonField.GROUP} if batch.group else set()
        if not batch.cohort.programme.is_reciprocal:
            unasked.add(PersonField.TOPICS_BACK)
        choices = [
            ("", gettext("leave out")),
            *((f.value, f.label) for f in PersonField if f not in unasked),
        ]
        for number, column in enumerate(batch.columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=batch.mapping.get(column, ""),
                widget=forms.Select(attrs={"class": "input"}),
            )

    def clean(self) -> dict[str, Any]:
        """See to it that every field is named once at most, and that what nobody can do without is there."""
        values: dict[str, Any] = super().clean() or {}
        first: dict[str, str] = {}
        for name, meant in list(values.items()):  # `add_error` takes values away
            if meant and (other := first.setdefault(meant, name)) != name:
                column = self.fields[other].label
                self.add_error(
                    name, gettext("The column «{column}» means this already. Please choose one.").format(column=column)
                )
        if PersonField.EMAIL not in first:
            self.add_error(None, gettext("Please say which column holds the e-mail addresses; nobody can sign in without."))
        if not NAMES & first.keys():
            self.add_error(None, gettext("Please say which column holds the names."))
        if not self.batch.group and PersonField.GROUP not in first:
            self.add_error(None, gettext("Please say which column tells on which side people take part."))
        return values

    def mapping(self) -> dict[str, str]:
        """Return column → field for what was chosen."""
        chosen = ((column, self.cleaned_data[f"column-{n}"]) for n, column in enumerate(self.batch.columns))
        return {column: meant for column, meant in chosen if meant}


class StartForm(forms.Form):
    """How the list is read in, and whether people get a letter."""

    mode = forms.ChoiceField(label=_("If rows have mistakes"), choices=ImportMode.choices, widget=forms.RadioSelect)
    tells = forms.BooleanField(
        label=_("Write to everybody who is read in"),
        required=False,
        help_text=_(
            "One letter each, in the person's language: that you have entered them, where the data come from, and how to "
            "look at them. Without this tick nobody is written to."
        ),
    )


class OpenRowsForm(forms.Form):
    """One decision for all rows that wait for one."""

    choice = forms.ChoiceField(choices=[(RowChoice.NEW, ""), (RowChoice.OUT, ""), ("wrong", "")])


def choices_from(data: Mapping[str, Any]) -> dict[int, tuple[str, int | None]]:
    """Read the decisions of one page: «row-12» = «new», «out» or «same-34»; what is nothing of these is passed over."""
    found: dict[int, tuple[str, int | None]] = {}
    for name, value in data.items():
        row = re.fullmatch(r"row-([0-9]{1,15})", name)
        choice = re.fullmatch(r"(new|out)|same-([0-9]{1,15})", str(value))
        if row and choice:
            found[int(row[1])] = (choice[1], None) if choice[1] else (RowChoice.SAME, int(choice[2]))
    return found
