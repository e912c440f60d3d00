"""Named reads for people who apply."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from resonanz.applications.enums import ApplicationState, Origin, QuestionKind
from resonanz.applications.models import Announcement, Application, FormPage, Question
from resonanz.applications.queries.answers import shown
from resonanz.core.text import in_which_language
from resonanz.people.models import Consent, ConsentText
from resonanz.programmes.enums import CohortState, PassageKind, Rhythm
from resonanz.programmes.models import Cohort, Passage, Programme
from resonanz.programmes.queries import coordinated_by

LINK_LIFE = timedelta(days=60)
REMIND_AFTER = timedelta(days=7)
DRAFTS_KEPT = timedelta(days=30)


def new_secret() -> str:
    """Return a secret of 256 bits."""
    return secrets.token_urlsafe(32)


def token_of(nonce: str) -> str:
    """Return the secret of an application's mailed link: 256 bits that only the installation's key can tell."""
    return salted_hmac("resonanz.applications.link", nonce, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def joinable_cohort(programme: Programme) -> Cohort | None:
    """Return the cohort that one can apply for now, or None: open ones first, then announced ones without a date.

    A programme that starts at any time takes people while its cohort runs.
    """
    states = [CohortState.OPEN, CohortState.ANNOUNCED]
    if programme.rhythm != Rhythm.COHORTS:
        states += [CohortState.MATCHING, CohortState.RUNNING]
    today = timezone.localdate()
    cohorts = [
        cohort
        for cohort in programme.cohorts.all()
        if cohort.state in states and (cohort.applications_until is None or cohort.applications_until >= today)
    ]
    return min(cohorts, key=lambda c: (states.index(CohortState(c.state)), -(c.number or 0)), default=None)


def pages_of(programme: Programme, group: str) -> QuerySet[FormPage]:
    """Return the pages of the form of `group` with the questions that are asked."""
    asked = Question.objects.filter(is_archived=False)
    return (
        FormPage.objects.filter(programme=programme, group=group, questions__is_archived=False)
        .distinct()
        .prefetch_related(Prefetch("questions", asked, to_attr="asked"))
    )


def has_form(programme: Programme, group: str) -> bool:
    """Whether one can apply on this side."""
    return pages_of(programme, group).exists()


def expectations(programme: Programme, group: str) -> dict[str, list[Passage]]:
    """Return what an applicant of `group` reads and accepts first: tasks, limits, conditions and benefits."""
    passages = [p for p in programme.passages.all() if p.group in ("", group)]
    return {
        kind.value: [p for p in passages if p.kind == kind]
        for kind in (PassageKind.TASK, PassageKind.LIMIT, PassageKind.CONDITION, PassageKind.BENEFIT)
    }


def terms_shown(programme: Programme, group: str) -> list[dict[str, str]]:
    """Return the texts of `expectations` word for word as they are shown now, to be kept with the application."""
    return [
        {"kind": kind, "language": in_which_language(passage.text)[0], "text": programme.speak(passage.text)}
        for kind, passages in expectations(programme, group).items()
        for passage in passages
    ]


def with_programme(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Load programme and person along with each application."""
    return applications.select_related("cohort__programme", "person__profile", "organisation")


def of_applicant(person: Any, held: dict[str, Any]) -> QuerySet[Application]:
    """Return the applications that this browser may open: its own by login or link, and those its person takes down.

    `held` is what the session holds: the ids of applications begun here or opened by their mailed link. A person who is
    logged in opens only applications whose address was confirmed: a stranger may have begun one with it. For the same
    reason the browser in which one was begun opens it only until somebody has confirmed the address by the mailed link.
    """
    linked = [int(pk) for pk, how in held.items() if how == "link"]
    mine = Q(pk__in=linked) | Q(pk__in=[int(pk) for pk in held], confirmed_at__isnull=True)
    if person.is_authenticated:
        mine |= Q(person=person, confirmed_at__isnull=False)
        mine |= Q(
            cohort__programme__in=coordinated_by(person),
            origin__in=[Origin.PHONE, Origin.MAIL],
            confirmed_at__isnull=True,
        )
    return with_programme(Application.objects.filter(mine))


def by_token(token: str) -> Application | None:
    """Return the application that a mailed link opens, or None where the link is unknown or too old."""
    found = with_programme(Application.objects.filter(token_hash=hash_of(token))).first()
    return found if found and found.changed_at > timezone.now() - LINK_LIFE else None


def announcement_by_token(token: str) -> Announcement | None:
    """Return what a company announced, by the secret of its link."""
    rows = Announcement.objects.select_related("cohort__programme", "organisation")
    return rows.filter(token_hash=hash_of(token), created_at__gt=timezone.now() - timedelta(days=365)).first()


def open_by_email(email: str) -> QuerySet[Application]:
    """Return the applications for whose address somebody asks a new link, the newest first."""
    over = [ApplicationState.DECLINED, ApplicationState.WITHDRAWN]
    return with_programme(Application.objects.filter(person__email=email.strip().lower()).exclude(state__in=over))


