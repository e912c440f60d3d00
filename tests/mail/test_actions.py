"""The outbox: nothing lost, nothing sent twice without a trace."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from resonanz.mail.actions import LEASE, RETRY_AFTER, lease_mail, queue_mail, send_due_mails, send_mail
from resonanz.mail.enums import State
from resonanz.mail.models import OutboxMail

pytestmark = pytest.mark.django_db


class Broken(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("the line is dead")


def queue(key: str = "a") -> OutboxMail:
    return queue_mail(key=key, to="amina@example.org", language="de", subject="Hallo", text="Guten Tag")


def test_the_same_cause_writes_once() -> None:
    assert queue() == queue()
    assert OutboxMail.objects.count() == 1


def test_a_letter_is_sent_once_with_its_fixed_id() -> None:
    letter = queue()
    assert (send_due_mails(), send_due_mails()) == (1, 0)
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [letter.message_id]
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.leased_until) == (State.SENT, 1, None)


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    letter = queue_mail(key="b", to="a@example.org", language="de", subject="Hallo\nBcc: evil@example.org", text="x")
    assert letter.subject == "Hallo Bcc: evil@example.org"


def test_of_two_senders_one_takes_the_letter() -> None:
    letter, same = queue(), OutboxMail.objects.get()
    now = timezone.now()
    assert [lease_mail(mail=letter, now=now), lease_mail(mail=same, now=now)] == [True, False]


def test_a_letter_whose_sender_died_is_sent_again_under_the_same_id() -> None:
    letter = queue()
    lease_mail(mail=letter, now=timezone.now())
    assert send_due_mails() == 0
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert send_due_mails() == 1
    assert django_mail.outbox[0].extra_headers["Message-ID"] == letter.message_id


def test_a_refused_letter_waits_longer_each_time_and_is_given_up_in_sight(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.mail.test_actions.Broken"
    letter, now, pauses = queue(), timezone.now(), []
    for _ in range(len(RETRY_AFTER) + 1):
        with time_machine.travel(now, tick=False):
            assert send_due_mails() == 0
        letter.refresh_from_db()
        pauses.append(letter.due_at - now)
        now = letter.due_at + timedelta(seconds=1)
    assert pauses == [*RETRY_AFTER, RETRY_AFTER[-1]]
    assert (letter.state, letter.last_error) == (State.FAILED, "the line is dead")


class Poisoned(EmailBackend):
    """A mail server library that stumbles over one address, in a way nobody foresaw."""

    def send_messages(self, messages: Any) -> int:
        if "poison" in messages[0].to[0]:
            raise UnicodeError("label too long")
        return int(super().send_messages(messages))


def test_one_letter_that_cannot_be_sent_does_not_keep_the_others_waiting(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.mail.test_actions.Poisoned"
    bad = queue_mail(key="bad", to="poison@example.org", language="de", subject="x", text="y")
    queue("good")
    assert send_due_mails() == 1
    bad.refresh_from_db()
    assert (bad.state, bad.last_error) == (State.QUEUED, "label too long")


def test_a_sender_whose_lease_ran_out_does_not_undo_what_another_did() -> None:
    letter = queue()
    slow = OutboxMail.objects.get()
    lease_mail(mail=slow, now=timezone.now())
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert send_due_mails() == 1
    OutboxMail.objects.filter(pk=slow.pk).update(last_error="")
    send_mail(mail=slow)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.SENT, 2)
