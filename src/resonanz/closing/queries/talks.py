"""Dates for closing talks: which one may choose, who comes, what the team sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from icalendar import Event

from resonanz.applications.calendar import written
from resonanz.closing.enums import SeatState, TalkKind
from resonanz.closing.models import ClosingSettings, Seat, TalkDate
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people


def dates_for(tandem: Tandem, settings: ClosingSettings) -> list[TalkDate]:
    """Return the dates ahead that the two may choose, as their programme holds its talks; full ones too, to be seen."""
    rows = TalkDate.objects.filter(programme=tandem.cohort.programme_id, is_cancelled=False, starts_at__gt=timezone.now())
    if settings.talk == TalkKind.GROUP:
        return list(rows.filter(tandem=None))
    return list(rows.filter(tandem=tandem)) if settings.talk == TalkKind.ALONE else []


def talks_coordinated_by(person: Any) -> QuerySet[TalkDate]:
    """Return the dates of the programmes that `person` coordinates, each with who comes."""
    rows = TalkDate.objects.filter(programme__in=coordinated_by(person))
    return with_seats(rows).select_related("programme", "tandem__mentor__person", "tandem__mentee__person")


def with_seats(talks: QuerySet[TalkDate]) -> QuerySet[TalkDate]:
    """Load who comes along with each date."""
    seats = Seat.objects.filter(state=SeatState.BOOKED).select_related(
        "participation__person", "participation__cohort__programme", "tandem"
    )
    return talks.prefetch_related(Prefetch("taken_seats", queryset=seats.order_by("participation__person__search_name")))


def talks_of(programme: Programme) -> list[TalkDate]:
    """Return all dates of a programme that are not called off, the next one first, those that are over last."""
    rows = with_seats(TalkDate.objects.filter(programme=programme, is_cancelled=False))
    found = list(rows.select_related("tandem__mentor__person", "tandem__mentee__person", "named_by__person"))
    ahead = [talk for talk in found if not talk.has_begun]
    return ahead + [talk for talk in reversed(found) if talk.has_begun]


def ending(programme: Programme, settings: ClosingSettings, today: date | None = None) -> QuerySet[Tandem]:
    """Return the tandems at work whose last weeks have begun, or whose day is past."""
    until = (today or timezone.localdate()) + timedelta(weeks=settings.weeks_before)
    return with_people(Tandem.objects.filter(cohort__programme=programme, state=State.ACTIVE, ends_on__lte=until))


def without_talk(programme: Programme, settings: ClosingSettings) -> QuerySet[Tandem]:
    """Return those of the ending tandems of which nobody has a place in a talk; none where there are no talks."""
    if settings.talk == TalkKind.NONE:
        return Tandem.objects.none()
    seated = Seat.objects.filter(state=SeatState.BOOKED).values("tandem")
    return ending(programme, settings).exclude(pk__in=seated)


def to_invite(programme: Programme, settings: ClosingSettings) -> QuerySet[Tandem]:
    """Return the tandems whose people are told of a new date for groups: those near their end, or ended by themselves."""
    today = timezone.localdate()
    recent = Q(state=State.ENDED, ended_on__gte=today - timedelta(weeks=settings.weeks_before), end_reason="done")
    until = today + timedelta(weeks=settings.weeks_before)
    rows = Tandem.objects.filter(Q(state=State.ACTIVE, ends_on__lte=until) | recent, cohort__programme=programme)
    return with_people(rows).order_by("pk")


def talk_file(talk: TalkDate, summary: str) -> bytes:
    """Return a date as a calendar file; nobody is invited by it, and nobody's name stands in it."""
    event = Event()
    event.add("uid", f"closing-talk-{talk.pk}@resonanz.invalid")
    event.add("dtstamp", talk.changed_at)
    event.add("dtstart", timezone.localtime(talk.starts_at))
    event.add("dtend", timezone.localtime(talk.ends_at))
    event.add("summary", summary)
    event.add("location", talk.place)
    event.add("status", "CONFIRMED" if talk.is_agreed else "TENTATIVE")
    return written("PUBLISH", [event])
