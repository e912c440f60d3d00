"""One condition as a form: by its kind, the settings as proper fields, what it looks at, who finds out, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.applications.eligibility import (
    REASON_VALUES,
    Asked,
    Problem,
    form_problems,
    setting_problems,
    suitable,
)
from resonanz.applications.enums import DecidedBy, QuestionKind, RuleKind
from resonanz.applications.forms.settings import SETTINGS_OF, AnswerFields, SettingFields
from resonanz.applications.models import EligibilityRule
from resonanz.applications.queries.conditions import usual_decider
from resonanz.programmes.forms import Text, TextsForm
from resonanz.programmes.forms.texts import Shown

TEXT = Text(
    _("The condition in plain words"),
    lines=2,
    is_required=True,
    longest=300,
    help=_("As the team and applicants read it, in a few words, such as: German at least at level B1."),
)
UNMET = Text(_("What to say when it is not met"), lines=3, longest=600)
HELP = Text(
    _("What could help"),
    lines=3,
    longest=600,
    help=_("A course, an advice service, another programme. Stands in the decline."),
)
DOCUMENTS = Text(
    _("Which proofs the team accepts"),
    lines=3,
    is_spoken=False,
    longest=1500,
    help=_("One a line, in the same order in every language. The proof is looked at, ticked and deleted, never kept."),
)
WITH_VALUES = _("{needed} is what is needed, {stated} what the person has stated. Empty: the product's own sentence.")
WITH_STATED = _("{stated} is what the person has stated. Empty: the product's own sentence.")
WITHOUT_VALUES = _("Empty: the product's own sentence.")


class RuleForm(TextsForm):
    """One condition of one side. The kind is chosen once, because what the team has found hangs on it."""

    TEXTS: ClassVar[Mapping[str, Text]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, rule: EligibilityRule, asked: Asked, **kwargs: Any) -> None:
        self.rule, self.asked, self.kind = rule, asked, RuleKind(rule.kind)
        values = REASON_VALUES.get(rule.kind, ())
        told = {2: WITH_VALUES, 1: WITH_STATED, 0: WITHOUT_VALUES}[len(values)]
        unmet = Text(UNMET.label, lines=UNMET.lines, longest=UNMET.longest, values=values, help=told)
        self.TEXTS = {"text": TEXT, "unmet": unmet, "help": HELP, "documents": DOCUMENTS}  # type: ignore[misc]
        kwargs["initial"] = {**self.initial_of(rule), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.own: SettingFields = SETTINGS_OF[self.kind](self)
        self.add_question()
        self.own.add()
        self.add_decision()

    @staticmethod
    def initial_of(rule: EligibilityRule) -> dict[str, Any]:
        """Return what all kinds have in common, as the fields want it."""
        settings = rule.settings
        codes = {code for entry in settings.get("documents", []) for code in entry}
        documents = {
            code: "\n".join(entry.get(code, "") for entry in settings.get("documents", [])).rstrip("\n") for code in codes
        }
        return {
            "question": rule.question,
            "decided_by": rule.decided_by if rule.pk else usual_decider(rule.kind),
            "text": rule.text,
            "unmet": rule.unmet_text,
            "help": rule.help_text,
            "documents": documents,
            "valid_months": settings.get("valid_months"),
            "proof": settings.get("proof", ""),
            "otherwise": settings.get("otherwise") == "talk",
            "private": settings.get("private", False),
        }

    def add_question(self) -> None:
        """Offer the questions of this side's form that the kind understands, and the one that it has."""
        found: list[tuple[str, Any]] = [
            (entry.key, self.programme.speak(entry.label)) for entry in suitable(self.kind, self.asked)
        ]
        key = self.rule.question
        if key and key not in dict(found):
            gone = self.asked.questions.get(key)
            label = self.programme.speak(gone.label) if gone else key
            found.append((key, format_lazy(_("{question} (no longer asked)"), question=label)))
        none = [("", _("none: the team finds out"))] if self.kind == RuleKind.ATTESTATION else []
        if not none and (len(found) != 1 or not key):
            none = [("", _("please choose"))]
        self.fields["question"] = forms.ChoiceField(
            label=_("Which question it looks at"),
            choices=[*none, *found],
            required=self.kind != RuleKind.ATTESTATION,
            error_messages={"required": _("Please choose the question whose answer counts.")},
        )
        self.has_questions = bool(found)
        if len(found) == 1 and not self.initial.get("question") and self.kind != RuleKind.ATTESTATION:
            self.initial["question"] = found[0][0]

    def add_decision(self) -> None:
        """Who finds out, how long a check counts, and what a no means."""
        deciders = [entry for entry in DecidedBy.choices if entry[0] != DecidedBy.RULE or self.kind != RuleKind.ATTESTATION]
        files: list[tuple[str, Any]] = [
            (entry.key, self.programme.speak(entry.label))
            for entry in self.asked.questions.values()
            if entry.kind == QuestionKind.FILE and (not entry.is_archived or entry.key == self.initial["proof"])
        ]
        if (proof := self.initial["proof"]) and proof not in dict(files):
            files.append((proof, format_lazy(_("{question} (no longer asked)"), question=proof)))
        self.fields["decided_by"] = forms.ChoiceField(
            label=_("Who finds out"), choices=deciders, widget=forms.RadioSelect,
            help_text=_("A rule alone declines nobody: the team decides, and sees the reason."),
        )  # fmt: skip
        self.fields["otherwise"] = forms.BooleanField(label=_("A no is not the end: it leads to a talk"), required=False)
        if self.kind != RuleKind.TARGET_GROUP:
            self.fields["private"] = forms.BooleanField(
                label=_("Private: it never stands in letters or in the log"), required=False
            )
        self.fields["valid_months"] = forms.IntegerField(
            label=_("For how many months a check counts"), required=False, min_value=1, max_value=120,
            help_text=_("Empty: for good."),
        )  # fmt: skip
        self.fields["proof"] = forms.ChoiceField(
            label=_("File with the proof"), choices=[("", _("none")), *files], required=False
        )

    def clean(self) -> dict[str, Any]:
        """Say beside each field what would leave the condition undecided."""
        values = super().clean()
        if self.errors:
            return values
        draft = self.draft()
        for problem in [*setting_problems(self.kind, draft.settings), *form_problems(draft, self.asked)]:
            self.complain(problem)
        return values

    def complain(self, problem: Problem) -> None:
        """Put the sentence beside the field that it is about; nothing is said twice."""
        if problem.field == "question" and self.cleaned_data.get("question") == self.rule.question and self.rule.pk:
            return  # the form has changed since; the page says it, and the rest can still be saved
        name = problem.field if problem.field in self.fields else self.own.field_of(problem.field)
        self.add_error(name if name in self.fields else None, str(problem.sentence))

    @property
    def condition_text(self) -> list[Shown]:
        """Return the condition itself for the template."""
        return [self.shown("text")]

    @property
    def told_texts(self) -> list[Shown]:
        """Return what is said to whom it is not met."""
        return [self.shown("unmet"), self.shown("help")]

    @property
    def documents_text(self) -> list[Shown]:
        """Return the kinds of proofs."""
        return [self.shown("documents")]

    @property
    def has_proofs(self) -> bool:
        """Whether anything is said about proofs, or is wrong there."""
        names = ["proof", "valid_months", *(f"documents_{code}" for code in self.programme.languages)]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def own_fields(self) -> list[Any]:
        """Return the fields of this kind."""
        return [self[name] for name in self.own.names]

    @property
    def is_about_answers(self) -> bool:
        """Whether the kind looks at answers that have to be chosen."""
        return isinstance(self.own, AnswerFields) and self.has_questions

    @property
    def shows_other_answers(self) -> bool:
        """Whether the page that was sent showed the answers to another question than the one that is chosen on it."""
        if not self.is_bound or not isinstance(self.own, AnswerFields) or not self.own.options:
            return False
        return bool(self.data.get("answers_of", "") != self.own.question_now())

    def draft(self) -> EligibilityRule:
        """Return the condition as it would be saved, not saved."""
        row = self.rule
        return EligibilityRule(
            pk=row.pk, programme=row.programme, group=row.group, key=row.key or "new", kind=row.kind, position=row.position,
            **self.columns(),
        )  # fmt: skip

    def columns(self) -> dict[str, Any]:
        """Return the columns of the condition that the cleaned form fills."""
        data = self.cleaned_data
        return {
            "decided_by": data["decided_by"],
            "question": data["question"],
            "settings": {**self.own.settings(data), **self.common_settings(data)},
            "text": data["text"],
            "unmet_text": data["unmet"],
            "help_text": data["help"],
        }

    def common_settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings that every kind can have; what is not said is left out."""
        before = self.rule.settings
        found: dict[str, Any] = {
            "valid_months": data.get("valid_months"),
            "documents": documents_of(data["documents"]),
            "proof": data.get("proof"),
            "otherwise": "talk" if data.get("otherwise") else None,
            "private": data.get("private") or None,
        }
        if "private" not in self.fields and "private" in before:
            found["private"] = before["private"]
        return {name: value for name, value in found.items() if value}


def documents_of(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return kinds of proofs from lines: the same line in each language is the same proof."""
    lines = {code: [line.strip() for line in text.split("\n")] for code, text in texts.items()}
    count = max(map(len, lines.values()), default=0)
    entries = [
        {code: found[place] for code, found in lines.items() if place < len(found) and found[place]}
        for place in range(count)
    ]
    return [entry for entry in entries if entry]
