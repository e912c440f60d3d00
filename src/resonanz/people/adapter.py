"""Where allauth asks the house: who may sign up, how its mails leave, who may log in."""

from __future__ import annotations

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from qrcode.image.svg import SvgPathImage

from resonanz.core import crypto
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category
from resonanz.people.enums import SECOND_FACTOR
from resonanz.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up (people arrive by an application or through staff); mails go through our outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an account without a programme would lead nowhere."""
        return False

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put allauth's letter into the outbox instead of sending it within the request."""
        reader = Person.objects.filter(email=email.lower()).first()
        language = (reader.language if reader else "") or get_language() or "de"
        with translation.override(language):
            queue_mail(
                key=f"account:{get_random_string(32)}",
                to=email,
                language=language,
                subject=render_to_string(f"{template_prefix}_subject.txt", context),
                text=render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n",
                category=Category.ACCOUNT,
            )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted at rest, and the square to scan is drawn into the page."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return crypto.encrypt(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the stored secret in clear."""
        return crypto.decrypt(encrypted_text, SECOND_FACTOR)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an SVG element without an XML head."""
        image = qrcode.make(url, image_factory=SvgPathImage, border=2)
        svg: str = image.to_string(encoding="unicode")
        return svg
