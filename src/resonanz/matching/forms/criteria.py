"""A programme's criteria as a form: what must be, and what adds points, over the columns that profiles have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.matching.forms.sheets import KIND_LABELS
from resonanz.programmes.forms import Row, Rows, Text, TextsForm, kept_texts
from resonanz.programmes.models import Programme
from resonanz.taxonomy.languages import Level

COLUMN_LABELS = {
    "occupation": _("Occupation"),
    "languages": _("Languages"),
    "place": _("Place"),
    "availability": _("Free times"),
    "topics": _("Topics"),
    "interests": _("Interests"),
    "employer": _("Employer"),
    "field": _("Field of work"),
}
# Which kinds of comparison make sense for which column of a profile.
COMPARISONS = [
    ("occupation", "occupation"), ("languages", "languages"), ("near", "place"), ("availability", "availability"),
    ("overlap", "topics"), ("overlap", "interests"), ("equal", "field"), ("different", "field"), ("equal", "employer"),
    ("different", "employer"), ("equal", "occupation"), ("different", "occupation"), ("equal", "place"),
    ("different", "place"),
]  # fmt: skip
NUMBERS = {  # what the number of a row means: (kind, as a must) → key of the criteria file
    ("near", True): "within", ("near", False): "within", ("overlap", True): "at_least", ("availability", True): "at_least",
    ("availability", False): "cap", ("languages", False): "cap", ("occupation", True): "digits",
}  # fmt: skip
EDITED = {"kind", "column", "label", "weight", "level", "empty", "within", "at_least", "cap", "digits"}
KEEP = "keep"


class RuleRow(Row, TextsForm):
    """One rule of either list."""

    TEXTS = {"label": Text(_("In words"), is_spoken=False, is_required=True, longest=120)}
    is_must = False

    what = forms.ChoiceField(label=_("What to compare"), required=False)
    number = forms.DecimalField(
        label=_("Number"),
        min_value=0,
        max_value=100_000,
        max_digits=9,
        decimal_places=3,
        required=False,
    )
    level = forms.ChoiceField(
        label=_("Language level at least"),
        required=False,
        choices=[("", "–"), *((level.name, level.name) for level in Level)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (f"{kind}:{column}", format_lazy("{column}: {kind}", column=COLUMN_LABELS[column], kind=KIND_LABELS[kind]))
            for kind, column in COMPARISONS
        ]
        choices = [("", "–"), *known, (KEEP, _("as it stands in the file"))]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(["what"])

    def clean(self) -> dict[str, Any]:
        """Say at the field what a comparison still needs."""
        values = super().clean()
        if not values.get("what"):
            self.add_error("what", _("Please choose what to compare, or remove this row."))
        if str(values.get("what")).startswith("near:") and not values.get("number"):
            self.add_error("number", _("Please say within how many kilometres."))
        if values.get("what") == KEEP and values.get("was") is None:
            self.add_error("what", _("Only a row that comes from a file can stay as it is. Please choose what to compare."))
        return values


class MustRow(RuleRow):
    """What must be, or the pair is impossible."""

    is_must = True
    empty = forms.ChoiceField(
        label=_("Who has said nothing"),
        required=False,
        choices=[("", _("as usual")), ("fail", _("is excluded")), ("pass", _("is let through"))],
    )


class WeightRow(RuleRow):
    """What adds points."""

    weight = forms.DecimalField(
        label=_("Weight"), min_value=0, max_value=1000, max_digits=7, decimal_places=3, required=False, initial=10
    )

    field_order = ["what", "weight"]

    def has_changed(self) -> bool:
        """Whether anything is filled in; the usual weight alone is nothing."""
        return any(name not in ("was", "weight") for name in self.changed_data)


ROWS: dict[str, type[RuleRow]] = {"must": MustRow, "criterion": WeightRow}


def criteria_rows(programme: Programme, data: Any = None) -> dict[str, Rows]:
    """Return the two lists as forms; where a button of one was pressed, neither is judged."""
    is_judged = not any(Rows.was_rearranged(data, key) for key in ROWS)
    return {
        key: Rows(
            row,
            [as_row(entry, row.is_must, programme) for entry in entries_of(programme, key)],
            data,
            prefix=key,
            form_kwargs={"programme": programme},
            is_judged=is_judged,
        )
        for key, row in ROWS.items()
    }


def entries_of(programme: Programme, key: str) -> list[Mapping[str, Any]]:
    """Return the programme's rules of one list, as far as they are tables."""
    entries = programme.criteria.get(key, [])
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def as_row(entry: Mapping[str, Any], is_must: bool, programme: Programme) -> dict[str, Any]:
    """Return one table of a criteria file as the values of its row."""
    kind, column, label = entry.get("kind"), entry.get("column"), entry.get("label", {})
    return {
        "what": f"{kind}:{column}" if (kind, column) in COMPARISONS else KEEP,
        "number": entry.get(NUMBERS.get((str(kind), is_must), "")),
        "level": entry.get("level", ""),
        "empty": entry.get("empty", ""),
        "weight": entry.get("weight", 10),
        "label": dict(label) if isinstance(label, Mapping) else {programme.languages[0]: str(label)},
    }


def criteria_from(programme: Programme, rows: Mapping[str, Rows]) -> dict[str, Any]:
    """Return the criteria that valid rows describe; what the page does not show stays as it was."""
    others = {key: value for key, value in programme.criteria.items() if key not in ROWS}
    lists = {}
    for key, row in ROWS.items():
        before = entries_of(programme, key)
        lists[key] = [
            as_entry(values, before[was] if was is not None and was < len(before) else {}, row.is_must)
            for was, values in zip(
                [form["was"] for form in rows[key].values()], kept_texts(rows[key], ["label"], programme), strict=True
            )
        ]
    return {**others, **{key: entries for key, entries in lists.items() if entries}}


def as_entry(values: Mapping[str, Any], before: Mapping[str, Any], is_must: bool) -> dict[str, Any]:
    """Return one row as a table of a criteria file; `before` is the table that it was."""
    if values["what"] == KEEP:
        entry = dict(before)
    else:
        kind, _colon, column = values["what"].partition(":")
        same = kind == before.get("kind") and column == before.get("column")
        entry = {name: value for name, value in before.items() if same and name not in EDITED}
        entry |= {"kind": kind, "column": column}
        number = NUMBERS.get((kind, is_must))
        if number and values.get("number") is not None:
            entry[number] = plain_number(values["number"])
        if values.get("level") and kind == "languages":
            entry["level"] = values["level"]
        if values.get("empty") and is_must:
            entry["empty"] = values["empty"]
    if values["label"]:
        entry["label"] = dict(values["label"])
    if not is_must:
        entry["weight"] = plain_number(values["weight"]) if values.get("weight") is not None else 0
    return entry


def plain_number(value: Any) -> int | float:
    """Return a decimal as TOML and JSON write it: whole where it is whole."""
    return int(value) if value == int(value) else float(value)
