"""What this room does when a lower one tells of something, and what it adds to the page of a tandem."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.messaging.actions import open_conversation
from resonanz.messaging.actions.settings import dump_messaging, load_messaging
from resonanz.messaging.enums import SEEN_STATES
from resonanz.messaging.models import Channel, Conversation, Opening, TandemFile
from resonanz.messaging.queries.messages import messages_between, newest_message, unread_of
from resonanz.messaging.queries.openings import openings_of
from resonanz.messaging.rules import may_oversee
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import (
    Opened,
    Outlived,
    Part,
    content_opened,
    content_outlived,
    room_shown,
    tandem_started,
)


@receiver(tandem_started)
def begin(tandem: Tandem, **_more: Any) -> None:
    """Open the conversation of a tandem that starts."""
    open_conversation(tandem=tandem)


@receiver(room_shown)
def parts(tandem: Tandem, person: Person, side: str, **_more: Any) -> list[Part]:
    """Lead the two to messages and files; the team, which sees only that and when, to what it takes to open them."""
    if tandem.started_on is None or tandem.state not in SEEN_STATES:
        return []
    if not side:
        return team_parts(tandem, person)
    unread = unread_of(tandem, person)
    files = TandemFile.objects.filter(tandem=tandem)
    seen = (files.filter(owner=person) | files.filter(audience="tandem")).count()
    return [
        Part(
            "tile", _("Messages"), reverse("messaging:messages", args=[tandem.pk]), "message-circle", number=unread, order=30
        ),
        Part(
            "tile",
            _("Files"),
            reverse("messaging:files", args=[tandem.pk]),
            "file-text",
            text=str(seen) if seen else "",
            order=70,
        ),
    ]


def team_parts(tandem: Tandem, person: Person) -> list[Part]:
    """Tell the team when the two wrote last, and lead to the page on which two of the team can open something."""
    if not may_oversee.test(person, tandem):
        return []
    last = newest_message(tandem)
    text = (
        _("last on {day}").format(day=date_format(timezone.localdate(last), "DATE_FORMAT")) if last else _("no message yet")
    )
    waiting = sum(row.state == "asked" and row.asked_by_id != person.pk for row in openings_of(tandem, person))
    url = reverse("messaging:openings", args=[tandem.pk])
    return [Part("tile", _("Messages"), url, "lock", text=text, number=waiting, order=30)]


@receiver(content_opened)
def opened(tandem: Tandem, since: date | None, until: date | None, **_more: Any) -> list[Opened]:
    """Return the messages that an opening opens."""
    return [
        Opened(row.created_at, _("Message"), row.by.full_name, row.opened("text"))
        for row in messages_between(tandem, since, until)
    ]


@receiver(preset_keys)
def known_keys(**_more: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"messaging"}


@receiver(preset_loaded)
def take_settings(programme: Programme, data: dict[str, Any], **_more: Any) -> None:
    """Make or renew what a preset settles about messages and files."""
    load_messaging(programme=programme, data=data)


@receiver(preset_exported)
def give_settings(programme: Programme, data: dict[str, Any], **_more: Any) -> None:
    """Add it to what another town can load."""
    data.update(dump_messaging(programme))


@receiver(content_outlived)
def outlived(tandems: QuerySet[Tandem], **_more: Any) -> list[Outlived]:
    """Return what the two wrote and shared, which goes some time after the end; the openings of it go, too."""
    rows = [model.objects.filter(tandem__in=tandems) for model in (Conversation, Channel, Opening)]
    files = TandemFile.objects.filter(tandem__in=tandems).defer("content")  # to be deleted, they need not all be in memory
    return [Outlived(each) for each in (*rows, files)]
