"""What upper rooms may want to hear about suggestions, tandems, people who leave or block; what they add to a room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal

# A suggestion came to nothing, or a tandem ended early. Sent inside the transaction of the act, with
# `tandem`; `why`: "declined", "rather", "expired", "withdrawn" or "ended"; `free`: the participations that wait again; `by`:
# who acted, None for the clock. What takes long does not belong into a receiver: note it, and do it in a command.
suggestion_ended = Signal()
# participation, by: after somebody left a programme, and all suggestions and tandems of this participation ended.
programme_left = Signal()

# tandem, person, side: when the page of a tandem is shown; a receiver returns a list of Part and Event. `side` is "mentor",
# "mentee", or "" for the team, which may learn that and when, never what.
room_shown = Signal()
# tandem, by: after both have said yes, within that transaction.
tandem_started = Signal()
# person, other: after `person` blocked `other`, within that transaction. Whatever is open between the two ends silently.
person_blocked = Signal()


@dataclass(frozen=True)
class Part:
    """Something to do or to open on the page of a tandem.

    `place`: "next" (what is next for the two: the first stands large, further ones below it), "button" (the one large
    button), "tile" (a line that leads to a page), or "help" (always there, at the foot). `order`: small first. `icon` is
    one of core/icons.svg. `text` is the second line: of "next" what it is about, of a tile how far it is. `number` is a
    count that wants attention; 0 shows none.
    """

    place: str
    title: str
    url: str
    icon: str
    text: str = ""
    number: int = 0
    order: int = 50


@dataclass(frozen=True)
class Event:
    """One entry of the shared line: what has been, with its day; a milestone stands out."""

    at: date
    text: str
    url: str = ""
    detail: str = ""
    milestone: bool = False
