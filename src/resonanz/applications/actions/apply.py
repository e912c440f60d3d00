"""What an applicant does: begin, answer, hand in, change, take back.

States change by a conditional update: of two acts at the same moment one happens, and the other is told.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from resonanz.applications.enums import ApplicationState, Origin, QuestionKind
from resonanz.applications.mails.apply import (
    mail_changes,
    mail_received,
    mail_reminder,
    mail_start,
    mail_withdrawn,
)
from resonanz.applications.models import Application, Proof, Question, Step
from resonanz.applications.queries.apply import (
    hash_of,
    new_secret,
    outdated_drafts,
    pages_of,
    stalled_drafts,
    terms_shown,
    token_of,
    values_of,
)
from resonanz.core.models import log_action
from resonanz.people.actions import create_person, give_consent, withdraw_consent
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.programmes.models import Cohort


class AlreadyDecided(Exception):
    """Somebody was faster: the application is not in the state that this act needs."""


class AlreadyHandedIn(Exception):
    """The person has handed in another application for this cohort."""


class Incomplete(Exception):
    """Answers that are needed are missing; `questions` holds them."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(f"{len(questions)} answers are missing")
        self.questions = questions


@transaction.atomic
def start_application(
    *,
    cohort: Cohort,
    group: str,
    email: str,
    first_name: str,
    language: str,
    by: Person | None,
    last_name: str = "",
    accepts_terms: bool = True,
    **origin: Any,
) -> Application:
    """Begin an application and mail its link.

    What the applicant has told before is not copied: the form offers it to her or him alone (`queries.earlier`). An
    account of that address is neither changed nor shown: only the mailed link or a login leads to it.
    """
    person = by if by is not None and by.email == email else found_or_made(email, first_name, last_name, language)
    nonce = new_secret()
    application = Application.objects.create(
        cohort=cohort,
        group=group,
        person=person,
        language=language,
        nonce=nonce,
        token_hash=hash_of(token_of(nonce)),
        confirmed_at=timezone.now() if person == by else None,
        **origin,
    )
    Step.objects.create(application=application, after=ApplicationState.DRAFT, by=by)
    write_answers(application, {"first_name": first_name, "last_name": last_name or None})
    if accepts_terms:
        accept_terms(application=application, by=by)
    log_action("start_application", by=by, on=application, scope=cohort.programme.scope, group=group)
    if application.origin == Origin.FORM:
        mail_start(application)
    return application


def found_or_made(email: str, first_name: str, last_name: str, language: str) -> Person:
    """Return the person of an address; somebody new is made with what was typed."""
    address = email.strip().lower()
    person = Person.objects.filter(email=address).first()
    return person or create_person(email=address, first_name=first_name, last_name=last_name, language=language, by=None)


@transaction.atomic
def accept_terms(*, application: Application, by: Person | None) -> None:
    """Keep that expectations, tasks and limits were accepted, and which texts these were."""
    application.terms_accepted_at = timezone.now()
    application.terms = terms_shown(application.cohort.programme, application.group)
    application.save(update_fields=["terms_accepted_at", "terms", "changed_at"])
    log_action("accept_terms", by=by, on=application, scope=application.cohort.programme.scope)


@transaction.atomic
def save_answers(
    *,
    application: Application,
    values: dict[str, Any],
    by: Person | None,
    proofs: dict[str, tuple[str, str, bytes]] | None = None,
    page: str = "",
) -> None:
    """Keep answers by the key of the question (None takes one away), and the files that came along."""
    for key, (name, media_type, content) in (proofs or {}).items():
        Proof.objects.update_or_create(
            application=application,
            key=key,
            defaults={"name": name, "media_type": media_type, "content": content},
        )
        values = {**values, key: {"received": timezone.localdate().isoformat()}}
    write_answers(application, values)
    application.page = page or application.page
    application.save(update_fields=["page", "changed_at"])
    log_action("save_answers", by=by, on=application, scope=application.cohort.programme.scope, keys=sorted(values))


def write_answers(application: Application, values: dict[str, Any]) -> None:
    """Write answers; part of a larger act."""
    for key, value in values.items():
        if value is None:
            application.answers.filter(key=key).delete()
        else:
            application.answers.update_or_create(key=key, defaults={"value": value})


@transaction.atomic
def confirm_address(*, application: Application, by: Person | None) -> None:
    """Note that the mailed link was used: the address belongs to the applicant."""
    if Application.objects.filter(pk=application.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now()):
        log_action("confirm_address", by=by, on=application, scope=application.cohort.programme.scope)
    application.refresh_from_db(fields=["confirmed_at"])


@transaction.atomic
def submit_application(*, application: Application, by: Person | None) -> None:
    """Hand in a draft; the consents ticked in it are in force from now on.

    Raises:
        Incomplete: answers that are needed are missing.
        AlreadyHandedIn: there is another application of this person for this cohort.
        AlreadyDecided: it is no draft any more.
    """
    missing = missing_questions(application)
    if missing:
        raise Incomplete(missing)
    try:
        with transaction.atomic():
            move(application, [ApplicationState.DRAFT], ApplicationState.SUBMITTED, by, submitted_at=timezone.now())
    except IntegrityError as error:
        raise AlreadyHandedIn from error
    put_consents_in_force(application, by)
    log_action("submit_application", by=by, on=application, scope=application.cohort.programme.scope)
    mail_received(application)


def missing_questions(application: Application, *, on_behalf: bool = False) -> list[Question]:
    """Return the questions that need an answer and have none; on somebody's behalf, consents are left to the person."""
    values = values_of(application)
    return [
        question
        for page in pages_of(application.cohort.programme, application.group)
        for question in page.asked  # type: ignore[attr-defined]
        if question.is_required
        and question.key not in values
        and not (on_behalf and (question.kind == QuestionKind.CONSENT or question.is_special))
    ]


