"""What people write in confidence is found nowhere but with its owners.

Secret sentences are written by the product's own pages (`tests/confidentiality/`). Then everything is searched: the bytes
of the database, every value of every table, what was logged, every letter as it goes out, every page of every role of the
team, and every list that it can take along.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from resonanz.care.models import Case
from resonanz.core import sealed
from resonanz.core.jobs import work_once
from resonanz.core.models import LogEntry
from resonanz.core.sealed import sealed_models
from resonanz.mail.letter import html_of, message_of, text_of
from resonanz.mail.models import OutboxMail
from resonanz.outcomes.queries import outcome_table
from resonanz.people.models import Person
from resonanz.privacy.actions.export import export_own_data
from resonanz.programmes.actions.export import as_preset, as_toml
from resonanz.tandems.enums import Listed
from resonanz.tandems.queries import export_columns, export_rows
from tests.access import TABLE, World
from tests.confidentiality import WRITERS
from tests.confidentiality.messaging import file, message, own_file
from tests.confidentiality.scene import Scene
from tests.factories.messaging import make_opened
from tests.test_access import make_people, make_world

pytestmark = pytest.mark.django_db

STAFF = ("coordinator", "reviewer", "operator")
OPENED = {"messaging:content"}  # what two of the team have opened in an emergency; see the test below


@dataclass
class Written:
    """The scene after all was written: each secret, and where its owner reads it."""

    scene: Scene
    people: dict[str, Person | None]
    secrets: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


class Ear(logging.Handler):
    """Keeps everything that is logged, with values and traces."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record) + repr(record.args))


@pytest.fixture
def scene_of(client_of: Callable[[Person | None], Client]) -> Callable[[], tuple[Scene, dict[str, Person | None]]]:
    def make() -> tuple[Scene, dict[str, Person | None]]:
        world: World = make_world()
        people = make_people(world.house)
        browsers = [client_of(people[role]) for role in ("mentor", "mentee", "coordinator", "anonymous")]
        return Scene(world, *browsers), people

    return make


