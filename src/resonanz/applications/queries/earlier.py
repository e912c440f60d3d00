"""What somebody has told before, offered again: nothing is typed twice, and nothing goes anywhere unseen.

Earlier answers are shown to the person alone, in the form, and are kept for this application when she or he saves the page.
Consents, files and special categories (Art. 9 GDPR) are asked anew each time. From another programme come only answers
that fill the person's own profile; what was told to one team is not for another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from resonanz.applications.enums import ApplicationState, Fills, QuestionKind
from resonanz.applications.models import Application, FormPage, Question
from resonanz.applications.queries.answers import option_texts
from resonanz.applications.queries.profile import participation_of, profile_value
from resonanz.programmes.models import Programme

BEGUN_WITH = {"first_name", "last_name"}  # stand in a draft from its first moment
OF_ONE_COHORT = {Fills.TOPICS, Fills.TOPICS_BACK, Fills.CAPACITY}


class Source(StrEnum):
    """Where an answer that is offered comes from."""

    PROFILE = "profile"
    HERE = "here"  # an earlier application to this programme
    ELSEWHERE = "elsewhere"  # one to another programme


@dataclass(frozen=True)
class Offer:
    """An earlier answer, to be looked at before it counts."""

    value: Any
    source: Source


def offers(application: Application, page: FormPage, values: dict[str, Any]) -> dict[str, Offer]:
    """Return earlier answers to the questions of a page, by key, where the page has not been filled in yet.

    For the person alone: whoever only knows the address must not get them.
    """
    questions = [question for question in page.asked if may_be_offered(question)]  # type: ignore[attr-defined]
    keys = {question.key for question in page.asked} - BEGUN_WITH  # type: ignore[attr-defined]
    if application.state != ApplicationState.DRAFT or keys & set(values) or not questions:
        return {}
    programme, person = application.cohort.programme, application.person
    participation = participation_of(person, programme)
    before = Before(list(handed_in_before(application)))
    found = {}
    for question in questions:
        if question.key in values:
            continue
        offer = None
        if question.fills and (value := profile_value(question.fills, person, participation)) is not None:
            offer = Offer(value, Source.PROFILE)
        offer = offer or before.offer(question, programme)
        if offer and (value := still_possible(question, offer.value, programme)) is not None:
            found[question.key] = Offer(value, offer.source)
    return found


def may_be_offered(question: Question) -> bool:
    """Whether an earlier answer may be shown again: no consent, no file, nothing that needs a consent of its own."""
    return not (question.is_special or question.consent_key or question.kind == QuestionKind.FILE)


def handed_in_before(application: Application) -> Iterable[Application]:
    """Return the person's earlier applications that were confirmed and handed in, the newest first."""
    rows = Application.objects.filter(
        person_id=application.person_id, submitted_at__isnull=False, confirmed_at__isnull=False
    ).exclude(pk=application.pk)
    return rows.select_related("cohort").prefetch_related("answers").order_by("-submitted_at", "-pk")[:5]


class Before:
    """Earlier applications with their answers, and which of their questions filled the profile."""

    def __init__(self, applications: list[Application]) -> None:
        self.applications = applications
        self.keys: dict[tuple[int, str, str], str] = {}
        programmes = {application.cohort.programme_id for application in applications}
        asked = Question.objects.filter(page__programme__in=programmes, is_special=False).exclude(fills="")
        for programme, group, fills, key in asked.values_list("page__programme_id", "page__group", "fills", "key"):
            self.keys[programme, group, fills] = key

    def offer(self, question: Question, programme: Programme) -> Offer | None:
        """Return the newest earlier answer: from this programme, else (what fills the own profile) from others."""
        for application in self.applications:
            if application.cohort.programme_id == programme.pk:
                for answer in application.answers.all():
                    if answer.key == question.key:
                        return Offer(answer.value, Source.HERE)
        if not question.fills or question.fills in OF_ONE_COHORT:
            return None
        for application in self.applications:
            key = self.keys.get((application.cohort.programme_id, application.group, question.fills))
            for answer in application.answers.all():
                if answer.key == key and application.cohort.programme_id != programme.pk:
                    return Offer(answer.value, Source.ELSEWHERE)
        return None


def still_possible(question: Question, value: Any, programme: Programme) -> Any:
    """Return what of an earlier answer can still be chosen; None where the question is another one by now."""
    kinds: dict[str, type] = {QuestionKind.NUMBER: int, QuestionKind.OCCUPATION: dict, QuestionKind.CHOICES: list}
    is_alike: bool = isinstance(value, kinds.get(question.kind, str))
    if not is_alike:
        return None
    if question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return value
    options = {key for key, _text in option_texts(question, programme)}
    if question.kind == QuestionKind.CHOICE:
        return value if value in options else None
    return [key for key in value if key in options] or None
