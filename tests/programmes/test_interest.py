"""«Tell me when»: confirmed by the owner of the address, told once, forgotten afterwards, and nobody learns who waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    NotPossible,
    ask_to_be_told,
    delete_outdated_interest,
    tell_interested,
)
from resonanz.programmes.mails import token_of
from resonanz.programmes.models import Interest, Programme
from tests.factories import House, make_house, make_programme

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
SITE = "https://mentoring.example"


@pytest.fixture
def house(db: None) -> House:
    """Only where a test asks for it: others here count what there is."""
    return make_house()


def ask(client: Client, programme: Programme, email: str = "kim@example.org", **more: str) -> Any:
    data = {"email": email, "group": "second", "language": "de", **more}
    return client.post(reverse("programmes:interest", args=[programme.slug]), data)


def link_in(mail: OutboxMail) -> str:
    """The path that the letter leads to."""
    found = re.search(r"https?://[^/\s]+(/interest/\S+)", mail.text)
    assert found is not None
    return found[1]


def waiting(programme: Programme, number: int, **fields: Any) -> list[Interest]:
    return [
        Interest.objects.create(
            programme=programme, email=f"w{n}@example.org", group="second",
            **{"language": "de", "confirmed_at": timezone.now(), **fields},
        )
        for n in range(number)
    ]  # fmt: skip


def test_the_way_from_the_public_page_to_the_letter_with_the_date(client: Client, house: House, client_of: ClientOf) -> None:
    programme = house.programme
    page = client.get(reverse("programmes:programme", args=[programme.slug])).content.decode()
    assert reverse("programmes:interest", args=[programme.slug]) in page
    assert ask(client, programme).status_code == 302
    link = link_in(OutboxMail.objects.get(to="kim@example.org"))
    client.get(link)  # a program that follows links confirms nothing
    assert Interest.objects.get().confirmed_at is None
    client.post(link, {"act": "confirm"})
    assert Interest.objects.get().confirmed_at is not None
    cohort = programme.cohorts.get(state="announced")
    cohort.starts_on = date(2027, 1, 11)
    cohort.save()
    alice = client_of(house.alice)
    assert "kim@example.org" in alice.get(reverse("programmes:waiting", args=[programme.slug])).content.decode()
    alice.post(reverse("programmes:tell", args=[programme.slug, cohort.pk]))
    mail = OutboxMail.objects.get(subject__startswith="Der Termin steht fest")
    assert "beginnt am 11. Januar 2027." in mail.text
    assert not Interest.objects.exists()
    assert "Wir haben Ihre Adresse nicht mehr" in client.get(link_in(mail)).content.decode()


def test_letters_are_in_the_language_that_was_chosen(client: Client) -> None:
    programme = make_programme()
    ask(client, programme, language="ar")
    mail = OutboxMail.objects.get()
    assert (mail.language, mail.subject) == ("ar", "يُرجى التأكيد: Mentoring für MigrantInnen")


def test_the_answer_is_the_same_for_every_address(client: Client) -> None:
    programme = make_programme()
    waiting(programme, 1)
    for email in ("new@example.org", "w0@example.org"):
        answer = ask(client, programme, email)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            reverse("programmes:interest_sent", args=[programme.slug]),
        )
    assert [mail.to for mail in OutboxMail.objects.all()] == ["new@example.org"]


def test_asking_again_sends_one_letter_a_day_however_it_is_spelt(client: Client) -> None:
    programme = make_programme()
    for email in ("kim@example.org", "KIM@example.org", " kim@example.org "):
        ask(client, programme, email)
    assert (Interest.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_too_many_from_one_connection_have_to_wait(client: Client) -> None:
    programme = make_programme()
    statuses = [ask(client, programme, f"k{n}@example.org").status_code for n in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    assert Interest.objects.count() == 10


def test_whoever_is_listed_can_leave_at_any_time(client: Client) -> None:
    (row,) = waiting(make_programme(), 1)
    url = reverse("programmes:interest_answer", args=[token_of(row)])
    assert "Ihre Adresse ist gelöscht" in client.post(url, {"act": "withdraw"}).content.decode()
    assert not Interest.objects.exists()


def test_a_link_cannot_be_guessed_or_used_for_something_else(client: Client, house: House) -> None:
    (row,) = waiting(house.programme, 1)
    token = token_of(row)
    for wrong in (str(row.pk), token[:-1], f"{row.pk}:{token}", "x"):
        assert client.get(reverse("programmes:interest_answer", args=[wrong])).status_code == 404
    assert client.get(reverse("programmes:invitation", args=[token])).status_code == 404


def test_everybody_is_told_exactly_once(house: House) -> None:
    rows = waiting(house.programme, 3)
    waiting(house.other_programme, 1)
    Interest.objects.create(programme=house.programme, email="unconfirmed@example.org", group="first", language="de")
    cohort = house.programme.cohorts.get(state="announced")
    with pytest.raises(NotPossible):
        tell_interested(cohort=cohort, by=house.alice, site=SITE)
    cohort.starts_on = date(2027, 1, 11)
    cohort.save()
    assert tell_interested(cohort=cohort, by=house.alice, site=SITE) == 3
    assert tell_interested(cohort=cohort, by=house.bob, site=SITE) == 0
    told = sorted(OutboxMail.objects.filter(key__contains=":cohort:").values_list("to", flat=True))
    assert told == sorted(row.email for row in rows)
    assert sorted(Interest.objects.values_list("email", flat=True)) == ["unconfirmed@example.org", "w0@example.org"]


def test_addresses_are_forgotten_in_time() -> None:
    programme = make_programme()
    old, fresh, never, confirmed = waiting(programme, 4)
    now = timezone.now()
    for row, days, is_confirmed in ((old, 370, True), (fresh, 360, True), (never, 8, False), (confirmed, 8, True)):
        Interest.objects.filter(pk=row.pk).update(
            created_at=now - timedelta(days=days), confirmed_at=now if is_confirmed else None
        )
    assert delete_outdated_interest() == 2
    assert set(Interest.objects.all()) == {fresh, confirmed}
    programme.retention = {"interest": 6}
    programme.save()
    assert delete_outdated_interest() == 1


def test_nobody_is_asked_where_one_can_apply_already_or_at_any_time(client: Client) -> None:
    always, cohorts = make_programme("alumniportal"), make_programme()
    cohorts.cohorts.update(state="open")
    for programme in (always, cohorts):
        url = reverse("programmes:interest", args=[programme.slug])
        assert client.get(url).status_code == 302
        assert url not in client.get(reverse("programmes:programme", args=[programme.slug])).content.decode()


def test_an_address_in_the_action_is_kept_once() -> None:
    programme = make_programme()
    for group in ("second", "first"):
        ask_to_be_told(programme=programme, email="k@example.org", group=group, language="de", site=SITE)
    assert [(row.email, row.group) for row in Interest.objects.all()] == [("k@example.org", "first")]
