"""Publishing a run: its pairs are suggested to the people in it, each pair in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from resonanz.core.jobs import queue_job
from resonanz.core.models import log_action
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions.candidates import Candidates, next_best
from resonanz.matching.actions.proposals import accept_proposal
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.runs import forbidden_pairs, with_people
from resonanz.matching.queries.workbench import asking
from resonanz.people.models import Person
from resonanz.programmes.actions import NoFreePlace
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether, StillChoosing

PUBLISHED_AT_ONCE = 60  # pairs that are asked while somebody waits for the page; more is work for the worker


@dataclass
class Published:
    """What came of publishing so far: how many pairs were asked, and which could not be."""

    asked: int = 0
    left: list[Proposal] = field(default_factory=list)


def publish_run(*, run: MatchingRun, by: Person) -> Published | None:
    """Suggest the pairs of a draft to the people in it. None comes back where there are so many that the worker does it.

    Pairs that the team has ruled out since are left aside; pairs of whom somebody was placed meanwhile cannot be asked, and
    the rest is. Raises AlreadyDecided where a colleague published or discarded the run a moment earlier.
    """
    claim_run(run, by)
    return None if run.job else propose_pairs(run=run)


@transaction.atomic
def claim_run(run: MatchingRun, by: Person) -> None:
    """Make a draft a published run; of two coordinators at the same moment one does it."""
    now = timezone.now()
    drafts = MatchingRun.objects.filter(pk=run.pk, state=RunState.DRAFT)
    if not drafts.update(state=RunState.PUBLISHED, published_at=now, published_by=by, job=None):
        raise AlreadyDecided
    run.state, run.published_at, run.published_by, run.job = RunState.PUBLISHED, now, by, None
    waiting = run.proposals.filter(state=ProposalState.OPEN)
    ruled_out = forbidden_pairs(run.cohort) - {(mentor, mentee) for mentor, mentee in run.pins}
    for proposal in waiting:
        if (proposal.mentor_id, proposal.mentee_id) in ruled_out:
            Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.DISMISSED)
    pairs = waiting.count()
    if pairs > PUBLISHED_AT_ONCE:
        run.job = queue_job(key=f"matching-run:{run.pk}:publish", kind="publish_run", run=run.pk)
        run.save(update_fields=["job"])
    log_action("publish_run", by=by, on=run, scope=run.cohort.programme.scope, pairs=pairs)


def propose_pairs(*, run: MatchingRun, progress: Callable[[int, int], None] = lambda done, total: None) -> Published:
    """Suggest every pair of a published run that is still open; safe to repeat, and to do twice at once."""
    outcome = Published()
    proposals = list(with_people(run.proposals.filter(state=ProposalState.OPEN)))
    others = next_best(run)
    for done, proposal in enumerate(proposals):
        progress(done, len(proposals))
        try:
            propose_one(proposal, others(proposal), run.published_by)
            outcome.asked += 1
        except (AlreadyTogether, NoFreePlace, StillChoosing):
            Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
            outcome.left.append(proposal)
        except AlreadyDecided:  # another worker was faster
            continue
    return outcome


def propose_one(proposal: Proposal, others: Candidates, by: Person | None) -> None:
    """Suggest one pair, with the others to choose from; alone, where one of these was placed a moment ago."""
    try:
        accept_proposal(proposal=proposal, by=by, others=others)
    except (AlreadyTogether, NoFreePlace):
        if not others:
            raise
        accept_proposal(proposal=proposal, by=by)


@dataclass(frozen=True)
class Shown:
    """A letter that publishing would send, with one of its recipients as the example."""

    to: Person
    language: str
    subject: str
    text: str


def letters_of(run: MatchingRun) -> list[Shown]:
    """Return the letters with which publishing a run begins: one for each side and language, with somebody as example.

    They are really written and rolled back, so what is shown is what goes. Nothing is kept.
    """
    seen: dict[tuple[str, str], Shown] = {}
    pairs = asking(run).pairs
    others = next_best(run)
    for proposal in pairs:
        two = {"mentee": proposal.mentee.person, "mentor": proposal.mentor.person}
        if all((side, person.language) in seen for side, person in two.items()):
            continue
        for mail in rehearsed(proposal, others(proposal)):
            side = next((side for side, person in two.items() if person.email == mail.to), None)
            if side is not None:
                seen.setdefault((side, two[side].language), Shown(two[side], mail.language, mail.subject, mail.text))
        for side, person in two.items():  # whoever is not written to at first
            seen.setdefault((side, person.language), Shown(person, "", "", ""))
    return [letter for letter in seen.values() if letter.text]


def rehearsed(proposal: Proposal, others: Candidates) -> list[OutboxMail]:
    """Return the letters that suggesting a pair would queue; all of it is rolled back."""
    state = proposal.state
    with transaction.atomic():
        last = OutboxMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            propose_one(proposal, others, None)
            found = list(OutboxMail.objects.filter(pk__gt=last).order_by("pk"))
        except (AlreadyDecided, AlreadyTogether, NoFreePlace, StillChoosing):
            found = []
        transaction.set_rollback(True)
    proposal.state, proposal.tandem = state, None
    return found
