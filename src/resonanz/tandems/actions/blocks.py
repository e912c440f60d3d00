"""Wanting no contact with somebody any more; the other never learns of it."""

from __future__ import annotations

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.tandems.models import Block
from resonanz.tandems.signals import person_blocked


@transaction.atomic
def block_person(*, other: Person, by: Person) -> bool:
    """Let nothing come from `other` to `by`, nor the other way round, in no programme; False where that was so already.

    The log names neither the other nor a programme: those who may read it must not learn who wants to avoid whom.
    """
    block, made = Block.objects.get_or_create(person=by, other=other)
    if made:
        log_action("block_person", by=by, on=block)
        person_blocked.send(Block, person=by, other=other)
    return made


@transaction.atomic
def unblock_person(*, other: Person, by: Person) -> bool:
    """Take one's own block back; return False where there was none. One that the other has set stays."""
    block = Block.objects.filter(person=by, other=other).first()
    if block is None:
        return False
    log_action("unblock_person", by=by, on=block)
    block.delete()
    return True
