"""Letters that come back: refused at once, or returned later by the mail server."""

from __future__ import annotations

import io
import smtplib
import sys
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from resonanz.core.models import LogEntry
from resonanz.mail.actions import queue_mail, record_bounce, retry_mail, send_due_mails
from resonanz.mail.bounces import Bounce, read_bounce
from resonanz.mail.enums import State
from resonanz.mail.models import OutboxMail
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def letter() -> OutboxMail:
    return queue_mail(key="a", to="amina@example.org", language="de", subject="Hallo", text="Guten Tag")


class Refusing(EmailBackend):
    """A mail server that answers with the error in `error`."""

    error: Exception

    def send_messages(self, messages: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), State.BOUNCED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"try later")}), State.QUEUED),
        (smtplib.SMTPDataError(554, b"refused"), State.BOUNCED),
        (smtplib.SMTPDataError(451, b"try later"), State.QUEUED),
        (smtplib.SMTPSenderRefused(553, b"not from here", "us"), State.QUEUED),  # our own mistake, not the reader's
        (TimeoutError("slow"), State.QUEUED),
    ],
)
def test_a_refused_address_is_not_tried_again(settings: Any, error: Exception, state: str) -> None:
    settings.EMAIL_BACKEND = "tests.mail.test_bounces.Refusing"
    Refusing.error = error
    mail = letter()
    assert send_due_mails() == 0
    mail.refresh_from_db()
    assert mail.state == state


def notice(message_id: str, action: str = "failed", status: str = "5.1.1", *, headers_only: bool = False) -> bytes:
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: MAILER-DAEMON@example.org\r\nTo: us@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; amina@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\nMessage-ID: {message_id}\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_returned_letter_is_recognised_by_its_id(headers_only: bool) -> None:
    mail = letter()
    found = read_bounce(notice(mail.message_id, headers_only=headers_only))
    assert found == Bounce(mail.message_id, "smtp; 550 5.1.1 no such user", True)
    assert [record_bounce(bounce=found), record_bounce(bounce=found)] == [True, False]
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.BOUNCED, "smtp; 550 5.1.1 no such user")
    assert LogEntry.objects.filter(verb="record_bounce").count() == 1


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
def test_a_delay_is_no_return(action: str, status: str) -> None:
    mail = letter()
    found = read_bounce(notice(mail.message_id, action, status))
    assert found is not None
    assert not record_bounce(bounce=found)
    mail.refresh_from_db()
    assert mail.state == State.QUEUED


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"Subject: out of office\r\n\r\nback on Monday"])
def test_other_messages_are_left_alone(content: bytes) -> None:
    assert read_bounce(content) is None


def test_the_command_takes_the_mail_servers_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = letter()
    said = []
    for content in (notice(mail.message_id), b"Subject: hello\r\n\r\n", notice("<other@example.org>")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        out = io.StringIO()
        call_command("record_bounce", stdout=out)
        said.append(out.getvalue().split(";")[0].strip())
    assert said == [
        "Noted.",
        "This is no notice about a returned letter",
        "The letter is not one of ours, or the mail server goes on trying",
    ]


def test_staff_may_have_a_returned_letter_sent_again() -> None:
    mail, kim = letter(), make_person("Kim")
    record_bounce(bounce=Bounce(mail.message_id, "no such user", True))
    assert [retry_mail(mail=mail, by=kim), retry_mail(mail=mail, by=kim)] == [True, False]
    assert send_due_mails() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.SENT, "")
