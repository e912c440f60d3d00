"""One page of a form, made from its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.applications.enums import QuestionKind
from resonanz.applications.forms.fields import field_for
from resonanz.applications.models import Question
from resonanz.applications.queries.answers import reader_language
from resonanz.applications.queries.apply import consent_texts
from resonanz.applications.queries.earlier import Offer
from resonanz.people.models import ConsentText
from resonanz.programmes.models import Programme
from resonanz.programmes.templatetags.programme_text import say


class AnswersForm(forms.Form):
    """The questions of one page. After `is_valid()`, `answers` holds what can be saved, also where something is wrong.

    A consent is asked only in a language that has its text; `elsewhere` names the consents that have none in the
    reader's, with the languages in which they can be given. `offers` are earlier answers, shown to be looked at and kept
    only when the page is saved.
    """

    use_required_attribute = False  # half a page may be saved, too

    def __init__(
        self,
        questions: Iterable[Question],
        programme: Programme,
        values: dict[str, Any],
        *,
        offers: Mapping[str, Offer] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.programme, self.values, self.offers = programme, values, offers or {}
        self.without_consent: set[str] = set()
        self.questions = {question.key: question for question in questions}
        self.consents: dict[str, ConsentText] = {}
        self.elsewhere: list[tuple[str, list[str]]] = []
        for question in self.questions.values():
            self.add(question)

    def add(self, question: Question) -> None:
        """Add the field of one question with its texts and the answer so far."""
        if question.kind == QuestionKind.CONSENT:
            self.add_consent(question)
            return
        field = field_for(question, self.programme)
        field.label = say(self.programme, question.label)
        field.help_text = say(self.programme, question.help) if question.help else ""
        field.question = question  # type: ignore[attr-defined]
        if question.kind == QuestionKind.FILE:
            if self.values.get(question.key):
                field.required = False
        else:
            offer = self.offers.get(question.key)
            field.initial = offer.value if offer else self.values.get(question.key)
            field.offered = offer.source if offer else ""  # type: ignore[attr-defined]
        self.fields[question.key] = field

    def add_consent(self, question: Question) -> None:
        """Add a consent in the reader's language, or note in which languages it can be given."""
        texts = consent_texts(self.programme, question.consent_key)
        text = texts.get(reader_language())
        if text is None:
            self.elsewhere.append((say(self.programme, question.label), sorted(texts)))
            return
        given = self.values.get(question.key)
        field = forms.BooleanField(
            required=question.is_required, error_messages={"required": _("Please tick the box if you agree.")}
        )
        field.label = text.text
        field.initial = bool(given)
        field.question = question  # type: ignore[attr-defined]
        self.fields[question.key] = field
        self.consents[question.key] = text

    def clean(self) -> dict[str, Any]:
        """See that a special category comes with its consent."""
        asked = {q.consent_key: key for key, q in self.questions.items() if q.kind == QuestionKind.CONSENT}
        for key, question in self.questions.items():
            answer = self.cleaned_data.get(key)
            if question.kind == QuestionKind.CONSENT or not question.consent_key or not answer:
                continue
            box = asked.get(question.consent_key, "")
            agreed = self.cleaned_data.get(box) if box in self.fields else self.values.get(box)
            if not agreed and answer not in question.limits.get("without_consent", []):
                self.add_error(
                    box if box in self.fields else key,
                    _("We may keep your answer only with this consent. Please tick it, or leave the question empty."),
                )
                self.cleaned_data.pop(key, None)
                self.without_consent.add(key)
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, Any]:
        """What can be saved: the value of each valid field by key; None takes an answer away. Without files."""
        found = {}
        for key, value in self.cleaned_data.items():
            question = self.questions[key]
            if question.kind == QuestionKind.FILE:
                continue
            if question.kind == QuestionKind.CONSENT:
                value = self.consent_value(key) if value else None
            found[key] = value
        for key in self.errors:  # a consent that was taken back, and below what had been kept because of it
            if key in self.consents:
                found[key] = None
        return found | dict.fromkeys(self.without_consent)

    def consent_value(self, key: str) -> dict[str, Any]:
        """Return what is kept of a consent: the text agreed to, and when; one given to the same text stays."""
        text, before = self.consents[key], self.values.get(key)
        if before and before["text"] == text.pk:
            return dict(before)
        return {"text": text.pk, "at": timezone.now().isoformat(timespec="seconds")}

    @property
    def proofs(self) -> dict[str, tuple[str, str, bytes]]:
        """The files that are right, by key: name, media type, bytes."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if self.questions[key].kind == QuestionKind.FILE and value is not None
        }
