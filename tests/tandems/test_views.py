"""The participant's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.people.models import Person
from resonanz.tandems.enums import State
from tests.factories import House

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def page(client: Client, pk: int) -> str:
    return client.get(reverse("tandems:tandem", args=[pk])).content.decode()


def test_before_both_agree_neither_name_nor_address_is_shown(house: House, client_of: ClientOf) -> None:
    text = page(client_of(house.olena.person), house.proposed.pk)
    assert "Karin B." in text
    assert "Karin Beispiel" not in text
    assert house.karin.person.email not in text


@pytest.mark.parametrize("how", ["declined", "taken back"])
def test_what_never_began_never_shows_the_full_name(house: House, client_of: ClientOf, how: str) -> None:
    if how == "declined":
        client_of(house.karin.person).post(reverse("tandems:answer", args=[house.proposed.pk]), {"answer": "no"})
    else:
        client_of(house.alice).post(reverse("tandems:end", args=[house.proposed.pk]))
    text = page(client_of(house.olena.person), house.proposed.pk)
    assert "Karin B." in text
    assert "Karin Beispiel" not in text
    assert "Das Tandem endete" not in text


def test_before_the_start_the_two_answer_and_only_the_team_takes_back(house: House, client_of: ClientOf) -> None:
    url = reverse("tandems:end", args=[house.proposed.pk])
    assert client_of(house.olena.person).post(url).status_code == 403
    assert client_of(house.alice).post(url).status_code == 302


def test_when_both_agreed_they_can_reach_each_other(house: House, client_of: ClientOf) -> None:
    text = page(client_of(house.amina.person), house.active.pk)
    assert "Jonas Beispiel" in text
    assert house.jonas.person.email in text


def test_staff_see_that_but_have_no_answer_to_give(house: House, client_of: ClientOf) -> None:
    text = page(client_of(house.alice), house.proposed.pk)
    assert reverse("tandems:answer", args=[house.proposed.pk]) not in text


def test_yes_on_the_page_starts_the_tandem(house: House, client_of: ClientOf) -> None:
    for participation in (house.karin, house.olena):
        client = client_of(participation.person)
        client.post(reverse("tandems:answer", args=[house.proposed.pk]), {"answer": "yes"})
    house.proposed.refresh_from_db()
    assert house.proposed.state == State.ACTIVE


def test_an_answer_that_came_too_late_is_told(house: House, client_of: ClientOf) -> None:
    client = client_of(house.amina.person)
    answer = client.post(reverse("tandems:answer", args=[house.active.pk]), {"answer": "no"}, follow=True)
    assert "wurde inzwischen entschieden" in answer.content.decode()


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": "no\x00"}])
def test_a_strange_answer_is_no_answer(house: House, client_of: ClientOf, data: dict[str, str]) -> None:
    client = client_of(house.olena.person)
    answer = client.post(reverse("tandems:answer", args=[house.proposed.pk]), data, follow=True)
    house.proposed.refresh_from_db()
    assert (answer.status_code, house.proposed.state) == (200, State.PROPOSED)


def test_one_tandem_is_shown_at_once(house: House, client_of: ClientOf) -> None:
    answer = client_of(house.amina.person).get(reverse("home"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("tandems:tandem", args=[house.active.pk])


def test_without_a_tandem_the_page_says_what_comes(house: House, client_of: ClientOf) -> None:
    with translation.override("de"):
        text = client_of(house.noor.person).get(reverse("tandems:mine")).content.decode()
    assert "Wir suchen jemanden für Sie" in text
