"""Who waits in a cohort, for what, since when: nobody waits unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from resonanz.matching.enums import OPEN_REQUESTS, ProposalState, RequestState, RunState
from resonanz.matching.models import MatchingRun, Proposal, Request
from resonanz.matching.queries.runs import without_cohort
from resonanz.people.queries import is_not_paused
from resonanz.programmes.enums import CohortState, MatchingMode, ProgrammeState
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.enums import LIVE_STATES, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people

REQUEST_DAYS = 7  # a request without an answer for so long stands on the team's first page


def has_live_tandem() -> Q:
    """Whether a participation has a suggestion or a tandem that goes on, with a co-mentor or without."""
    live = Tandem.objects.filter(state__in=LIVE_STATES)
    return Q(Exists(live.filter(mentor=OuterRef("pk")))) | Q(Exists(live.filter(mentee=OuterRef("pk"))))


def unmatched(cohorts: Any = None) -> QuerySet[Participation]:
    """Return who takes part, does not pause, and has neither a suggestion nor a tandem; in cohorts that are not finished."""
    rows = Participation.objects.filter(is_not_paused("person__"), is_active=True, capacity__gt=0)
    if cohorts is not None:
        rows = rows.filter(cohort__in=cohorts)
    return rows.exclude(cohort__state=CohortState.FINISHED).filter(~has_live_tandem())


def unmatched_long(programmes: QuerySet[Programme] | None = None) -> QuerySet[Participation]:
    """Return who has waited longer than her or his programme lets anybody wait, of `programmes` or of all."""
    programmes = Programme.objects.exclude(state=ProgrammeState.ARCHIVED) if programmes is None else programmes
    long = Q(pk__in=[])
    for days in set(programmes.order_by().values_list("unmatched_days", flat=True)):
        since = timezone.localdate() - timedelta(days=days)
        long |= Q(cohort__programme__unmatched_days=days, waiting_since__lte=since)
    return unmatched().filter(long, cohort__programme__in=programmes)


def free_again(cohort: Cohort | None = None) -> QuerySet[Participation]:
    """Return who waits since a suggestion or a tandem ended before its time, and has nobody on the team's list yet."""
    over = Tandem.objects.filter(
        Q(state__in=[State.DECLINED, State.WITHDRAWN, State.EXPIRED])
        | Q(state=State.ENDED) & (Q(ends_on=None) | Q(ended_on__lt=F("ends_on")))
    )
    ended = Q(Exists(over.filter(mentor=OuterRef("pk")))) | Q(Exists(over.filter(mentee=OuterRef("pk"))))
    listed = next_proposals()
    rows = unmatched().filter(
        ended,
        ~Exists(listed.filter(mentor=OuterRef("pk"))),
        ~Exists(listed.filter(mentee=OuterRef("pk"))),
        cohort__programme__matching_mode=MatchingMode.COORDINATORS,
    )
    rows = rows.exclude(cohort__programme__state=ProgrammeState.ARCHIVED)
    return rows.filter(cohort=cohort) if cohort is not None else rows


def rematched(cohort: Cohort) -> bool:
    """Whether the next best is looked for in `cohort`: not where it is over, nor where participants choose themselves."""
    programme = cohort.programme
    return (
        cohort.state != CohortState.FINISHED
        and not programme.is_archived
        and programme.matching_mode == MatchingMode.COORDINATORS
    )


def choosing(cohort: Cohort) -> set[int]:
    """Return who is choosing among several candidates at present; until then nobody else is looked for."""
    offered = Tandem.objects.filter(cohort=cohort, state=State.OFFERED)
    mentors = offered.filter(mentor_asked_at__isnull=False).values_list("mentor_id", flat=True)
    mentees = offered.filter(mentee_asked_at__isnull=False).values_list("mentee_id", flat=True)
    return {*mentors, *mentees}


