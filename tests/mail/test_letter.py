"""A letter as it leaves: text and HTML say the same, names make no links, and one click stops what one can do without."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail as django_mail
from django.test import Client

from resonanz.core.models import LogEntry
from resonanz.mail.actions import after_quiet_hours, queue_mail, send_due_mails
from resonanz.mail.enums import Category, State
from resonanz.mail.letter import html_of, message_of, text_of, unsubscribe_path
from resonanz.mail.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base(settings: LazySettings) -> None:
    settings.BASE_URL = "https://mentoring.example.org"


def letter(key: str = "a", **more: Any) -> OutboxMail:
    words = {"to": "amina@example.org", "language": "de", "subject": "Hallo", "text": "Guten Tag,\n\nbis bald!"}
    return queue_mail(key=key, **{**words, **more})


def body_of(html: str) -> str:
    return html[html.index("<body>") :]


def test_text_and_html_say_the_same_with_a_button() -> None:
    mail = letter(link=("Zur Seite", "/tandems/1/"))
    message = message_of(mail)
    assert message.body == "Guten Tag,\n\nbis bald!\n\nZur Seite:\nhttps://mentoring.example.org/tandems/1/\n"
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert re.findall(r"<p dir=\"auto\">(.*)</p>", str(html)) == ["Guten Tag,", "bis bald!"]
    assert re.findall(r'<a class="button" href="([^"]*)">([^<]*)</a>', str(html)) == [
        ("https://mentoring.example.org/tandems/1/", "Zur Seite")
    ]


def test_arabic_letters_run_from_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in html_of(letter(language="ar", subject="مرحبا", text="أهلا"))


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/login",
        "<a href=https://evil.example>Hier</a>",
        "<script>alert(1)</script>",
        "[Hier](https://evil.example)",
        "https://mentoring.example.org.evil.example/",
        "{{7*7}} {% load x %} {x.__class__}",
    ],
)
def test_what_people_write_makes_no_link_and_no_markup(name: str) -> None:
    body = body_of(html_of(letter(subject=name[:100], text=f"Hallo {name},\n\nbis bald!")))
    assert re.findall(r"<(?:a|script)\b", body) == []
    assert "49" not in body


def test_our_own_addresses_become_links() -> None:
    body = body_of(html_of(letter(text="Hier: https://mentoring.example.org/apply/x?y=1&z=2 bitte")))
    assert re.findall(r'href="([^"]*)"', body) == ["https://mentoring.example.org/apply/x?y=1&amp;z=2"]


def test_only_letters_one_can_do_without_can_be_stopped() -> None:
    headers = [set(message_of(letter(key=kind, category=kind)).extra_headers) for kind in Category.values]
    stop = {"Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"}
    assert headers == [{"Message-ID", "Auto-Submitted"}, {"Message-ID", "Auto-Submitted"}, stop, stop]


def test_one_click_stops_letters_of_this_kind_and_no_others(client: Client) -> None:
    mail = letter(category=Category.NEWS, scope="programme:3")
    path = unsubscribe_path(mail)
    assert path in text_of(mail)
    assert client.get(path).status_code == 200
    mail.refresh_from_db()
    assert mail.state == State.QUEUED  # looking is not stopping: mail scanners open links
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    mail.refresh_from_db()
    later = [
        letter("b", category=Category.NEWS, scope="programme:3", to="Amina@Example.org"),
        letter("c", category=Category.NEWS, scope="programme:4"),
        letter("d", category=Category.REMINDER, scope="programme:3"),
        letter("e", scope="programme:3"),
    ]
    assert [row.state for row in (mail, *later)] == ["stopped", "stopped", "queued", "queued", "queued"]
    assert send_due_mails() == 3
    client.post(path)
    assert LogEntry.objects.filter(verb="stop_letters").count() == 1


@pytest.mark.parametrize("token", ["nonsense", "WyJhIiwiYiIsImMiXQ:1tabcd:xxxxxxxx"])
def test_a_forged_link_stops_nothing(client: Client, token: str) -> None:
    assert client.post(f"/letters/stop/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        ((21, 7), "2026-11-25T19:59", "2026-11-25T19:59"),  # 20:59 in Vienna
        ((21, 7), "2026-11-25T20:00", "2026-11-26T06:00"),
        ((21, 7), "2026-11-26T01:30", "2026-11-26T06:00"),
        ((21, 7), "2026-11-26T06:00", "2026-11-26T06:00"),
        ((1, 5), "2026-11-26T00:30", "2026-11-26T04:00"),
        ((21, 7), "2027-03-27T22:30", "2027-03-28T05:00"),  # the night in which summer time begins
        (None, "2026-11-26T01:30", "2026-11-26T01:30"),
    ],
)
def test_quiet_hours(settings: LazySettings, hours: tuple[int, int] | None, now: str, expected: str) -> None:
    settings.QUIET_HOURS = hours
    moment, morning = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, expected))
    assert after_quiet_hours(moment) == morning


def test_at_night_only_letters_about_signing_in_leave(settings: LazySettings) -> None:
    settings.QUIET_HOURS = (21, 7)
    with time_machine.travel("2026-11-25T22:30:00+00:00", tick=False):
        account = letter("a", category=Category.ACCOUNT)
        letter("b")
        assert send_due_mails() == 1
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [account.message_id]
    with time_machine.travel("2026-11-26T06:00:00+00:00", tick=False):
        assert send_due_mails() == 1
