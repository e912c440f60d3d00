"""Setting the questionnaire up: whether, whom and when, and the questions row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.downloads import SUFFIXES
from resonanz.programmes.enums import Group
from resonanz.programmes.forms.lists import TextsRow
from resonanz.programmes.forms.rows import Rows
from resonanz.programmes.forms.texts import Text
from resonanz.programmes.models import Programme
from resonanz.surveys.enums import WITH_OPTIONS, Kind
from resonanz.surveys.models import Survey

MOST_OPTIONS = 20


class SurveySettingsForm(forms.Form):
    """Whether people are asked, who, and when."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Ask people the questions of our funder"),
        required=False,
        help_text=gettext_lazy("Who began or ended before you switch it on is not asked about that."),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose who is asked.")},
    )
    least_hours = forms.IntegerField(
        label=gettext_lazy("Asked from so many planned hours on"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Usually 8: funders count nobody who takes part for a shorter time."),
    )
    planned_hours = forms.IntegerField(
        label=gettext_lazy("Planned hours of one person"),
        min_value=1,
        max_value=5000,
        required=False,
        help_text=gettext_lazy("Counts only where months and hours a month do not stand under «Basics»."),
    )
    months_later = forms.IntegerField(
        label=gettext_lazy("Asked again so many months after the end"), min_value=1, max_value=36
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(group, programme.group_name(group)) for group in Group.values]
        self.fields["groups"].choices = names  # type: ignore[attr-defined]


class QuestionRow(TextsRow):
    """One question of a moment."""

    TEXTS = {
        "text": Text(gettext_lazy("Question"), lines=2, is_spoken=False, is_required=True, longest=600),
        "options": Text(
            gettext_lazy("Options"),
            lines=5,
            is_spoken=False,
            longest=4000,
            help=gettext_lazy(
                "Only where one chooses: one a line, in the same order in every language. “No answer” comes by itself."
            ),
        ),
    }
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Kind.choices)
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("“No answer” is one of the answers"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Questions about disability, origin, health, household and the like always have it, ticked or not."
        ),
    )

    def has_changed(self) -> bool:
        """Whether anything is typed; kind and tick alone are no content."""
        return any(name not in ("was", "kind", "is_sensitive") for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        """A choice has two options at least, and as many in each language that has any."""
        values = super().clean()
        if values.get("kind") not in WITH_OPTIONS:
            return values
        first, *others = self.programme.languages
        typed = {language: lines_of(values["options"].get(language, "")) for language in self.programme.languages}
        if len(typed[first]) < 2:
            self.add_error(f"options_{first}", _("Please write at least two options, one a line."))
        elif len(typed[first]) > MOST_OPTIONS:
            self.add_error(f"options_{first}", _("Please write {n} options at most.").format(n=MOST_OPTIONS))
        elif len(set(typed[first])) < len(typed[first]):
            self.add_error(f"options_{first}", _("The same option stands here twice; please remove one."))
        for language in others:
            if typed[language] and len(typed[language]) != len(typed[first]):
                problem = _("Here are {n} options, in the first language {m}. Please write them in the same order.")
                error = problem.format(n=len(typed[language]), m=len(typed[first]))
                self.add_error(f"options_{language}", ValidationError(error))
        return values


def lines_of(text: str) -> list[str]:
    """Return the lines in which something stands."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def as_rows(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return questions as their rows show them: options are lines of text."""
    rows = []
    for question in questions:
        codes = dict.fromkeys(code for option in question["options"] for code in option["label"])
        lines = {code: "\n".join(option["label"].get(code, "") for option in question["options"]).rstrip() for code in codes}
        rows.append({"text": question["text"], "kind": question["kind"], "options": lines} | sensitive(question))
    return rows


def sensitive(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tick of a row."""
    return {"is_sensitive": question["is_sensitive"]}


def as_questions(rows: Rows, before: Sequence[Mapping[str, Any]], programme: Programme) -> list[dict[str, Any]]:
    """Return what was typed as questions. One that stays keeps its key, and so do its options, for answers hang on them."""
    found: list[dict[str, Any]] = []
    for values in rows.values():
        was = values["was"]
        old = before[was] if was is not None and was < len(before) else {}
        taken = {question["key"] for question in found} | {question["key"] for question in before}
        is_free = old and old["key"] not in {question["key"] for question in found}
        stem = next(iter(values["text"].values()), "")
        resting = {code: text for code, text in old.get("text", {}).items() if code not in programme.languages}
        found.append(
            {
                "key": old["key"] if is_free else unused(stem, taken),
                "kind": values["kind"],
                "text": resting | values["text"],
                "options": as_options(values["options"], old.get("options", []), programme),
                "is_sensitive": values["is_sensitive"],
            }
        )
    return found


def as_options(lines: Mapping[str, str], before: Sequence[Mapping[str, Any]], programme: Programme) -> list[dict[str, Any]]:
    """Return options from lines; one whose words in the first language stay the same keeps its key."""
    first = programme.languages[0]
    known = {option["label"].get(first, ""): option for option in before}
    options: list[dict[str, Any]] = []
    for place, words in enumerate(lines_of(lines.get(first, ""))):
        old = known.get(words)
        label = {code: text for code, text in (old or {"label": {}})["label"].items() if code not in programme.languages}
        for code in programme.languages:
            typed = lines_of(lines.get(code, ""))
            if place < len(typed):
                label[code] = typed[place]
        taken = {option["key"] for option in options} | {option["key"] for option in before}
        options.append({"key": old["key"] if old else unused(words, taken), "label": label})
    return options


def unused(words: str, taken: set[str]) -> str:
    """Return a key that nobody has: the words in small letters, numbered where that is needed."""
    stem = slugify(words)[:40].strip("-") or "q"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if key not in taken)


class ExportForm(forms.Form):
    """As what kind of file the rows come."""

    suffix = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=SUFFIXES,
        widget=forms.RadioSelect,
        initial="xlsx",
    )


def initial_of(survey: Survey) -> dict[str, Any]:
    """Return the settings as the form wants them."""
    return {name: getattr(survey, name) for name in SurveySettingsForm.base_fields}
