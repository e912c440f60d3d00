"""Putting letters into the outbox, and sending them: lease, send, mark.

A sender first leases a letter by a conditional update (of two senders one wins), sends it outside any transaction, then
marks it. If it dies in between, the lease runs out and the letter is sent again under the same Message-ID: never lost,
and recognisable where it arrives twice.
"""

from __future__ import annotations

import base64
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from email.utils import make_msgid
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.mail.bounces import Bounce
from resonanz.mail.enums import Category, Shown, State
from resonanz.mail.letter import message_of
from resonanz.mail.models import OptOut, OutboxMail
from resonanz.mail.queries import due, is_unwanted, letters_of

LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]


class Attachment(NamedTuple):
    """A small file that goes with a letter; `type` is a media type, perhaps with parameters."""

    name: str
    type: str
    content: bytes


def queue_mail(
    *,
    key: str,
    to: str,
    language: str,
    subject: str,
    text: str,
    category: str = Category.MATTER,
    scope: str = "",
    shown: str = Shown.ENVELOPE,
    link: tuple[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    due_at: datetime | None = None,
) -> OutboxMail:
    """Put one letter into the outbox; call it inside the transaction of its cause.

    A letter with this `key` that is already there is returned unchanged. Line breaks are taken out of the subject, so
    that nothing typed by a person can add a header. `link` is (label, path of ours), a button in the HTML letter. Except
    for letters about the account, nobody is written to in the quiet hours. Where the address has stopped letters of this
    category, the letter is kept as stopped and never sent. `shown` says what the staff of `scope` sees of it.
    `due_at` is for who knows the reader's own hours: then the letter goes at that moment, and no other quiet hours count.
    """
    now = timezone.now()
    mail, _ = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "message_id": make_msgid(domain=settings.MAIL_DOMAIN),
            "to": to,
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "category": category,
            "scope": scope,
            "shown": shown,
            "link_label": link[0] if link else "",
            "link": link[1] if link else "",
            "attachments": [
                {"name": file.name, "type": file.type, "content": base64.b64encode(file.content).decode()}
                for file in attachments
            ],
            "state": State.STOPPED if is_unwanted(to=to, category=category, scope=scope) else State.QUEUED,
            "due_at": due_at or (now if category == Category.ACCOUNT else after_quiet_hours(now)),
        },
    )
    return mail


def after_quiet_hours(moment: datetime, hours: tuple[int, int] | None = None, zone: tzinfo | None = None) -> datetime:
    """Return `moment`, or the end of the quiet hours in which it lies.

    `hours` (from, until) and `zone` are the reader's own, where they are known; otherwise those of the installation count.
    """
    begin, end = hours or settings.QUIET_HOURS or (0, 0)
    if begin == end:
        return moment
    local = timezone.localtime(moment, zone)
    quiet = begin <= local.hour or local.hour < end if begin > end else begin <= local.hour < end
    if not quiet:
        return moment
    morning = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


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
    """Send a leased letter and mark it; on an error put it back with a growing pause, or give it up after the last.

    Where the mail server refuses the address for good (a code from 500 up), the letter has come back: nobody tries again.
    """
    # Only our own lease is marked: if it ran out, another sender has the letter now.
    rows = OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
    try:
        message_of(mail).send()
    except Exception as error:
        given_up = mail.attempts > len(RETRY_AFTER)
        pause = RETRY_AFTER[min(mail.attempts, len(RETRY_AFTER)) - 1]
        state = State.BOUNCED if is_refused(error) else State.FAILED if given_up else State.QUEUED
        rows.update(state=state, due_at=timezone.now() + pause, leased_until=None, last_error=str(error)[:300])
        return False
    rows.update(state=State.SENT, sent_at=timezone.now(), leased_until=None, last_error="")
    return True


def is_refused(error: Exception) -> bool:
    """Whether the mail server said that this address will never get the letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


@transaction.atomic
def record_bounce(*, bounce: Bounce) -> bool:
    """Note that a letter came back; return False where it is none of ours or the server goes on trying."""
    if not bounce.is_final:
        return False
    rows = OutboxMail.objects.filter(message_id=bounce.message_id).exclude(state=State.BOUNCED)
    mail = rows.first()
    if mail is None:
        return False
    rows.update(state=State.BOUNCED, last_error=bounce.reason)
    log_action("record_bounce", by=None, on=mail, scope=mail.scope)
    return True


@transaction.atomic
def retry_mail(*, mail: OutboxMail, by: object) -> bool:
    """Send a letter again that came back or was given up; return False where it is not in such a state any more.

    A letter whose text was deleted when its time was over has nothing to say and is left alone, too.
    """
    rows = OutboxMail.objects.filter(pk=mail.pk, state__in=[State.BOUNCED, State.FAILED]).exclude(text="")
    if not rows.update(state=State.QUEUED, attempts=0, due_at=timezone.now(), last_error=""):
        return False
    log_action("retry_mail", by=by, on=mail, scope=mail.scope)
    return True


@transaction.atomic
def retry_given_up(*, scope: str, by: object) -> int:
    """Send all letters of a programme again that were given up, as after a mail server that was away; return how many.

    Letters that came back are left alone: their address is wrong, and sending them again harms the house's good name.
    """
    mails = letters_of(scope).filter(state=State.FAILED).only("pk", "scope")
    return sum(retry_mail(mail=mail, by=by) for mail in mails)


@transaction.atomic
def stop_letters(*, email: str, category: str, scope: str) -> None:
    """Send no more letters of this kind to this address; those that still wait are taken back."""
    row, is_new = OptOut.objects.get_or_create(email=email.lower(), category=category, scope=scope)
    waiting = OutboxMail.objects.filter(to__iexact=email, category=category, scope=scope, state=State.QUEUED)
    waiting.update(state=State.STOPPED)
    if is_new:
        log_action("stop_letters", by=None, on=row, scope=scope, category=category)
