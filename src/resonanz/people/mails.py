"""Letters about an account."""

from __future__ import annotations

from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category
from resonanz.people.models import Person


def mail_address_code(person: Person, address: str, code: str) -> None:
    """Send the code that confirms a new address to that address."""
    with translation.override(person.language or "de"):
        _send(
            person,
            address,
            _("Your code: {code}").format(code=code),
            _("this code confirms your new e-mail address: {code}\n\nIt is good for 15 minutes.").format(code=code),
        )


def mail_address_changed(person: Person, address: str) -> None:
    """Tell the old address that it no longer opens the account."""
    with translation.override(person.language or "de"):
        _send(
            person,
            address,
            _("Your e-mail address was changed"),
            _(
                "your account now has another e-mail address. Letters no longer come here. "
                "If it was not you, please write to your programme's team at once."
            ),
        )


def _send(person: Person, to: str, subject: str, text: str) -> None:
    queue_mail(
        key=f"person:{person.pk}:{get_random_string(32)}",
        to=to,
        language=translation.get_language() or "de",
        subject=subject,
        text=_("Hello {first_name},\n\n{text}\n\nKind regards\nResonanz").format(first_name=person.first_name, text=text),
        category=Category.ACCOUNT,
    )
