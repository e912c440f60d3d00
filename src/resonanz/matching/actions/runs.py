"""Matching a cohort: a numbered run with all that it was computed from, kept so that it can be computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from resonanz import __version__
from resonanz.applications.queries.profile import with_complete_profile
from resonanz.core.jobs import queue_job
from resonanz.core.models import log_action
from resonanz.matching.actions.solving import Found, NotMatched, solve
from resonanz.matching.enums import Objective, PairMarkKind, ProposalState, RunState
from resonanz.matching.models import MatchingEvent, MatchingRun, PairMark, Proposal
from resonanz.matching.queries.runs import engine_row, forbidden_pairs
from resonanz.people.models import Person
from resonanz.phrases import P
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import with_free_place
from resonanz.tandems.actions import AlreadyDecided

AT_ONCE = 100_000  # possible pairs up to which somebody waits for the answer (half a second); more is work for the worker
MOST_AT_ALL = 4_000_000  # what whole tables of pairs are made for


@dataclass(frozen=True)
class RunSettings:
    """What a run is to be computed with. `criteria`: None for the programme's own; `left_out`: ids of participations."""

    objective: str = Objective.MOST_PAIRS
    criteria: Mapping[str, Any] | None = None
    left_out: Sequence[int] = ()
    event: MatchingEvent | None = None  # whose wishes count
    name: str = ""


@dataclass(frozen=True)
class Prepared:
    """A run that is not kept yet, with its inputs, and the people whose rows it holds."""

    run: MatchingRun
    people: list[Participation] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many pairs have to be compared."""
        return len(self.run.mentors) * len(self.run.mentees)


def run_matching(*, cohort: Cohort, objective: str, by: Person | None) -> MatchingRun:
    """Compute a run with everybody and the programme's own weights (see `new_run`)."""
    return new_run(cohort=cohort, settings=RunSettings(objective=objective), by=by)


def new_run(*, cohort: Cohort, settings: RunSettings, by: Person | None, parent: MatchingRun | None = None) -> MatchingRun:
    """Compute the best pairs among the people of `cohort` who have a free place, and keep them as a draft.

    A small cohort is computed at once, outside the transaction. A large one is kept as waiting, and the worker computes it.
    `parent` is the run whose settings were changed. Raises NotMatched (sentences) where a profile, the criteria or a pin
    cannot be followed; nothing is kept then.
    """
    prepared = prepare_run(cohort, settings)
    run = prepared.run
    run.parent, run.computed_by = parent, by
    if prepared.size > MOST_AT_ALL:
        raise NotMatched([{"participation": None, "why": too_many(run).to_json()}])
    if prepared.size > AT_ONCE:
        return queue_run(run, by)
    begun = time.perf_counter()
    found = solve(run, prepared.people)
    return keep_run(run, found, time.perf_counter() - begun, by)


def prepare_run(cohort: Cohort, settings: RunSettings) -> Prepared:
    """Return a run with its inputs as they are now, neither computed nor kept."""
    programme = cohort.programme
    language = (programme.languages or ["de"])[0]
    free = list(with_free_place(cohort))
    complete = {participation.pk for participation in with_complete_profile(cohort, free)}
    unwanted = set(settings.left_out)
    people = [one for one in free if one.pk in complete and one.pk not in unwanted]
    rows: dict[str, list[dict[str, str]]] = {Group.FIRST: [], Group.SECOND: []}
    for participation in people:
        rows[participation.group].append(engine_row(participation, language))
    pins, forbids = marks_among({one.pk for one in people}, cohort)
    run = MatchingRun(
        cohort=cohort,
        name=settings.name,
        objective=settings.objective,
        criteria=programme.criteria if settings.criteria is None else dict(settings.criteria),
        mentors=rows[Group.FIRST],
        mentees=rows[Group.SECOND],
        left_out=sorted(one.pk for one in free if one.pk in unwanted),
        pins=pins,
        forbids=forbids,
        event=settings.event,
        version=__version__,
        unplaced=[
            {"participation": one.pk, "why": (LEFT_OUT if one.pk in unwanted else INCOMPLETE).to_json()}
            for one in free
            if one.pk in unwanted or one.pk not in complete
        ],
    )
    return Prepared(run, people)


INCOMPLETE = P("The profile is not complete yet.")
LEFT_OUT = P("The team left this person out of this run.")


def marks_among(people: set[int], cohort: Cohort) -> tuple[list[list[int]], list[list[int]]]:
    """Return pinned and forbidden pairs among `people`, in a fixed order; what the team pins is not forbidden."""
    pins = set(PairMark.objects.filter(cohort=cohort, kind=PairMarkKind.PIN).values_list("mentor_id", "mentee_id"))
    pins, forbids = ({pair for pair in pairs if people.issuperset(pair)} for pairs in (pins, forbidden_pairs(cohort) - pins))
    return [list(pair) for pair in sorted(pins)], [list(pair) for pair in sorted(forbids)]


@transaction.atomic
def keep_run(run: MatchingRun, found: Found, seconds: float, by: Person | None) -> MatchingRun:
    """Write a computed run down as a draft with its proposals."""
    run.number = next_number(run.cohort)
    fill(run, found, seconds)
    run.save()
    add_proposals(run, found)
    log_action("run_matching", by=by, on=run, scope=run.cohort.programme.scope, pairs=len(found.pairs))
    return run


