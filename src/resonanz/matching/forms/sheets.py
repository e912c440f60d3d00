"""Forms for two spreadsheets: bring them, say what the columns mean, and what a good pair is."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from resonanz.engine import load_criteria
from resonanz.engine.kinds import KINDS
from resonanz.matching.enums import Objective
from resonanz.matching.forms.guesses import criteria_guess, mapping_guess
from resonanz.matching.models import SheetMatch
from resonanz.programmes.forms.tables import SheetField, sentences
from resonanz.tables import InputError, Table
from resonanz.taxonomy.languages import Level

MAX_CRITERIA_FILE = 1024 * 1024
MOST_CRITERIA = 30
ONE_SIDED = {"prefers", "vetoes", "waiting"}  # one side says something, and only its column is read
KIND_LABELS = {
    "equal": _("the same value"),
    "different": _("different values"),
    "overlap": _("common entries of two lists"),
    "contains": _("the mentor's text contains the mentee's value"),
    "step": _("steps apart in an order"),
    "at_least": _("the mentor's number is at least the mentee's"),
    "at_most": _("the mentor's number is at most the mentee's"),
    "near": _("near each other (numbers or places)"),
    "languages": _("languages in common"),
    "occupation": _("related occupations"),
    "availability": _("common times of the week"),
    "prefers": _("wishes for certain people"),
    "mutual": _("wishes of both sides for each other"),
    "vetoes": _("people somebody does not want"),
    "waiting": _("how long somebody has waited"),
}


class SheetsForm(forms.Form):
    """The two spreadsheets, and optionally a file that says what a good pair is."""

    mentors = SheetField(
        allow_empty_file=True, label=_("Spreadsheet of the mentors"), help_text=_("CSV or Excel, one row per person")
    )
    mentees = SheetField(
        allow_empty_file=True, label=_("Spreadsheet of the mentees"), help_text=_("CSV or Excel, one row per person")
    )
    criteria = forms.FileField(
        label=_("Criteria file"),
        required=False,
        help_text=_("Only if you have one already (TOML). Otherwise you choose the criteria on the next page."),
    )

    def clean_criteria(self) -> dict[str, Any]:
        """Read the criteria file as a mapping; an empty one where none was given."""
        upload: UploadedFile | None = self.cleaned_data["criteria"]
        if upload is None:
            return {}
        if (upload.size or 0) > MAX_CRITERIA_FILE:
            raise forms.ValidationError(_("A criteria file is a small text; this one is larger than 1 MB."))
        content = upload.read()
        try:
            load_criteria(content, upload.name or "criteria.toml")
            return {**tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n")), "from_file": True}
        except InputError as error:
            raise forms.ValidationError(sentences(error)) from error


class MappingForm(forms.Form):
    """What the columns of the two spreadsheets mean for the match as a whole."""

    mentor_id = forms.ChoiceField(label=_("Which column tells the mentors apart?"))
    mentee_id = forms.ChoiceField(label=_("Which column tells the mentees apart?"))
    places_column = forms.ChoiceField(
        label=_("How many mentees can each mentor take?"),
        required=False,
        help_text=_("Choose a column of the mentors' spreadsheet, or give one number for all."),
    )
    places = forms.IntegerField(label=_("One number for all"), min_value=0, max_value=1000, required=False, initial=1)
    objective = forms.ChoiceField(label=_("What matters most?"), choices=Objective.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, mentor_columns: list[str], mentee_columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor_id"].choices = plain(mentor_columns)  # type: ignore[attr-defined]
        self.fields["mentee_id"].choices = plain(mentee_columns)  # type: ignore[attr-defined]
        self.fields["places_column"].choices = [("", "–"), *plain(mentor_columns)]  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """One condition or criterion over a column of each spreadsheet."""

    kind = forms.ChoiceField(label=_("What to compare"), required=False)
    mentor = forms.ChoiceField(label=_("Column of the mentors"), required=False)
    mentee = forms.ChoiceField(label=_("Column of the mentees"), required=False)
    must = forms.BooleanField(label=_("Must be so"), required=False)
    weight = forms.DecimalField(
        label=_("Weight"), min_value=0, max_value=1000, max_digits=7, decimal_places=3, required=False, initial=10
    )
    order = forms.CharField(
        label=_("Order, lowest first"), required=False, help_text=_("For steps: for example AA, AO, EO, HEO")
    )
    fits = forms.CharField(
        label=_("Good steps"),
        required=False,
        help_text=_("For steps: for example 1 = 0.75, 2 = 1. As a condition, these steps are allowed."),
    )
    amount = forms.DecimalField(
        label=_("Number"),
        required=False,
        help_text=_("For «near»: within how many (kilometres); for lists and times: at least how many in common"),
    )
    level = forms.ChoiceField(
        label=_("Language level at least"),
        required=False,
        choices=[("", "–"), *((level.name, level.name) for level in Level)],
    )

    def __init__(self, *args: Any, mentor_columns: list[str], mentee_columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, KIND_LABELS.get(kind, kind)) for kind in KINDS]
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]
        self.fields["mentor"].choices = [("", "–"), *plain(mentor_columns)]  # type: ignore[attr-defined]
        self.fields["mentee"].choices = [("", "–"), *plain(mentee_columns)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say at the field what a comparison still needs; the engine would say it in the words of a criteria file."""
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind")
        if kind in ONE_SIDED and not (values.get("mentor") or values.get("mentee")):
            self.add_error("mentee", _("Please choose a column."))
        for side in ("mentor", "mentee") if kind and kind not in ONE_SIDED else ():
            if not values.get(side) and side not in self.errors:
                self.add_error(side, _("Please choose a column."))
        if kind == "step" and len(ordered(values.get("order", ""))) < 2:
            self.add_error("order", _("Please list at least two grades, the lowest first, with commas between them."))
        if kind == "step" and not steps(values.get("fits", "")):
            self.add_error("fits", _("Please say which steps are good, for example: 1, 2."))
        if kind == "near" and not values.get("amount"):
            self.add_error("amount", _("Please say within how many kilometres, or within which difference."))
        return values


