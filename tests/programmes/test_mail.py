"""The letters of a programme as its coordinators see them: that and when, and the text only where the team wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.mails.apply import mail_reminder
from resonanz.applications.mails.review import Letter, send_letter
from resonanz.core.models import LogEntry
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category, Shown, State
from resonanz.mail.letter import message_of
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import ask_to_be_told
from tests.factories import House, make_cohort
from tests.factories.applications import make_application
from tests.factories.apply import make_draft, make_submitted

pytestmark = pytest.mark.django_db
SECRET = "Nur für Amina"


@pytest.fixture
def alice(house: House, client_of: Callable[[Person | None], Client]) -> Client:
    OutboxMail.objects.all().delete()  # what the small world has written on its way
    return client_of(house.alice)


def letter(house: House, key: str, **more: Any) -> OutboxMail:
    words = {"to": f"{key}@example.org", "language": "de", "subject": f"Betreff {key}", "text": SECRET}
    return queue_mail(key=key, **{**words, "scope": house.programme.scope, **more})


def in_state(house: House, key: str, state: str, **more: Any) -> OutboxMail:
    mail = letter(house, key)
    OutboxMail.objects.filter(pk=mail.pk).update(state=state, **more)
    mail.refresh_from_db()
    return mail


def listed(client: Client, house: House, query: str = "") -> list[str]:
    page = client.get(reverse("programmes:mail", args=[house.programme.slug]) + query)
    return [mail.key for mail in page.context["letters"]]


def test_letters_of_the_programme_newest_first(house: House, alice: Client) -> None:
    letter(house, "first")
    letter(house, "second")
    letter(house, "foreign", scope=house.other_programme.scope)
    letter(house, "nobodys", scope="")
    letter(house, "account", category=Category.ACCOUNT)
    letter(house, "draft", shown=Shown.NOTHING)
    assert listed(alice, house) == ["second", "first"]


def test_a_text_is_shown_only_where_the_team_wrote_it(house: House, alice: Client) -> None:
    closed, draft = letter(house, "closed"), letter(house, "draft", shown=Shown.NOTHING)
    account = letter(house, "account", category=Category.ACCOUNT, shown=Shown.TEXT)
    foreign = letter(house, "foreign", shown=Shown.TEXT, scope=house.other_programme.scope)
    written = letter(house, "written", shown=Shown.TEXT)
    pages = [alice.get(reverse("programmes:letter", args=[house.programme.slug, mail.pk])) for mail in
             (closed, draft, account, foreign, written)]  # fmt: skip
    assert [page.status_code for page in pages] == [404, 404, 404, 404, 200]
    assert SECRET in pages[-1].content.decode()
    overview = alice.get(reverse("programmes:mail", args=[house.programme.slug])).content.decode()
    assert ("Betreff closed" in overview, SECRET in overview) == (True, False)


def test_the_list_is_narrowed_by_what_became_of_them_and_by_address(house: House, alice: Client) -> None:
    for state in State.values:
        in_state(house, state, state)
    assert listed(alice, house, "?show=trouble") == ["failed", "bounced"]
    assert listed(alice, house, "?show=waiting") == ["sending", "queued"]
    assert listed(alice, house, "?show=sent") == ["sent"]
    assert listed(alice, house, "?show=stopped") == ["stopped"]
    assert listed(alice, house, "?show=nonsense&q=BOUNCED@") == ["bounced"]
    page = alice.get(reverse("programmes:mail", args=[house.programme.slug]))
    assert [(name, number) for name, _label, number in page.context["shown"]] == [
        ("all", 6), ("trouble", 2), ("waiting", 2), ("sent", 1), ("stopped", 1),
    ]  # fmt: skip


def test_a_letter_that_came_back_is_sent_again_once(house: House, alice: Client) -> None:
    mail = in_state(house, "back", State.BOUNCED, last_error="550 no such user", attempts=1)
    address = reverse("programmes:send_again", args=[house.programme.slug, mail.pk])
    said = [[str(m) for m in alice.post(address, follow=True).context["messages"]] for _ in range(2)]
    assert said == [
        ["Der Brief an back@example.org ist noch einmal unterwegs."], ["Dieser Brief ist schon unterwegs."]
    ]  # fmt: skip
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.QUEUED, 0)
    assert LogEntry.objects.get(verb="retry_mail").actor == house.alice


def test_another_programmes_letter_cannot_be_sent_again(house: House, alice: Client) -> None:
    mail = in_state(house, "x", State.BOUNCED)
    OutboxMail.objects.update(scope=house.other_programme.scope)
    assert alice.post(reverse("programmes:send_again", args=[house.programme.slug, mail.pk])).status_code == 404
    alice.post(reverse("programmes:send_all_again", args=[house.programme.slug]))
    mail.refresh_from_db()
    assert mail.state == State.BOUNCED


def test_all_that_were_given_up_are_sent_again_but_not_wrong_addresses(house: House, alice: Client) -> None:
    for key, state in (("a", State.FAILED), ("b", State.FAILED), ("c", State.BOUNCED)):
        in_state(house, key, state)
    page = alice.post(reverse("programmes:send_all_again", args=[house.programme.slug]), follow=True)
    assert [str(m) for m in page.context["messages"]] == ["2 Briefe sind noch einmal unterwegs."]
    assert dict(OutboxMail.objects.values_list("key", "state")) == {"a": "queued", "b": "queued", "c": "bounced"}


def test_a_sender_that_does_not_run_is_noticed(house: House, alice: Client, settings: Any) -> None:
    settings.DEMO = False
    mail = letter(house, "waits")

    def is_said() -> bool:
        return bool(alice.get(reverse("programmes:mail", args=[house.programme.slug])).context["is_sender_silent"])

    OutboxMail.objects.filter(pk=mail.pk).update(due_at=timezone.now() - timedelta(minutes=14))
    assert not is_said()
    OutboxMail.objects.filter(pk=mail.pk).update(due_at=timezone.now() - timedelta(minutes=16))
    assert is_said()
    OutboxMail.objects.filter(pk=mail.pk).update(attempts=1)
    assert not is_said()


def test_what_came_back_stands_on_the_first_page(house: House, alice: Client) -> None:
    assert alice.get(reverse("matching:today")).context["came_back"] == []
    in_state(house, "back", State.BOUNCED)
    in_state(house, "gone", State.FAILED)
    assert alice.get(reverse("matching:today")).context["came_back"] == [(house.programme, 2)]


def test_a_draft_is_the_applicants_own_and_what_is_handed_in_is_seen(house: House, alice: Client) -> None:
    draft = make_draft(make_cohort(house.programme, state="open"), by=house.noor.person)
    mail_reminder(draft)
    ask_to_be_told(programme=house.programme, email="w@example.org", group="second", language="de", site="https://x")
    assert OutboxMail.objects.count() >= 2
    assert listed(alice, house) == []


def test_decisions_can_be_read_and_links_stay_secret(house: House, alice: Client) -> None:
    application = make_application(house.cohort)
    send_letter(application, "1", Letter("Sie sind dabei", "Guten Tag"))
    assert OutboxMail.objects.get().shown == Shown.TEXT
    assert listed(alice, house) == [f"application:{application.pk}:1"]
    row = make_submitted(make_cohort(house.programme, state="open"), by=house.noor.person)
    received = OutboxMail.objects.get(key=f"application:{row.pk}:received")
    assert (received.shown, received.scope) == (Shown.ENVELOPE, house.programme.scope)


def test_a_reminder_can_be_stopped_by_one_click(house: House) -> None:
    draft = make_draft(make_cohort(house.programme, state="open"), by=house.noor.person)
    mail_reminder(draft)
    reminder = OutboxMail.objects.get(key=f"application:{draft.pk}:reminder")
    assert (reminder.category, "List-Unsubscribe" in message_of(reminder).extra_headers) == (Category.REMINDER, True)


def test_a_letter_whose_text_is_gone_is_neither_sent_again_nor_opened(house: House, alice: Client) -> None:
    empty = in_state(house, "old", State.FAILED, subject="", text="", shown=Shown.TEXT)
    page = alice.get(reverse("programmes:mail", args=[house.programme.slug])).content.decode()
    address = reverse("programmes:letter", args=[house.programme.slug, empty.pk])
    again = reverse("programmes:send_again", args=[house.programme.slug, empty.pk])
    all_again = reverse("programmes:send_all_again", args=[house.programme.slug])
    assert ("Text nicht mehr aufbewahrt" in page, address in page, again in page, all_again in page) == (True, *[False] * 3)
    assert alice.get(address).status_code == 404
    alice.post(again)
    alice.post(all_again)
    empty.refresh_from_db()
    assert empty.state == State.FAILED
