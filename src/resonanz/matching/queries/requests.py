"""Named reads of requests: who may be asked, whose turn it is, what is overdue; and the texts, for the two alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from resonanz import engine
from resonanz.applications.queries.profile import completeness
from resonanz.core.counting import counted
from resonanz.core.crypto import decrypt, encrypt
from resonanz.matching.enums import OPEN_REQUESTS, Hindrance, MarkKind, PairMarkKind, RequestState
from resonanz.matching.models import Mark, PairMark, Request
from resonanz.matching.queries.runs import engine_row
from resonanz.people.models import Person
from resonanz.people.queries import is_suggestible
from resonanz.programmes.enums import CohortState, Group, MatchingMode, ProgrammeState
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import coordinated_by
from resonanz.tables import InputError
from resonanz.tandems.enums import LIVE_STATES, Answer, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import kept_apart

TEXTS = ("expectations", "goals", "career", "question", "reply", "kind_word")
SILENT_DAYS = 7  # after so many days without an answer a request counts as silent


def place_of(request: Request, column: str) -> str:
    """Return what the ciphertext of a column is bound to."""
    return f"matching.request:{request.pk}:{column}"


def sealed(request: Request, column: str, text: str) -> str:
    """Return `text` as it is stored in `column` of this request: encrypted, and of no use in any other place."""
    return encrypt(text, place_of(request, column)) if text else ""


def opened(request: Request, column: str) -> str:
    """Return what somebody wrote in `column`; only for the two of them."""
    stored: str = getattr(request, column)
    return decrypt(stored, place_of(request, column)) if stored else ""


def texts_of(request: Request) -> dict[str, str]:
    """Return all that the two wrote to each other, by column; only for the two of them."""
    return {column: opened(request, column) for column in TEXTS}


def with_people(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Load both people, their profiles and the programme along with each request."""
    return requests.select_related(
        "cohort__programme",
        "mentor__person__profile",
        "mentor__cohort__programme",
        "mentee__person__profile",
        "mentee__cohort__programme",
    )


def requests_of(person: Any) -> QuerySet[Request]:
    """Return the requests to and from `person`, the newest first."""
    return with_people(Request.objects.filter(Q(mentor__person=person) | Q(mentee__person=person)))


def open_requests_of(person: Person) -> QuerySet[Request]:
    """Return the requests to and from `person` that wait for somebody."""
    return requests_of(person).filter(state__in=OPEN_REQUESTS)


def may_request(person: Any) -> QuerySet[Participation]:
    """Return how `person` takes part where participants choose for themselves, the newest first."""
    rows = Participation.objects.filter(
        person=person,
        is_active=True,
        cohort__programme__matching_mode=MatchingMode.PARTICIPANTS,
        cohort__programme__state=ProgrammeState.PUBLISHED,
    )
    return (
        rows.exclude(cohort__state=CohortState.FINISHED)
        .select_related("cohort__programme", "person__profile")
        .order_by("-id")
    )


def gives_time(person: Any) -> QuerySet[Participation]:
    """Return where `person` can be asked: takes part in the first group, and participants choose."""
    return may_request(person).filter(group=Group.FIRST)


def askable(person: Any) -> QuerySet[Participation]:
    """Return whom `person` may know of to ask: the first group of one's own cohorts.

    Not those who do not want to meet this person, or whom the team never brings together with her or him, nor anybody where
    one has blocked the other: to the person they do not exist.
    """
    own = may_request(person).filter(group=Group.SECOND)
    hiding = Mark.objects.filter(other__person=person, kind=MarkKind.HIDE)
    never = PairMark.objects.filter(mentee__person=person, kind=PairMarkKind.FORBID)
    rows = Participation.objects.filter(cohort__in=own.values("cohort"), group=Group.FIRST, is_active=True)
    rows = rows.exclude(person=person).exclude(pk__in=hiding.values("viewer")).exclude(pk__in=never.values("mentor"))
    rows = rows.exclude(person__in=kept_apart(person))
    return rows.select_related("cohort__programme", "person__profile")


def own_side(person: Any, mentor: Participation) -> Participation:
    """Return how `person`, to whom `mentor` is askable, takes part beside her or him."""
    return may_request(person).get(cohort=mentor.cohort_id, group=Group.SECOND)


def hindrance(mentee: Participation, mentor: Participation) -> Hindrance | None:
    """Return why `mentee` cannot ask `mentor` at present; None where nothing is in the way.

    What is between the two comes first: who is told to mend the own profile should not hear of a no afterwards.
    """
    return between(mentee, mentor) or theirs(mentor) or own_hindrance(mentee)


def between(mentee: Participation, mentor: Participation) -> Hindrance | None:
    """Return what is in the way between these two."""
    pair = Q(mentor=mentor, mentee=mentee)
    requests, tandems = Request.objects.filter(pair), Tandem.objects.filter(pair)
    if requests.filter(state__in=OPEN_REQUESTS).exists():
        return Hindrance.OPEN
    if tandems.filter(state__in=LIVE_STATES).exists():
        return Hindrance.TOGETHER
    if requests.filter(state=RequestState.DECLINED).exists() or tandems.filter(mentor_answer=Answer.NO).exists():
        return Hindrance.NO_CAME
    if Mark.objects.filter(viewer=mentee, other=mentor, kind=MarkKind.HIDE).exists():
        return Hindrance.HIDDEN
    return None if is_possible(mentor, mentee) else Hindrance.UNFIT