def next_proposals(cohort: Cohort | None = None) -> QuerySet[Proposal]:
    """Return the next best suggestions that wait for the team's click, with both people."""
    rows = Proposal.objects.filter(run__is_next=True, state=ProposalState.OPEN).defer(*without_cohort("run"))
    if cohort is not None:
        rows = rows.filter(run__cohort=cohort)
    return rows.select_related(
        "run__cohort__programme",
        "mentor__person__profile",
        "mentor__cohort__programme",
        "mentee__person__profile",
        "mentee__cohort__programme",
    )


def visible_next(person: Any) -> QuerySet[Proposal]:
    """Return the next best suggestions, decided or not, of programmes that `person` coordinates."""
    rows = Proposal.objects.filter(run__is_next=True, run__cohort__programme__in=coordinated_by(person))
    people = rows.select_related("run__cohort__programme", "mentor__person__profile", "mentee__person__profile")
    return people.defer(*without_cohort("run"))


def unanswered(programmes: QuerySet[Programme] | None = None) -> QuerySet[Tandem]:
    """Return the suggestions in which somebody who was asked has not answered for so long that a reminder is due."""
    programmes = Programme.objects.all() if programmes is None else programmes
    late = Q(answer_by__lt=timezone.localdate())
    for days in set(programmes.order_by().values_list("reminder_days", flat=True)):
        before = timezone.now() - timedelta(days=days)
        asked = Q(mentor_answer="", mentor_asked_at__lte=before) | Q(mentee_answer="", mentee_asked_at__lte=before)
        late |= Q(cohort__programme__reminder_days=days) & asked
    return Tandem.objects.filter(late, state__in=[State.OFFERED, State.PROPOSED], cohort__programme__in=programmes)


def changes(programmes: QuerySet[Programme] | None = None) -> QuerySet[Tandem]:
    """Return the tandems that ended because somebody asked for it, until the team has seen to both or both have somebody."""
    waits = Participation.objects.filter(is_active=True, cohort=OuterRef("cohort")).filter(~has_live_tandem())
    rows = Tandem.objects.filter(
        Q(Exists(waits.filter(pk=OuterRef("mentor")))) | Q(Exists(waits.filter(pk=OuterRef("mentee")))),
        state=State.ENDED,
        settled_at=None,
    ).exclude(end_asked_by="")
    return rows if programmes is None else rows.filter(cohort__programme__in=programmes)


def stalled_requests(programmes: QuerySet[Programme] | None = None) -> QuerySet[Request]:
    """Return the requests of participants that nobody has answered for a week."""
    before = timezone.now() - timedelta(days=REQUEST_DAYS)
    rows = Request.objects.filter(state__in=OPEN_REQUESTS, created_at__lte=before)
    return rows if programmes is None else rows.filter(cohort__programme__in=programmes)


def handed_to(person: Any) -> QuerySet[MatchingRun]:
    """Return the drafts of runs that a colleague has handed over to `person`."""
    return MatchingRun.objects.filter(
        state=RunState.DRAFT, is_next=False, assigned_to=person, cohort__programme__in=coordinated_by(person)
    )


def left(cohort: Cohort) -> QuerySet[Participation]:
    """Return who took part in `cohort` and does not any more."""
    rows = Participation.objects.filter(cohort=cohort, left_on__isnull=False, person__erased_at=None)
    return rows.select_related("person__profile", "cohort__programme").order_by("person__search_name", "pk")


def waiters_of_suggestions(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the suggestions of `cohort` that wait too long, the oldest first, with both people."""
    rows = unanswered(Programme.objects.filter(pk=cohort.programme_id)).filter(cohort=cohort)
    return with_people(rows).order_by("answer_by", "pk")


def turn_of(tandem: Tandem) -> list[Participation]:
    """Return whose answer a suggestion waits for: who was asked and has not answered."""
    sides = (("mentee", tandem.mentee), ("mentor", tandem.mentor))
    return [
        participation
        for side, participation in sides
        if getattr(tandem, f"{side}_asked_at") is not None and not tandem.answer_of(side)
    ]


def turn_of_request(request: Request) -> Participation:
    """Return whose turn a request is: the mentor's, or the mentee's after a question came back."""
    return request.mentee if request.state == RequestState.ASKED_BACK else request.mentor
