"""Wishes that are sent while others are, and while the team closes them."""

from __future__ import annotations

from functools import partial
from threading import Barrier

import pytest
from django.utils import timezone

from resonanz.matching.actions.events import close_wishes, make_event, open_wishes, send_wishes
from resonanz.matching.models import MatchingEvent, Wish, WishList
from resonanz.programmes.models import Participation
from tests.factories import make_person
from tests.races import THREADS, people, race

pytestmark = pytest.mark.django_db(transaction=True)


def meeting() -> tuple[MatchingEvent, list[Participation], list[Participation]]:
    mentors, mentees = people(3, 3)
    today, by = timezone.localdate(), make_person("Alice")
    event = make_event(
        cohort=mentors[0].cohort, title="T", held_on=today, wishes_until=today, most_wishes=3, guests=[*mentors, *mentees],
        by=by,
    )  # fmt: skip
    open_wishes(event=event, by=by)
    return event, mentors, mentees


def test_wishes_sent_twice_at_once_are_one_whole_answer() -> None:
    event, mentors, (mentee, other, _) = meeting()
    lists = {mentee: [mentors[:2], mentors[::-1]], other: [mentors[1:], []]}
    acts = [
        partial(send_wishes, event=event, guest=guest, others=chosen, by=guest.person)
        for guest, some in lists.items()
        for chosen in some * 2
    ]
    assert race(acts) == ["done"] * THREADS
    for guest, some in lists.items():
        kept = list(Wish.objects.filter(by=guest).order_by("rank").values_list("other", flat=True))
        assert kept in [[one.pk for one in chosen] for chosen in some]
    assert WishList.objects.count() == 2


@pytest.mark.parametrize("_round", range(5))
def test_no_wish_slips_in_after_closing(_round: int) -> None:
    event, mentors, mentees = meeting()
    seen: list[int] = []

    def close() -> None:
        close_wishes(event=MatchingEvent.objects.get(pk=event.pk), by=mentors[0].person)
        seen.append(Wish.objects.filter(event=event).count())

    late = [partial(send_wishes, event=event, guest=one, others=mentors, by=one.person) for one in mentees]
    told = race([close, *late])
    assert told[0] == "done"
    assert Wish.objects.filter(event=event).count() == seen[0] == 3 * told[1:].count("done")


def test_control_who_looks_first_and_writes_after_slips_in() -> None:
    event, (mentor, *_), (mentee, *_) = meeting()
    looked, closed = Barrier(2), Barrier(2)
    seen: list[int] = []

    def careless() -> None:
        is_open = MatchingEvent.objects.get(pk=event.pk).state == "open"
        looked.wait()
        closed.wait()
        if is_open:
            Wish.objects.create(event=event, by=mentee, other=mentor, rank=1)

    def close() -> None:
        looked.wait()
        close_wishes(event=MatchingEvent.objects.get(pk=event.pk), by=mentor.person)
        seen.append(Wish.objects.count())
        closed.wait()

    assert race([careless, close]) == ["done", "done"]
    assert (seen, Wish.objects.count()) == ([0], 1)
