"""Messages of the demo: written and read as people would, some days ago; and what hangs on a conversation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.messaging.actions import add_channel, read_messages, share_file, store_file, write_message
from resonanz.messaging.enums import Audience, ChannelKind, FileKind
from resonanz.messaging.models import Message
from resonanz.programmes.models import Participation
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem

# A page with one line of text, so that the file opens.
PAGE = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
    "4 0 obj<</Length {length}>>stream\n{text}\nendstream endobj "
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def load_messages(data: dict[str, Any], people: dict[tuple[str, str], Participation], today: date) -> None:
    """Make the conversations of one programme, each message on its day."""
    by_name = {name: person for (_cohort, name), person in people.items()}
    for entry in data.get("conversation", []):
        mentor, mentee = by_name[entry["first"]], by_name[entry["second"]]
        tandem = Tandem.objects.get(mentor=mentor, mentee=mentee, state=State.ACTIVE)
        both = {"first": mentor.person, "second": mentee.person}
        for message in entry["messages"]:
            write(tandem, both, message, today)
        for way in entry.get("ways", []):
            add_channel(tandem=tandem, kind=ChannelKind(way["kind"]), value=way["value"], key=uuid4(), by=both[way["by"]])
        for file in entry.get("files", []):
            load_file(tandem, both, file)


def write(tandem: Tandem, both: dict[str, Any], entry: dict[str, Any], today: date) -> None:
    """Write one message, and let the other read it unless `unread` says otherwise."""
    row = write_message(tandem=tandem, text=entry["text"].strip(), key=uuid4(), by=both[entry["by"]])
    hour, minute = map(int, entry["at"].split(":"))
    day = today - timedelta(days=entry["days_ago"])
    at = timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))
    Message.objects.filter(pk=row.pk).update(created_at=at)
    if not entry.get("unread"):
        for person in both.values():
            read_messages(conversation=row.conversation, until=row.pk, by=person)


def load_file(tandem: Tandem, both: dict[str, Any], entry: dict[str, Any]) -> None:
    """Keep a small file, and give somebody a link to it where the data say so."""
    owner = both[entry["by"]]
    text = f"BT /F 18 Tf 60 760 Td ({entry['line']}) Tj ET"
    content = PAGE.format(length=len(text), text=text).encode("latin-1")
    file = store_file(
        tandem=tandem,
        name=entry["name"],
        kind=FileKind.PDF,
        content=content,
        audience=Audience.TANDEM,
        key=uuid4(),
        by=owner,
    )
    if "link" in entry:
        share_file(file=file, key=uuid4(), by=owner, **entry["link"])
