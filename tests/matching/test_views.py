"""The coordinator's pages, clicked through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.today import cohorts_today
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.signals import Task, today_asked
from resonanz.tandems.models import Tandem
from tests.factories import House

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def test_from_the_cohort_to_a_tandem(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    url = reverse("matching:match", args=[house.cohort.pk])
    assert "Noch nichts berechnet" in client.get(url).content.decode()
    page = client.post(url, {"objective": "most_pairs"}, follow=True).content.decode()
    assert "Noor Beispiel" in page
    assert "gleicher Beruf" in page
    proposal = MatchingRun.objects.get().proposals.get()
    page = client.post(reverse("matching:accept", args=[proposal.pk]), follow=True).content.decode()
    assert "Noor Beispiel &amp; Karin Beispiel: Der Vorschlag ist unterwegs." in page
    assert Tandem.objects.filter(mentee=house.noor, mentor=house.karin).count() == 1


def test_who_comes_second_is_told(house: House, client_of: ClientOf) -> None:
    client_of(house.alice).post(reverse("matching:match", args=[house.cohort.pk]), {"objective": "best_total"})
    proposal = MatchingRun.objects.get().proposals.get()
    client_of(house.alice).post(reverse("matching:accept", args=[proposal.pk]))
    page = client_of(house.bob).post(reverse("matching:accept", args=[proposal.pk]), follow=True).content.decode()
    assert "Über diesen Vorschlag hat gerade jemand anderes entschieden" in page


def test_a_place_taken_in_the_meantime_is_named(house: House, client_of: ClientOf) -> None:
    client_of(house.alice).post(reverse("matching:match", args=[house.cohort.pk]), {"objective": "best_total"})
    proposal = MatchingRun.objects.get().proposals.get()
    Participation.objects.filter(pk=house.noor.pk).update(capacity=0)
    page = client_of(house.alice).post(reverse("matching:accept", args=[proposal.pk]), follow=True).content.decode()
    assert "Noor Beispiel hat keinen freien Platz mehr" in page


def test_a_strange_aim_is_answered_at_the_field(house: House, client_of: ClientOf) -> None:
    page = client_of(house.alice).post(reverse("matching:match", args=[house.cohort.pk]), {"objective": "x"})
    assert (page.status_code, MatchingRun.objects.count()) == (200, 0)
    assert "error-summary" in page.content.decode()


def test_criteria_that_cannot_be_used_are_explained_not_crashed(house: House, client_of: ClientOf) -> None:
    house.programme.criteria = {"criterion": [{"kind": "equal", "column": "shoe size", "weight": 1}]}
    house.programme.save()
    page = client_of(house.alice).post(reverse("matching:match", args=[house.cohort.pk]), {"objective": "most_pairs"})
    assert page.status_code == 200
    assert "shoe size" in page.content.decode()


def test_pairing_by_hand(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    url = reverse("matching:pair", args=[house.cohort.pk])
    page = client.post(url, {"mentor": house.karin.pk, "mentee": house.noor.pk, "note": "Passt."}, follow=True)
    assert "Beide wurden gefragt." in page.content.decode()
    assert Tandem.objects.get(mentee=house.noor).note == "Passt."


@pytest.mark.parametrize("who", ["dora", "amina"])
def test_people_of_elsewhere_or_without_a_place_cannot_be_chosen(house: House, client_of: ClientOf, who: str) -> None:
    data = {"mentor": house.karin.pk, "mentee": getattr(house, who).pk}
    page = client_of(house.alice).post(reverse("matching:pair", args=[house.cohort.pk]), data, follow=True)
    assert "Bitte wählen Sie auf jeder Seite eine Person." in page.content.decode()


def test_today_shows_what_is_to_be_done_first(house: House, client_of: ClientOf) -> None:
    page = client_of(house.alice).get(reverse("matching:today")).content.decode()
    assert page.index("Vorschlag, bei dem noch eine Antwort fehlt") < page.index("Hier ist heute nichts zu tun")


def test_today_does_not_multiply_its_numbers(house: House, client_of: ClientOf) -> None:
    cohort = client_of(house.alice).get(reverse("matching:today")).context["busy"][0]
    numbers = (cohort.first_count, cohort.second_count, cohort.free_places, cohort.waiting_count, cohort.at_work)
    assert numbers == (2, 3, 1, 1, 1)
    # Grouped by the people of a cohort, each of some fifteen numbers would be computed once for every one of them.
    assert cohorts_today(house.alice).query.group_by is None


def test_today_and_the_cohort_show_the_tasks_of_other_rooms_once_where_they_belong(
    house: House, client_of: ClientOf
) -> None:
    asked = []

    def tasks(cohorts: list[Cohort], person: Person, **_more: object) -> list[Task]:
        asked.append(([row.pk for row in cohorts], person.pk))
        return [Task(house.other_cohort.pk, 3, "Elsewhere", "/"), Task(house.cohort.pk, 2, "Later", "/b/", order=60),
                Task(house.cohort.pk, 1, "First", "/a/", detail="Why", tone="bad")]  # fmt: skip

    today_asked.connect(tasks)
    try:
        client = client_of(house.alice)
        today = client.get(reverse("matching:today")).context["busy"][0]
        page = client.get(reverse("matching:cohort", args=[house.cohort.pk]))
    finally:
        today_asked.disconnect(tasks)
    assert [task.text for task in today.tasks if task.url in ("/a/", "/b/", "/")] == ["First", "Later"]
    assert '<span class="count count-bad">1</span><span class="row-main"><a href="/a/">First</a><small>Why' in str(
        page.content
    )
    assert asked[0][0].count(house.cohort.pk) == 1
    assert house.other_cohort.pk not in asked[0][0]
    assert asked[1] == ([house.cohort.pk], house.alice.pk)


def test_a_programme_without_criteria_and_a_strange_profile_still_have_pages(house: House, client_of: ClientOf) -> None:
    house.programme.criteria = {}
    house.programme.save()
    house.noor.person.profile.languages = "de:Z9"
    house.noor.person.profile.save()
    client = client_of(house.alice)
    match = client.get(reverse("matching:match", args=[house.cohort.pk]))
    people = client.get(reverse("matching:cohort", args=[house.cohort.pk]) + "?show=people")
    assert (match.status_code, people.status_code) == (200, 200)
    assert "de:Z9" in people.content.decode()
