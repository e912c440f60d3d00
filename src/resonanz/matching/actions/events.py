"""A meeting of everybody, after which each says whom she or he would like; and matching by these wishes.

A guest's wishes are taken only while the event is open: taking them and closing it both change the event's row by a
conditional update, so that no wish slips in after the team has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.matching.actions.runs import RunSettings, new_run
from resonanz.matching.enums import EventState
from resonanz.matching.mails.events import mail_wishes_open, mail_wishes_reminder
from resonanz.matching.models import MatchingEvent, MatchingRun, Wish, WishList
from resonanz.matching.queries.events import guests_of, open_to_wishes, silent_guests
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import with_free_place
from resonanz.tandems.actions import AlreadyDecided


class WishesClosed(Exception):
    """The wishes are closed, or the last day is over; nothing was changed."""


class WishesNotClosed(Exception):
    """As long as guests can change their wishes, nothing is computed by them."""


class NobodyToWishFor(Exception):
    """There must be guests of both groups before anybody can be asked."""


class NotToBeWished(Exception):
    """A wish is for somebody who was not there, more than once for the same person, or one too many."""


@transaction.atomic
def make_event(
    *,
    cohort: Cohort,
    title: str,
    held_on: date,
    wishes_until: date,
    most_wishes: int,
    guests: Iterable[Participation],
    by: Person,
) -> MatchingEvent:
    """Note a meeting of everybody; nobody is asked yet."""
    event = MatchingEvent.objects.create(
        cohort=cohort, title=title, held_on=held_on, wishes_until=wishes_until, most_wishes=most_wishes
    )
    event.guests.set(guests)
    log_action("make_event", by=by, on=event, scope=cohort.programme.scope)
    return event


@transaction.atomic
def change_event(
    *,
    event: MatchingEvent,
    title: str,
    held_on: date,
    wishes_until: date,
    most_wishes: int,
    guests: Sequence[Participation],
    by: Person,
) -> None:
    """Change what is known of a meeting. Once guests have been asked, the number of wishes stays and nobody is taken off
    the list; who is added then is asked at once.

    Raises AlreadyDecided where it has been opened or closed in the meantime.
    """
    values: dict[str, Any] = {"title": title, "held_on": held_on, "wishes_until": wishes_until}
    if event.state == EventState.PLANNED:
        values["most_wishes"] = most_wishes
    rows = MatchingEvent.objects.filter(pk=event.pk, state=event.state).exclude(state=EventState.CLOSED)
    if not rows.update(**values):
        raise AlreadyDecided
    event.refresh_from_db(fields=list(values))
    log_action("change_event", by=by, on=event, scope=event.cohort.programme.scope)
    if event.state == EventState.PLANNED:
        event.guests.set(guests)
        return
    known = set(event.guests.values_list("pk", flat=True))
    added = [guest for guest in guests if guest.pk not in known]
    event.guests.add(*added)
    for guest in added:
        mail_wishes_open(event, guest)


@transaction.atomic
def remove_event(*, event: MatchingEvent, by: Person) -> None:
    """Delete a meeting about which nobody has been asked. Raises AlreadyDecided."""
    log_action("remove_event", by=by, on=event, scope=event.cohort.programme.scope)
    if not MatchingEvent.objects.filter(pk=event.pk, state=EventState.PLANNED).delete()[0]:
        raise AlreadyDecided


@transaction.atomic
def open_wishes(*, event: MatchingEvent, by: Person) -> int:
    """Ask every guest for wishes, once; return how many were written to.

    Raises:
        NobodyToWishFor: only one group was there.
        WishesClosed: the last day for wishes is over already.
        AlreadyDecided: they have been asked already.
    """
    guests = list(guests_of(event))
    if {guest.group for guest in guests} != set(Group.values):
        raise NobodyToWishFor
    if event.wishes_until < timezone.localdate():
        raise WishesClosed
    if not MatchingEvent.objects.filter(pk=event.pk, state=EventState.PLANNED).update(state=EventState.OPEN):
        raise AlreadyDecided
    event.state = EventState.OPEN
    log_action("open_wishes", by=by, on=event, scope=event.cohort.programme.scope, guests=len(guests))
    for guest in guests:
        mail_wishes_open(event, guest)
    return len(guests)


@transaction.atomic
def send_wishes(*, event: MatchingEvent, guest: Participation, others: Sequence[Participation], by: Person) -> None:
    """Keep whom a guest would like, the dearest first; an empty list means nobody. What was said before is replaced.

    The log notes that there is an answer, never for whom. Raises WishesClosed and NotToBeWished.
    """
    chosen = [other.pk for other in others]
    if len(set(chosen)) != len(chosen) or len(chosen) > event.most_wishes:
        raise NotToBeWished
    today = timezone.localdate()
    # The update holds the row until the end, so closing and other answers come before or after all of this.
    rows = MatchingEvent.objects.filter(pk=event.pk, state=EventState.OPEN, wishes_until__gte=today)
    if not rows.update(changed_at=timezone.now()):
        raise WishesClosed
    if open_to_wishes(event, guest).filter(pk__in=chosen).count() != len(chosen):
        raise NotToBeWished
    answer, is_new = WishList.objects.get_or_create(event=event, by=guest)
    if not is_new:
        answer.save(update_fields=["changed_at"])
    Wish.objects.filter(event=event, by=guest).delete()
    Wish.objects.bulk_create(
        Wish(event=event, by=guest, other=other, rank=rank) for rank, other in enumerate(others, start=1)
    )
    log_action("send_wishes", by=by, on=answer, scope=event.cohort.programme.scope)


@transaction.atomic
def remind_guests(*, event: MatchingEvent, by: Person) -> int:
    """Write once more to the guests who have not answered, at most once a day; return to how many. Raises WishesClosed."""
    today = timezone.localdate()
    rows = MatchingEvent.objects.filter(pk=event.pk, state=EventState.OPEN, wishes_until__gte=today)
    if not rows.update(changed_at=timezone.now()):
        raise WishesClosed
    silent = list(silent_guests(event))
    for guest in silent:
        mail_wishes_reminder(event, guest, today.isoformat())
    log_action("remind_guests", by=by, on=event, scope=event.cohort.programme.scope, guests=len(silent))
    return len(silent)


@transaction.atomic
def close_wishes(*, event: MatchingEvent, by: Person) -> None:
    """Close the wishes for good: from now on the team sees them and can match by them. Raises AlreadyDecided."""
    if not MatchingEvent.objects.filter(pk=event.pk, state=EventState.OPEN).update(state=EventState.CLOSED):
        raise AlreadyDecided
    event.state = EventState.CLOSED
    log_action("close_wishes", by=by, on=event, scope=event.cohort.programme.scope)


def match_by_wishes(*, event: MatchingEvent, by: Person) -> MatchingRun:
    """Compute pairs among the guests, by their wishes first and the programme's criteria after, and keep them as a draft.

    Raises:
        WishesNotClosed: the wishes can still change.
        NotMatched: somebody's profile or the criteria cannot be read; nothing is kept then.
    """
    if event.state != EventState.CLOSED:
        raise WishesNotClosed
    guests = set(event.guests.values_list("pk", flat=True))
    absent = with_free_place(event.cohort).exclude(pk__in=guests).values_list("pk", flat=True)
    settings = RunSettings(left_out=list(absent), event=event, name=event.title[:100])
    return new_run(cohort=event.cohort, settings=settings, by=by)
