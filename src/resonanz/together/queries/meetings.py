"""Named reads of meetings: what the two noted, and what may be counted of it: that, when and how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.core.text import in_language
from resonanz.programmes.models import Cohort, Programme, Topic
from resonanz.tandems.actions.starting import DAYS_PER_MONTH
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import of_cohort
from resonanz.together.enums.meetings import COUNTED
from resonanz.together.models import Meeting
from resonanz.together.queries import plan
from resonanz.together.queries.rooms import rooms_of

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


def at_work_in(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the tandems of a cohort that are at work, with both people."""
    return of_cohort(cohort).filter(state=State.ACTIVE)


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
    """Return what the two have met about, as entries refer to topics, those of the first meeting first, each once."""
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


def months_of_many(tandems: Sequence[int], today: date, number: int) -> dict[int, list[Month]]:
    """Return the last `number` months of many tandems (ids), also those without hours; one question for a whole list."""
    firsts = list(months(_months_before(today, number - 1), today))
    rows = Meeting.objects.filter(tandem__in=tandems, state__in=COUNTED, held_on__gte=firsts[0]).order_by()
    counted = rows.annotate(first=TruncMonth("held_on")).values("tandem", "first").annotate(all=Sum("minutes"))
    minutes = {(row["tandem"], row["first"]): row["all"] for row in counted}
    return {pk: [Month(first, minutes.get((pk, first), 0)) for first in firsts] for pk in tandems}


def _months_before(day: date, number: int) -> date:
    index = day.year * 12 + day.month - 1 - number
    return date(index // 12, index % 12 + 1, 1)


def months(begin: date, end: date) -> Iterable[date]:
    """Yield the first day of every month from that of `begin` to that of `end`."""
    first = begin.replace(day=1)
    while first <= end:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)


def with_hours(tandems: QuerySet[Tandem], since: date) -> QuerySet[Any]:
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


@dataclass(frozen=True)
class Expected:
    """How many hours a programme expects, from and to; both None where it says nothing."""

    low: int | None
    high: int | None

    @property
    def text(self) -> str:
        """Return "5–7", or "5" where both are the same; "" where nothing is expected."""
        if self.low is None:
            return ""
        return str(self.low) if self.high in (None, self.low) else f"{self.low}–{self.high}"


def expected_in_a_month(tandem: Tandem) -> Expected:
    """Return the hours that the programme expects in one month."""
    programme = tandem.cohort.programme
    return Expected(programme.hours_from, programme.hours_to)


def expected_so_far(tandem: Tandem, today: date) -> Expected:
    """Return the hours that the programme expects until the end of the month of the tandem that runs."""
    programme, end = tandem.cohort.programme, tandem.ended_on or today
    if programme.hours_from is None or tandem.started_on is None:
        return Expected(None, None)
    begun = int((end - tandem.started_on).days / DAYS_PER_MONTH) + 1
    if tandem.ends_on is not None:
        begun = min(begun, max(round((tandem.ends_on - tandem.started_on).days / DAYS_PER_MONTH), 1))
    high = programme.hours_to if programme.hours_to is not None else programme.hours_from
    return Expected(programme.hours_from * begun, high * begun)


def in_hours(minutes: int) -> str:
    """Return a length in words: "45 min", "1:30 h", "9 h"."""
    hours, rest = divmod(minutes, 60)
    if not hours and rest:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h").format(hours=f"{hours}:{rest:02d}" if rest else hours)


def twins_of(meeting: Meeting) -> list[Meeting]:
    """Return the entries that may mean the same meeting as `meeting`, which is not stored: see `Meeting.overlaps`."""
    rows = meetings_of(meeting.tandem).filter(held_on=meeting.held_on)
    return [row for row in rows if row.overlaps(meeting)]


def titles_of(programme: Programme) -> dict[str, str]:
    """Return the titles of all topics that an entry may name, in the reader's language, by key."""
    return {key: in_language(words) for key, words in plan.titles_of(programme).items()}


def own_titles(tandem: Tandem) -> dict[str, str]:
    """Return the titles of the two's own topics, also of those left out since, by how entries refer to them; for the two."""
    return {plan.reference_of(item): plan.title_of(item) for item in tandem.plan_topics.all() if not item.topic}


def titles_met(tandem: Tandem) -> dict[str, str]:
    """Return the titles of all topics that an entry of this tandem may name; for the two."""
    return {**titles_of(tandem.cohort.programme), **own_titles(tandem)}


def titles_for(tandem: Tandem, *, with_own: bool = True) -> dict[str, str]:
    """Return what the two may have met about: first what is in their plan, then what one of them wished for, then the rest.

    `with_own`: also topics of their own. These are confidential, and are referred to by a number.
    """
    items = [item for item in plan.shown(plan.plan_of(tandem)) if item.topic or with_own]
    planned = {plan.reference_of(item): plan.title_of(item) for item in items}
    catalogue = {topic.key: in_language(topic.title) for topic in Topic.objects.filter(programme=tandem.cohort.programme)}
    wished = {key: catalogue[key] for key in [*tandem.mentee.topics, *tandem.mentor.topics_back] if key in catalogue}
    return {**planned, **{key: title for key, title in {**wished, **catalogue}.items() if key not in planned}}


def named(keys: Sequence[str], titles: dict[str, str]) -> list[str]:
    """Return topics by their titles; one that is not in the catalogue any more by its key, so that nothing is lost.

    Whoever has no titles of the two's own topics, as everybody but the two, learns that it was one of these.
    """
    return [titles.get(key) or (_("a topic of their own") if key.startswith(plan.OWN) else key) for key in keys]
