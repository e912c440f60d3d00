"""What somebody told the team: for whoever told it, by a secret link; and for the team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet

from resonanz.care.enums import WAITING
from resonanz.care.models import Case
from resonanz.people.models import Person
from resonanz.programmes.enums import ProgrammeState, StaffRole
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem

SALT = "resonanz.care.case"
LOADED = ("programme", "person", "taken_by", "tandem__mentor__person", "tandem__mentee__person")


def token_of(case: Case) -> str:
    """Return the secret by which whoever told it sees what became of it."""
    return signing.Signer(salt=SALT).sign_object(case.pk)


def by_token(token: str) -> Case | None:
    """Return the case that a link opens; None where the link is none of ours, or its row is gone."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return Case.objects.select_related(*LOADED).filter(pk=pk).first()


def cases_visible_to(person: Any) -> QuerySet[Case]:
    """Return the cases of programmes that `person` coordinates; what stands in them is another matter."""
    return Case.objects.filter(programme__in=coordinated_by(person)).select_related(*LOADED)


def cases_at(cohort: Cohort) -> QuerySet[Case]:
    """Return the cases that stand at a cohort: about its tandems, and all about no tandem of the programme."""
    rows = Case.objects.filter(Q(tandem=None) | Q(tandem__cohort=cohort), programme=cohort.programme_id)
    return rows.select_related(*LOADED)


def waiting_cases(cohort: Cohort) -> QuerySet[Case]:
    """Return what the team has not settled yet, urgent ones first, then what came first."""
    return cases_at(cohort).filter(state__in=WAITING).order_by("-is_urgent", "pk")


def settled_cases(cohort: Cohort) -> QuerySet[Case]:
    """Return what has been settled, the last first."""
    return cases_at(cohort).exclude(state__in=WAITING).order_by("-settled_at")


def case_numbers(programmes: Iterable[int]) -> dict[tuple[int, int | None], tuple[int, int]]:
    """Return how many cases wait, and how many are urgent, by programme and the tandem's cohort (None: no tandem)."""
    rows = Case.objects.filter(programme__in=programmes, state__in=WAITING).order_by().values("programme", "tandem__cohort")
    counted = rows.annotate(all=Count("pk"), urgent=Count("pk", filter=Q(is_urgent=True)))
    return {(row["programme"], row["tandem__cohort"]): (row["all"], row["urgent"]) for row in counted}


def own_cases(person: Any) -> QuerySet[Case]:
    """Return what `person` told as somebody who was signed in, the newest first."""
    return Case.objects.filter(person=person).select_related("programme", "taken_by").order_by("-pk")


def team_of(programme: Programme) -> QuerySet[Person]:
    """Return who coordinates a programme and can be written to."""
    return Person.objects.filter(
        staff_roles__programme=programme, staff_roles__role=StaffRole.COORDINATOR, is_active=True
    ).order_by("pk")


def programmes_of(person: Any) -> QuerySet[Programme]:
    """Return the programmes in which `person` takes part, or has a tandem; the newest participation first."""
    mine = Participation.objects.filter(person=person).exclude(cohort__programme__state=ProgrammeState.ARCHIVED)
    return Programme.objects.filter(pk__in=mine.values("cohort__programme")).order_by("-pk")


def tandems_to_name(person: Any, programme: Programme) -> QuerySet[Tandem]:
    """Return the tandems of `person` in a programme that have begun, those at work first."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    rows = Tandem.objects.filter(mine, cohort__programme=programme, state__in=[State.ACTIVE, State.ENDED])
    return rows.filter(started_on__isnull=False).select_related("mentor__person", "mentee__person").order_by("state", "-pk")
