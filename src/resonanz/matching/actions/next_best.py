"""The next best suggestion for those who are free again, found by the engine's re-matching.

A suggestion that ends queues a job (`receivers`). The job computes outside any transaction, and keeps what it found as a
small run of its own: what was on the team's list already stays as far as possible. Where the programme wants it, the
suggestions then go out by themselves; else the team confirms each with one click. Everything may be done twice: of two who
do it at once, one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz import __version__, engine
from resonanz.applications.queries.profile import with_complete_profile
from resonanz.core.jobs import queue_job
from resonanz.core.models import log_action
from resonanz.matching.actions.proposals import decide
from resonanz.matching.actions.reasons import reasons_as_json, titles_by_criterion
from resonanz.matching.actions.reciprocal import marked, reasons_of_pair, told_reasons, turned
from resonanz.matching.actions.runs import marks_among, next_number
from resonanz.matching.actions.solving import FoundPair
from resonanz.matching.actions.workbench import mark_pair
from resonanz.matching.enums import Objective, PairMarkKind, ProposalState, RunState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.insight import Model
from resonanz.matching.queries.reciprocal import back_criteria
from resonanz.matching.queries.runs import engine_row
from resonanz.matching.queries.waiting import choosing, free_again, next_proposals, rematched
from resonanz.people.models import Person
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group, NextBest
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import with_free_place
from resonanz.tables import InputError
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether, propose_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem

MOST_PAIRS = 9_000_000  # 3,000 × 3,000 take a worker some seconds; above, the team matches on the command line
MOST_TRIES = 3  # where somebody else keeps a run while this one is computed
OTHERS = 3  # alternatives shown beside a suggestion


@dataclass(frozen=True)
class Plan:
    """What was found for those who are free again, and what it was computed from."""

    seen: int  # the number of the cohort's last run when this was begun
    mentors: list[dict[str, str]] = field(default_factory=list)
    mentees: list[dict[str, str]] = field(default_factory=list)
    forbids: list[tuple[str, str]] = field(default_factory=list)
    pairs: list[FoundPair] = field(default_factory=list)
    again: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


def look_again(*, cohort: Cohort, cause: str, free: Iterable[Participation] = ()) -> None:
    """Queue the search for the next best, once for each `cause`; part of the act by which somebody is free again."""
    queue_job(
        key=f"next_best:{cause}", kind="next_best", cohort=cohort.pk, free=sorted(participation.pk for participation in free)
    )


def find_next_best(*, cohort: Cohort, free: Iterable[int] = ()) -> MatchingRun | None:
    """Look for somebody for those who are free again (`free`, and whoever waits since a suggestion ended).

    Keeps as many of the suggestions that the team has not confirmed yet as possible. Returns the new run, or None where
    there is nothing new. In programmes that want it, the suggestions go out at once.
    """
    if not rematched(cohort):
        return None
    run = None
    for _try in range(MOST_TRIES):
        plan = plan_next(cohort, set(free))
        if plan is None:
            break
        is_current, run = keep_next(cohort, plan)
        if is_current:
            break
    if cohort.programme.next_best == NextBest.AUTOMATIC:
        send_next(cohort=cohort)
    return run


def plan_next(cohort: Cohort, free: set[int]) -> Plan | None:
    """Compute whom those who are free again could have; None where nobody is, or profiles cannot be read."""
    seen, started = last_number(cohort), timezone.now()
    language = (cohort.programme.languages or ["de"])[0]
    published = [(str(row.mentor_id), str(row.mentee_id)) for row in next_proposals(cohort)]
    people = with_complete_profile(cohort, with_free_place(cohort).exclude(pk__in=choosing(cohort)))
    wanted = {str(pk) for pk in free | set(free_again(cohort).values_list("pk", flat=True))}
    wanted |= {one for pair in published for one in pair}
    if not wanted & {str(participation.pk) for participation in people}:
        return Plan(seen) if published else None  # what is on the list is not possible any more
    rows = {
        group: [engine_row(participation, language) for participation in people if participation.group == group]
        for group in (Group.FIRST, Group.SECOND)
    }
    mentors, mentees = rows[Group.FIRST], rows[Group.SECOND]
    ids = [{row["id"] for row in side} for side in (mentors, mentees)]
    if not mentors or not mentees or len(mentors) * len(mentees) > MOST_PAIRS:
        return Plan(seen) if published else None
    _pins, marks = marks_among({participation.pk for participation in people}, cohort)
    forbids = [(str(mentor), str(mentee)) for mentor, mentee in marks if str(mentor) in ids[0] and str(mentee) in ids[1]]
    try:
        model = solved_model(cohort.programme, mentors, mentees, forbids)
    except InputError:  # a profile or criteria that cannot be read: whoever matches the cohort is told in full
        return None
    found = engine.rematch(only_touching(model.solved, wanted), published)
    again = {"others": {pair.mentee: others_of(model.solved, pair) for pair in found.keeping.result.pairs}}
    if found.gone or found.keeping.kept:
        again["text"] = found.text.to_json()
    titles = titles_by_criterion(cohort.programme, cohort.programme.criteria, people)
    pairs = [with_reasons(model, pair, cohort.programme.criteria, titles) for pair in found.keeping.result.pairs]
    return Plan(seen, mentors, mentees, forbids, pairs, again, (timezone.now() - started).total_seconds())


def solved_model(
    programme: Programme, mentors: list[dict[str, str]], mentees: list[dict[str, str]], forbids: list[tuple[str, str]]
) -> Model:
    """Return the model of people who are free, in both directions where both groups give. InputError as the engine's."""
    asked: dict[str, Any] = {"capacity": "places", "objective": Objective.MOST_PAIRS, "forbids": forbids}
    criteria = programme.criteria
    if not programme.is_reciprocal:
        return Model(engine.solve_cohort(mentors, mentees, criteria, **asked), "")
    both = engine.solve_reciprocal(mentors, mentees, criteria, back=back_criteria(criteria), **asked)
    return Model(both.solved, "", both)


