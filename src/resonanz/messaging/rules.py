"""Who may write, share, and open."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.messaging.models import Channel, Message, Opening, Share, TandemFile
from resonanz.messaging.queries.openings import involved
from resonanz.programmes.rules import coordinates, operates
from resonanz.tandems.models import Tandem
from resonanz.tandems.rules import has_started, is_one_of_the_two

may_converse = is_one_of_the_two & has_started


@predicate
def wrote(person: Any, message: Message) -> bool:
    """Whether the message is this person's own."""
    return message.by_id == person.pk


@predicate
def entered(person: Any, channel: Channel) -> bool:
    """Whether this person entered it."""
    return channel.person_id == person.pk


@predicate
def owns_file(person: Any, file: TandemFile) -> bool:
    """Whether the file is this person's own."""
    return file.owner_id == person.pk


@predicate
def owns_share(person: Any, share: Share) -> bool:
    """Whether the link leads to a file of this person."""
    return share.file.owner_id == person.pk


@predicate
def may_oversee(person: Any, tandem: Tandem) -> bool:
    """Whether `person` coordinates the programme or runs the installation, and is neither of the two."""
    if person.pk in involved(tandem):
        return False
    return bool(person.is_active and (coordinates.test(person, tandem.cohort) or operates.test(person)))


@predicate
def may_oversee_opening(person: Any, opening: Opening) -> bool:
    """The same, for an opening."""
    return bool(may_oversee.test(person, opening.tandem))


@predicate
def did_not_ask(person: Any, opening: Opening) -> bool:
    """Whether somebody else asked for the opening."""
    return opening.asked_by_id != person.pk


@predicate
def asked(person: Any, opening: Opening) -> bool:
    """Whether this person asked for the opening."""
    return opening.asked_by_id == person.pk


@predicate
def answers_for(person: Any, opening: Opening) -> bool:
    """Whether this person is one of the two of the team who answer for the opening."""
    return person.pk in (opening.asked_by_id, opening.approved_by_id)


may_approve = may_oversee_opening & did_not_ask
may_close = may_oversee_opening
may_read_opened = may_oversee_opening & answers_for
