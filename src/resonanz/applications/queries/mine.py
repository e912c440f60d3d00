"""Named reads of one reviewer's own page: what is assigned, what nobody took, and the talks ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from resonanz.applications.eligibility import Code
from resonanz.applications.enums import OTHERS_TURN, WAITING, ApplicationState, DecidedBy, NextStep, Verdict
from resonanz.applications.models import Application, Interview
from resonanz.applications.queries.review import Row, for_list, rows
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort
from resonanz.programmes.queries import reviewed_by

UNTAKEN_SHOWN = 20
WEEK = timedelta(days=7)
STILL_ON = timedelta(hours=1)  # a talk that has just begun is still ahead


@dataclass(frozen=True)
class Task:
    """One application and what comes next with it; `talk` is the next one ahead, `count` how many proofs to check."""

    row: Row
    step: NextStep
    talk: Interview | None = None
    count: int = 0

    @property
    def is_mine_to_do(self) -> bool:
        """Whether it waits for the team, and not for a day or for the person."""
        return self.step not in OTHERS_TURN


def waiting_for_team(person: Any) -> QuerySet[Application]:
    """Return the applications that wait for a decision in all programmes that `person` reviews."""
    return Application.objects.filter(state__in=WAITING, cohort__programme__in=reviewed_by(person))


def tasks_of(person: Person) -> list[Task]:
    """Return what is assigned to `person`, who has waited longest first."""
    return tasks(waiting_for_team(person).filter(assigned_to=person))


def untaken(person: Person) -> list[Task]:
    """Return the first applications that nobody looks after, who has waited longest first."""
    return tasks(waiting_for_team(person).filter(assigned_to=None), most=UNTAKEN_SHOWN)


def untaken_by_cohort(person: Person) -> list[tuple[Cohort, int]]:
    """Return the cohorts with applications that nobody looks after, each with their number."""
    found = waiting_for_team(person).filter(assigned_to=None).order_by().values_list("cohort").annotate(n=Count("pk"))
    numbers = Counter(dict(found))
    cohorts = Cohort.objects.filter(pk__in=numbers).select_related("programme").order_by("programme_id", "pk")
    return [(cohort, numbers[cohort.pk]) for cohort in cohorts]


def tasks(applications: QuerySet[Application], most: int | None = None) -> list[Task]:
    """Return applications, who has waited longest first, each with its next step."""
    talks = Interview.objects.filter(is_cancelled=False, starts_at__gte=timezone.now() - STILL_ON).order_by("starts_at")
    found = for_list(applications.select_related("person", "cohort__programme").order_by("submitted_at", "pk"))
    found = found.prefetch_related(Prefetch("interviews", queryset=talks, to_attr="talks_ahead"))
    return [task_of(row) for row in rows(found[:most])]


def task_of(row: Row) -> Task:
    """Return what comes next with one application."""
    application = row.application
    ahead: list[Interview] = application.talks_ahead  # type: ignore[attr-defined]
    still_open = [finding for finding in row.findings if finding.verdict == Verdict.OPEN]
    proofs = sum(f.decided_by == DecidedBy.STAFF and f.code in (Code.UNCHECKED, Code.EXPIRED) for f in still_open)
    if application.changes_asked_at is not None:
        return Task(row, NextStep.CHANGES)
    if ahead:
        return Task(row, NextStep.TALK, talk=ahead[0])
    if application.state == ApplicationState.SUBMITTED:
        return Task(row, NextStep.READ)
    if application.state == ApplicationState.INTERVIEW and any(f.decided_by == DecidedBy.INTERVIEW for f in still_open):
        return Task(row, NextStep.RECORD)
    if proofs:
        return Task(row, NextStep.ATTEST, count=proofs)
    return Task(row, NextStep.DECIDE if application.confirmed_at else NextStep.CONFIRMATION)


def talks_of(person: Person) -> QuerySet[Interview]:
    """Return the talks of the next seven days that `person` has booked, or whose applications are assigned to her."""
    now = timezone.now()
    mine = Q(by=person) | Q(application__assigned_to=person)
    return (
        Interview.objects.filter(mine, application__cohort__programme__in=reviewed_by(person), is_cancelled=False)
        .filter(starts_at__gte=now - STILL_ON, starts_at__lt=now + WEEK)
        .select_related("application__cohort__programme", "application__person", "by")
        .order_by("starts_at", "pk")
    )


def review_numbers(person: Person) -> dict[str, int]:
    """Return how much there is on the reviewer's own page: «assigned», «untaken» and «talks»."""
    numbers = waiting_for_team(person).aggregate(
        assigned=Count("pk", filter=Q(assigned_to=person)), untaken=Count("pk", filter=Q(assigned_to=None))
    )
    return {**numbers, "talks": talks_of(person).order_by().count()}
