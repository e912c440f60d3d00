"""A letter as it leaves the house: plain text, the same as HTML, and the headers that mail programs ask for.

The text is what was written; the HTML adds nothing but its layout and a button, so that both always say the same.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from resonanz.mail.enums import OPTIONAL
from resonanz.mail.models import OutboxMail

STYLE = Path(__file__).with_name("letter.css")
SALT = "resonanz.mail.unsubscribe"


def message_of(mail: OutboxMail) -> EmailMultiAlternatives:
    """Return the message to send: text first, HTML beside it, attachments, Message-ID, and how to stop such letters."""
    headers = {"Message-ID": mail.message_id}
    if mail.category in OPTIONAL:
        headers["List-Unsubscribe"] = f"<{absolute(unsubscribe_path(mail))}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    else:
        headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes, please
    message = EmailMultiAlternatives(mail.subject, text_of(mail), to=[mail.to], headers=headers)
    message.attach_alternative(html_of(mail), "text/html")
    for file in mail.attachments:
        message.attach(part_of(file))
    return message


def text_of(mail: OutboxMail) -> str:
    """Return the text with its link, and with the way to stop such letters where one can."""
    parts = [mail.text.strip()]
    if mail.link:
        parts.append(f"{mail.link_label}:\n{absolute(mail.link)}")
    if mail.category in OPTIONAL:
        with translation.override(mail.language):
            parts.append(f"--\n{stop_sentence()}\n{absolute(unsubscribe_path(mail))}")
    return "\n\n".join(parts) + "\n"


def html_of(mail: OutboxMail) -> str:
    """Return the same as an HTML page: paragraphs, our own links, a button; no image, and nothing from elsewhere."""
    with translation.override(mail.language):
        return render_to_string(
            "mail/letter.html",
            {
                "letter": mail,
                "style": mark_safe(f"<style>{STYLE.read_text(encoding='utf-8')}</style>"),  # noqa: S308 - our own file
                "paragraphs": list(paragraphs(mail.text)),
                "is_right_to_left": translation.get_language_bidi(),
                "link": absolute(mail.link) if mail.link else "",
                "stop": absolute(unsubscribe_path(mail)) if mail.category in OPTIONAL else "",
                "stop_sentence": stop_sentence(),
            },
        )


def paragraphs(text: str) -> Iterator[SafeString]:
    """Yield the paragraphs of a text as HTML; only addresses of this house become links."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [linked(escape(line)) for line in block.split("\n")]
        yield mark_safe("<br>".join(lines))  # noqa: S308 - escaped line by line


def linked(line: str) -> str:
    """Return an escaped line with our own addresses as links; other addresses stay text, whoever wrote them."""
    own = re.escape(escape(settings.BASE_URL))
    return re.sub(rf"{own}/(?:(?!&(?:lt|gt|quot|#x27);)\S)*", lambda found: f'<a href="{found[0]}">{found[0]}</a>', line)


def absolute(path: str) -> str:
    """Return a path of ours as a whole address."""
    return f"{settings.BASE_URL}{path}"


def stop_sentence() -> str:
    """Return what stands before the link that stops such letters, in the language in force."""
    return translation.gettext("You no longer want letters of this kind? Stop them here:")


def unsubscribe_path(mail: OutboxMail) -> str:
    """Return the path that stops letters of this kind for this address; nobody else can make it."""
    token = signing.dumps([mail.to.lower(), mail.category, mail.scope], salt=SALT)
    return reverse("mail:unsubscribe", args=[token])


def part_of(file: dict[str, str]) -> MIMEBase:
    """Return one kept attachment as a part of a message, with the parameters of its media type."""
    header = Message()
    header["Content-Type"] = file["type"]
    part = MIMEBase(header.get_content_maintype(), header.get_content_subtype())
    for name, value in header.get_params(failobj=[])[1:]:
        part.set_param(name, value)
    part.set_payload(base64.b64decode(file["content"]))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file["name"])
    return part