def plain(columns: list[str]) -> list[tuple[str, str]]:
    """Return columns as choices."""
    return [(column, column) for column in columns]


CriteriaFormSet = forms.formset_factory(CriterionForm, extra=0, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA)


def mapping_forms(
    sheets: SheetMatch, mentors: Table, mentees: Table, data: Any = None
) -> tuple[MappingForm, forms.BaseFormSet[CriterionForm]]:
    """Return the two forms of the columns page, filled from `data`, else with what was kept or can be guessed.

    «more» among `data` adds an empty criterion to those typed so far, so that the page works without JavaScript.
    """
    columns = {"mentor_columns": mentors.columns, "mentee_columns": mentees.columns}
    mapping = MappingForm(data, initial=mapping_guess(sheets, mentors, mentees), **columns)
    if data is not None and "more" in data:
        data = data.copy()
        data["criteria-TOTAL_FORMS"] = str(min(int_or(data.get("criteria-TOTAL_FORMS"), 0) + 1, MOST_CRITERIA))
    criteria = CriteriaFormSet(
        data,
        prefix="criteria",
        # What was posted stands alone: a formset drops rows that equal what it would have suggested.
        initial=None if data is not None else kept_criteria(sheets) or criteria_guess(mentors, mentees),
        form_kwargs=columns,
    )
    return mapping, criteria


AMOUNTS = {"near": "within", "overlap": "at_least", "availability": "at_least", "at_least": "value", "at_most": "value"}


def kept_criteria(sheets: SheetMatch) -> list[dict[str, Any]]:
    """Return the comparisons kept from an earlier look at the page."""
    kept = [(entry, key == "must") for key in ("must", "criterion") for entry in sheets.settings.get(key, [])]
    return [as_initial(entry, must) for entry, must in kept]


