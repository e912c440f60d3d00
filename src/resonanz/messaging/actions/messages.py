"""Writing, reading, mending and taking back messages; how one wants to be told of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.mail.enums import State as MailState
from resonanz.mail.models import OutboxMail
from resonanz.messaging.mails import cause_of, mail_message
from resonanz.messaging.models import Conversation, Message, Preference, Reader
from resonanz.messaging.queries.messages import DELETED_WITHIN, EDITED_WITHIN, obstacle
from resonanz.people.models import Person
from resonanz.tandems.actions.moving import hold_tandem
from resonanz.tandems.models import Tandem


class CannotWrite(Exception):
    """The two cannot write to each other now; `obstacle` says why (see `queries.messages.obstacle`)."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.obstacle = found


class TooLate(Exception):
    """A message stands for too long to be changed, or has been taken back already."""


def open_conversation(*, tandem: Tandem) -> Conversation:
    """Return the conversation of a tandem; make it where there is none. Part of the acts that need one."""
    return Conversation.objects.get_or_create(tandem=tandem)[0]


def writable(tandem: Tandem) -> None:
    """Hold the tandem until the end of the transaction; raise CannotWrite where the two cannot write to each other."""
    hold_tandem(tandem)
    if found := obstacle(tandem):
        raise CannotWrite(found)


@transaction.atomic
def write_message(*, tandem: Tandem, text: str, key: UUID, by: Person) -> Message:
    """Write to the other; a form that comes twice writes once.

    Raises:
        CannotWrite: not now, for instance while something is being clarified.
        SomebodyElses: the key of the form belongs to somebody else.
    """
    writable(tandem)
    conversation = open_conversation(tandem=tandem)
    message = Message(conversation=conversation, by=by, key=key)
    message.seal(text=text)
    if store_once(message, same=["conversation_id", "by_id"]):
        log_action("write_message", by=by, on=message, scope=tandem.cohort.programme.scope)
        to = tandem.other(by).person
        reader = Reader.objects.filter(conversation=conversation, person=to).first()
        mail_message(tandem, to, reader.read_until if reader else 0)
    return message


@transaction.atomic
def edit_message(*, message: Message, text: str, by: Person) -> None:
    """Change what one has written, within an hour.

    Raises:
        TooLate, CannotWrite: it stands for too long; the two cannot write to each other now.
    """
    row = changeable(message, EDITED_WITHIN)
    row.seal(text=text)
    row.edited_at = timezone.now()
    row.save(update_fields=["text", "edited_at", "changed_at"])
    log_action("edit_message", by=by, on=row, scope=message.conversation.tandem.cohort.programme.scope)


@transaction.atomic
def delete_message(*, message: Message, by: Person) -> None:
    """Take back what one has written, within a day; that something stood there remains to be seen.

    Raises:
        TooLate, CannotWrite: it stands for too long; the two cannot write to each other now.
    """
    row = changeable(message, DELETED_WITHIN)
    row.text, row.deleted_at = "", timezone.now()
    row.save(update_fields=["text", "deleted_at", "changed_at"])
    log_action("delete_message", by=by, on=row, scope=message.conversation.tandem.cohort.programme.scope)


def changeable(message: Message, within: timedelta) -> Message:
    """Return the message as it is now, locked; raise TooLate where it cannot be changed any more."""
    writable(message.conversation.tandem)
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.deleted_at is not None or timezone.now() - row.created_at >= within:
        raise TooLate
    return row


@transaction.atomic
def read_messages(*, conversation: Conversation, until: int, by: Person) -> None:
    """Note that messages up to number `until` were shown; a letter about them that is still waiting is not needed any more.

    Not in the log: when somebody reads is nobody's business.
    """
    reader, _made = Reader.objects.get_or_create(conversation=conversation, person=by)
    before, now = reader.read_until, timezone.now()
    later = Reader.objects.filter(pk=reader.pk, read_until__lt=until)
    if later.update(read_until=until, read_at=now, changed_at=now):
        cause = cause_of(conversation.tandem, by, before)
        OutboxMail.objects.filter(key=cause, state=MailState.QUEUED, attempts=0).delete()


@transaction.atomic
def change_preference(
    *,
    person: Person,
    is_mailed: bool,
    quiet_from: int | None,
    quiet_until: int | None,
    time_zone: str,
    by: Person,
    shows_reading: bool | None = None,
) -> Preference:
    """Say how one wants to be told of messages, and whether the other sees what one has read (None: as said before)."""
    values: dict[str, Any] = {
        "is_mailed": is_mailed,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "time_zone": time_zone,
    }
    if shows_reading is not None:
        values["shows_reading"] = shows_reading
    row, _made = Preference.objects.update_or_create(person=person, defaults=values)
    log_action("change_message_preference", by=by, on=row)
    return row
