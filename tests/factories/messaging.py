"""Messages, files, links and openings of the tandem at work in the small world."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from resonanz.messaging.actions import add_channel, approve_opening, ask_opening, share_file, store_file, write_message
from resonanz.messaging.models import Channel, Message, Opening, Share, TandemFile
from resonanz.people.models import Person
from tests.factories import House

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


def write(house: House, text: str = "Hallo!", *, by: Person | None = None) -> Message:
    """Let Jonas, or somebody else, write in the tandem at work."""
    return write_message(tandem=house.active, text=text, key=uuid4(), by=by or house.jonas.person)


def make_channel(house: House, kind: str = "phone", value: str = "+43 660 1234567") -> Channel:
    """Let Jonas be reached by telephone."""
    return add_channel(tandem=house.active, kind=kind, value=value, key=uuid4(), by=house.jonas.person)


def make_file(house: House, name: str = "Lebenslauf.pdf", *, by: Person | None = None, **fields: Any) -> TandemFile:
    """Let Jonas, or somebody else, keep a file for the two."""
    values: dict[str, Any] = {"kind": "pdf", "content": PDF, "audience": "tandem", **fields}
    return store_file(tandem=house.active, name=name, key=uuid4(), by=by or house.jonas.person, **values)


def make_share(house: House, file: TandemFile | None = None, **fields: Any) -> Share:
    """Let the owner of a file give somebody a link."""
    file = file or make_file(house)
    values: dict[str, Any] = {"name": "Ute Personal", "purpose": "Rückmeldung", "language": "de", "days": 7, **fields}
    return share_file(file=file, key=uuid4(), by=file.owner, **values)


def make_opening(house: House, *, by: Person | None = None, **fields: Any) -> Opening:
    """Let Bob, or somebody else, ask to open what Jonas and Amina wrote."""
    values: dict[str, Any] = {
        "category": "harassment", "reason": "A report by phone.", "since": None, "until": None, "withheld_because": "",
        **fields,
    }  # fmt: skip
    return ask_opening(tandem=house.active, key=uuid4(), by=by or house.bob, **values)


def make_opened(house: House) -> Opening:
    """Let Bob ask, and Alice approve."""
    opening = make_opening(house)
    approve_opening(opening=opening, withholds=False, by=house.alice)
    opening.refresh_from_db()
    return opening


def office_file(*names: str, mimetype: bytes = b"") -> bytes:
    """Make a ZIP archive with entries of these names, as office documents are."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()