def as_initial(entry: dict[str, Any], must: bool) -> dict[str, Any]:
    """Return one table of a criteria file as the values of a CriterionForm."""
    steps = entry.get("allowed") if must else entry.get("fit")
    return {
        "kind": entry["kind"],
        "mentor": entry.get("mentor", entry.get("column", "")),
        "mentee": entry.get("mentee", entry.get("column", "")),
        "must": must,
        "weight": entry.get("weight", 10),
        "order": ", ".join(map(str, entry.get("order", []))),
        "fits": ", ".join(f"{k} = {v:g}" for k, v in steps.items())
        if isinstance(steps, dict)
        else ", ".join(map(str, steps or [])),
        "amount": entry.get(AMOUNTS.get(entry["kind"], "")),
        "level": entry.get("level", ""),
    }


def settings_from(sheets: SheetMatch, mapping: MappingForm, criteria: forms.BaseFormSet[CriterionForm]) -> dict[str, Any]:
    """Return what was chosen on the columns page in the format of a criteria file, plus the two id columns."""
    values = mapping.cleaned_data
    kept = sheets.settings
    chosen = [form.cleaned_data for form in criteria.forms if form.cleaned_data.get("kind")]
    return {
        "columns": {"mentor": values["mentor_id"], "mentee": values["mentee_id"]},
        "settings": {
            "objective": values["objective"],
            "capacity": values["places_column"] or (1 if values["places"] is None else values["places"]),
        },
        "from_file": from_file(sheets),
        "must": kept.get("must", []) if from_file(sheets) else [as_entry(row) for row in chosen if row["must"]],
        "criterion": kept.get("criterion", [])
        if from_file(sheets)
        else [as_entry(row) for row in chosen if not row["must"]],
    }


def from_file(sheets: SheetMatch) -> bool:
    """Whether the criteria came as a file: those are kept as they are, since a file can say more than the page."""
    return bool(sheets.settings.get("from_file"))


def as_entry(row: dict[str, Any]) -> dict[str, Any]:
    """Return one filled CriterionForm as a table of a criteria file; what is missing, the engine says in a sentence."""
    entry: dict[str, Any] = {"kind": row["kind"], "mentor": row["mentor"], "mentee": row["mentee"]}
    if row["kind"] in ONE_SIDED:
        side = "mentee" if row["mentee"] else "mentor"
        entry = {"kind": row["kind"], "column": row[side], "side": side}
    if not row["must"]:
        entry["weight"] = float(row["weight"] if row["weight"] is not None else 10)
    if row["kind"] == "step":
        entry["order"] = ordered(row["order"])
        fits = steps(row["fits"])
        entry |= {"allowed": [int(step) for step in fits]} if row["must"] else {"fit": fits}
    if row["amount"] is not None and row["kind"] in AMOUNTS:
        entry[AMOUNTS[row["kind"]]] = float(row["amount"])
    if row["level"] and row["kind"] == "languages":
        entry["level"] = row["level"]
    return entry


def ordered(text: str) -> list[str]:
    """Read "AA, AO, EO" as a list."""
    return [step.strip() for step in text.split(",") if step.strip()]


def steps(text: str) -> dict[str, float]:
    """Read "1 = 0.75, 2 = 1" as steps with their fit; a step alone counts fully, text that is no number is left out."""
    found = {}
    for step, fit in re.findall(
        r"(?<!\d)(-?\d{1,3})(?!\d)\s*(?:[=:]\s*(\d{1,6}(?:\.\d{1,6}|,\d{1,6}(?!\s*[=:\d]))?))?", text
    ):
        found[step] = float(fit.replace(",", ".")) if fit else 1.0
    return found


def int_or(text: str | None, default: int) -> int:
    """Return `text` as a number, or `default`."""
    return int(text) if text and text.isdecimal() and len(text) < 5 else default
