"""Named reads of a conversation: its pages, what is unread, and whether one may write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from resonanz.core.sealed import Sealed
from resonanz.messaging.models import Channel, Conversation, Message, MessagingSettings, Preference, Reader
from resonanz.messaging.queries.settings import settings_of, shows_reading, time_of
from resonanz.people.models import Person
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import is_blocked

S = TypeVar("S", bound=Sealed)
SHOWN = 30  # messages on one page
EDITED_WITHIN = timedelta(hours=1)
DELETED_WITHIN = timedelta(hours=24)  # after that it may be what a report is about


def obstacle(tandem: Tandem) -> str:
    """Return why the two cannot write now: "suspended", "blocked", "ended", "gone" or "early"; "" where they can."""
    if tandem.suspended_at is not None:
        return "suspended"
    if tandem.state not in (State.ACTIVE, State.ENDED):
        return "early"
    if any(side.person.erased_at is not None for side in (tandem.mentor, tandem.mentee)):
        return "gone"
    if tandem.state == State.ENDED and not writes_after_end(tandem):
        return "ended"
    return "blocked" if is_blocked(tandem) else ""


def writes_after_end(tandem: Tandem) -> bool:
    """Whether a tandem that ended did so lately enough for a last word."""
    until = time_of(tandem).writing_until
    return tandem.started_on is not None and until is not None and timezone.localdate() <= until


def conversation_of(tandem: Tandem) -> Conversation | None:
    """Return the conversation of a tandem; None where nobody has written and it never started."""
    found = Conversation.objects.filter(tandem=tandem).first()
    if found is not None:
        found.tandem = tandem  # nobody need ask for it again
    return found


def read_until(conversation: Conversation | None, person: Person) -> int:
    """Return the number of the newest message that `person` was shown; 0 for none."""
    return Reader.objects.filter(conversation=conversation, person=person).values_list("read_until", flat=True).first() or 0


def unread_of(tandem: Tandem, person: Person) -> int:
    """Return how many messages of the other `person` has not been shown."""
    rows = Message.objects.filter(conversation__tandem=tandem, deleted_at=None).exclude(by=person)
    reader = Reader.objects.filter(conversation__tandem=tandem, person=person).values_list("read_until", flat=True).first()
    return rows.filter(pk__gt=reader or 0).count()


def preference_of(person: Person) -> Preference:
    """Return how somebody wants to be told; the usual where nothing was ever said."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


@dataclass(frozen=True)
class Shown:
    """One message as its reader sees it."""

    message: Message
    text: str
    is_own: bool
    may_edit: bool
    may_delete: bool
    is_new: bool


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    day: date
    messages: list[Shown]


@dataclass(frozen=True)
class Page:
    """A part of a conversation, the newest at the bottom."""

    days: list[Day] = field(default_factory=list)
    earlier: int = 0  # the number before which the page before this one ends; 0: there is none
    newest: int = 0  # the number of the newest message shown
    shows_reading: bool = False  # whether each sees what the other has read
    seen: int = 0  # then: the newest own message that the other was shown


def page_of(
    conversation: Conversation | None,
    person: Person,
    *,
    before: int = 0,
    is_writable: bool = True,
    settings: MessagingSettings | None = None,
) -> Page:
    """Return up to SHOWN messages, those before number `before` or the newest ones, opened for `person`, one of the two."""
    if conversation is None:
        return Page()
    rows = Message.objects.filter(conversation=conversation).order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: SHOWN + 1])
    more, found = len(found) > SHOWN, found[:SHOWN][::-1]
    readers = {reader.person_id: reader.read_until for reader in Reader.objects.filter(conversation=conversation)}
    mine, now = readers.get(person.pk, 0), timezone.now()
    days: list[Day] = []
    for message in found:
        own = message.by_id == person.pk
        alive = own and is_writable and message.deleted_at is None
        shown = Shown(
            message,
            message.opened("text"),
            own,
            alive and now - message.created_at < EDITED_WITHIN,
            alive and now - message.created_at < DELETED_WITHIN,
            not own and message.pk > mine,
        )
        day = timezone.localdate(message.created_at)
        if not days or days[-1].day != day:
            days.append(Day(day, []))
        days[-1].messages.append(shown)
    tandem = conversation.tandem
    shows = shows_reading(tandem, settings or settings_of(tandem.cohort.programme))
    return Page(
        days,
        found[0].pk if more else 0,
        found[-1].pk if found else 0,
        shows,
        newest_seen(person, found, readers) if shows else 0,
    )


def newest_seen(person: Person, found: list[Message], readers: dict[int, int]) -> int:
    """Return the number of the newest own message that the other was shown; 0 for none."""
    until = max((number for reader, number in readers.items() if reader != person.pk), default=0)
    return max((row.pk for row in found if row.by_id == person.pk and row.pk <= until), default=0)


def own_messages(person: Any) -> QuerySet[Message]:
    """Return the messages that `person` wrote and that still stand, each with its tandem."""
    rows = Message.objects.filter(by=person, deleted_at=None) if person.is_authenticated else Message.objects.none()
    return rows.select_related(
        "conversation__tandem__cohort__programme",
        "conversation__tandem__mentor__person",
        "conversation__tandem__mentee__person",
    )


def channels_of(tandem: Tandem) -> QuerySet[Channel]:
    """Return how the two can be reached outside."""
    return Channel.objects.filter(tandem=tandem).select_related("person")


def own_channels(person: Any) -> QuerySet[Channel]:
    """Return what `person` has entered, in whichever tandem."""
    rows = Channel.objects.filter(person=person) if person.is_authenticated else Channel.objects.none()
    return rows.select_related("tandem__cohort__programme")


def newest_message(tandem: Tandem) -> datetime | None:
    """Return when the two wrote last; the team may know that."""
    rows = Message.objects.filter(conversation__tandem=tandem).order_by("-pk")
    return rows.values_list("created_at", flat=True).first()


def messages_between(tandem: Tandem, since: date | None, until: date | None) -> Iterable[Message]:
    """Return the messages of a tandem that were written between two days, the oldest first."""
    rows = Message.objects.filter(conversation__tandem=tandem, deleted_at=None).select_related("by").order_by("pk")
    return within(rows, since, until)


def within(rows: QuerySet[S], since: date | None, until: date | None) -> QuerySet[S]:
    """Return the rows that were made between two days, both included."""
    rows = rows.filter(created_at__date__gte=since) if since else rows
    return rows.filter(created_at__date__lte=until) if until else rows
