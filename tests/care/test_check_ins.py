"""Check-ins: who is asked when, what three taps leave behind, and who is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.care.actions.check_ins import AlreadySaid, answer_check_in, follow_check_ins
from resonanz.care.actions.settings import change_care
from resonanz.care.actions.tandem import stop_tandem
from resonanz.care.models import CareSettings, CheckIn
from resonanz.care.queries.check_ins import token_of
from resonanz.care.queries.settings import due_days
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.tandems.actions import end_tandem
from resonanz.tandems.models import Tandem
from tests.factories import House
from tests.factories.care import make_answer, make_check_in, start_days_ago

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
SECRET = "Wir sehen uns kaum, und ich traue mich nicht zu fragen."


def states() -> list[tuple[int, str]]:
    return list(CheckIn.objects.order_by("pk").values_list("day", "state"))


def test_the_days_on_which_people_are_asked() -> None:
    assert due_days(CareSettings(), 100) == [7, 21, 60, 90]
    assert due_days(CareSettings(days=[], every_days=30), 95) == [30, 60, 90]
    assert due_days(CareSettings(days=[14], every_days=0), 95) == [14]
    assert due_days(CareSettings(days=[10, 40], every_days=30), 95) == [10, 40, 60, 90]
    assert due_days(CareSettings(), 6) == []


def test_both_sides_are_asked_once_however_often_the_clock_looks(house: House) -> None:
    start_days_ago(house.active, 6)
    assert follow_check_ins() == 0
    start_days_ago(house.active, 7)
    assert [follow_check_ins(), follow_check_ins()] == [2, 0]
    assert states() == [(7, "asked"), (7, "asked")]
    letters = OutboxMail.objects.filter(key__startswith="check-in:")
    assert {letter.to for letter in letters} == {house.jonas.person.email, house.amina.person.email}
    mail = letters.get(to=house.amina.person.email)
    check_in = CheckIn.objects.get(participation=house.amina)
    assert mail.subject == "Wie läuft es mit Jonas?"
    assert mail.link == reverse("care:check_in", args=[token_of(check_in)])
    assert mail.shown == "envelope"
    assert LogEntry.objects.filter(verb="ask_check_in").count() == 2


def test_the_command_does_it(house: House) -> None:
    start_days_ago(house.active, 8)
    call_command("follow_up")
    assert states() == [(7, "asked"), (7, "asked")]


def test_a_day_long_past_is_left_out_and_a_newer_question_closes_the_older(house: House) -> None:
    start_days_ago(house.active, 14)
    assert follow_check_ins() == 0  # as after a pause, or where it was switched on late
    first = make_check_in(house.active, house.amina, 7)
    start_days_ago(house.active, 21)
    assert follow_check_ins() == 2
    first.refresh_from_db()
    assert first.state == "closed"


@pytest.mark.parametrize("rest", ["paused_on", "suspended_at", "state"])
def test_nobody_is_asked_while_the_tandem_rests(house: House, rest: str) -> None:
    values = {"paused_on": timezone.localdate(), "suspended_at": timezone.now(), "state": "ended"}
    start_days_ago(house.active, 7)
    Tandem.objects.filter(pk=house.active.pk).update(**{rest: values[rest]})
    assert follow_check_ins() == 0
    assert states() == []


def test_neither_who_pauses_nor_where_it_is_switched_off(house: House) -> None:
    start_days_ago(house.active, 7)
    Person.objects.filter(pk=house.amina.person_id).update(paused_since=timezone.localdate())
    assert follow_check_ins() == 1
    assert CheckIn.objects.get().participation == house.jonas
    change_care(programme=house.programme, by=house.alice, is_on=False)
    assert follow_check_ins() == 1  # what was open is closed
    assert states() == [(7, "closed")]
    start_days_ago(house.active, 21)
    assert follow_check_ins() == 0


def test_one_reminder_then_it_closes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    start_days_ago(house.active, 7)
    follow_check_ins()
    seen = []
    for day in range(1, 14):
        CheckIn.objects.filter(reminded_on=None).update(asked_on=timezone.localdate() - timedelta(days=day))
        CheckIn.objects.exclude(reminded_on=None).update(reminded_on=timezone.localdate() - timedelta(days=day - 5))
        seen.append((day, follow_check_ins()))
    assert [entry for entry in seen if entry[1]] == [(5, 2), (12, 2)]
    assert states() == [(7, "closed"), (7, "closed")]
    assert OutboxMail.objects.filter(key__startswith="check-in:", key__endswith=":remind").count() == 2
    with pytest.raises(AlreadySaid):
        answer_check_in(check_in=CheckIn.objects.latest("pk"), going="good", met="yes", need="no")


def test_three_taps_without_signing_in(house: House, client_of: ClientOf) -> None:
    check_in = make_check_in(house.active, house.amina)
    url = reverse("care:check_in", args=[token_of(check_in)])
    client = client_of(None)
    page = client.get(url).content.decode()
    assert "Nur das Team liest das, nicht <bdi>Jonas</bdi>." in page
    page = client.post(url, {"going": "not_well", "need": "contact"}).content.decode()
    assert "Bitte tippen Sie eine der Antworten an." in page
    page = client.post(
        url, {"going": "not_well", "met": "no", "need": "contact", "word": SECRET}, follow=True
    ).content.decode()
    assert "Das Team weiß Bescheid und meldet sich bei Ihnen." in page
    check_in.refresh_from_db()
    assert (check_in.state, check_in.going, check_in.met, check_in.need) == ("answered", "not_well", "no", "contact")
    assert check_in.opened("word") == SECRET
    assert SECRET not in check_in.word
    told = OutboxMail.objects.filter(key__startswith=f"check-in:{check_in.pk}:contact:")
    assert {mail.to for mail in told} == {house.alice.email, house.bob.email}
    assert all(SECRET not in mail.text and "not_well" not in mail.text for mail in told)
    client.post(url, {"going": "good", "met": "yes", "need": "no"})
    check_in.refresh_from_db()
    assert check_in.going == "not_well"  # the first answer counts


def test_the_page_of_the_two_leads_to_ones_own_question_alone(house: House, client_of: ClientOf) -> None:
    check_in = make_check_in(house.active, house.amina)
    room = reverse("tandems:tandem", args=[house.active.pk])
    url = reverse("care:check_in", args=[token_of(check_in)])
    assert url in client_of(house.amina.person).get(room).content.decode()
    other = client_of(house.jonas.person).get(room).content.decode()
    assert "/check-ins/" not in other
    assert "/check-ins/" not in client_of(house.alice).get(room).content.decode()


def test_the_word_is_read_by_the_team_and_by_nobody_else(house: House, client_of: ClientOf) -> None:
    make_answer(house.active, house.amina, word=SECRET)
    page = reverse("care:tandem", args=[house.active.pk])
    assert SECRET in client_of(house.alice).get(page).content.decode()
    for person in (house.jonas.person, house.amina.person, house.charlie, house.noor.person):
        assert client_of(person).get(page).status_code in (403, 404)
    assert (
        SECRET not in client_of(house.jonas.person).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    )


def test_an_old_or_wrong_link_says_so_kindly(house: House, client_of: ClientOf) -> None:
    check_in = make_check_in(house.active, house.amina)
    client, url = client_of(None), reverse("care:check_in", args=[token_of(check_in)])
    end_tandem(tandem=house.active, by=house.alice)
    assert "Diese Frage ist geschlossen" in client.get(url).content.decode()
    assert "Dieser Link führt nirgends mehr hin" in client.get(url[:-3] + "xx/").content.decode()


def test_nobody_is_asked_whom_the_team_has_just_stopped(house: House) -> None:
    start_days_ago(house.active, 7)
    check_in = make_check_in(house.active, house.amina)
    stop_tandem(tandem=house.active, by=house.alice)
    assert follow_check_ins() == 1
    check_in.refresh_from_db()
    assert check_in.state == "closed"
