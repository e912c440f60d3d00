"""Who is to be asked, reminded, or left alone: questions about days and states, answered from what other rooms know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from resonanz.people.queries import is_not_paused
from resonanz.programmes.enums import CohortState, ProgrammeState
from resonanz.programmes.models import ImportBatch, ImportRow, Participation
from resonanz.surveys.enums import Moment, State
from resonanz.surveys.models import Invitation, Survey
from resonanz.tandems.enums import LIVE_STATES
from resonanz.tandems.models import Tandem

REST = timedelta(days=14)  # after a tandem, before it is taken for the end: the next one may follow
REMIND_AFTER = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=42)


def planned_hours(survey: Survey) -> int | None:
    """Return how many hours somebody is meant to take part: at least, by the programme; else by the survey; else unknown."""
    programme = survey.programme
    if programme.hours_from and programme.months_from:
        return programme.hours_from * programme.months_from
    return survey.planned_hours


def is_long_enough(survey: Survey) -> bool:
    """Whether so many hours are planned that people may be asked at all."""
    planned = planned_hours(survey)
    return planned is not None and planned >= survey.least_hours


def asking_surveys() -> list[Survey]:
    """Return the surveys whose people are asked at present."""
    rows = Survey.objects.filter(is_on=True).exclude(programme__state=ProgrammeState.ARCHIVED)
    return [survey for survey in rows.select_related("programme").order_by("pk") if is_long_enough(survey)]


def due(survey: Survey) -> Iterator[tuple[Participation, str, date]]:
    """Yield who is to be asked now: the participation, the moment, and the day of the entry or the exit."""
    asked = set(survey.questions.values_list("moment", flat=True))
    if Moment.ENTRY in asked:
        for row in entering(survey):
            yield row, Moment.ENTRY, timezone.localdate(row.created_at)
    if Moment.EXIT in asked:
        for row, day in leaving(survey):
            yield row, Moment.EXIT, day
    if Moment.LATER in asked:
        for invitation in long_gone(survey):
            yield invitation.participation, Moment.LATER, invitation.happened_on


def people_of(survey: Survey) -> QuerySet[Participation]:
    """Return whom a survey may ask: not those who pause, have left, or once said that they do not want to."""
    rows = Participation.objects.filter(cohort__programme=survey.programme, group__in=survey.groups)
    rows = rows.filter(is_not_paused("person__"), person__is_active=True, person__erased_at=None)
    unwilling = Invitation.objects.filter(state=State.REFUSED).values("participation")
    return rows.exclude(pk__in=unwilling).select_related("person", "cohort__programme").order_by("pk")


def entering(survey: Survey) -> QuerySet[Participation]:
    """Return who began since the survey is on and was not asked yet.

    A list that was read in can be taken back for a day; before that is over, nobody in it is asked.
    """
    begun = people_of(survey).filter(is_active=True, created_at__date__gte=survey.on_since)
    begun = begun.exclude(cohort__state=CohortState.FINISHED)
    fresh = ImportRow.objects.filter(
        batch__ran_at__gte=timezone.now() - ImportBatch.UNDO_WITHIN, participation__isnull=False
    )
    return begun.exclude(survey_invitations__isnull=False).exclude(pk__in=fresh.values("participation"))


def leaving(survey: Survey) -> list[tuple[Participation, date]]:
    """Return whose tandem has ended for good, or whose cohort is finished, each with the day of the exit.

    Somebody without a tandem has had none of the planned hours and is not asked.
    """
    gone = people_of(survey).exclude(survey_invitations__moment__in=[Moment.EXIT, Moment.LATER])
    begun = Tandem.objects.filter(cohort__programme=survey.programme, started_on__isnull=False)
    gone = gone.filter(Q(pk__in=begun.values("mentor")) | Q(pk__in=begun.values("mentee")))
    at_work = Tandem.objects.filter(cohort__programme=survey.programme, state__in=LIVE_STATES)
    busy = Q(pk__in=at_work.values("mentor")) | Q(pk__in=at_work.values("mentee"))
    rows = list(gone.filter(Q(cohort__state=CohortState.FINISHED) | ~busy))
    tandems = tandems_of(rows)
    days = ((row, exit_day(row, tandems[row.pk])) for row in rows)
    return [(row, day) for row, day in days if day is not None and survey.on_since is not None and day >= survey.on_since]


def tandems_of(rows: list[Participation]) -> dict[int, list[Tandem]]:
    """Return the tandems of each participation."""
    found: dict[int, list[Tandem]] = defaultdict(list)
    for tandem in Tandem.objects.filter(Q(mentor__in=rows) | Q(mentee__in=rows)):
        found[tandem.mentor_id].append(tandem)
        found[tandem.mentee_id].append(tandem)
    return found


def exit_day(row: Participation, tandems: list[Tandem]) -> date | None:
    """Return on which day somebody left; None where it is too early to say."""
    today, cohort = timezone.localdate(), row.cohort
    last = max((tandem.ended_on for tandem in tandems if tandem.started_on and tandem.ended_on), default=None)
    is_at_work = any(tandem.state in LIVE_STATES for tandem in tandems)  # or about to begin
    if cohort.state == CohortState.FINISHED:
        end = min(cohort.ends_on or today, timezone.localdate(cohort.changed_at))
        return last if last and not is_at_work else end
    return last if last and not is_at_work and today - last >= REST else None


def long_gone(survey: Survey) -> QuerySet[Invitation]:
    """Return who was asked at the exit, the survey's number of months ago, and not since."""
    before = timezone.localdate() - timedelta(days=round(survey.months_later * 365 / 12))
    rows = Invitation.objects.filter(moment=Moment.EXIT, happened_on__lte=before, participation__in=people_of(survey))
    later = Invitation.objects.filter(moment=Moment.LATER).values("participation")
    return rows.exclude(participation__in=later).select_related("participation__person", "participation__cohort__programme")


def to_remind(survey: Survey) -> QuerySet[Invitation]:
    """Return whom a letter has not reached, it seems: asked two weeks ago, no word since, not reminded yet."""
    rows = waiting(survey).filter(reminded_on=None, asked_on__lte=timezone.localdate() - REMIND_AFTER)
    return rows.filter(participation__in=people_of(survey))


def too_late(survey: Survey) -> QuerySet[Invitation]:
    """Return the invitations whose time is over."""
    return waiting(survey).filter(asked_on__lte=timezone.localdate() - ANSWER_WITHIN)


def waiting(survey: Survey) -> QuerySet[Invitation]:
    """Return the invitations of a survey that nobody has answered yet."""
    rows = Invitation.objects.filter(state=State.ASKED, participation__cohort__programme=survey.programme)
    return rows.select_related("participation__person", "participation__cohort__programme__survey")
