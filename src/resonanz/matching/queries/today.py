"""What a cohort needs today, and how far its people have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application
from resonanz.applications.queries.review import can_promote, to_do
from resonanz.core.counting import counted
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.waiting import (
    changes,
    handed_to,
    next_proposals,
    stalled_requests,
    unanswered,
    unmatched_long,
)
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import cohorts_coordinated_by, coordinated_by
from resonanz.programmes.signals import today_asked
from resonanz.tandems.enums import LIVE_STATES, State
from resonanz.tandems.models import Tandem

STALLED = ("to_confirm", "to_settle", "unmatched_count", "unanswered_count", "requests_count", "drafts_count")


def with_tasks(cohorts: Sequence[Any], person: Any) -> None:
    """Give each cohort, as `tasks`, what other rooms know to be done in it today; once for all of them."""
    answers: list[Any] = today_asked.send(Cohort, cohorts=list(cohorts), person=person)
    found = sorted((task for _receiver, tasks in answers for task in tasks or ()), key=lambda task: task.order)
    for cohort in cohorts:
        cohort.tasks = [task for task in found if task.cohort == cohort.pk]


def has_tasks(cohort: Any) -> bool:
    """Whether a cohort of `cohorts_today`, after `with_tasks`, needs its coordinator."""
    pairs = cohort.to_decide or cohort.to_answer or (cohort.waiting_count and cohort.free_places)
    stalled = any(getattr(cohort, name) for name in STALLED)
    return bool(cohort.tasks or pairs or stalled or cohort.to_review or cohort.talks or can_promote(cohort))


def cohorts_today(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` coordinates, each with the numbers that may need an act.

    `to_decide`: open proposals of the newest draft of all; `to_answer`: tandems that wait for an answer; `at_work`:
    active tandems; `to_confirm`: next best suggestions; `to_settle`: wishes for a change; and who waits too long:
    `unmatched_count`, `unanswered_count`, `requests_count`; `drafts_count`: runs handed over to `person`. And what `to_do`
    counts of the applications.
    Each number is a subquery of its own: counting over several joins at once would multiply them.
    """
    mine = coordinated_by(person)
    return to_do(cohorts_coordinated_by(person)).annotate(
        to_decide=counted(open_proposals().filter(run__cohort=OuterRef("pk")), "run__cohort"),
        to_answer=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.PROPOSED), "cohort"),
        at_work=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.ACTIVE), "cohort"),
        to_confirm=counted(next_proposals().filter(run__cohort=OuterRef("pk")).select_related(None), "run__cohort"),
        to_settle=counted(changes(mine).filter(cohort=OuterRef("pk")), "cohort"),
        unmatched_count=counted(unmatched_long(mine).filter(cohort=OuterRef("pk")), "cohort"),
        unanswered_count=counted(unanswered(mine).filter(cohort=OuterRef("pk")), "cohort"),
        requests_count=counted(stalled_requests(mine).filter(cohort=OuterRef("pk")), "cohort"),
        drafts_count=counted(handed_to(person).filter(cohort=OuterRef("pk")), "cohort"),
    )


def open_proposals() -> QuerySet[Proposal]:
    """Return the open proposals of each cohort's newest draft; older drafts are kept to be looked at."""
    drafts = MatchingRun.objects.filter(cohort=OuterRef("run__cohort"), state=RunState.DRAFT, is_next=False)
    drafts = drafts.order_by("-number")
    return Proposal.objects.filter(state=ProposalState.OPEN, run=Subquery(drafts.values("pk")[:1]))


@dataclass(frozen=True)
class Step:
    """One step of a cohort: how many people of the second group came so far, in percent of the widest step."""

    key: str
    label: str
    number: int
    share: float


IN_STEP = {
    "asked": Q(tandems_as_mentee__state__in=LIVE_STATES),
    "at_work": Q(tandems_as_mentee__state=State.ACTIVE),
}


def funnel(cohort: Cohort) -> list[Step]:
    """Return how far the people of the second group have come, from applying to the tandem at work."""
    applied = Application.objects.filter(cohort=cohort, group=Group.SECOND).exclude(state=ApplicationState.DRAFT)
    counts = people_in_step(cohort, "all").aggregate(
        all=Count("pk", distinct=True),
        asked=Count("pk", filter=IN_STEP["asked"], distinct=True),
        at_work=Count("pk", filter=IN_STEP["at_work"], distinct=True),
    )
    counts["applied"] = applied.count()
    labels = {
        "applied": _("have applied"),
        "all": _("take part"),
        "asked": _("have a suggestion or a tandem"),
        "at_work": _("are in a tandem at work"),
    }
    widest = max(counts.values()) or 1
    return [Step(key, label, counts[key], 100 * counts[key] / widest) for key, label in labels.items()]


def people_in_step(cohort: Cohort, step: str) -> QuerySet[Participation]:
    """Return the people of the second group who have come as far as a step of the funnel."""
    people = Participation.objects.filter(cohort=cohort, group=Group.SECOND, is_active=True)
    return people.filter(IN_STEP[step]).distinct() if step in IN_STEP else people
