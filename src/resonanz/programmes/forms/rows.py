"""Lists that people edit row by row: rows are added, moved and removed by buttons, and no script is needed.

A button sends the whole form; what was typed comes back rearranged, without judgement, and nothing is saved before the
button that saves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

MOST_ROWS = 60
ACT = re.compile(r"(?:(add)|(up|down|remove)-(\d{1,3}))\Z")


class Row(forms.Form):
    """One row. A row in which nothing is filled is left out; `was` is its place in the list as it was shown."""

    was = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """Whether anything is filled in; where the row came from does not count."""
        return any(name != "was" for name in self.changed_data)


class RowSet(forms.BaseFormSet):
    """A formset none of whose rows must be filled: an empty one is left out, wherever it stands."""

    def initial_form_count(self) -> int:
        """Return how many rows stand there already: of those that are sent, none counts as such."""
        return 0 if self.is_bound else super().initial_form_count()


class Rows:
    """A list of rows as a form: unbound with what there is, bound with what was sent, or rearranged by a button.

    Where a page has two lists and a button of the other was pressed, `is_judged=False` gives back what was typed.
    """

    def __init__(
        self,
        row: type[forms.Form],
        initial: Sequence[Mapping[str, Any]],
        data: Any = None,
        *,
        prefix: str = "rows",
        most: int = MOST_ROWS,
        form_kwargs: dict[str, Any] | None = None,
        is_judged: bool = True,
    ) -> None:
        factory = forms.formset_factory(row, formset=RowSet, extra=0, max_num=most, absolute_max=most)
        common: dict[str, Any] = {"prefix": prefix, "form_kwargs": form_kwargs or {}}
        shown: Sequence[Mapping[str, Any]] = [{**entry, "was": place} for place, entry in enumerate(initial)]
        if data is not None and (not is_judged or self.was_rearranged(data, prefix)):
            shown, data = rearranged(factory(data, **common), data.get(f"{prefix}-act", "")), None
        if data is None:
            shown = shown[:most] or [{}]
        self.formset = factory(data, **common) if data is not None else factory(initial=shown, **common)
        self.before = initial
        self.prefix = prefix
        self.is_full = len(self.formset.forms) >= most

    @staticmethod
    def was_rearranged(data: Any, prefix: str = "rows") -> bool:
        """Whether `data` was sent by one of the buttons that rearrange the list."""
        return data is not None and ACT.match(data.get(f"{prefix}-act", "")) is not None

    def is_valid(self) -> bool:
        """Whether what was sent can be kept."""
        return self.formset.is_bound and self.formset.is_valid()

    def values(self) -> list[dict[str, Any]]:
        """Return the filled rows in their order."""
        return [form.cleaned_data for form in self.formset.forms if form.cleaned_data and form.has_changed()]

    def __iter__(self) -> Any:
        return iter(self.formset.forms)


def rearranged(formset: forms.BaseFormSet[forms.Form], act: str) -> list[dict[str, Any]]:
    """Return the rows as they were typed, after the act of a button; an act on a row that is not there does nothing."""
    rows = [typed(form) for form in formset.forms]
    found = ACT.match(act)
    if found is None:
        return rows
    if found[1]:
        return [*rows, {}]
    place, last = int(found[3]), len(rows) - 1
    if found[2] == "remove" and place <= last:
        del rows[place]
    other = place + {"up": -1, "down": 1}.get(found[2], 0)
    if place <= last and 0 <= other <= last and found[2] != "remove":
        rows[place], rows[other] = rows[other], rows[place]
    return rows


def typed(form: forms.Form) -> dict[str, Any]:
    """Return what stands in the fields of one row, whether it is right or not."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