def with_reasons(
    model: Model, pair: engine.Pair, criteria: Mapping[str, Any], titles: Sequence[Mapping[str, Any]]
) -> FoundPair:
    """Return a pair of a model with its reasons, in one direction or in both, as a run keeps them."""
    ids = int(pair.mentor), int(pair.mentee)
    ahead, *way_back = model.explain((model.mentors[ids[0]], model.mentees[ids[1]]))
    back = back_criteria(criteria)
    return FoundPair(
        *ids,
        score=float(pair.score),
        percent=float(pair.percent),
        reasons=marked(reasons_as_json(ahead.reasons, titles), criteria, back=False if way_back else None),
        reasons_back=[
            entry for way in way_back for entry in turned(marked(reasons_as_json(way.reasons, titles), back, back=True))
        ],
    )


def only_touching(solved: engine.Solved, wanted: set[str]) -> engine.Solved:
    """Return the model in which only pairs with somebody of `wanted` are possible, solved again.

    Who has never been matched is left to the run of the cohort, but may well have somebody who is free again.
    """
    mentors, mentees = (
        np.fromiter((name in wanted for name in side.ids), dtype=bool, count=len(side.ids))
        for side in (solved.problem.mentors, solved.problem.mentees)
    )
    forbidden = solved.demands.forbidden | ~(mentors[:, None] | mentees[None, :])
    touching = replace(solved, demands=replace(solved.demands, forbidden=forbidden))
    return replace(touching, pairs=touching.again())


def others_of(solved: engine.Solved, pair: engine.Pair) -> list[dict[str, Any]]:
    """Return whom else the mentee of a pair could have, and what that would cost all together."""
    return [
        {"mentor": int(other.mentor), "percent": float(other.percent), "text": other.text.to_json()}
        for other in engine.alternatives(solved, pair.mentee, k=OTHERS + 1)
        if other.mentor != pair.mentor
    ][:OTHERS]


