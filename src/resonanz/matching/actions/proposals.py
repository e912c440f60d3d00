"""Suggesting two people to each other: out of a run, or by hand."""

from __future__ import annotations

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.matching.actions.reciprocal import reasons_of_pair, told_reasons
from resonanz.matching.enums import ProposalState
from resonanz.matching.models import Proposal
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, propose_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem


def pair_by_hand(*, mentor: Participation, mentee: Participation, note: str, by: Person) -> Tandem:
    """Suggest two people to each other without a run; the note says why, for the team only.

    Raises what `propose_tandem` raises.
    """
    return propose_tandem(
        cohort=mentor.cohort,
        mentor=mentor,
        mentee=mentee,
        by=by,
        note=note,
        origin=Origin.HAND,
        reasons=reasons_of_pair(mentor, mentee),
    )


@transaction.atomic
def accept_proposal(*, proposal: Proposal, by: Person | None) -> None:
    """Suggest a computed pair to the two: the tandem waits for both answers.

    Raises:
        AlreadyDecided: it was accepted or set aside already, or its run was discarded.
        AlreadyTogether: the two have been suggested to each other in another way.
        NoFreePlace: one of the two has entered another tandem in the meantime.
    """
    decide(proposal, ProposalState.ACCEPTED)
    proposal.tandem = propose_tandem(
        cohort=proposal.run.cohort,
        mentor=proposal.mentor,
        mentee=proposal.mentee,
        by=by,
        reasons=told_reasons(proposal),
        origin=Origin.EVENT if proposal.run.event_id else Origin.RUN,
    )
    proposal.save(update_fields=["tandem"])
    log_action("accept_proposal", by=by, on=proposal, scope=proposal.run.cohort.programme.scope)


def decide(proposal: Proposal, state: str) -> None:
    """Move an open proposal to `state`; of two coordinators at the same moment one does it."""
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=state):
        raise AlreadyDecided
    proposal.state = state