def put_consents_in_force(application: Application, by: Person | None) -> None:
    """Give the consents that were ticked, in the words and at the time of ticking; part of handing in."""
    for value in values_of(application).values():
        if isinstance(value, dict) and "text" in value and "at" in value:
            text = ConsentText.objects.get(pk=value["text"])
            # The words were read in the language in which they were shown, which is that of the text.
            give_consent(person=application.person, text=text, language=text.language, given_at=value["at"], by=by)


@transaction.atomic
def take_back_consent(*, application: Application, key: str, by: Person | None) -> None:
    """Take a consent back: it ends, and the answers that were kept because of it are deleted."""
    programme = application.cohort.programme
    for consent in Consent.objects.filter(
        person=application.person, text__scope=programme.scope, text__key=key, withdrawn_at__isnull=True
    ):
        withdraw_consent(consent=consent, by=by)
    delete_answers(applications=Application.objects.filter(pk=application.pk), key=key)  # a draft's are not in force yet
    log_action("take_back_consent", by=by, on=application, scope=programme.scope, key=key)


def delete_answers(*, applications: QuerySet[Application], key: str) -> None:
    """Delete the answers that were kept because of the consent `key`, and its own tick; part of taking it back."""
    for application in applications.select_related("cohort"):
        asked = Question.objects.filter(page__programme=application.cohort.programme_id, page__group=application.group)
        keys = [question.key for question in asked if question.consent_key == key]
        application.answers.filter(key__in=keys).delete()


@transaction.atomic
def withdraw_application(*, application: Application, by: Person | None) -> None:
    """Take an application back, without a reason; files that were handed in are deleted.

    Raises:
        AlreadyDecided: it was accepted, declined or withdrawn in the meantime.
    """
    states = [
        state
        for state in ApplicationState.values
        if state not in {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    ]
    move(
        application,
        states,
        ApplicationState.WITHDRAWN,
        by,
        decided_at=timezone.now(),
        changes_asked_at=None,
        waitlist_position=None,
        reasons=["withdrawn"],
    )
    application.proofs.all().delete()
    log_action("withdraw_application", by=by, on=application, scope=application.cohort.programme.scope)
    mail_withdrawn(application)


@transaction.atomic
def ask_for_changes(*, application: Application, text: str, by: Person) -> None:
    """Open a handed-in application for changes, and write to the applicant what is asked."""
    open_states = [ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW]
    rows = Application.objects.filter(pk=application.pk, state__in=open_states)
    if not rows.update(changes_asked_at=timezone.now(), changed_at=timezone.now()):
        raise AlreadyDecided
    application.refresh_from_db(fields=["changes_asked_at"])
    log_action("ask_for_changes", by=by, on=application, scope=application.cohort.programme.scope)
    mail_changes(application, text)


@transaction.atomic
def finish_changes(*, application: Application, by: Person | None) -> None:
    """Close an application again whose changes the applicant has made; raises Incomplete."""
    missing = missing_questions(application)
    if missing:
        raise Incomplete(missing)
    Application.objects.filter(pk=application.pk).update(changes_asked_at=None)
    application.refresh_from_db(fields=["changes_asked_at"])
    put_consents_in_force(application, by)
    log_action("finish_changes", by=by, on=application, scope=application.cohort.programme.scope)


@transaction.atomic
def send_link(*, application: Application) -> None:
    """Mail the link of an application again; an outdated one is alive for another while."""
    application.save(update_fields=["changed_at"])
    log_action("send_link", by=None, on=application, scope=application.cohort.programme.scope)
    mail_start(application, again=timezone.now())


def move(
    application: Application, before: list[str], after: str, by: Person | None, reasons: list[str] | None = None, **more: Any
) -> None:
    """Change the state by a conditional update, and write the step down; raises AlreadyDecided."""
    application.refresh_from_db(fields=["state", "version"])
    was = application.state
    rows = Application.objects.filter(pk=application.pk, state__in=before, version=application.version)
    if not rows.update(state=after, version=application.version + 1, changed_at=timezone.now(), **more):
        raise AlreadyDecided
    application.refresh_from_db(fields=["state", "version", *more])
    Step.objects.create(application=application, before=was, after=after, by=by, reasons=reasons or [])


def remind_drafts(*, limit: int = 100) -> int:
    """Write once to people whose draft has been lying for a week; return how many."""
    count = 0
    for application in stalled_drafts()[:limit]:
        with transaction.atomic():
            rows = Application.objects.filter(pk=application.pk, reminded_at__isnull=True)
            if rows.update(reminded_at=timezone.now()):
                log_action("remind_draft", by=None, on=application, scope=application.cohort.programme.scope)
                mail_reminder(application)
                count += 1
    return count


def delete_drafts(*, limit: int = 100) -> int:
    """Delete drafts that nobody has touched for thirty days, with the person who has nothing else here."""
    count = 0
    for application in outdated_drafts()[:limit]:
        delete_application(application=application, by=None)
        count += 1
    return count


@transaction.atomic
def delete_application(*, application: Application, by: Person | None) -> None:
    """Delete an application and all that hangs on it; a person who was only known by it goes, too."""
    person = application.person
    log_action("delete_application", by=by, on=application, scope=application.cohort.programme.scope)
    application.delete()
    known = (
        person.last_login
        or person.is_operator
        or person.has_usable_password()
        or person.applications.exists()
        or person.participations.exists()
        or person.staff_roles.exists()
    )
    if not known:
        person.delete()
