"""Applications that others begin: the team on the phone, and companies for their people. The person confirms or refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from resonanz.applications.actions.apply import (
    AlreadyDecided,
    AlreadyHandedIn,
    Incomplete,
    delete_application,
    missing_questions,
    move,
    put_consents_in_force,
    start_application,
)
from resonanz.applications.enums import ApplicationState, Origin
from resonanz.applications.mails.apply import mail_announced, mail_announcement, mail_please_confirm, mail_received
from resonanz.applications.models import Announcement, Application
from resonanz.applications.queries.apply import handed_in, hash_of, new_secret
from resonanz.core.models import log_action
from resonanz.core.occupations import Written, resolve
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Organisation


@transaction.atomic
def capture_application(
    *, cohort: Cohort, group: str, origin: str, email: str, first_name: str, last_name: str, language: str, by: Person
) -> Application:
    """Begin an application on the behalf of somebody who called or wrote; it is marked as such."""
    return start_application(
        cohort=cohort,
        group=group,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        accepts_terms=False,
        origin=origin,
        captured_by=by,
        by=by,
    )


@transaction.atomic
def hand_over_application(*, application: Application, by: Person) -> None:
    """Hand in what was taken down, and ask the person to check it; consents and terms are left to her or him.

    Raises:
        Incomplete: answers that are needed are missing.
        AlreadyHandedIn, AlreadyDecided: as for `submit_application`.
    """
    if missing := missing_questions(application, on_behalf=True):
        raise Incomplete(missing)
    if handed_in(application):
        raise AlreadyHandedIn
    move(application, [ApplicationState.DRAFT], ApplicationState.SUBMITTED, by, submitted_at=timezone.now())
    log_action("hand_over_application", by=by, on=application, scope=application.cohort.programme.scope)
    mail_please_confirm(application)


@transaction.atomic
def confirm_application(*, application: Application, by: Person | None) -> None:
    """Confirm what somebody else has taken down: from now on it is the person's own application.

    Raises:
        Incomplete: answers or consents that are needed are missing.
        AlreadyDecided: it is confirmed already, or over.
    """
    if missing := missing_questions(application):
        raise Incomplete(missing)
    rows = Application.objects.filter(pk=application.pk, confirmed_at__isnull=True, state=ApplicationState.SUBMITTED)
    if not rows.update(confirmed_at=timezone.now(), changed_at=timezone.now()):
        raise AlreadyDecided
    application.refresh_from_db(fields=["confirmed_at"])
    put_consents_in_force(application, by)
    log_action("confirm_application", by=by, on=application, scope=application.cohort.programme.scope)
    mail_received(application)


@transaction.atomic
def refuse_application(*, application: Application, by: Person | None) -> None:
    """Say no to an application that others have begun: it is deleted.

    Raises:
        AlreadyDecided: the person has confirmed it; then it can be withdrawn.
    """
    if application.origin in {Origin.FORM, Origin.IMPORT} or (
        application.confirmed_at and application.state != ApplicationState.DRAFT
    ):
        raise AlreadyDecided
    delete_application(application=application, by=by)


@transaction.atomic
def announce_people(
    *,
    cohort: Cohort,
    company: str,
    contact_name: str,
    contact_email: str,
    language: str,
    people: Sequence[Mapping[str, str]],
) -> tuple[Announcement, str]:
    """Announce people of a company as mentors; return the announcement and the secret of its link.

    Each of `people` has `first_name`, `last_name`, `email`, `occupation`, and is asked by mail. A company that nobody
    knows here is made as unverified.
    """
    name = " ".join(company.split())
    organisation = Organisation.objects.filter(name__iexact=name).first()
    organisation = organisation or Organisation.objects.create(name=name, is_verified=False)
    token = new_secret()
    announcement = Announcement.objects.create(
        cohort=cohort,
        organisation=organisation,
        contact_name=contact_name,
        contact_email=contact_email,
        language=language,
        token_hash=hash_of(token),
    )
    for entry in people:
        application = start_application(
            cohort=cohort,
            group=Group.FIRST,
            email=entry["email"].strip().lower(),
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            language=language,
            accepts_terms=False,
            origin=Origin.COMPANY,
            organisation=organisation,
            announcement=announcement,
            by=None,
        )
        application.answers.create(key="employer", value=organisation.name)
        if entry.get("occupation"):
            found = resolve(Written(entry["occupation"], ""))
            code = found.code if found else ""
            application.answers.create(key="occupation", value={"code": code, "title": entry["occupation"]})
        mail_announced(application)
    log_action("announce_people", by=None, on=announcement, scope=cohort.programme.scope, people=len(people))
    mail_announcement(announcement, token)
    return announcement, token
