"""Named reads of meetings: what the two noted, and what may be counted of it: that, when and how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from resonanz.core.text import in_language
from resonanz.programmes.models import Programme, Topic
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import COUNTED
from resonanz.together.models import Meeting

PEOPLE = ("logged_by__person", "corrected_by__person")


@dataclass(frozen=True)
class Month:
    """How long two people met in one month; `first` is its first day."""

    first: date
    minutes: int

    @property
    def hours(self) -> float:
        """The same in hours."""
        return self.minutes / 60


def rooms_of(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that `person` is one of and that have begun, with both people and the programme."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return Tandem.objects.filter(mine, started_on__isnull=False).select_related(
        "cohort__programme", "mentor__person", "mentee__person", "mentor__cohort__programme", "mentee__cohort__programme"
    )


def entries_of(tandem: Tandem) -> QuerySet[Meeting]:
    """Return all entries about meetings, also those taken back, the newest first."""
    return Meeting.objects.filter(tandem=tandem).select_related(*PEOPLE)


def meetings_of(tandem: Tandem) -> QuerySet[Meeting]:
    """Return the meetings that count, the newest first."""
    return entries_of(tandem).filter(state__in=COUNTED)


def meetings_visible_to(person: Any) -> QuerySet[Meeting]:
    """Return the entries of tandems that `person` is one of; nobody else reads one."""
    rows = Meeting.objects.filter(tandem__in=rooms_of(person).values("pk"))
    return rows.select_related(*PEOPLE, "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person")


def last_meeting(tandem: Tandem) -> Meeting | None:
    """Return the newest meeting; None where the two have entered none."""
    return meetings_of(tandem).first()


def minutes_of(tandem: Tandem) -> int:
    """Return how many minutes the two have met altogether."""
    found: int | None = meetings_of(tandem).aggregate(all=Sum("minutes"))["all"]
    return found or 0


def hours_of(tandem: Tandem) -> float:
    """Return how many hours the two have met altogether; exact, because everything counts in quarters of an hour."""
    return minutes_of(tandem) / 60


def topics_of(tandem: Tandem) -> list[str]:
    """Return the keys of the topics that the two have met about, those of the first meeting first, each once."""
    lists = meetings_of(tandem).order_by("held_on", "id").values_list("topics", flat=True)
    return list(dict.fromkeys(key for keys in lists for key in keys))


def hours_per_month(tandem: Tandem, today: date | None = None) -> list[Month]:
    """Return the months from the start (or the first meeting) of a tandem to its end, or today, also those without hours."""
    counted = meetings_of(tandem).order_by().annotate(first=TruncMonth("held_on")).values("first")
    minutes = {row["first"]: row["all"] for row in counted.annotate(all=Sum("minutes"))}
    known_days = [day for day in (tandem.started_on, min(minutes, default=None)) if day]
    if not known_days:
        return []
    last = max([tandem.ended_on or today or timezone.localdate(), *minutes])
    return [Month(first, minutes.get(first, 0)) for first in months(min(known_days), last)]


def months(begin: date, end: date) -> Iterable[date]:
    """Yield the first day of every month from that of `begin` to that of `end`."""
    first = begin.replace(day=1)
    while first <= end:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)


def with_hours(tandems: QuerySet[Tandem], since: date) -> QuerySet[Tandem]:
    """Annotate tandems with what the team may know of their meetings, in one question for a whole list.

    `met`: how many meetings; `last_met_on`: the day of the newest, None for none; `minutes_all`; `minutes_since`: since
    the day `since`, such as the first of a month.
    """
    counted = Meeting.objects.filter(tandem=OuterRef("pk"), state__in=COUNTED).order_by().values("tandem")
    whole: IntegerField[int, int] = IntegerField()

    def one(rows: Any, what: Aggregate) -> Subquery:
        return Subquery(rows.annotate(found=what).values("found"))

    return tandems.annotate(
        met=Coalesce(one(counted, Count("pk")), 0, output_field=whole),
        last_met_on=one(counted, Max("held_on")),
        minutes_all=Coalesce(one(counted, Sum("minutes")), 0, output_field=whole),
        minutes_since=Coalesce(one(counted.filter(held_on__gte=since), Sum("minutes")), 0, output_field=whole),
    )


def twins_of(meeting: Meeting) -> list[Meeting]:
    """Return the entries that may mean the same meeting as `meeting`, which is not stored: see `Meeting.overlaps`."""
    rows = meetings_of(meeting.tandem).filter(held_on=meeting.held_on)
    return [row for row in rows if row.overlaps(meeting)]


def titles_of(programme: Programme) -> dict[str, str]:
    """Return the topics of the programme's catalogue, key → title in the reader's language, in their order."""
    return {topic.key: in_language(topic.title) for topic in Topic.objects.filter(programme=programme)}


def named(keys: Sequence[str], titles: dict[str, str]) -> list[str]:
    """Return topics by their titles; one that is not in the catalogue any more by its key, so that nothing is lost."""
    return [titles.get(key, key) for key in keys]
