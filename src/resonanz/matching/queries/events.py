"""Named reads of matching events: who was there, who has answered, and who wishes for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from resonanz.core.counting import counted
from resonanz.matching.enums import EventState
from resonanz.matching.models import MatchingEvent, Wish, WishList
from resonanz.people.queries import is_suggestible
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.queries import kept_apart

LOADED = ("person__profile", "cohort__programme")


def visible_events(person: Any) -> QuerySet[MatchingEvent]:
    """Return the events of programmes that `person` coordinates."""
    return MatchingEvent.objects.filter(cohort__programme__in=coordinated_by(person)).select_related("cohort__programme")


def events_of(cohort: Cohort) -> QuerySet[MatchingEvent]:
    """Return the events of `cohort`, the newest first, each with the numbers of its guests and of the answers."""
    guests = MatchingEvent.guests.through.objects.filter(matchingevent=OuterRef("pk"))
    answers = WishList.objects.filter(event=OuterRef("pk"))
    return MatchingEvent.objects.filter(cohort=cohort).annotate(
        guest_count=counted(guests, "matchingevent"), answer_count=counted(answers, "event")
    )


def attended_events(person: Any) -> QuerySet[MatchingEvent]:
    """Return the events whose guest `person` was and whose wishes have been opened."""
    if not person.is_authenticated:
        return MatchingEvent.objects.none()
    rows = MatchingEvent.objects.filter(guests__person=person, guests__is_active=True).exclude(state=EventState.PLANNED)
    return rows.select_related("cohort__programme").distinct()


def asking(person: Any) -> MatchingEvent | None:
    """Return the event that waits for the wishes of `person` now, if there is one."""
    rows = attended_events(person).filter(state=EventState.OPEN, wishes_until__gte=timezone.localdate())
    return rows.order_by("wishes_until", "id").first()


def guests_of(event: MatchingEvent) -> QuerySet[Participation]:
    """Return the guests who still take part, by group and name."""
    rows = event.guests.filter(is_active=True).select_related(*LOADED)
    return rows.order_by("group", "person__search_name", "id")


def open_to_wishes(event: MatchingEvent, guest: Participation) -> QuerySet[Participation]:
    """Return for whom `guest` may wish: the guests of the other group whom one may suggest, by first name.

    Nobody of whom one has blocked the other.
    """
    others = event.guests.filter(is_suggestible(event.cohort.programme.scope, "person__"), is_active=True)
    others = others.exclude(group=guest.group).exclude(person__in=kept_apart(guest.person_id))
    return others.select_related(*LOADED).order_by("person__first_name", "id")


def wishes_of(event: MatchingEvent, guest: Participation) -> list[Wish]:
    """Return the wishes of one guest, the dearest first."""
    return list(Wish.objects.filter(event=event, by=guest).select_related("other__person").order_by("rank"))


def silent_guests(event: MatchingEvent) -> QuerySet[Participation]:
    """Return the guests who have not answered yet."""
    return guests_of(event).exclude(pk__in=event.wish_lists.values("by"))


@dataclass(frozen=True)
class Answered:
    """What one guest has answered: a list of wishes in their order, an empty one for nobody, None for no answer yet.

    Each wish comes with whether it is mutual.
    """

    guest: Participation
    wishes: list[tuple[Participation, bool]] | None


def answers(event: MatchingEvent) -> list[Answered]:
    """Return what each guest has answered; for the team, once the wishes are closed."""
    guests = {guest.pk: guest for guest in guests_of(event)}
    answered = set(event.wish_lists.values_list("by", flat=True))
    rows = [wish for wish in event.wishes.order_by("by", "rank") if wish.by_id in guests and wish.other_id in guests]
    pairs = {(wish.by_id, wish.other_id) for wish in rows}
    found: dict[int, list[tuple[Participation, bool]]] = {pk: [] for pk in answered}
    for wish in rows:
        found[wish.by_id].append((guests[wish.other_id], (wish.other_id, wish.by_id) in pairs))
    return [Answered(guest, found.get(pk)) for pk, guest in guests.items()]


def ranked_wishes(event: MatchingEvent) -> dict[int, list[int]]:
    """Return whom each guest wishes for, as ids of participations, the dearest first."""
    found: dict[int, list[int]] = {}
    for by, other in event.wishes.order_by("by", "rank").values_list("by_id", "other_id"):
        found.setdefault(by, []).append(other)
    return found