@transaction.atomic
def queue_run(run: MatchingRun, by: Person | None) -> MatchingRun:
    """Keep a run that takes longer than a page, and have the worker compute it."""
    run.number, run.state = next_number(run.cohort), RunState.WAITING
    run.save()
    run.job = queue_job(key=f"matching-run:{run.pk}", kind="compute_run", run=run.pk)
    run.save(update_fields=["job"])
    log_action("queue_run", by=by, on=run, scope=run.cohort.programme.scope)
    return run


def compute_run(*, run: MatchingRun, progress: Callable[[int, int], None]) -> None:
    """Compute a waiting run; doing it twice changes nothing. A run that cannot be computed says why in sentences."""
    begun = time.perf_counter()
    try:
        found = solve(run, progress=lambda share: progress(round(90 * share), 100))
    except NotMatched as error:
        keep_failure(run, error)
        return
    keep_result(run, found, time.perf_counter() - begun)


@transaction.atomic
def keep_result(run: MatchingRun, found: Found, seconds: float) -> None:
    """Write down what the worker computed, unless another one did so first or somebody discarded the run."""
    if not MatchingRun.objects.filter(pk=run.pk, state=RunState.WAITING).update(state=RunState.DRAFT):
        return
    fill(run, found, seconds)
    run.state = RunState.DRAFT
    run.save(update_fields=["state", "total", "is_optimal", "seconds", "unplaced", "version"])
    add_proposals(run, found)
    by = run.computed_by
    log_action("run_matching", by=by, on=run, scope=run.cohort.programme.scope, pairs=len(found.pairs))


@transaction.atomic
def keep_failure(run: MatchingRun, error: NotMatched) -> None:
    """Write down why a waiting run could not be computed."""
    waiting = MatchingRun.objects.filter(pk=run.pk, state=RunState.WAITING)
    if waiting.update(state=RunState.FAILED, problems=error.problems):
        log_action("fail_run", by=run.computed_by, on=run, scope=run.cohort.programme.scope)


def fill(run: MatchingRun, found: Found, seconds: float) -> None:
    """Note in a run what came of it; whoever could not be compared at all stands there already."""
    run.version, run.seconds = __version__, round(seconds, 3)
    run.total, run.is_optimal = found.total, found.is_optimal
    run.unplaced = [*found.unplaced, *run.unplaced]


def add_proposals(run: MatchingRun, found: Found) -> None:
    """Write the pairs of a run down; part of keeping it."""
    pinned = {tuple(pair) for pair in run.pins}
    Proposal.objects.bulk_create(
        (
            Proposal(
                run=run,
                mentor_id=pair.mentor,
                mentee_id=pair.mentee,
                score=pair.score,
                percent=pair.percent,
                reasons=pair.reasons,
                reasons_back=pair.reasons_back,
                is_pinned=(pair.mentor, pair.mentee) in pinned,
            )
            for pair in found.pairs
        ),
        batch_size=500,
    )


def next_number(cohort: Cohort) -> int:
    """Return the number of the next run of `cohort`; part of the act that makes it, and one act after the other."""
    # Not the key: whoever makes a tandem in this cohort meanwhile refers to the row, and would wait for us as we for them.
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    return (cohort.matching_runs.aggregate(last=Max("number"))["last"] or 0) + 1


def too_many(run: MatchingRun) -> Any:
    """Return the sentence for more possible pairs than tables of all of them are made for."""
    return P(
        "{mentors} × {mentees} people are more than can be matched here; leave some out, or use the command "
        "`resonanz match`.",
        mentors=len(run.mentors),
        mentees=len(run.mentees),
    )


@transaction.atomic
def discard_run(*, run: MatchingRun, by: Person) -> None:
    """Put a draft (or a run that waits or failed) away; its proposals can no longer be asked. Raises AlreadyDecided."""
    states = [RunState.WAITING, RunState.DRAFT, RunState.FAILED]
    if not MatchingRun.objects.filter(pk=run.pk, state__in=states).update(state=RunState.DISCARDED):
        raise AlreadyDecided
    run.state = RunState.DISCARDED
    run.proposals.filter(state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
    log_action("discard_run", by=by, on=run, scope=run.cohort.programme.scope)


@dataclass(frozen=True)
class Reproduction:
    """Whether computing a run again brings the same; what is missing and what is new, as pairs of participations."""

    missing: list[tuple[int, int]]
    new: list[tuple[int, int]]
    total: float
    is_same: bool


def reproduce(run: MatchingRun) -> Reproduction:
    """Compute a run again from what it kept, and compare; writes nothing. Raises NotMatched as computing does."""
    found = solve(run)
    again = {(pair.mentor, pair.mentee): pair.score for pair in found.pairs}
    kept = {(pair.mentor_id, pair.mentee_id): pair.score for pair in run.proposals.all()}
    return Reproduction(
        missing=sorted(kept.keys() - again.keys()),
        new=sorted(again.keys() - kept.keys()),
        total=found.total,
        is_same=again == kept and found.total == run.total,
    )
