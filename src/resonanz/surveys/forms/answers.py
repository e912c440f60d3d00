"""The questionnaire as a form: a field for each question, and for every sensitive one the choice to say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from resonanz.core.text import in_language
from resonanz.surveys.enums import Kind
from resonanz.surveys.models import SurveyQuestion
from resonanz.surveys.queries.usual import is_special

SILENCE = "-"  # no option has this key
MOST = 10_000
NEEDED = gettext_lazy("Please answer this question.")
NEEDED_OR_SILENT = gettext_lazy("Please answer this question, or choose “no answer”.")


class SeveralField(forms.MultipleChoiceField):
    """Some of several options, or no answer, but not both."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Refuse an answer that says something and nothing at once."""
        chosen = super().clean(value)
        if SILENCE in chosen and len(chosen) > 1:
            raise ValidationError(_("Please choose either answers or “no answer”."))
        return chosen


class QuestionnaireForm(forms.Form):
    """All questions of one moment. `answers` are what the sheet keeps."""

    use_required_attribute = False

    def __init__(self, questions: Iterable[SurveyQuestion], data: Any = None) -> None:
        super().__init__(data, prefix="q")
        self.questions = list(questions)
        for question in self.questions:
            self.fields[question.key] = field_of(question)
            if question.kind == Kind.NUMBER and is_open(question):
                self.fields[silent(question)] = forms.BooleanField(
                    label=pgettext("questionnaire", "no answer"), required=False
                )

    def clean(self) -> dict[str, Any]:
        """Ask for a number, or for a tick that there shall be none."""
        values = super().clean() or {}
        for question in self.questions:
            if question.kind == Kind.NUMBER and is_open(question) and question.key not in self.errors:
                is_silent = values.get(silent(question))
                if values.get(question.key) is None and not is_silent:
                    self.add_error(question.key, str(NEEDED_OR_SILENT))
                elif values.get(question.key) is not None and is_silent:
                    self.add_error(question.key, _("Please give either a number or “no answer”."))
        return values

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by question; None where somebody chose to say nothing."""
        return {question.key: self.answer_to(question) for question in self.questions}

    def answer_to(self, question: SurveyQuestion) -> Any:
        """Return one answer as it is kept."""
        value = self.cleaned_data[question.key]
        if value in (SILENCE, [SILENCE]):
            return None
        return value == "yes" if question.kind == Kind.YES_NO else value


def is_open(question: SurveyQuestion) -> bool:
    """Whether one may say nothing: by the question's mark, and by its words whatever the mark says."""
    return question.is_sensitive or is_special(question.text, question.options)


def no_answer() -> str:
    """Return what stands beside the choice to say nothing."""
    return pgettext("questionnaire", "no answer")


def silent(question: SurveyQuestion) -> str:
    """Return the name of the tick beside a number that says nothing."""
    return f"{question.key}.none"


def field_of(question: SurveyQuestion) -> forms.Field:
    """Return the field of one question."""
    label, may_be_silent = in_language(question.text), is_open(question)
    needed = {"required": NEEDED_OR_SILENT if may_be_silent else NEEDED}
    if question.kind == Kind.NUMBER:
        return forms.IntegerField(
            label=label, min_value=0, max_value=MOST, required=not may_be_silent, error_messages=needed
        )
    choices: list[tuple[str, str]] = [(entry["key"], in_language(entry["label"])) for entry in question.options]
    if question.kind == Kind.YES_NO:
        choices = [("yes", _("yes")), ("no", _("no"))]
    if may_be_silent:
        choices.append((SILENCE, no_answer()))
    if question.kind == Kind.SEVERAL:
        return SeveralField(label=label, choices=choices, error_messages=needed)
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=needed)
