"""Messages: written once, mended and taken back within limits, read page by page, told of once and not at night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.core.sealed import SomebodyElses
from resonanz.mail.models import OutboxMail
from resonanz.messaging.actions import (
    CannotWrite,
    TooLate,
    change_preference,
    delete_message,
    edit_message,
    read_messages,
    write_message,
)
from resonanz.messaging.models import Conversation, Message, Reader
from resonanz.messaging.queries.messages import SHOWN, page_of, unread_of
from resonanz.messaging.views.messages import WRITING
from resonanz.people.models import Person
from resonanz.tandems.actions import block_person, end_tandem, unblock_person
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import room_of
from tests.factories import House
from tests.factories.messaging import write

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)  # in Vienna


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def letters(person: Person) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(to=person.email, key__contains=":messages-").order_by("pk"))


def url(house: House, query: str = "") -> str:
    return reverse("messaging:messages", args=[house.active.pk]) + query


def test_a_conversation_opens_with_the_tandem(house: House) -> None:
    assert [row.tandem_id for row in Conversation.objects.all()] == [house.active.pk]


@pytest.mark.parametrize("text", ["Hallo!", "مرحبا، متى نلتقي؟", "Привіт — до зустрічі", "a\n\nb", "<b>&amp;</b>"])
def test_what_one_writes_the_other_reads(house: House, client_of: Callable[[Person | None], Client], text: str) -> None:
    sent = client_of(house.jonas.person).post(url(house), {"text": text})
    assert (sent.status_code, sent.headers["Location"]) == (302, url(house, "#newest"))
    row = Message.objects.get()
    assert (row.opened("text"), row.by_id) == (text, house.jonas.person.pk)
    assert text not in row.text
    page = page_of(row.conversation, house.amina.person)
    assert [shown.text for day in page.days for shown in day.messages] == [text]
    assert "<b>&amp;" not in client_of(house.amina.person).get(url(house)).content.decode()


def test_a_form_that_comes_twice_writes_once(house: House, client_of: Callable[[Person | None], Client]) -> None:
    client, data = client_of(house.jonas.person), {"text": "Einmal", "key": str(uuid4())}
    assert [client.post(url(house), data).status_code for _ in range(3)] == [302, 302, 302]
    assert Message.objects.count() == 1
    assert LogEntry.objects.filter(verb="write_message").count() == 1
    assert len(letters(house.amina.person)) == 1
    assert client_of(house.amina.person).post(url(house), data).status_code == 403
    with pytest.raises(SomebodyElses):
        write_message(tandem=house.active, text="x", key=Message.objects.get().key, by=house.amina.person)


def test_looking_for_new_ones_loads_the_page_and_leads_to_its_end(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    client = client_of(house.amina.person)
    assert 'href="?look=1"' in client.get(url(house)).content.decode()
    assert client.get(url(house, "?look=1")).headers["Location"] == url(house, "#newest")


def test_an_empty_message_is_not_sent_and_a_long_one_is_kept_in_the_form(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    client, long = client_of(house.jonas.person), "Wort " * 900
    assert client.post(url(house), {"text": "  "}).status_code == 200
    page = client.post(url(house), {"text": long})
    assert (page.status_code, long.strip() in page.content.decode(), Message.objects.count()) == (200, True, 0)


def test_one_letter_until_it_is_read_and_none_for_what_was_read_meanwhile(house: House, now: Any) -> None:
    amina = house.amina.person
    for _ in range(3):
        write(house)
    assert [(row.due_at, row.language) for row in letters(amina)] == [(NOON + timedelta(minutes=2), "de")]
    assert "Hallo!" not in letters(amina)[0].text
    assert unread_of(house.active, amina) == 3
    read_messages(conversation=house.active.conversation, until=Message.objects.latest("pk").pk, by=amina)
    assert (letters(amina), unread_of(house.active, amina)) == ([], 0)
    write(house)
    OutboxMail.objects.update(state="sent")
    write(house)
    read_messages(conversation=house.active.conversation, until=Message.objects.latest("pk").pk, by=amina)
    write(house)
    assert [row.state for row in letters(amina)] == ["sent", "queued"]
    assert letters(house.jonas.person) == []


def prefer(person: Person, **values: Any) -> None:
    usual: dict[str, Any] = {
        "shows_reading": False, "is_mailed": True, "quiet_from": None, "quiet_until": None, "time_zone": "",
    }  # fmt: skip
    change_preference(person=person, by=person, **(usual | values))


@pytest.mark.parametrize(
    ("values", "hour", "due"),
    [
        ({}, 23, "06:00"),  # Vienna's quiet hours, 21 to 7; in UTC
        ({}, 11, "11:02"),
        ({"quiet_from": 9, "quiet_until": 17}, 11, "16:00"),
        ({"quiet_from": 9, "quiet_until": 17}, 23, "23:02"),  # one's own hours replace the usual ones
        ({"quiet_from": 21, "quiet_until": 7, "time_zone": "Asia/Jakarta"}, 23, "00:00"),  # 6 o'clock there: one hour more
        ({"quiet_from": 21, "quiet_until": 7, "time_zone": "Asia/Jakarta"}, 11, "11:02"),
        ({"time_zone": "Asia/Jakarta"}, 18, "00:00"),  # the usual hours by one's own clock
    ],
)
def test_no_letter_in_quiet_hours(
    house: House, settings: LazySettings, now: Any, values: dict[str, Any], hour: int, due: str
) -> None:
    settings.QUIET_HOURS = (21, 7)
    prefer(house.amina.person, **values)
    now.move_to(NOON.replace(hour=hour))
    write(house)
    assert [f"{row.due_at:%H:%M}" for row in letters(house.amina.person)] == [due]


def test_who_wants_no_letters_gets_none(house: House) -> None:
    prefer(house.amina.person, is_mailed=False)
    write(house)
    assert letters(house.amina.person) == []
    assert unread_of(house.active, house.amina.person) == 1


def test_mending_for_an_hour_and_taking_back_for_a_day(house: House, now: Any) -> None:
    row, jonas = write(house), house.jonas.person
    now.shift(timedelta(minutes=59))
    edit_message(message=row, text="Besser", by=jonas)
    row.refresh_from_db()
    assert (row.opened("text"), row.edited_at) == ("Besser", timezone.now())
    now.shift(timedelta(minutes=1))
    with pytest.raises(TooLate):
        edit_message(message=row, text="Zu spät", by=jonas)
    now.shift(timedelta(hours=22, minutes=59))
    delete_message(message=row, by=jonas)
    row.refresh_from_db()
    assert (row.text, row.opened("text"), row.deleted_at) == ("", "", timezone.now())
    with pytest.raises(TooLate):
        delete_message(message=row, by=jonas)
    late = write(house)
    now.shift(timedelta(hours=24))
    with pytest.raises(TooLate):
        delete_message(message=late, by=jonas)


def test_a_deleted_message_leaves_its_place(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row = write(house, "Das war zu schnell")
    client = client_of(house.jonas.person)
    where = reverse("messaging:delete_message", args=[house.active.pk, row.pk])
    assert client.post(where).headers["Location"] == url(house, f"#message-{row.pk}")
    page = client_of(house.amina.person).get(url(house)).content.decode()
    assert ("zu schnell" in page, "Diese Nachricht wurde gelöscht." in page) == (False, True)
    assert unread_of(house.active, house.amina.person) == 0


def test_nobody_changes_what_the_other_wrote(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row, client = write(house), client_of(house.amina.person)
    for name in ("edit_message", "delete_message"):
        assert client.post(reverse(f"messaging:{name}", args=[house.active.pk, row.pk]), {"text": "x"}).status_code == 404
    other = reverse("messaging:edit_message", args=[house.proposed.pk, row.pk])  # the right message, the wrong tandem
    assert client_of(house.jonas.person).post(other, {"text": "x"}).status_code == 404


def test_pages_go_back_in_time_with_a_line_for_each_day(house: House, now: Any) -> None:
    numbers = []
    for place in range(SHOWN + 5):
        numbers.append(write(house, f"Nr. {place}").pk)
        now.shift(timedelta(hours=6))
    conversation = house.active.conversation
    newest = page_of(conversation, house.amina.person)
    shown = [entry.message.pk for day in newest.days for entry in day.messages]
    assert (shown, newest.newest, newest.earlier) == (numbers[5:], numbers[-1], numbers[5])
    assert [day.day for day in newest.days] == sorted({day.day for day in newest.days})
    before = page_of(conversation, house.amina.person, before=newest.earlier)
    assert [entry.text for day in before.days for entry in day.messages] == [f"Nr. {place}" for place in range(5)]
    assert before.earlier == 0


def test_looking_at_old_pages_reads_nothing(house: House, client_of: Callable[[Person | None], Client]) -> None:
    for _ in range(3):
        last = write(house)
    client = client_of(house.amina.person)
    for query in (f"?before={last.pk}", "?before=x", f"?before={'9' * 40}"):
        assert client.get(url(house, query)).status_code == 200
    client.head(url(house))
    read = Reader.objects.filter(person=house.amina.person).values_list("read_until", flat=True)
    assert list(read) == [last.pk]  # "x" is no number, and so the newest page
    Reader.objects.all().delete()
    client.get(url(house, f"?before={last.pk}"))
    client.head(url(house))
    assert list(read.all()) == []


@pytest.mark.parametrize("allowing", [(), ("jonas",), ("amina",), ("jonas", "amina")])
def test_receipts_need_both(house: House, allowing: tuple[str, ...]) -> None:
    first, second = write(house), write(house)
    read_messages(conversation=first.conversation, until=first.pk, by=house.amina.person)
    for name in allowing:
        prefer(getattr(house, name).person, shows_reading=True)
    page = page_of(first.conversation, house.jonas.person)
    assert page.seen == (first.pk if len(allowing) == 2 else 0)
    assert second.pk == page.newest


def test_reading_never_goes_back(house: House) -> None:
    first, second = write(house), write(house)
    for until in (second.pk, first.pk):
        read_messages(conversation=first.conversation, until=until, by=house.amina.person)
    assert Reader.objects.get(person=house.amina.person).read_until == second.pk


def test_nothing_is_written_while_the_team_clarifies(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row = write(house)
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    with pytest.raises(CannotWrite):
        write(house)
    for act, more in ((edit_message, {"text": "x"}), (delete_message, {})):
        with pytest.raises(CannotWrite):
            act(message=Message.objects.get(pk=row.pk), by=house.jonas.person, **more)
    client = client_of(house.jonas.person)
    page = client.get(url(house)).content.decode()
    assert ("Hallo!" in page, "Das Team klärt gerade etwas." in page, 'name="text"' in page) == (True, True, False)
    tried = client.post(url(house), {"text": "Bitte nicht verlieren"})
    assert (tried.status_code, "Bitte nicht verlieren" in tried.content.decode()) == (200, True)
    assert Message.objects.count() == 1


def test_after_the_end_there_are_thirty_days_for_a_last_word(house: House, now: Any) -> None:
    end_tandem(tandem=house.active, by=house.jonas.person)
    now.shift(timedelta(days=30))
    write(house, "Danke für alles")
    now.shift(timedelta(days=1))
    with pytest.raises(CannotWrite) as error:
        write(house)
    assert error.value.obstacle == "ended"


def test_a_block_is_heard_by_both(house: House) -> None:
    block_person(other=house.jonas.person, by=house.amina.person)
    for by in (house.jonas.person, house.amina.person):
        with pytest.raises(CannotWrite) as error:
            write_message(tandem=house.active, text="x", key=uuid4(), by=by)
        assert error.value.obstacle == "blocked"
    unblock_person(other=house.jonas.person, by=house.amina.person)
    write(house)


def test_a_suggestion_is_no_conversation(house: House) -> None:
    with pytest.raises(CannotWrite) as error:
        write_message(tandem=house.proposed, text="x", key=uuid4(), by=house.karin.person)
    assert error.value.obstacle == "early"


def test_who_writes_by_the_hundred_is_asked_to_wait(
    house: House, client_of: Callable[[Person | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WRITING, "most", 2)
    client = client_of(house.jonas.person)
    answers = [client.post(url(house), {"text": f"Nr. {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Nr. 2" in answers[2].content.decode()


def test_the_team_sees_that_and_when(house: House, client_of: Callable[[Person | None], Client]) -> None:
    write(house, "Nur für uns")
    page = client_of(house.alice).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert ("zuletzt am" in page, "Nur für uns" in page) == (True, False)
    assert client_of(house.alice).get(url(house)).status_code == 403


def test_the_page_of_the_tandem_counts_what_is_new(house: House, client_of: Callable[[Person | None], Client]) -> None:
    write(house)
    write(house)
    amina = house.amina.person
    client = client_of(amina)
    where = reverse("tandems:tandem", args=[house.active.pk])
    assert '<span class="badge">2</span>' in client.get(where).content.decode()
    client.get(url(house))
    assert [part.number for part in room_of(house.active, amina).tiles if part.url == url(house)] == [0]


def test_settings_are_kept_and_mistakes_are_told(house: House, client_of: Callable[[Person | None], Client]) -> None:
    client, where = client_of(house.amina.person), reverse("messaging:preference")
    data = {"is_mailed": "on", "quiet_from": "20", "quiet_until": "8", "time_zone": "Asia/Jakarta", "shows_reading": "on"}
    assert client.post(where, data).status_code == 302
    row = house.amina.person.message_preference
    kept = (row.is_mailed, row.quiet_from, row.quiet_until, row.time_zone, row.shows_reading)
    assert kept == (True, 20, 8, "Asia/Jakarta", True)
    for wrong in ({"quiet_until": ""}, {"time_zone": "Mars/Olympus"}, {"quiet_from": "24"}):
        assert client.post(where, data | wrong).status_code == 200
    assert client.post(where, {"quiet_from": "", "quiet_until": "", "time_zone": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.is_mailed, row.quiet_from, row.shows_reading) == (False, None, False)
