"""A cohort from its announcement to its end, and that nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    MOVES,
    ChangedMeanwhile,
    NotPossible,
    announce_next_cohort,
    call_off_cohort,
    move_cohort,
    next_number,
)
from resonanz.programmes.enums import CohortState
from resonanz.programmes.models import Cohort
from tests.factories import House, make_cohort, make_programme
from tests.programmes.forms import filled

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
ALLOWED = {
    ("announced", "open"): "open",
    ("matching", "open"): "open",
    ("open", "close"): "matching",
    ("open", "start"): "running",
    ("matching", "start"): "running",
    ("open", "finish"): "finished",
    ("matching", "finish"): "finished",
    ("running", "finish"): "finished",
}


@pytest.mark.parametrize("state", CohortState.values)
@pytest.mark.parametrize("act", MOVES)
def test_every_act_in_every_state(state: str, act: str) -> None:
    cohort = make_cohort(make_programme(), state=state)
    if (state, act) in ALLOWED:
        move_cohort(cohort=cohort, act=act, by=None)
    else:
        with pytest.raises(ChangedMeanwhile):
            move_cohort(cohort=cohort, act=act, by=None)
    cohort.refresh_from_db()
    assert cohort.state == ALLOWED.get((state, act), state)
    assert LogEntry.objects.filter(verb=f"{act}_cohort").count() == ((state, act) in ALLOWED)


def test_cohorts_are_numbered_and_a_page_sent_twice_makes_one() -> None:
    programme = make_programme()  # announces the 11th
    cohort = announce_next_cohort(programme=programme, by=None, number=12)
    assert (cohort.number, cohort.state, cohort.starts_on) == (12, "announced", None)
    with pytest.raises(ChangedMeanwhile):
        announce_next_cohort(programme=programme, by=None, number=12)
    assert next_number(programme) == 13


def test_a_programme_that_runs_all_the_time_has_one_open_cohort() -> None:
    programme = make_programme("alumniportal")
    programme.cohorts.all().delete()
    cohort = announce_next_cohort(programme=programme, by=None, number=None)
    assert (cohort.number, cohort.state) == (None, "open")
    with pytest.raises(NotPossible):
        announce_next_cohort(programme=programme, by=None, number=1)
    move_cohort(cohort=cohort, act="finish", by=None)
    assert announce_next_cohort(programme=programme, by=None, number=1).number == 1


def test_only_an_empty_announced_cohort_can_be_called_off(house: House) -> None:
    with pytest.raises(NotPossible):
        call_off_cohort(cohort=house.cohort, by=None)
    announced = house.programme.cohorts.get(state="announced")
    call_off_cohort(cohort=announced, by=None)
    assert not Cohort.objects.filter(pk=announced.pk).exists()


def test_the_page_announces_and_describes(house: House, client_of: ClientOf) -> None:
    client, slug = client_of(house.alice), house.programme.slug
    url = reverse("programmes:cohorts", args=[slug])
    number = next_number(house.programme)
    assert client.post(url, filled(client, url, "number") | {"second_places": ["25"]}).status_code == 302
    cohort = house.programme.cohorts.get(number=number)
    assert (cohort.second_places, cohort.starts_on) == (25, None)
    url = reverse("programmes:cohort", args=[slug, cohort.pk])
    wrong = filled(client, url) | {"starts_on": ["2027-05-01"], "ends_on": ["2027-04-01"]}
    assert "Das Ende liegt vor dem Beginn." in client.post(url, wrong).content.decode()
    right = wrong | {"ends_on": ["2027-11-01"], "applications_until": ["2027-03-31"]}
    assert client.post(url, right).status_code == 302
    cohort.refresh_from_db()
    assert (cohort.starts_on, cohort.ends_on) == (date(2027, 5, 1), date(2027, 11, 1))
    assert LogEntry.objects.get(verb="describe_cohort").detail == {"fields": ["starts_on", "ends_on", "applications_until"]}


def test_a_summary_is_shown_when_the_cohort_is_finished(house: House, client_of: ClientOf) -> None:
    client, slug = client_of(house.alice), house.programme.slug
    url = reverse("programmes:summary", args=[slug, house.cohort.pk])
    assert client.post(url, filled(client, url) | {"summary_de": ["25 Tandems, 16 Nationen."]}).status_code == 302
    public = reverse("programmes:programme", args=[slug])
    assert "16 Nationen" not in client.get(public).content.decode()
    client.post(reverse("programmes:move_cohort", args=[slug, house.cohort.pk]), {"act": "finish"})
    assert "16 Nationen" in client.get(public).content.decode()


def test_a_cohort_of_another_programme_is_not_reached_by_an_own_address(house: House, client_of: ClientOf) -> None:
    url = reverse("programmes:move_cohort", args=[house.programme.slug, house.other_cohort.pk])
    assert client_of(house.alice).post(url, {"act": "finish"}).status_code == 404
    house.other_cohort.refresh_from_db()
    assert house.other_cohort.state == "matching"


def test_the_list_says_what_came_of_past_cohorts(house: House, client_of: ClientOf) -> None:
    url = reverse("programmes:cohorts", args=[house.programme.slug])
    past = make_cohort(house.programme, state="finished")
    assert "Aufschreiben" in client_of(house.alice).get(url).content.decode()
    Cohort.objects.filter(pk=past.pk).update(summary={"de": "Zwölf {mentees} fanden Arbeit."})
    page = client_of(house.alice).get(url).content.decode()
    assert "Zwölf Mentees fanden Arbeit." in page
    assert "Aufschreiben" not in page
