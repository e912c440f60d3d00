"""Putting letters into the outbox, and sending them: lease, send, mark.

A sender first leases a letter by a conditional update (of two senders one wins), sends it outside any transaction, then
marks it. If it dies in between, the lease runs out and the letter is sent again under the same Message-ID: never lost,
and recognisable where it arrives twice.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import make_msgid
from typing import NamedTuple

from django.core.mail import EmailMessage
from django.utils import timezone

from resonanz.mail.enums import State
from resonanz.mail.models import OutboxMail
from resonanz.mail.queries import due

LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]


class Attachment(NamedTuple):
    """A small file that goes with a letter; `type` is a media type, perhaps with parameters."""

    name: str
    type: str
    content: bytes


def queue_mail(
    *, key: str, to: str, language: str, subject: str, text: str, attachments: Sequence[Attachment] = ()
) -> OutboxMail:
    """Put one letter into the outbox; call it inside the transaction of its cause.

    A letter with this `key` that is already there is returned unchanged. Line breaks are taken out of the subject, so
    that nothing typed by a person can add a header.
    """
    mail, _ = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "message_id": make_msgid(domain="resonanz.invalid"),
            "to": to,
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "attachments": [
                {"name": file.name, "type": file.type, "content": base64.b64encode(file.content).decode()}
                for file in attachments
            ],
            "due_at": timezone.now(),
        },
    )
    return mail


def send_due_mails(*, limit: int = 100) -> int:
    """Send up to `limit` letters that are due; return how many were sent."""
    sent = 0
    for mail in due(timezone.now())[:limit]:
        if lease_mail(mail=mail, now=timezone.now()):
            sent += send_mail(mail=mail)
    return sent


def lease_mail(*, mail: OutboxMail, now: datetime) -> bool:
    """Take `mail` for sending; return False where another sender was faster."""
    taken = due(now).filter(pk=mail.pk).update(state=State.SENDING, leased_until=now + LEASE, attempts=mail.attempts + 1)
    mail.attempts += taken
    return bool(taken)


def send_mail(*, mail: OutboxMail) -> bool:
    """Send a leased letter and mark it; on an error put it back with a growing pause, or give it up after the last."""
    message = EmailMessage(mail.subject, mail.text, to=[mail.to], headers={"Message-ID": mail.message_id})
    for file in mail.attachments:
        message.attach(part_of(file))
    # Only our own lease is marked: if it ran out, another sender has the letter now.
    rows = OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
    try:
        message.send()
    except Exception as error:
        given_up = mail.attempts > len(RETRY_AFTER)
        pause = RETRY_AFTER[min(mail.attempts, len(RETRY_AFTER)) - 1]
        rows.update(
            state=State.FAILED if given_up else State.QUEUED,
            due_at=timezone.now() + pause,
            leased_until=None,
            last_error=str(error)[:300],
        )
        return False
    rows.update(state=State.SENT, sent_at=timezone.now(), leased_until=None, last_error="")
    return True


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
