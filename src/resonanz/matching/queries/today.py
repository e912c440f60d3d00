"""What a cohort needs today, and how far its people have come."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from resonanz.applications.queries.review import can_promote, to_do
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tandems.enums import OPEN_STATES, State
from resonanz.tandems.models import Tandem


def has_tasks(cohort: Any) -> bool:
    """Whether a cohort of `cohorts_today` needs its coordinator."""
    pairs = cohort.to_decide or cohort.to_answer or (cohort.waiting_count and cohort.free_places)
    return bool(pairs or cohort.to_review or cohort.talks or can_promote(cohort))


def cohorts_today(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` coordinates, each with the numbers that may need an act.

    `to_decide`: open proposals of the newest draft; `to_answer`: tandems that wait for an answer; `at_work`: active tandems.
    And what `to_do` counts of the applications.
    Each number is a subquery of its own: counting over several joins at once would multiply them.
    """
    return to_do(cohorts_coordinated_by(person)).annotate(
        to_decide=counted(open_proposals().filter(run__cohort=OuterRef("pk")), "run__cohort"),
        to_answer=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.PROPOSED), "cohort"),
        at_work=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.ACTIVE), "cohort"),
    )


def open_proposals() -> QuerySet[Proposal]:
    """Return the open proposals of each cohort's newest draft; older drafts are kept to be looked at."""
    drafts = MatchingRun.objects.filter(cohort=OuterRef("run__cohort"), state=RunState.DRAFT).order_by("-number")
    return Proposal.objects.filter(state=ProposalState.OPEN, run=Subquery(drafts.values("pk")[:1]))


def funnel(cohort: Cohort) -> list[tuple[str, int, float]]:
    """Return the steps of a cohort as (label, number of people of the second group, percent of the first step)."""
    people = Participation.objects.filter(cohort=cohort, group=Group.SECOND, is_active=True)
    counts = people.aggregate(
        all=Count("pk", distinct=True),
        asked=Count("pk", filter=Q(tandems_as_mentee__state__in=OPEN_STATES), distinct=True),
        at_work=Count("pk", filter=Q(tandems_as_mentee__state=State.ACTIVE), distinct=True),
    )
    labels = {
        "all": _("take part"),
        "asked": _("have a suggestion or a tandem"),
        "at_work": _("are in a tandem at work"),
    }
    return [
        (label, counts[name], 100 * counts[name] / counts["all"] if counts["all"] else 0.0) for name, label in labels.items()
    ]


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return the number of `rows` (which refer to an outer row through `by`) as a subquery."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)
