"""Applications for tests, made as people make them."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from resonanz.applications.actions.apply import confirm_address, save_answers, start_application, submit_application
from resonanz.applications.enums import QuestionKind
from resonanz.applications.models import Application
from resonanz.applications.queries.apply import consent_texts, pages_of
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort

numbers = count(1)
BY_KIND: dict[str, Any] = {
    QuestionKind.SHORT_TEXT: "Ein Satz.",
    QuestionKind.LONG_TEXT: "Mehrere Sätze.",
    QuestionKind.DATE: "1990-04-05",
    QuestionKind.NUMBER: 2,
    QuestionKind.LANGUAGES: "de:B1;ar:native",
    QuestionKind.OCCUPATION: {"code": "2221", "title": "Krankenschwester"},
    QuestionKind.PLACE: "AT-9020",
    QuestionKind.AVAILABILITY: "mon-evening;sat-morning",
    QuestionKind.FILE: {"received": "2026-01-02"},
}


def make_draft(
    cohort: Cohort, group: str = Group.SECOND, *, email: str = "", by: Person | None = None, **fields: Any
) -> Application:
    """Make a draft as somebody begins it."""
    address = by.email if by else email or f"applicant.{next(numbers)}@example.org"
    values = {"first_name": "Noor", "language": "de", **fields}
    return start_application(cohort=cohort, group=group, email=address, by=by, **values)


def answers_for(application: Application, *, only_needed: bool = False) -> dict[str, Any]:
    """Return an answer to every question of the form (or to those that need one), consents included."""
    programme = application.cohort.programme
    found: dict[str, Any] = {}
    for page in pages_of(programme, application.group):
        for question in page.asked:  # type: ignore[attr-defined]
            if only_needed and not question.is_required:
                continue
            if question.kind == QuestionKind.CONSENT:
                text = consent_texts(programme, question.consent_key)["de"]
                found[question.key] = {"text": text.pk, "at": timezone.now().isoformat()}
            elif question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
                topics = question.limits.get("options") == "topics"
                key = programme.topics.all()[0].key if topics else question.options[0]["key"]
                found[question.key] = [key] if question.kind == QuestionKind.CHOICES else key
            else:
                found[question.key] = BY_KIND[question.kind]
    return found | {"first_name": "Noor"}


def make_submitted(cohort: Cohort, group: str = Group.SECOND, **fields: Any) -> Application:
    """Make an application that was handed in after its address was confirmed."""
    application = make_draft(cohort, group, **fields)
    save_answers(application=application, values=answers_for(application), by=None)
    confirm_address(application=application, by=application.person)
    submit_application(application=application, by=application.person)
    return application
