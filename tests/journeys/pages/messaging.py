"""Pages of messages, files and links, and of the team in an emergency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.messaging.actions import (
    change_preference,
    delete_message,
    give_feedback,
    read_messages,
    revoke_share,
    write_message,
)
from resonanz.messaging.models import Message
from resonanz.messaging.queries.files import token_of
from resonanz.messaging.queries.messages import SHOWN
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.factories import House, make_person
from tests.factories.messaging import make_channel, make_file, make_opened, make_opening, make_share, write
from tests.journeys.pages.stops import Stop, Stops, at


def two(place: int) -> tuple[Tandem, House]:
    """Return a tandem at work of the demo, and what the factories need of a small world."""
    rows = Tandem.objects.filter(cohort__programme__slug="alumniportal", state=State.ACTIVE, conversation__messages=None)
    tandem = rows.select_related("mentor__person", "mentee__person", "cohort__programme").order_by("pk")[place]
    staff = tandem.cohort.programme.staff.filter(role="coordinator").earliest("pk").person
    other = make_person("Zweite", email=f"zweite{tandem.pk}@example.org")
    appoint_staff(programme=tandem.cohort.programme, person=other, role=StaffRole.COORDINATOR, by=None)
    return tandem, cast(House, SimpleNamespace(active=tandem, jonas=tandem.mentor, alice=staff, bob=other))


def wrong(fields: str = "", **values: str) -> Callable[[Page], None]:
    """Return an act that sends the form with these fields, filled with `values`, without the browser's own checks."""

    def act(page: Page) -> None:
        page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
        form = page.locator(f"main form:has([name={fields or next(iter(values))}])")
        form.evaluate("form => { form.noValidate = true; }")
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator(".actions button").last.click()
        expect(page.locator("main [aria-invalid=true], main .error-summary, main .field-error").first).to_be_visible()

    return act


def messaging_stops() -> Stops:
    """What one of the two sees: nothing yet, much, nothing that may be written; files, links, answers."""
    tandem, house = two(0)
    mentor, mentee = tandem.mentor.person, tandem.mentee.person
    stops: list[Stop] = [
        at("messaging:messages", tandem.pk),
        at("messaging:files", tandem.pk),
        at("messaging:channels", tandem.pk),
    ]
    for place in range(SHOWN + 2):
        row = write_message(
            tandem=tandem,
            text=f"Nachricht {place} https://example.org مرحبا\nzweite Zeile",
            key=Message().key,
            by=(mentor, mentee)[place % 2],
        )
    own = write(house, "Eben geschrieben")
    delete_message(message=write(house, "Weg"), by=mentor)
    before = Message.objects.filter(conversation=tandem.conversation, pk__lte=row.pk)
    before.update(created_at=timezone.now() - timedelta(days=2), edited_at=timezone.now())
    for person in (mentor, mentee):
        shows_reading(person)
    read_messages(conversation=tandem.conversation, until=own.pk, by=mentee)
    for kind, value in (("video", "https://meet.example.org/raum"), ("messenger", "@mentor")):
        make_channel(house, kind, value)
    share = make_share(house)
    give_feedback(share=share, text="Kürzer wäre besser.", key=Message().key)
    revoke_share(share=make_share(house, share.file), by=mentor)
    make_file(house, by=mentee)
    stops += [
        at("messaging:messages", tandem.pk, act=wrong(text="")),
        at("messaging:messages", tandem.pk, query=f"?before={own.pk}"),
        at("messaging:edit_message", tandem.pk, own.pk),
        at("messaging:channels", tandem.pk, act=wrong(value="")),
        at("messaging:preference"),
        at("messaging:files", tandem.pk, act=wrong("file")),
        at("messaging:file", tandem.pk, share.file_id, act=wrong(days="99")),
        at("messaging:shared", token_of(share)),
        at("messaging:shared", token_of(share), query="?thanks=1"),
        at("messaging:shared", "nothing", status=404),
    ]
    return mentor.email, stops


def shows_reading(person: Person) -> None:
    """Let the other see what one has read."""
    usual: dict[str, Any] = {"is_mailed": True, "quiet_from": 20, "quiet_until": 8, "time_zone": "Asia/Jakarta"}
    change_preference(person=person, shows_reading=True, by=person, **usual)


def openers_stops() -> Stops:
    """What a coordinator sees who opens something with a colleague."""
    tandem, house = two(1)
    write(house, "Das hier hat jemand gemeldet.")
    asked = make_opening(house, withheld_because="Eine Bedrohung steht im Raum.")
    own = make_opening(house, by=house.alice)
    opened = make_opened(house)
    make_file(house, "Ein sehr langer Name eines Lebenslaufs mit allen Zeugnissen und Anlagen.pdf")
    return house.alice.email, [
        at("messaging:openings", tandem.pk),
        at("messaging:openings", tandem.pk, act=wrong(reason="")),
        *(at("messaging:opening", tandem.pk, row.pk) for row in (asked, own, opened)),
        at("messaging:content", tandem.pk, opened.pk),
        at("messaging:settings", "alumniportal"),
        at("messaging:settings", "alumniportal", act=wrong(writing_days="300")),
    ]
