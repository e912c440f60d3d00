"""The end itself: reminded of once, ended as planned on the day after, or because the two go on by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.closing.actions.parting import complete_tandem, follow_closings, go_on, settle_afterwards
from resonanz.closing.actions.talks import choose_talk
from resonanz.closing.enums import Contact
from resonanz.closing.models import Closing, ClosingSettings, Parting
from resonanz.closing.queries.desk import tasks, to_invite_to_network
from resonanz.closing.queries.room import contact_of, sees_addresses
from resonanz.core.models import Job, LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.enums import EndReason, State
from resonanz.tandems.models import Tandem
from resonanz.together.actions.course import extend_tandem
from tests.factories import House
from tests.factories.closing import ending_in, make_closing, make_group_date


def letters(part: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(key__contains=part).values_list("to", flat=True))


def both(house: House) -> list[str]:
    return sorted([house.jonas.person.email, house.amina.person.email])


def test_both_are_reminded_once_four_weeks_before(house: House) -> None:
    make_closing(house.programme)
    ending_in(house.active, 29)
    assert follow_closings() == 0
    ending_in(house.active, 28)
    assert (follow_closings(), follow_closings()) == (1, 0)
    assert letters(":closing:reminder:") == both(house)
    assert Closing.objects.get().tandem == house.active
    text = OutboxMail.objects.get(key__contains=":closing:reminder:", to=house.amina.person.email).text
    assert "Abschlussgespräch" in text
    assert "Zertifikat" in text


def test_the_day_after_the_last_one_it_ends_with_thanks_and_nobody_looks_for_somebody_else(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 0)
    Closing.objects.create(tandem=tandem)
    assert follow_closings() == 0
    ending_in(tandem, -1)
    assert (follow_closings(), follow_closings()) == (1, 0)
    tandem.refresh_from_db()
    assert (tandem.state, tandem.end_reason, tandem.ended_on) == (State.ENDED, EndReason.DONE, timezone.localdate())
    assert letters(":closing:farewell:") == both(house)
    assert letters(":end:") == []
    house.amina.refresh_from_db()
    house.jonas.refresh_from_db()
    assert (house.amina.capacity, house.amina.taken) == (0, 0)  # does not wait for another one
    assert (house.jonas.capacity, house.jonas.taken) == (1, 0)  # may take another one
    assert Job.objects.filter(kind="next_best").count() == 0


@pytest.mark.parametrize("column", ["paused_on", "suspended_at"])
def test_who_rests_or_was_stopped_is_left_to_the_team(house: House, column: str) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, -3)
    now = timezone.localdate() if column == "paused_on" else timezone.now()
    Tandem.objects.filter(pk=tandem.pk).update(**{column: now})
    assert follow_closings() == 0


def test_what_was_over_before_there_were_settings_is_left_to_the_team(house: House) -> None:
    settings = make_closing(house.programme)
    tandem = ending_in(house.active, -3)
    ClosingSettings.objects.filter(pk=settings.pk).update(created_at=timezone.now() - timedelta(days=2))
    assert follow_closings() == 0
    complete_tandem(tandem=tandem, by=house.alice)
    with pytest.raises(AlreadyDecided):
        complete_tandem(tandem=tandem, by=house.alice)


def test_both_must_want_to_go_on_by_themselves(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, 60)
    assert go_on(tandem=tandem, by=house.amina.person) is False
    assert go_on(tandem=tandem, by=house.amina.person) is False  # a double click writes no second letter
    assert letters(":closing:wants-to-go-on:") == [house.jonas.person.email]
    assert go_on(tandem=tandem, by=house.amina.person, wants=False) is False
    assert go_on(tandem=tandem, by=house.jonas.person) is False
    assert go_on(tandem=tandem, by=house.amina.person) is True
    assert (tandem.state, tandem.end_reason) == (State.ENDED, EndReason.GOES_ON)
    assert letters(":closing:goes-on:") == both(house)
    assert Job.objects.filter(kind="next_best").count() == 0
    assert sees_addresses(tandem) is True
    with pytest.raises(AlreadyDecided):
        go_on(tandem=tandem, by=house.jonas.person)


def settle(house: House, side: str, contact: str, word: str = "", remains: str = "", network: bool = False) -> Parting:
    person = getattr(house, side).person
    return settle_afterwards(
        tandem=house.active, contact=contact, word=word, remains=remains, wants_network=network, by=person
    )


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        (Contact.WRITE, Contact.WRITE, Contact.WRITE),
        (Contact.WRITE, Contact.TEAM, Contact.TEAM),
        (Contact.NONE, Contact.WRITE, Contact.NONE),
        (Contact.TEAM, Contact.NONE, Contact.NONE),
        (Contact.WRITE, "", ""),
    ],
)
def test_of_two_wishes_the_more_reserved_one_counts(house: House, one: str, other: str, counts: str) -> None:
    make_closing(house.programme)
    settle(house, "amina", one)
    settle(house, "jonas", other)
    assert contact_of(house.active) == counts
    complete_tandem(tandem=house.active, by=house.alice)
    assert sees_addresses(house.active) is (counts == Contact.WRITE)


def test_words_are_sealed_and_the_other_reads_them(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    settle(house, "amina", Contact.WRITE, word="Gern zu meinem Geburtstag", remains="Das Praktikum steht noch aus")
    row = Parting.objects.get()
    assert "Geburtstag" not in row.word + row.remains
    page = client_of(house.jonas.person).get(reverse("closing:afterwards", args=[house.active.pk])).content.decode()
    assert ("Gern zu meinem Geburtstag" in page, "Das Praktikum steht noch aus" in page) == (True, True)
    assert "Geburtstag" not in str(list(LogEntry.objects.values()))
    for name in ("desk", "voices"):
        desk = client_of(house.alice).get(reverse(f"closing:{name}", args=[house.programme.slug])).content.decode()
        assert "Geburtstag" not in desk


def test_the_wish_to_be_invited_is_kept_with_its_day_and_taken_back(house: House) -> None:
    settle(house, "amina", "", network=True)
    assert Parting.objects.get().network_on == timezone.localdate()
    assert to_invite_to_network(house.programme) == [house.amina]
    settle(house, "amina", "")
    assert Parting.objects.get().network_on is None
    assert to_invite_to_network(house.programme) == []


def test_the_page_shows_the_address_only_where_both_want_it(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    url = reverse("closing:closing", args=[house.active.pk])
    client = client_of(house.amina.person)
    assert house.jonas.person.email not in client.get(url).content.decode()
    for side in ("amina", "jonas"):
        client_of(getattr(house, side).person).post(reverse("closing:go_on", args=[house.active.pk]))
    assert house.jonas.person.email in client.get(url).content.decode()


def test_the_first_page_of_the_team_counts_tandems_without_a_talk(house: House) -> None:
    def told() -> list[tuple[int, int, str]]:
        with translation.override("en"):
            return [(task.cohort, task.number, task.text) for task in tasks([house.cohort, house.other_cohort])]

    ending_in(house.active, 20)
    assert told() == []  # this programme has no talks
    make_closing(house.programme, weeks_before=2)
    assert told() == []
    make_closing(house.programme, weeks_before=3)
    assert told() == [(house.cohort.pk, 1, "Tandems that end soon without a talk")]
    choose_talk(tandem=house.active, talk=make_group_date(house.programme, house.alice), by=house.amina.person)
    assert told() == []


def test_more_time_keeps_the_clock_from_ending_a_tandem(house: House) -> None:
    make_closing(house.programme)
    tandem = ending_in(house.active, -1)
    extend_tandem(tandem=tandem, ends_on=timezone.localdate() + timedelta(days=1), by=house.alice)
    follow_closings()  # it may remind
    tandem.refresh_from_db()
    assert tandem.state == State.ACTIVE
    tandem = ending_in(house.active, -1)
    assert follow_closings() == 1
    tandem.refresh_from_db()
    assert tandem.state == State.ENDED


@pytest.mark.parametrize(("days", "shown"), [(20, ["Abschluss"]), (90, []), (-1, ["Abschluss"])])
def test_the_team_finds_the_end_from_tandem_and_cohort(
    days: int, shown: list[str], house: House, client_of: Callable[..., Client]
) -> None:
    make_closing(house.programme)
    ending_in(house.active, days)
    if days < 0:
        complete_tandem(tandem=house.active, by=house.alice)
    desk, client = reverse("closing:desk", args=[house.programme.slug]), client_of(house.alice)
    room = client.get(reverse("tandems:tandem", args=[house.active.pk])).context["room"]
    assert [part.title for part in room.tiles if part.url == f"{desk}#tandem-{house.active.pk}"] == shown
    links = client.get(reverse("matching:cohort", args=[house.cohort.pk])).context["links"]
    assert [link.title for link in links if link.url == desk] == ["Abschluss"]
