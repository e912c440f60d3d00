"""What must happen once only: an account for an address, a letter."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError

from resonanz.mail.actions import queue_mail, send_due_mails
from tests.factories import make_person
from tests.races import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_address_gets_one_account() -> None:
    seen = race([lambda: make_person("Kim", email="kim@example.org")] * THREADS)
    assert (seen.count("done"), seen.count(IntegrityError)) == (1, THREADS - 1)


def test_many_senders_send_each_letter_once() -> None:
    for n in range(12):
        queue_mail(key=f"race{n}", to=f"p{n}@example.org", language="de", subject="Hallo", text="x", category="account")
    assert race([send_due_mails] * THREADS) == ["done"] * THREADS
    assert sorted(message.to[0] for message in django_mail.outbox) == sorted(f"p{n}@example.org" for n in range(12))
