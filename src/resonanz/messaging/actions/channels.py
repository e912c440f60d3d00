"""Ways to reach each other outside."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.messaging.actions.messages import writable
from resonanz.messaging.models import Channel
from resonanz.people.models import Person
from resonanz.programmes.actions import NotPossible
from resonanz.tandems.models import Tandem

MOST_WAYS = 10  # of one person in one tandem


@transaction.atomic
def add_channel(*, tandem: Tandem, kind: str, value: str, key: UUID, by: Person) -> Channel:
    """Let the other see how one can be reached outside.

    Raises:
        CannotWrite, SomebodyElses: as for messages.
        NotPossible: there are too many ways already.
    """
    writable(tandem)
    if Channel.objects.filter(tandem=tandem, person=by).exclude(key=key).count() >= MOST_WAYS:
        raise NotPossible(_("You have entered {n} ways already. Please remove one first.").format(n=MOST_WAYS))
    channel = Channel(tandem=tandem, person=by, kind=kind, key=key)
    channel.seal(contact=value)
    if store_once(channel, same=["tandem_id", "person_id"]):
        log_action("add_channel", by=by, on=channel, scope=tandem.cohort.programme.scope, kind=kind)
    return channel


@transaction.atomic
def remove_channel(*, channel: Channel, by: Person) -> None:
    """Take it away, at any time."""
    log_action("remove_channel", by=by, on=channel, scope=channel.tandem.cohort.programme.scope, kind=channel.kind)
    channel.delete()