@pytest.fixture
def written(scene_of: Callable[[], tuple[Scene, dict[str, Person | None]]]) -> Iterator[Written]:
    """Let every secret be written, with the database's own log open, and everything done that waits."""
    scene, people = scene_of()
    done = Written(scene, people)
    ear, root = Ear(done.log), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.db.backends", "django.request")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(ear)
    logging.getLogger("django").propagate = True
    connection.force_debug_cursor = True
    try:
        for place, writer in enumerate(WRITERS):
            secret = f"Geheimnis{place}x{writer.name}"
            done.secrets[writer.name], done.pages[writer.name] = secret, writer.write(scene, secret)
        while work_once():
            pass
        yield done
    finally:
        connection.force_debug_cursor = False
        root.removeHandler(ear)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def holds(data: bytes, secret: str) -> bool:
    """Whether a secret stands in bytes: as UTF-8, UTF-16, in hexadecimal digits, or in base64 at whatever place."""
    raw = secret.encode()
    forms = [raw, secret.encode("utf-16-le"), secret.encode("utf-16-be"), raw.hex().encode()]
    for shift in range(3):
        # The first and the last characters also depend on what stands before and behind.
        first, last = -(-shift * 8 // 6), (shift + len(raw)) * 8 // 6
        forms.append(base64.b64encode(b"\0" * shift + raw)[first:last])
    return any(form in data for form in forms) or raw.lower() in data.lower()


def leaked(data: bytes, secrets: dict[str, str]) -> list[str]:
    return [name for name, secret in secrets.items() if holds(data, secret)]


def database() -> bytes:
    """Everything that the database holds: its bytes where it is one file, and every value of every table."""
    parts: list[bytes] = []
    if connection.vendor == "sqlite":
        parts.append(connection.connection.serialize())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            parts += [as_bytes(value) for row in cursor.fetchall() for value in row if value is not None]
    return b"\n".join(parts)


def as_bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def body_of(response: Any) -> bytes:
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content + repr(sorted(response.headers.items())).encode()


class Undo(Exception):
    """Takes back what looking at a page has made."""


def test_every_sealed_model_has_somebody_who_writes_a_secret_into_it() -> None:
    named = sorted(model for writer in WRITERS for model in writer.models)
    assert named == sorted(model._meta.label for model in sealed_models())
    assert len({writer.name for writer in WRITERS}) == len(WRITERS)


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_the_search_finds_a_secret_in_every_form(before: str) -> None:
    text = f"{before}Geheimnis und mehr"
    ways = [text.encode(), text.upper().encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
    ways += [text.encode().hex().encode(), base64.b64encode(text.encode())]
    assert [holds(b"..." + data + b"...", "Geheimnis") for data in ways] == [True] * 6
    assert [holds(data, "Anderes") for data in ways] == [False] * 6


def test_secrets_are_with_their_owners_alone(written: Written, client_of: Callable[[Person | None], Client]) -> None:
    scene, secrets = written.scene, written.secrets
    for letter in OutboxMail.objects.all():
        whole = message_of(letter).message().as_bytes() + text_of(letter).encode() + html_of(letter).encode()
        assert leaked(whole, secrets) == [], letter.key
    assert OutboxMail.objects.filter(key__contains=":messages-").exists()  # the control: it was written about

    browsers = (scene.mentor, scene.mentee)
    for writer in WRITERS:  # the control: the search finds each where it belongs
        if not written.pages[writer.name]:
            continue
        readers, page = (scene.coordinator,) if writer.is_of_team else browsers, written.pages[writer.name]
        found = [holds(body_of(writer.read(client, page)), secrets[writer.name]) for client in readers]
        assert any(found), writer.name
    assert LogEntry.objects.filter(verb="read_case").count() == sum(writer.by_button for writer in WRITERS)

    assert leaked(database(), secrets) == []
    assert [line[:300] for line in written.log if leaked(line.encode(), secrets)] == []
    assert any("INSERT INTO" in line for line in written.log)  # the control: it was listened to
    cohort = scene.world.house.cohort
    for listed in Listed.values:
        columns = list(export_columns(cohort.programme, listed))
        assert leaked(repr(list(export_rows(cohort, listed, columns))).encode(), secrets) == []
    for confirmed in (True, False):
        table = outcome_table(cohort, confirmed=confirmed, with_names=True)
        assert (leaked(repr(table).encode(), secrets), bool(table[1])) == ([], True)
    assert leaked(as_toml(as_preset(cohort.programme)).encode(), secrets) == []
    alice = scene.world.house.alice
    own = {writer.name: secrets[writer.name] for writer in WRITERS if not writer.is_of_team}
    assert leaked(export_own_data(person=alice, by=alice), own) == []


def hidden_from(role: str, page: str, secrets: dict[str, str]) -> dict[str, str]:
    """Return the secrets that a page must not show: to the mentor what is not for him, to the team all but its own page's.

    Who of the team may open that page is what the role table says.
    """
    if role == "mentor":
        return {writer.name: secrets[writer.name] for writer in WRITERS if writer.is_own}
    mine = [writer.name for writer in WRITERS if page in writer.team and TABLE[page].get[role] == 200]
    return {name: secret for name, secret in secrets.items() if name not in mine}


def test_no_page_shows_a_secret_to_whom_it_is_not_for(
    written: Written, client_of: Callable[[Person | None], Client]
) -> None:
    clients = {role: client_of(written.people[role]) for role in (*STAFF, "mentor")}
    seen = dict.fromkeys(clients, 0)
    for name, row in TABLE.items():
        readers = [role for role in clients if row.get[role] == 200]
        if name in OPENED or not readers:
            continue
        try:
            with transaction.atomic():
                url = reverse(name, args=row.args(written.scene.world))
                for role in readers:
                    answer = clients[role].get(url)
                    seen[role] += answer.status_code == 200
                    assert leaked(body_of(answer), hidden_from(role, name, written.secrets)) == [], (name, role)
                raise Undo
        except Undo:
            continue
    assert sum(seen[role] for role in STAFF) > 100
    assert seen["mentor"] > 50


def test_the_pages_of_what_was_written_show_it_to_nobody_else(
    written: Written, client_of: Callable[[Person | None], Client]
) -> None:
    """The same for the very rows into which the secrets were written; a link is for whoever has it."""
    clients = {role: client_of(written.people[role]) for role in (*STAFF, "mentor")}
    pages = {page for page in written.pages.values() if page and resolve(page).view_name != "care:status"}
    pages |= {reverse("care:case", args=[pk]) for pk in Case.objects.values_list("pk", flat=True)}
    for page in sorted(pages):
        for role, client in clients.items():
            hidden = hidden_from(role, resolve(page).view_name, written.secrets)
            assert leaked(body_of(client.get(page)), hidden) == [], (page, role)
    for writer in WRITERS:
        for role in ("reviewer", "operator", "mentor") if writer.by_button else ():
            assert writer.read(clients[role], written.pages[writer.name]).status_code == 404, (writer.name, role)
    assert not LogEntry.objects.filter(verb="read_case").exists()


def test_what_two_have_opened_is_shown_to_these_two_alone(
    scene_of: Callable[[], tuple[Scene, dict[str, Person | None]]], client_of: Callable[[Person | None], Client]
) -> None:
    scene, people = scene_of()
    message(scene, "Geheimnis")
    opening = make_opened(scene.world.house)  # Bob asks, Alice approves
    url = reverse("messaging:content", args=[scene.pk, opening.pk])
    house = scene.world.house
    readers = [("alice", house.alice), ("bob", house.bob), *((role, people[role]) for role in people)]
    answers = {name: client_of(person).get(url) for name, person in readers}
    assert [name for name, answer in answers.items() if holds(body_of(answer), "Geheimnis")] == [
        "alice", "bob", "coordinator",
    ]  # fmt: skip
    assert people["coordinator"] == house.alice


def test_a_file_of_the_two_is_taken_by_these_two_alone_and_what_is_for_one_alone_by_nobody(
    scene_of: Callable[[], tuple[Scene, dict[str, Person | None]]], client_of: Callable[[Person | None], Client]
) -> None:
    scene, people = scene_of()
    shared, alone = file(scene, "Geheimnis"), own_file(scene, "Tagebuchbild")
    opening = make_opened(scene.world.house)
    taken: dict[str, list[bool]] = {}
    for role, person in people.items():
        client, found = client_of(person), []
        for made, secret in ((shared, "Geheimnis"), (alone, "Tagebuchbild")):
            number = int(made.rstrip("/").rpartition("/")[2])
            take = reverse("messaging:take_opened", args=[scene.pk, opening.pk, number])
            page = reverse("messaging:content", args=[scene.pk, opening.pk])
            found += [holds(body_of(client.post(take)), secret), holds(body_of(client.get(page)), secret)]
        taken[role] = found
    assert {role: found for role, found in taken.items() if any(found)} == {"coordinator": [True, True, False, False]}


def test_without_the_seal_the_search_finds_what_was_written(
    scene_of: Callable[[], tuple[Scene, dict[str, Person | None]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "encrypt", lambda text, about: text)
    scene, _people = scene_of()
    message(scene, "Geheimnis")
    assert holds(database(), "Geheimnis")
