"""Letters to applicants and to companies, one function each, in the recipient's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.applications.models import Announcement, Application
from resonanz.applications.queries.apply import DRAFTS_KEPT, token_of
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category, Shown


def mail_start(application: Application, again: datetime | None = None) -> None:
    """Send the link by which an application goes on, on any device; `again` makes it another letter."""
    with translation.override(application.language):
        send(
            application,
            f"start{again:%Y%m%d%H%M%S}" if again else "start",
            _("Your application to {programme}: this link leads back to it"),
            _(
                "Hello {name},\n\n"
                "you have begun an application to {programme}. With this link you go on at any time, on every device:\n\n"
                "{link}\n\n"
                "The link is for you alone. Please open it once before you hand in: then we know that this address is "
                "yours.\n\n"
                "It was not you? Then you need not do anything. What has been begun is deleted after {days} days.\n\n"
                "Kind regards\n{programme}"
            ),
            days=DRAFTS_KEPT.days,
        )


def mail_received(application: Application) -> None:
    """Confirm that an application was handed in, and say what happens next."""
    with translation.override(application.language):
        send(
            application,
            "received",
            _("We have received your application"),
            _(
                "Hello {name},\n\n"
                "thank you for your application to {programme}. Somebody of the team reads it and writes to you; no "
                "computer decides about it.\n\n"
                "Here you see where it stands, and you can take it back at any time:\n\n"
                "{link}\n\n"
                "Kind regards\n{programme}"
            ),
        )


def mail_reminder(application: Application) -> None:
    """Remind once of a draft, and say until when it is kept."""
    with translation.override(application.language):
        send(
            application,
            "reminder",
            _("Your application is still waiting for you"),
            _(
                "Hello {name},\n\n"
                "you have begun an application to {programme} and not handed it in yet. Everything you wrote is still "
                "there:\n\n"
                "{link}\n\n"
                "Is something unclear? Just answer this letter. If you would rather not go on, you need not do anything: on "
                "{day} your answers are deleted.\n\n"
                "Kind regards\n{programme}"
            ),
            day=date_format(application.changed_at + DRAFTS_KEPT, "DATE_FORMAT"),
            category=Category.REMINDER,
        )


def mail_withdrawn(application: Application) -> None:
    """Confirm that an application was taken back."""
    with translation.override(application.language):
        send(
            application,
            "withdrawn",
            _("Your application has been taken back"),
            _(
                "Hello {name},\n\n"
                "you have taken back your application to {programme}. You need not give a reason, and you are welcome to "
                "apply again.\n\n"
                "Kind regards\n{programme}"
            ),
        )


def mail_changes(application: Application, text: str) -> None:
    """Ask for a change of the answers; `text` is what the team has written."""
    with translation.override(application.language):
        send(
            application,
            f"changes{application.changes_asked_at:%Y%m%d%H%M%S}",
            _("A question about your application"),
            _(
                "Hello {name},\n\n"
                "we have read your application to {programme}. Please have another look:\n\n"
                "{question}\n\n"
                "With this link you can change your answers:\n\n"
                "{link}\n\n"
                "Kind regards\n{programme}"
            ),
            question=text,
        )


def mail_please_confirm(application: Application) -> None:
    """Ask somebody to check what the team has taken down on the phone or from a letter."""
    with translation.override(application.language):
        send(
            application,
            "confirm",
            _("Please check and confirm: your application to {programme}"),
            _(
                "Hello {name},\n\n"
                "you told us that you would like to take part in {programme}. {staff} has written down what you said.\n\n"
                "Please look whether everything is right. You can correct it, confirm it, or say no; then it is deleted:\n\n"
                "{link}\n\n"
                "Kind regards\n{programme}"
            ),
            staff=application.captured_by.full_name if application.captured_by else application.cohort.programme,
        )


def mail_announced(application: Application) -> None:
    """Invite somebody whom a company has announced to complete and confirm the own application."""
    with translation.override(application.language):
        send(
            application,
            "announced",
            _("{company} would like to announce you to {programme}"),
            _(
                "Hello {name},\n\n"
                "{company} has told us that you may want to take part in {programme} as a mentor. Whether you do is up to "
                "you alone.\n\n"
                "With this link you read what it is about, complete your answers and hand them in:\n\n"
                "{link}\n\n"
                "You would rather not? Then choose “no, thank you” there, and your data is deleted. {company} sees only "
                "whether you have confirmed, nothing else.\n\n"
                "Kind regards\n{programme}"
            ),
            company=application.organisation,
        )


def mail_announcement(announcement: Announcement, token: str) -> None:
    """Thank the contact person of a company, with the link to the names that were announced."""
    with translation.override(announcement.language):
        programme = announcement.cohort.programme
        values = {
            "name": announcement.contact_name,
            "programme": programme,
            "link": absolute(reverse("applications:announced", args=[token])),
        }
        queue_mail(
            key=f"announcement:{announcement.pk}",
            to=announcement.contact_email,
            language=announcement.language,
            subject=_("Thank you for announcing people to {programme}").format(**values),
            text=_(
                "Hello {name},\n\n"
                "thank you. Everybody you announced gets a letter from us and decides alone.\n\n"
                "Here you see who has confirmed:\n\n"
                "{link}\n\n"
                "Kind regards\n{programme}"
            ).format(**values),
            scope=programme.scope,
        )


def absolute(path: str) -> str:
    """Return an address of this installation as it stands in letters."""
    return f"{settings.BASE_URL}{path}"


def link_of(application: Application) -> str:
    """Return the address that opens an application."""
    return absolute(reverse("applications:open_link", args=[token_of(application.nonce)]))


def send(
    application: Application, cause: str, subject: str, text: str, category: str = Category.MATTER, **values: Any
) -> None:
    """Queue one letter; the same cause never writes twice. Who has not opened a link yet is called as was typed.

    A draft is the applicant's own: of letters about it the team sees nothing, unless it has taken the draft down itself.
    """
    is_known = application.submitted_at is not None or application.captured_by_id is not None
    answer = application.answers.filter(key="first_name").values_list("value", flat=True).first()
    values |= {
        "name": answer or application.person.first_name,
        "programme": application.cohort.programme,
        "link": link_of(application),
    }
    queue_mail(
        key=f"application:{application.pk}:{cause}",
        to=application.person.email,
        language=application.language,
        subject=subject.format(**values),
        text=text.format(**values),
        category=category,
        scope=application.cohort.programme.scope,
        shown=Shown.ENVELOPE if is_known else Shown.NOTHING,
    )
