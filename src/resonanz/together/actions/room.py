"""What every change in the room of two people has in common: it happens while the tandem is at work."""

from __future__ import annotations

from typing import Any

from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.actions.moving import hold_tandem
from resonanz.tandems.models import Tandem
from resonanz.together.models import Appointment, Meeting, Visit
from resonanz.together.queries.rooms import is_at_work


class NotAtWork(Exception):
    """The tandem has ended, or the team has stopped it while something is being clarified; nothing was written."""


def hold_at_work(tandem: Tandem) -> None:
    """Let nobody else change this tandem or its entries until the end of the transaction.

    Of two people who enter the same thing at once, the second sees what the first has entered.

    Raises:
        NotAtWork: nothing can be written into its room now.
    """
    hold_tandem(tandem)
    if not is_at_work(tandem):
        raise NotAtWork


def own_side(tandem: Tandem, person: Person) -> Participation:
    """Return how `person`, one of the two, takes part."""
    return tandem.mentor if tandem.side_of(person) == "mentor" else tandem.mentee


def about(row: Meeting | Appointment | Visit) -> dict[str, Any]:
    """Return what the log entry of an act about `row` says beyond the act: whose staff may read it, and which tandem."""
    return {"scope": row.tandem.cohort.programme.scope, "tandem": row.tandem_id}