@transaction.atomic
def keep_next(cohort: Cohort, plan: Plan) -> tuple[bool, MatchingRun | None]:
    """Write a plan down as a run, in the place of what was on the list before; (False, None) where it is outdated.

    Nothing is written where the list stays the same.
    """
    number = next_number(cohort)  # holds the cohort: one after the other
    if number != plan.seen + 1:
        return False, None
    listed = next_proposals(cohort)
    wanted = {(pair.mentor, pair.mentee): pair for pair in plan.pairs}
    if set(listed.values_list("mentor_id", "mentee_id")) == set(wanted):
        return True, None
    Proposal.objects.filter(pk__in=listed.values("pk"), state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
    # Only now, after whoever confirmed something at the same moment: who has a place still?
    places = set(with_free_place(cohort).values_list("pk", flat=True))
    pairs = [pair for (mentor, mentee), pair in wanted.items() if {mentor, mentee} <= places]
    if not pairs:
        return True, None
    run = MatchingRun.objects.create(
        cohort=cohort,
        number=number,
        is_next=True,
        again=plan.again,
        parent=cohort.matching_runs.filter(is_next=False).first(),
        objective=Objective.MOST_PAIRS,
        criteria=cohort.programme.criteria,
        mentors=plan.mentors,
        mentees=plan.mentees,
        forbids=[[int(mentor), int(mentee)] for mentor, mentee in plan.forbids],
        version=__version__,
        total=sum(pair.score for pair in pairs),
        is_optimal=True,
        seconds=plan.seconds,
    )
    Proposal.objects.bulk_create(
        Proposal(
            run=run,
            mentor_id=pair.mentor,
            mentee_id=pair.mentee,
            score=pair.score,
            percent=pair.percent,
            reasons=pair.reasons,
            reasons_back=pair.reasons_back,
        )
        for pair in pairs
    )
    log_action("find_next_best", by=None, on=run, scope=cohort.programme.scope, pairs=len(pairs))
    return True, run


def last_number(cohort: Cohort) -> int:
    """Return the number of the cohort's newest run, 0 where there is none."""
    newest = cohort.matching_runs.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def send_next(*, cohort: Cohort) -> int:
    """Let every suggestion on the list go out, where the programme wants that; return how many did."""
    sent = 0
    for proposal in next_proposals(cohort):
        try:
            confirm_next(proposal=proposal, by=None)
            sent += 1
        except (AlreadyDecided, AlreadyTogether, NoFreePlace):
            # Somebody was faster: the suggestion leaves the list, and the next search begins without it.
            Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
    return sent


@transaction.atomic
def confirm_next(*, proposal: Proposal, by: Person | None, mentor: Participation | None = None) -> Tandem:
    """Suggest the two of a next best suggestion to each other; with `mentor`, the same mentee with one of the others.

    Raises:
        AlreadyDecided: it was confirmed, set aside or replaced a moment ago.
        AlreadyTogether: the two have been suggested to each other in another way.
        NoFreePlace: one of the two has entered another tandem in the meantime.
    """
    changed = mentor is not None and mentor != proposal.mentor
    decide(proposal, ProposalState.SUPERSEDED if changed else ProposalState.ACCEPTED)
    chosen = mentor if mentor is not None and changed else proposal.mentor
    proposal.tandem = propose_tandem(
        cohort=proposal.run.cohort,
        mentor=chosen,
        mentee=proposal.mentee,
        by=by,
        reasons=reasons_of_pair(chosen, proposal.mentee) if changed else told_reasons(proposal),
        origin=Origin.NEXT,
    )
    proposal.save(update_fields=["tandem"])
    log_action("confirm_next", by=by, on=proposal, scope=proposal.run.cohort.programme.scope, changed=changed)
    close_run(proposal.run, by)
    return proposal.tandem


@transaction.atomic
def dismiss_next(*, proposal: Proposal, by: Person) -> None:
    """Set a next best suggestion aside: the pair is ruled out until the team allows it again, and another one is looked for.

    Nobody is told. Raises AlreadyDecided.
    """
    decide(proposal, ProposalState.DISMISSED)
    mark_pair(mentor=proposal.mentor, mentee=proposal.mentee, kind=PairMarkKind.FORBID, by=by)
    log_action("dismiss_next", by=by, on=proposal, scope=proposal.run.cohort.programme.scope)
    close_run(proposal.run, by)
    look_again(cohort=proposal.run.cohort, cause=f"dismissed:{proposal.pk}", free=[proposal.mentor, proposal.mentee])


def close_run(run: MatchingRun, by: Person | None) -> None:
    """Note that a run is dealt with, once nothing of it is open."""
    if not Proposal.objects.filter(run=run, state=ProposalState.OPEN).exists():
        MatchingRun.objects.filter(Q(state=RunState.DRAFT), pk=run.pk).update(
            state=RunState.PUBLISHED, published_at=timezone.now(), published_by=by
        )


def match_again() -> int:
    """Look for the next best in every cohort where somebody waits since a suggestion ended; return how many runs came of it.

    For those for whom nobody was there at first, and in case a job was lost.
    """
    made = 0
    for cohort in Cohort.objects.filter(pk__in=free_again().values("cohort")).select_related("programme"):
        made += find_next_best(cohort=cohort) is not None
    return made
