"""What is due: reminding of the end, ending, asking months later."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from resonanz.closing.enums import MOMENTS, FollowUpState
from resonanz.closing.models import Closing, ClosingSettings, FollowUp
from resonanz.people.queries import is_not_paused
from resonanz.programmes.enums import Direction, Group, ProgrammeState
from resonanz.programmes.models import Participation
from resonanz.tandems.enums import LIVE_STATES, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people

SALT = "resonanz.closing.follow_up"
REMIND_AFTER = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=42)
LATEST = timedelta(days=45)  # so long after its month a question is still asked; after a standstill no old ones go out


def months_long(months: int) -> timedelta:
    """Return so many months in days."""
    return timedelta(days=round(months * 365 / 12))


def at_work_settings() -> QuerySet[ClosingSettings]:
    """Return the settings of programmes that are not archived."""
    rows = ClosingSettings.objects.exclude(programme__state=ProgrammeState.ARCHIVED)
    return rows.select_related("programme").order_by("pk")


def to_remind(settings: ClosingSettings) -> QuerySet[Tandem]:
    """Return the tandems in their last weeks whose two people have not been told yet."""
    today = timezone.localdate()
    rows = Tandem.objects.filter(
        cohort__programme=settings.programme_id,
        state=State.ACTIVE,
        suspended_at=None,
        ends_on__gte=today,
        ends_on__lte=today + timedelta(weeks=settings.weeks_before),
    )
    return with_people(rows.exclude(pk__in=Closing.objects.values("tandem"))).order_by("pk")


def to_end(settings: ClosingSettings) -> QuerySet[Tandem]:
    """Return the tandems whose last day is over; not those at rest or stopped, and none from before there were settings."""
    rows = Tandem.objects.filter(
        cohort__programme=settings.programme_id,
        state=State.ACTIVE,
        suspended_at=None,
        paused_on=None,
        ends_on__lt=timezone.localdate(),
        ends_on__gte=timezone.localdate(settings.created_at),
    )
    return with_people(rows).order_by("pk")


def to_ask(settings: ClosingSettings) -> list[tuple[Tandem, Participation, int]]:
    """Return whom to ask today: those whom the programme supports, by their last tandem, months after it has ended.

    Not those who have said that they want no more questions, who pause, or who are in a tandem again.
    """
    if not settings.follows_up or settings.follows_since is None:
        return []
    today = timezone.localdate()
    found: list[tuple[Tandem, Participation, int]] = []
    groups = list(Group) if settings.programme.direction == Direction.RECIPROCAL else [Group.SECOND]
    for months in MOMENTS:
        newest = today - months_long(months)
        rows = with_people(
            Tandem.objects.filter(
                cohort__programme=settings.programme_id,
                state=State.ENDED,
                started_on__isnull=False,
                ended_on__range=(max(settings.follows_since, newest - LATEST), newest),
            )
        ).order_by("ended_on", "pk")
        sides = [(tandem, each) for tandem in rows for each in (tandem.mentor, tandem.mentee)]
        able = set(may_be_asked([each.pk for _tandem, each in sides], months).values_list("pk", flat=True))
        latest = {each.pk: (tandem, each, months) for tandem, each in sides if each.pk in able and each.group in groups}
        found += latest.values()
    return found


def may_be_asked(participations: list[int], months: int) -> QuerySet[Participation]:
    """Return those of `participations` who may be asked now, about this moment."""
    busy = Q(state__in=LIVE_STATES) | Q(ended_on__gt=timezone.localdate() - months_long(months))
    again = Tandem.objects.filter(busy, started_on__isnull=False)
    asked = FollowUp.objects.filter(months=months).values("participation")
    unwilling = FollowUp.objects.filter(Q(state=FollowUpState.REFUSED) | Q(may_ask_again=False)).values("participation")
    rows = Participation.objects.filter(pk__in=participations, person__is_active=True, person__erased_at=None)
    rows = rows.filter(is_not_paused("person__"))
    rows = rows.exclude(pk__in=asked).exclude(pk__in=unwilling)
    return rows.exclude(pk__in=again.values("mentor")).exclude(pk__in=again.values("mentee"))


def to_remind_of_questions() -> QuerySet[FollowUp]:
    """Return the questions that nobody has answered for two weeks, each once."""
    rows = waiting().filter(reminded_on=None, asked_on__lte=timezone.localdate() - REMIND_AFTER)
    return rows.filter(asked_on__gt=timezone.localdate() - ANSWER_WITHIN, participation__person__is_active=True)


def too_late() -> QuerySet[FollowUp]:
    """Return the questions whose time is over."""
    return waiting().filter(asked_on__lte=timezone.localdate() - ANSWER_WITHIN)


def waiting() -> QuerySet[FollowUp]:
    """Return the questions without an answer, of programmes that are at work."""
    rows = FollowUp.objects.filter(state=FollowUpState.ASKED)
    rows = rows.exclude(participation__cohort__programme__state=ProgrammeState.ARCHIVED)
    return rows.select_related("participation__person", "participation__cohort__programme", "tandem").order_by("pk")


def token_of(question: FollowUp) -> str:
    """Return the secret of the mailed link."""
    return signing.dumps(question.pk, salt=SALT)


def by_token(token: str) -> FollowUp | None:
    """Return the question that a mailed link opens; None where the link is none of ours, or its row is gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return FollowUp.objects.select_related("participation__person", "participation__cohort__programme").filter(pk=pk).first()
