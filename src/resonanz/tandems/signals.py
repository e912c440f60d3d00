"""What upper rooms may want to hear about suggestions, tandems and people who leave; what they add to a tandem's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
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
# cohort: when the coordinators' page of a cohort is shown; a receiver returns a list of Part with the place "link".
cohort_shown = Signal()
# tandem, by: after both have said yes, within that transaction.
tandem_started = Signal()
# tandem, since, until: when two of the team open in an emergency what the two wrote between two days (None: without a
# limit); a receiver returns a list of Opened. Who may is decided in `messaging`, and nowhere else.
content_opened = Signal()
# tandems: a queryset of tandems that ended so long ago that what the two wrote goes; a receiver returns a list of Outlived.
content_outlived = Signal()
# person, other: after `person` blocked `other`, within that transaction. Whatever is open between the two ends silently.
person_blocked = Signal()


@dataclass(frozen=True)
class Opened:
    """One text that is opened in an emergency: when it was written, in which part of the room, by whom, and what it says."""

    at: datetime
    where: str
    who: str
    text: str


@dataclass(frozen=True)
class Outlived:
    """Rows with texts of the two whose time is over: they go, or where `columns` are named, only these are emptied.

    Rows of which only columns are emptied are those where there is still something to empty.
    """

    rows: QuerySet[Any]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """A button that belongs to a part; `posts` where it changes something at one tap."""

    title: str
    url: str
    icon: str = ""
    posts: bool = False
    is_main: bool = False


@dataclass(frozen=True)
class Part:
    """Something to do or to open on the page of a tandem.

    `place`: "head" (a few words beside the month, in the head), "next" (what is next for the two: the first stands large,
    further ones below it), "button" (the one large button), "tile" (a line that leads to a page), or "help" (always there,
    at the foot); on the page of a cohort "link". `order`: small first. `icon` is one of core/icons.svg. `text` is the second
    line: of "next" what it is about, of a tile how far it is. `number` is a count that wants attention; 0 shows none. `acts`
    are the buttons of "next". `keeps` marks a page that the phone may keep for times without a network, `with_days` a first
    meeting: with it stand the days on which both are free.
    """

    place: str
    title: str
    url: str
    icon: str
    text: str = ""
    number: int = 0
    order: int = 50
    acts: tuple[Act, ...] = ()
    keeps: bool = False
    with_days: bool = False


@dataclass(frozen=True)
class Meter:
    """How much of something there is against what is expected, drawn as a bar below the large button."""

    text: str
    url: str
    value: float
    low: float | None = None  # what is expected, from
    high: float | None = None  # and to


@dataclass(frozen=True)
class Event:
    """One entry of the shared line: what has been, with its day; a milestone stands out."""

    at: date
    text: str
    url: str = ""
    detail: str = ""
    milestone: bool = False
