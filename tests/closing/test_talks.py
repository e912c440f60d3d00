"""Closing talks: dates, seats, changes, who came; never more people than seats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.closing.actions.parting import complete_tandem
from resonanz.closing.actions.talks import (
    TalkFull,
    When,
    agree_to_date,
    call_off_talk,
    choose_talk,
    leave_talk,
    name_date,
    note_attendance,
    offer_date,
)
from resonanz.closing.enums import SeatState, TalkKind
from resonanz.closing.models import Seat, TalkDate
from resonanz.closing.queries.room import closing_of
from resonanz.closing.queries.talks import dates_for, without_talk
from resonanz.mail.models import OutboxMail
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import agree_tandem, end_tandem
from resonanz.tandems.enums import Origin
from tests.factories import House, make_participation
from tests.factories.closing import ending_in, in_days, make_closing, make_group_date


def letters(part: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(key__contains=part).values_list("to", flat=True))


def test_a_date_invites_those_near_their_end_and_nobody_else(house: House) -> None:
    make_closing(house.programme)
    make_group_date(house.programme, house.alice)
    assert letters(":closing:dates:") == []
    ending_in(house.active, 20)
    make_group_date(house.programme, house.alice)
    assert letters(":closing:dates:") == sorted([house.jonas.person.email, house.amina.person.email])


def test_each_of_the_two_chooses_for_herself_changes_and_takes_back(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    first, second = (make_group_date(house.programme, house.alice, days=days, seats=2) for days in (7, 14))
    assert dates_for(tandem, closing_of(house.programme)) == [first, second]
    assert list(without_talk(house.programme, closing_of(house.programme))) == [tandem]
    choose_talk(tandem=tandem, talk=first, by=house.amina.person)
    choose_talk(tandem=tandem, talk=first, by=house.amina.person)  # a double click
    choose_talk(tandem=tandem, talk=first, by=house.jonas.person)
    choose_talk(tandem=tandem, talk=second, by=house.amina.person)
    taken = dict(TalkDate.objects.values_list("pk", "taken"))
    assert taken == {first.pk: 1, second.pk: 1}
    assert list(without_talk(house.programme, closing_of(house.programme))) == []
    assert letters(":closing:seat:") == sorted([house.amina.person.email] * 2 + [house.jonas.person.email])
    assert leave_talk(tandem=tandem, by=house.amina.person) is True
    assert leave_talk(tandem=tandem, by=house.amina.person) is False
    assert dict(TalkDate.objects.values_list("pk", "taken")) == {first.pk: 1, second.pk: 0}
    states = Seat.objects.filter(participation=house.amina).values_list("talk_id", "state")
    assert sorted(states) == [(first.pk, "freed"), (second.pk, "freed")]


def test_a_full_date_leaves_the_seat_that_one_has(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    mine, full = make_group_date(house.programme, house.alice), make_group_date(house.programme, house.alice, seats=1)
    choose_talk(tandem=tandem, talk=full, by=house.jonas.person)
    choose_talk(tandem=tandem, talk=mine, by=house.amina.person)
    with pytest.raises(TalkFull):
        choose_talk(tandem=tandem, talk=full, by=house.amina.person)
    assert Seat.objects.get(participation=house.amina, state=SeatState.BOOKED).talk == mine
    assert dict(TalkDate.objects.values_list("pk", "taken")) == {mine.pk: 1, full.pk: 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        TalkDate.objects.filter(pk=full.pk).update(taken=2)


def test_what_is_called_off_or_over_cannot_be_chosen_and_people_are_told(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    talk = make_group_date(house.programme, house.alice)
    choose_talk(tandem=tandem, talk=talk, by=house.amina.person)
    call_off_talk(talk=talk, by=house.alice)
    assert letters(":closing:called-off:") == [house.amina.person.email]
    over = make_group_date(house.programme, house.alice)
    TalkDate.objects.filter(pk=over.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    for gone in (talk, over):
        with pytest.raises(TalkFull):
            choose_talk(tandem=tandem, talk=gone, by=house.amina.person)
    with pytest.raises(TalkFull):
        call_off_talk(talk=talk, by=house.alice)


def test_a_talk_of_the_two_alone_counts_for_both(house: House) -> None:
    make_closing(house.programme, talk=TalkKind.ALONE)
    tandem = ending_in(house.active, 20)
    offered = offer_date(tandem=tandem, when=When(in_days(5), 60, "Büro"), by=house.alice)
    choose_talk(tandem=tandem, talk=offered, by=house.amina.person)
    named = name_date(tandem=tandem, when=When(in_days(9), 60, "Café am Markt"), by=house.jonas.person)
    assert (named.is_agreed, named.named_by, named.taken) == (False, house.jonas, 2)
    seats = Seat.objects.filter(state=SeatState.BOOKED).values_list("participation_id", "talk_id")
    assert sorted(seats) == sorted([(house.jonas.pk, named.pk), (house.amina.pk, named.pk)])
    agree_to_date(talk=named, by=house.alice)
    with pytest.raises(TalkFull):
        agree_to_date(talk=named, by=house.alice)
    assert leave_talk(tandem=tandem, by=house.amina.person) is True
    assert letters(":closing:called-off:") == [house.jonas.person.email]
    assert TalkDate.objects.get(pk=named.pk).taken == 0


def test_who_came_is_noted(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    talk = make_group_date(house.programme, house.alice)
    for person in (house.amina.person, house.jonas.person):
        choose_talk(tandem=tandem, talk=talk, by=person)
    seat = Seat.objects.get(participation=house.amina)
    note_attendance(talk=talk, came={seat.pk}, by=house.alice)
    assert dict(Seat.objects.values_list("participation_id", "came")) == {house.amina.pk: True, house.jonas.pk: False}


def test_the_phone_chooses_and_gets_a_calendar_file(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    talk = make_group_date(house.programme, house.alice)
    client = client_of(house.amina.person)
    url = reverse("closing:talk", args=[tandem.pk])
    assert client.get(reverse("closing:talk_calendar", args=[tandem.pk])).status_code == 404
    assert client.post(url, {"talk": talk.pk}).status_code == 302
    file = client.get(reverse("closing:talk_calendar", args=[tandem.pk])).content.decode()
    assert f"UID:closing-talk-{talk.pk}@resonanz.invalid" in file
    assert "LOCATION:Rathaus\\, Saal 2" in file
    assert house.amina.person.first_name not in file
    client.post(url, {"leave": "1"})
    assert Seat.objects.filter(state=SeatState.BOOKED).count() == 0
    client.post(url, {"talk": "999999"})  # somebody else's, or gone
    assert Seat.objects.filter(state=SeatState.BOOKED).count() == 0


def test_a_date_in_the_past_is_refused_and_nothing_typed_is_lost(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme, talk=TalkKind.ALONE)
    tandem = ending_in(house.active, 20)
    data = {"name": "1", "day": "2020-01-01", "time": "10:00", "place": "Café am Markt", "minutes": "60"}
    answer = client_of(house.amina.person).post(reverse("closing:talk", args=[tandem.pk]), data)
    assert answer.context["form"].errors == {"day": ["Dieser Moment ist vorbei. Bitte wählen Sie einen, der noch kommt."]}
    assert "Café am Markt" in answer.content.decode()
    assert TalkDate.objects.count() == 0


def test_a_seat_is_for_one_tandem_of_somebody_with_two(house: House) -> None:
    make_closing(house.programme)
    type(house.jonas).objects.filter(pk=house.jonas.pk).update(capacity=2)
    house.jonas.refresh_from_db()
    other = make_participation(house.cohort, Group.SECOND, "Leyla")
    second = agree_tandem(
        cohort=house.cohort, mentor=house.jonas, mentee=other, origin=Origin.HAND, reasons=[], by=house.alice
    )
    talk = make_group_date(house.programme, house.alice)
    for tandem in (ending_in(house.active, 10), ending_in(second, 10)):
        choose_talk(tandem=tandem, talk=talk, by=house.jonas.person)
    assert TalkDate.objects.get(pk=talk.pk).taken == 2


def test_two_who_end_early_give_their_seats_back(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 20)
    talk = make_group_date(house.programme, house.alice)
    choose_talk(tandem=tandem, talk=talk, by=house.amina.person)
    end_tandem(tandem=tandem, by=house.alice)
    assert (TalkDate.objects.get(pk=talk.pk).taken, Seat.objects.get().state) == (0, SeatState.FREED)


def test_two_who_ended_as_planned_still_come(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, -1)
    talk = make_group_date(house.programme, house.alice)
    choose_talk(tandem=tandem, talk=talk, by=house.amina.person)
    complete_tandem(tandem=tandem, by=None)
    assert (TalkDate.objects.get(pk=talk.pk).taken, Seat.objects.get().state) == (1, SeatState.BOOKED)