def theirs(mentor: Participation) -> Hindrance | None:
    """Return why nobody can ask this person at present."""
    if not Person.objects.filter(is_suggestible(mentor.cohort.programme.scope), pk=mentor.person_id).exists():
        return Hindrance.AWAY
    return Hindrance.FULL if mentor.free_places < 1 else None


def own_hindrance(mentee: Participation) -> Hindrance | None:
    """Return why this person can ask nobody at present."""
    programme = mentee.cohort.programme
    if mentee.person.is_paused:
        return Hindrance.PAUSED
    if not Person.objects.filter(is_suggestible(programme.scope), pk=mentee.person_id).exists():
        return Hindrance.NOT_SUGGESTED
    if mentee.free_places < 1:
        return Hindrance.NO_PLACE
    if programme.needs_complete_profile and not completeness(mentee).is_complete:
        return Hindrance.PROFILE
    if Request.objects.filter(mentee=mentee, state__in=OPEN_REQUESTS).count() >= programme.open_requests:
        return Hindrance.LIMIT
    return None


def is_possible(mentor: Participation, mentee: Participation) -> bool:
    """Whether the two meet what the programme's criteria say must be; criteria that cannot be read keep nobody apart."""
    programme = mentor.cohort.programme
    language = (programme.languages or ["de"])[0]
    row, other = engine_row(mentor, language), engine_row(mentee, language)
    try:
        return engine.explain([row], [other], programme.criteria, pair=(row["id"], other["id"])).possible
    except InputError:
        return True


def overdue_requests(today: date) -> QuerySet[Request]:
    """Return the open requests whose last day is over."""
    return with_people(Request.objects.filter(state__in=OPEN_REQUESTS, expires_on__lt=today)).order_by("pk")


def requests_to_remind_of(today: date) -> list[Request]:
    """Return the open requests of which whoever's turn it is should be reminded now, for the first time in this turn."""
    rows = Request.objects.filter(state__in=OPEN_REQUESTS, reminded_at=None, expires_on__gte=today, turn_since__lt=today)
    found = with_people(rows).order_by("pk")
    return [row for row in found if (today - row.turn_since).days >= row.cohort.programme.reminder_days]


def impossible_requests() -> QuerySet[Request]:
    """Return the open requests from which no tandem can come any more.

    One of the two has as many tandems at work as places (`mentor_at_work`, `mentee_at_work`), or takes part no longer. A
    place that is only held for a suggestion may become free again, so such a request goes on waiting.
    """
    rows = Request.objects.filter(state__in=OPEN_REQUESTS).annotate(
        mentor_at_work=at_work("mentor"), mentee_at_work=at_work("mentee")
    )
    full = Q(mentor_at_work__gte=F("mentor__capacity")) | Q(mentee_at_work__gte=F("mentee__capacity"))
    gone = Q(mentor__is_active=False) | Q(mentee__is_active=False)
    over = Q(cohort__state=CohortState.FINISHED) | Q(cohort__programme__state=ProgrammeState.ARCHIVED)
    return with_people(rows.filter(full | gone | over)).order_by("pk")


def at_work(side: str) -> Coalesce:
    """Return the number of tandems at work of the one on `side` of an outer request."""
    rows = Tandem.objects.filter(state=State.ACTIVE, **{side: OuterRef(side)})
    return counted(rows, side)


def requests_in(cohort: Cohort) -> QuerySet[Request]:
    """Return the requests of `cohort` for its team: that and when, the longest waiting first; never the texts."""
    waiting = Case(When(state__in=OPEN_REQUESTS, then=Value(0)), default=Value(1))
    rows = with_people(Request.objects.filter(cohort=cohort)).defer(*TEXTS, "reasons", "decline_reason")
    return rows.annotate(is_over=waiting).order_by("is_over", "turn_since", "-id")


def visible_to_team(person: Any) -> QuerySet[Request]:
    """Return the requests in programmes that `person` coordinates, without the texts."""
    rows = Request.objects.filter(cohort__programme__in=coordinated_by(person))
    return with_people(rows).defer(*TEXTS, "reasons", "decline_reason")


def request_numbers(cohort: Cohort) -> dict[str, int]:
    """Return how many requests of `cohort` are in each state, and how many wait too long («silent»)."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in RequestState}
    return Request.objects.filter(cohort=cohort).aggregate(**counts, silent=Count("pk", filter=is_silent()))


def is_silent(days: int = SILENT_DAYS) -> Q:
    """Return the condition of a request in which nobody has done anything for `days` days; for filters and counts."""
    return Q(state__in=OPEN_REQUESTS, turn_since__lte=timezone.localdate() - timedelta(days=days))


def silent_requests(days: int = SILENT_DAYS) -> Coalesce:
    """Return, for each cohort of an outer query, how many requests have been without an answer for `days` days.

    For the first page of the team: `cohorts.annotate(silent_requests=silent_requests())`.
    """
    rows = Request.objects.filter(is_silent(days), cohort=OuterRef("pk"))
    return counted(rows, "cohort")