def handed_in(application: Application) -> Application | None:
    """Return another application of the same person for the same cohort that has been handed in."""
    over = [ApplicationState.DRAFT, ApplicationState.DECLINED, ApplicationState.WITHDRAWN]
    rows = Application.objects.filter(cohort_id=application.cohort_id, person_id=application.person_id)
    return rows.exclude(pk=application.pk).exclude(state__in=over).first()


def values_of(application: Application) -> dict[str, Any]:
    """Return all answers by the key of the question."""
    return dict(application.answers.values_list("key", "value"))


def consent_texts(programme: Programme, key: str) -> dict[str, ConsentText]:
    """Return the newest version of a consent by language; a consent is asked only in a language that is here."""
    found: dict[str, ConsentText] = {}
    version = None
    for text in ConsentText.objects.filter(scope=programme.scope, key=key).order_by("-version", "language"):
        version = version or text.version
        if text.version == version:
            found[text.language] = text
    return found


@dataclass(frozen=True)
class Shown:
    """One question with its answer in words."""

    question: Question
    label: str
    value: str
    is_missing: bool


@dataclass(frozen=True)
class PageShown:
    """One page of a form with its answers in words."""

    page: FormPage
    title: str
    answers: list[Shown]

    @property
    def is_complete(self) -> bool:
        """Whether every answer that is needed is there."""
        return not self.count_missing

    @property
    def count_missing(self) -> int:
        """How many answers are needed and not there."""
        return sum(answer.is_missing for answer in self.answers)


def answers_shown(application: Application) -> list[PageShown]:
    """Return the whole form with the answers given so far, page by page."""
    programme, values = application.cohort.programme, values_of(application)
    return [
        PageShown(page, programme.speak(page.title), [answer_shown(q, values, programme) for q in page.asked])  # type: ignore[attr-defined]
        for page in pages_of(programme, application.group)
    ]


def answer_shown(question: Question, values: dict[str, Any], programme: Programme) -> Shown:
    """Return one question with its answer among `values`."""
    words = shown(question, values.get(question.key), programme)
    return Shown(question, programme.speak(question.label), words, question.is_required and not words)


def next_page(pages: list[FormPage], page: FormPage) -> FormPage | None:
    """Return the page after `page`."""
    place = pages.index(page) + 1
    return pages[place] if place < len(pages) else None


def stalled_drafts() -> QuerySet[Application]:
    """Return the drafts to remind of: untouched for a week, never reminded."""
    limit = timezone.now() - REMIND_AFTER
    rows = Application.objects.filter(state=ApplicationState.DRAFT, reminded_at__isnull=True, changed_at__lt=limit)
    return with_programme(rows).filter(captured_by__isnull=True)


def outdated_drafts() -> QuerySet[Application]:
    """Return the drafts to delete: begun, and untouched for thirty days."""
    limit = timezone.now() - DRAFTS_KEPT
    return Application.objects.filter(state=ApplicationState.DRAFT, changed_at__lt=limit).select_related("person")


def asked_audiences(programme: Programme, group: str) -> list[tuple[FormPage, list[Question]]]:
    """Return the form as the privacy notice tells it: each page with what is asked, why, and who sees it."""
    return [
        (page, [q for q in page.asked if q.kind != QuestionKind.CONSENT])  # type: ignore[attr-defined]
        for page in pages_of(programme, group)
    ]


def given_consents(application: Application) -> list[Consent]:
    """Return the consents in force that the applicant has given to this programme."""
    rows = Consent.objects.filter(
        person_id=application.person_id, text__scope=application.cohort.programme.scope, withdrawn_at__isnull=True
    )
    return list(rows.select_related("text").order_by("id"))


def coordinated_applications(person: Any) -> QuerySet[Application]:
    """Return the applications of programmes that `person` coordinates."""
    return with_programme(Application.objects.filter(cohort__programme__in=coordinated_by(person)))


def announced_names(announcement: Announcement) -> list[tuple[str, bool]]:
    """Return the names as the company wrote them, and whether each has handed in; nothing else is told.

    Who has refused is gone from the list, as is whoever never answered and was deleted.
    """
    rows = announcement.applications.order_by("id").prefetch_related("answers")
    names = []
    for row in rows:
        answers = {answer.key: answer.value for answer in row.answers.all()}
        name = f"{answers.get('first_name', '')} {answers.get('last_name', '')}".strip()
        names.append((name, row.state != ApplicationState.DRAFT))
    return names


def coordinated_pages(person: Any) -> QuerySet[FormPage]:
    """Return the form pages of programmes that `person` coordinates."""
    return FormPage.objects.filter(programme__in=coordinated_by(person)).select_related("programme")


def coordinated_questions(person: Any) -> QuerySet[Question]:
    """Return the questions of programmes that `person` coordinates."""
    return Question.objects.filter(page__programme__in=coordinated_by(person)).select_related("page__programme")


def whole_form(programme: Programme, group: str) -> QuerySet[FormPage]:
    """Return all pages of a form with all questions, archived ones too, for its editor."""
    return FormPage.objects.filter(programme=programme, group=group).prefetch_related("questions")


def all_consents(programme: Programme) -> list[ConsentText]:
    """Return the consents of a programme in their newest version, one row for each key."""
    newest: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(scope=programme.scope).order_by("key", "-version", "language"):
        newest.setdefault(text.key, text)
    return list(newest.values())
