"""What a programme settles about messages and files: on its page, out of a preset and back, and where it is honoured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.messaging.actions import CannotWrite, change_preference, read_messages, write_message
from resonanz.messaging.actions.settings import change_messaging, dump_messaging, messaging_values
from resonanz.messaging.forms.files import MEGABYTE
from resonanz.messaging.models import Message, MessagingSettings, Preference, TandemFile
from resonanz.messaging.queries.messages import page_of
from resonanz.messaging.queries.settings import settings_of
from resonanz.people.models import Person
from resonanz.privacy.queries.due import due_content
from resonanz.privacy.queries.record import record_of
from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset
from resonanz.programmes.actions.settings import fingerprint
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import end_tandem
from resonanz.tandems.models import Tandem
from tests.factories import House, make_programme
from tests.factories.messaging import PDF, write

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
PERIOD = "5 Monate nach dem Ende des Tandems; was Sie löschen, sofort"
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
PRESETS = {path.stem: path for path in preset_files()}
USUAL = {"writing_days": 30, "receipts": "choice", "quiet_from": None, "quiet_until": None, "file_mb": 5}


@pytest.fixture
def now() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def settle(house: House, **columns: Any) -> None:
    change_messaging(programme=house.programme, by=house.alice, **columns)


def keep_texts(house: House, months: int) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(retention={"messages": months})


def fresh(house: House) -> Tandem:
    return Tandem.objects.get(pk=house.active.pk)


def say(house: House, text: str = "Danke") -> Message:
    return write_message(tandem=fresh(house), text=text, key=uuid4(), by=house.jonas.person)


@pytest.mark.parametrize("slug", PRESETS)
def test_each_of_the_five_says_it_and_gives_it_back(slug: str) -> None:
    said = read_preset(PRESETS[slug])["messaging"]
    programme = make_programme(slug)
    assert {"writing_days", "receipts", "file_mb"} <= said.keys()
    assert dump_messaging(programme) == {"messaging": said}
    assert said["writing_days"] <= programme.months_kept("messages") * 365 // 12


def test_the_five_differ_where_the_programmes_do() -> None:
    values = {slug: messaging_values(settings_of(make_programme(slug))) for slug in PRESETS}
    assert {slug: found for slug, found in values.items() if found != USUAL} == {
        "alumniportal": USUAL | {"writing_days": 60, "quiet_from": 22, "quiet_until": 7, "file_mb": 10},
        "mentor-mentor": USUAL | {"receipts": "none", "quiet_from": 20, "quiet_until": 7},
        "mentoring-partnerschaft-muenchen": USUAL | {"writing_days": 60},
    }


def test_without_the_table_everything_stays_and_what_it_leaves_out_is_usual(house: House) -> None:
    data = read_preset(PRESETS["mentoring-fuer-migrantinnen"])
    settle(house, file_mb=9, quiet_from=20, quiet_until=6)
    load_preset(data={name: value for name, value in data.items() if name != "messaging"}, by=None)
    assert messaging_values(settings_of(house.programme)) == USUAL | {"file_mb": 9, "quiet_from": 20, "quiet_until": 6}
    load_preset(data=data | {"messaging": {"file_mb": 2}}, by=None)
    assert messaging_values(settings_of(house.programme)) == USUAL | {"file_mb": 2}
    MessagingSettings.objects.all().delete()
    assert (messaging_values(settings_of(house.programme)), dump_messaging(house.programme)) == (USUAL, {})


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"colour": "red"},
        {"writing_days": 367},
        {"writing_days": "30"},
        {"receipts": "maybe"},
        {"quiet_hours": [21]},
        {"quiet_hours": [21, 24]},
        {"quiet_hours": 21},
        {"file_mb": 0},
        {"file_mb": 11},
        {"file_mb": True},
    ],
)
def test_a_preset_with_nonsense_is_refused_with_a_sentence(wrong: Any) -> None:
    with pytest.raises(PresetError, match="mentegra: "):
        load_preset(data=read_preset(PRESETS["mentegra"]) | {"messaging": wrong}, by=None)


def test_the_database_refuses_half_of_the_hours_and_a_size_that_is_none(house: House) -> None:
    rows = MessagingSettings.objects.filter(programme=house.programme)
    for columns in ({"quiet_from": 21}, {"quiet_from": 24, "quiet_until": 7}, {"file_mb": 0}, {"file_mb": 11}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns)


def test_the_page_saves_logs_and_tells_mistakes(house: House, client_of: Browse) -> None:
    client, url = client_of(house.alice), reverse("messaging:settings", args=[house.programme.slug])
    page = client.get(url)
    assert page.context["form"].initial == USUAL | {"quiet_from": "", "quiet_until": ""}
    data = {
        "seen": page.context["seen"],
        "writing_days": "14", "receipts": "usual", "quiet_from": "20", "quiet_until": "6", "file_mb": "3",
    }  # fmt: skip
    wrong = {"writing_days": "92", "receipts": "maybe", "quiet_until": "", "file_mb": "11"}
    for name, value in wrong.items():
        answer = client.post(url, data | {name: value})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [name])
    assert "91" in client.post(url, data | {"writing_days": "92"}).context["form"].errors["writing_days"][0]
    assert client.post(url, data).status_code == 302
    kept = {"writing_days": 14, "receipts": "usual", "quiet_from": 20, "quiet_until": 6, "file_mb": 3}
    assert messaging_values(settings_of(house.programme)) == kept
    entry = LogEntry.objects.get(verb="change_messaging")
    assert (entry.actor, entry.scope, entry.detail) == (house.alice, house.programme.scope, kept)
    answer = client.post(url, data | {"seen": fingerprint(USUAL), "file_mb": "4"})
    assert (answer.status_code, settings_of(house.programme).file_mb) == (200, 3)  # somebody else was faster


@pytest.mark.parametrize(
    ("days", "months", "last"), [(30, 3, 30), (0, 3, 0), (60, 1, 30), (30, 0, 0), (366, 12, 365), (91, 3, 91)]
)
def test_so_many_days_after_the_end_there_is_time_for_a_last_word_and_never_longer_than_it_is_kept(
    house: House, now: Any, days: int, months: int, last: int
) -> None:
    settle(house, writing_days=days)
    keep_texts(house, months)
    end_tandem(tandem=house.active, by=house.jonas.person)
    now.shift(timedelta(days=last))
    say(house)
    programme = Programme.objects.get(pk=house.programme.pk)
    assert sum(outlived.rows.count() for outlived in due_content(programme)) == 0
    now.shift(timedelta(days=1))
    with pytest.raises(CannotWrite) as error:
        say(house)
    assert error.value.obstacle == "ended"


def test_the_two_read_how_long_they_can_write_and_read(house: House, client_of: Browse, now: Any) -> None:
    settle(house, writing_days=14)
    client = client_of(house.jonas.person)
    urls = [reverse(f"messaging:{name}", args=[house.active.pk]) for name in ("messages", "files")]
    before = [
        "Was Sie beide schreiben und teilen, wird 3 Monate nach dem Ende Ihres Tandems gelöscht.",
        "Bis 14 Tage nach dem Ende können Sie noch schreiben.",
    ]
    for url in urls:
        assert [text in client.get(url).content.decode() for text in before] == [True, True]
    end_tandem(tandem=house.active, by=house.jonas.person)  # on 10 March
    kept = "Was hier steht, bleibt bis 9. Juni 2026 und wird dann gelöscht."
    for shift, found in ((14, [True, True, False]), (1, [True, False, True])):
        now.shift(timedelta(days=shift))
        texts = [kept, "Schreiben können Sie hier bis 24. März 2026.", "und bis 24. März 2026 konnten Sie hier schreiben"]
        pages = [client_of(house.jonas.person).get(url).content.decode() for url in urls]
        assert [[text in page for text in texts] for page in pages] == [found, found]
    keep_texts(house, 0)
    assert "bleibt bis 10. März 2026" in client_of(house.jonas.person).get(urls[0]).content.decode()


def test_the_record_of_processing_names_the_programmes_own_period(house: House) -> None:
    keep_texts(house, 5)
    record = record_of(Programme.objects.get(pk=house.programme.pk))
    kept = {kind.kept for purpose in record for kind in purpose.kinds if "Ihre Nachrichten (verschlüsselt)" in kind.labels}
    files = {kind.kept for purpose in record for kind in purpose.kinds if "Ihre Dateien (verschlüsselt)" in kind.labels}
    assert (kept, files) == ({PERIOD}, {PERIOD})


def prefer(person: Person, **values: Any) -> None:
    usual: dict[str, Any] = {"is_mailed": True, "quiet_from": None, "quiet_until": None, "time_zone": ""}
    change_preference(person=person, by=person, **(usual | values))


@pytest.mark.parametrize(
    ("receipts", "jonas", "amina", "shown"),
    [
        ("none", True, True, False),
        ("choice", None, None, False),
        ("choice", True, None, False),
        ("choice", True, True, True),
        ("usual", None, None, True),
        ("usual", None, True, True),
        ("usual", None, False, False),
    ],
)
def test_receipts_as_the_programme_offers_them(
    house: House, client_of: Browse, receipts: str, jonas: bool | None, amina: bool | None, shown: bool
) -> None:
    settle(house, receipts=receipts)
    for person, shows in ((house.jonas.person, jonas), (house.amina.person, amina)):
        if shows is not None:
            prefer(person, shows_reading=shows)
    row = write(house)
    read_messages(conversation=row.conversation, until=row.pk, by=house.amina.person)
    page = page_of(row.conversation, house.jonas.person)
    assert (page.shows_reading, page.seen) == (shown, row.pk if shown else 0)
    url = reverse("messaging:messages", args=[house.active.pk])
    text = client_of(house.jonas.person).get(url).content.decode()
    assert ("Sie sehen voneinander, was gelesen ist." in text) == shown


def test_nobody_is_asked_for_receipts_that_no_programme_offers(house: House, client_of: Browse) -> None:
    client, url = client_of(house.amina.person), reverse("messaging:preference")
    prefer(house.amina.person, shows_reading=True)
    settle(house, receipts="none")
    assert "shows_reading" not in client.get(url).content.decode()
    assert client.post(url, {"is_mailed": "on"}).status_code == 302
    assert Preference.objects.get(person=house.amina.person).shows_reading is True  # what was said before stays
    settle(house, receipts="choice")
    assert "shows_reading" in client.get(url).content.decode()


@pytest.mark.parametrize(("receipts", "ticked"), [("usual", True), ("choice", False)])
def test_the_own_choice_begins_with_what_is_usual(house: House, client_of: Browse, receipts: str, ticked: bool) -> None:
    settle(house, receipts=receipts)
    client, url = client_of(house.amina.person), reverse("messaging:preference")
    assert client.get(url).context["form"].initial["shows_reading"] is ticked
    prefer(house.amina.person, shows_reading=not ticked)
    assert client.get(url).context["form"].initial["shows_reading"] is not ticked


@pytest.mark.parametrize(
    ("programme", "own", "hour", "due"),
    [
        ((None, None), (None, None), 23, "06:00"),  # those of the installation, 21 to 7 in Vienna; in UTC
        ((20, 9), (None, None), 23, "08:00"),
        ((20, 9), (None, None), 19, "08:00"),
        ((20, 9), (22, 6), 19, "19:02"),  # one's own hours replace those of the programme
        ((0, 0), (None, None), 23, "23:02"),  # the programme has none
    ],
)
def test_quiet_hours_of_the_programme_where_nobody_has_own_ones(
    house: House, settings: Any, now: Any, programme: tuple[Any, Any], own: tuple[Any, Any], hour: int, due: str
) -> None:
    settings.QUIET_HOURS = (21, 7)
    settle(house, quiet_from=programme[0], quiet_until=programme[1])
    prefer(house.amina.person, quiet_from=own[0], quiet_until=own[1])
    now.move_to(NOON.replace(hour=hour))
    write(house)
    letter = OutboxMail.objects.get(key__contains=":messages-")
    assert f"{letter.due_at:%H:%M}" == due


def test_a_file_is_as_large_as_the_programme_allows(house: House, client_of: Browse) -> None:
    settle(house, file_mb=1)
    client, url = client_of(house.jonas.person), reverse("messaging:files", args=[house.active.pk])
    assert "höchstens 1 MB" in client.get(url).content.decode()
    just = PDF + b"x" * (MEGABYTE - len(PDF))
    for content, status in ((just + b"x", 200), (just, 302)):
        data = {"file": SimpleUploadedFile("CV.pdf", content), "audience": "me"}
        answer = client.post(url, data)
        assert answer.status_code == status
    assert "Diese Datei ist größer als 1 MB." in client.post(
        url, {"file": SimpleUploadedFile("CV.pdf", just + b"x"), "audience": "me"}
    ).content.decode()  # fmt: skip
    assert list(TandemFile.objects.values_list("size", flat=True)) == [MEGABYTE]
    settle(house, file_mb=2)
    assert client.post(url, {"file": SimpleUploadedFile("CV.pdf", just + b"x"), "audience": "me"}).status_code == 302
