"""Letters about deleting an account, in the recipient's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category
from resonanz.people.models import Person


def mail_confirmation(person: Person, token: str) -> None:
    """Send the link that confirms the wish to delete the account."""
    with translation.override(person.language or "de"):
        queue_mail(
            key=f"person:{person.pk}:leave:{get_random_string(32)}",
            to=person.email,
            language=translation.get_language() or "de",
            subject=_("Do you want to delete your account?"),
            text=_(
                "Hello {first_name},\n\n"
                "somebody who is signed in to your account wants to delete it. If it was you, open the link below "
                "within an hour and confirm it there. If it was not you, do nothing: nothing is deleted."
            ).format(first_name=person.first_name),
            category=Category.ACCOUNT,
            link=(_("Confirm"), reverse("privacy:open_leave", args=[token])),
        )


def mail_farewell(*, pk: int, to: str, first_name: str, language: str) -> None:
    """Say that the account is deleted: the last letter to this address."""
    with translation.override(language or "de"):
        queue_mail(
            key=f"person:{pk}:farewell",
            to=to,
            language=translation.get_language() or "de",
            subject=_("Your account is deleted"),
            text=_(
                "Hello {first_name},\n\n"
                "your account and your data are deleted. Where somebody was in a tandem with you, your name no longer "
                "stands there. This is our last letter.\n\n"
                "Thank you for the time you gave. You are welcome again at any time.\n\n"
                "Kind regards\nResonanz"
            ).format(first_name=first_name),
            category=Category.ACCOUNT,
        )
