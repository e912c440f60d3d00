"""A condition tried out on an example: what somebody could answer, and what would be found."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.applications.eligibility import Asked, Finding, evaluate
from resonanz.applications.enums import DecidedBy, QuestionKind, RuleKind, Verdict
from resonanz.applications.forms.answers import AnswersForm
from resonanz.applications.models import Attestation, EligibilityRule, Question
from resonanz.applications.queries.answers import reader_language
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages


class TrialForm(AnswersForm):
    """An example for one condition: the question as applicants see it, whether they consented, what the team has found."""

    def __init__(self, rule: EligibilityRule, asked: Asked, programme: Programme, **options: Any) -> None:
        question = asked.questions.get(rule.question)
        is_askable = question is not None and question.kind not in (QuestionKind.FILE, QuestionKind.CONSENT)
        self.rule = rule
        super().__init__([example_of(question)] if question and is_askable else [], programme, {}, prefix="try", **options)
        if rule.kind == RuleKind.TARGET_GROUP:
            self.fields["agreed"] = forms.BooleanField(label=_("The person has given the consent"), required=False)
        if rule.decided_by != DecidedBy.RULE:
            self.fields["checked"] = forms.ChoiceField(
                label=_("What the team has found"),
                required=False,
                choices=[("", _("nothing yet")), (Verdict.MET, _("it is met")), (Verdict.UNMET, _("it is not met"))],
            )

    def result(self, rule: EligibilityRule) -> Trial:
        """Return what would be found by `rule`, which may be changed and not saved; call it on a valid form."""
        data = self.cleaned_data
        attestation = None
        if data.get("checked"):
            attestation = Attestation(key=rule.key, verdict=data["checked"], on=timezone.localdate())
        consents = {rule.settings.get("consent", "target_group")} if data.get("agreed") else set()
        answers = {key: data.get(key) for key in self.questions}
        finding = evaluate(rule, answers, attestation, consents=consents, wording=self.programme.wording)
        reader = reader_language()
        codes = [reader, *(code for code in self.programme.languages if code != reader)]
        return Trial(finding, [(code, languages.name(code, reader), finding.reason.text(code)) for code in codes])


@dataclass(frozen=True)
class Trial:
    """What was found about an example."""

    finding: Finding
    sentences: list[tuple[str, str, str]]  # language, its name, the sentence


def example_of(question: Question) -> Question:
    """Return a question for an example: nothing must be answered, and an answer needs no consent to be kept."""
    example = copy(question)
    example.is_required = False
    example.limits = {name: value for name, value in question.limits.items() if name not in ("consent", "least")}
    return example
