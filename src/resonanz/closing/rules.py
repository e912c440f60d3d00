"""Who may do what with the end of a tandem."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.closing.models import Certificate, TalkDate
from resonanz.programmes.rules import coordinates
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.rules import has_started, is_one_of_the_two


@predicate
def is_open_or_over(person: Any, tandem: Tandem) -> bool:
    """Whether the tandem is at work or has ended; one that the team has stopped waits."""
    return tandem.state in (State.ACTIVE, State.ENDED) and tandem.suspended_at is None


may_close = is_one_of_the_two & has_started
may_settle_closing = may_close & is_open_or_over


@predicate
def may_lead(person: Any, talk: TalkDate) -> bool:
    """Whether `person` coordinates the programme of a date."""
    return bool(coordinates.test(person, talk.programme))


@predicate
def may_withdraw(person: Any, certificate: Certificate) -> bool:
    """Whether `person` coordinates the programme of a certificate."""
    return bool(coordinates.test(person, certificate.programme))
