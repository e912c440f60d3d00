"""Suggesting two people to each other: out of a run, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.matching.actions.reciprocal import reasons_of_pair, told_reasons
from resonanz.matching.enums import ProposalState
from resonanz.matching.models import Proposal
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, offer_candidates, propose_tandem
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
def accept_proposal(
    *, proposal: Proposal, by: Person | None, others: Sequence[tuple[Participation, list[dict[str, Any]]]] = ()
) -> None:
    """Suggest a computed pair to the two: the tandem waits for both answers.

    `others` are those among whom the side that is asked first may choose, too, each with reasons.

    Raises:
        AlreadyDecided: it was accepted or set aside already, or its run was discarded.
        AlreadyTogether: the two have been suggested to each other in another way.
        NoFreePlace: one of the two has entered another tandem in the meantime.
        StillChoosing: whoever is asked first has candidates to choose from already.
    """
    decide(proposal, ProposalState.ACCEPTED)
    cohort, reasons = proposal.run.cohort, told_reasons(proposal)
    if others:
        chooser, other = proposal.mentee, proposal.mentor
        if others[0][0].group == chooser.group:
            chooser, other = other, chooser
        candidates = [(other, reasons), *others]
        proposal.tandem = offer_candidates(cohort=cohort, chooser=chooser, candidates=candidates, by=by)[0]
    else:
        proposal.tandem = propose_tandem(
            cohort=cohort,
            mentor=proposal.mentor,
            mentee=proposal.mentee,
            by=by,
            reasons=reasons,
            origin=Origin.EVENT if proposal.run.event_id else Origin.RUN,
        )
    proposal.save(update_fields=["tandem"])
    log_action("accept_proposal", by=by, on=proposal, scope=proposal.run.cohort.programme.scope)


def decide(proposal: Proposal, state: str) -> None:
    """Move an open proposal to `state`; of two coordinators at the same moment one does it."""
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=state):
        raise AlreadyDecided
    proposal.state = state
