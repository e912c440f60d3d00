"""What an applicant learns about the conditions: how the own answers stand, and why an application was declined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from resonanz.applications.eligibility import Standing, Told, findings, is_private, reason_told, standing
from resonanz.applications.enums import DECLINE_KINDS, ApplicationState, LetterKind
from resonanz.applications.models import Application, FormPage, Step
from resonanz.people.models import ConsentText


def own_standing(application: Application) -> Standing:
    """Return how the answers of an application stand against its programme's conditions, in its applicant's words.

    While it is a draft, the boxes ticked in it count, and nothing that the account of this address has agreed to: whoever
    begins an application with somebody's address learns nothing.
    """
    consents = ticked(application) if application.state == ApplicationState.DRAFT else None
    return standing(findings(application, consents=consents))


def ticked(application: Application) -> set[str]:
    """Return the keys of the consents ticked in a draft."""
    values = [answer.value for answer in application.answers.all()]
    texts = [value["text"] for value in values if isinstance(value, dict) and "text" in value]
    return set(ConsentText.objects.filter(pk__in=texts).values_list("key", flat=True))


@dataclass(frozen=True)
class Line:
    """One condition in words: its sentence and what may help, and the page of the form where the answer stands."""

    told: Told
    page: str = ""

    @property
    def sentence(self) -> str:
        """What was found, in the reader's language."""
        return self.told.sentence.text(reader())

    @property
    def advice(self) -> str:
        """What may help, in the reader's language; "" where there is nothing to say."""
        return self.told.advice.text(reader()) if self.told.advice else ""


def reader() -> str:
    """Return the language of the request."""
    return get_language() or "de"


def lines(told: Iterable[Told], pages: Iterable[FormPage]) -> list[Line]:
    """Return conditions in words, each with the page of the form that asks its question."""
    asked = {question.key: page.key for page in pages for question in page.asked}  # type: ignore[attr-defined]
    return [Line(entry, asked.get(entry.question, "")) for entry in told]


@dataclass(frozen=True)
class Decline:
    """Why an application was declined: the kind of letter, and the conditions it names."""

    kind: str
    lines: list[Line]


def decline_of(application: Application) -> Decline | None:
    """Return why an application was declined, as its history says; None where it says nothing.

    The history holds the keys of conditions. What is private is not among them, and is never said here.
    """
    step = Step.objects.filter(application=application, after=ApplicationState.DECLINED).last()
    if step is None or not step.reasons:
        return None
    kinds = [code for code in step.reasons if code in DECLINE_KINDS]
    on = timezone.localdate(application.decided_at) if application.decided_at else None
    found = [
        reason_told(finding)
        for finding in findings(application, on)
        if finding.rule.key in step.reasons and not is_private(finding.rule)
    ]
    return Decline(kinds[0] if kinds else LetterKind.CONDITION, [Line(entry) for entry in found])
