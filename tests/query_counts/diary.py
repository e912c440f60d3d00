"""Pages with lists of goals, diaries, hurdles, outcomes, services and referrals."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from resonanz.outcomes.actions.referrals import replace_services
from resonanz.outcomes.models import Service
from resonanz.people.models import Person
from resonanz.together.actions.diary import change_prompts
from tests.factories import House, make_participation
from tests.factories.diary import make_entry, make_goal, make_hurdle, make_outcome, make_referral, make_service, make_step


def more_of_everything(house: House, number: int) -> None:
    """Let the two of the tandem write more of everything; steps and outcomes are due and wait."""
    amina, jonas = house.amina.person, house.jonas.person
    service = Service.objects.filter(programme=house.programme).first() or make_service(house.programme)
    for n in range(number):
        for person in (amina, jonas):
            goal = make_goal(house.active, person, audience="tandem")
            make_step(goal, person)
            make_entry(house.active, person, audience="tandem")
            make_hurdle(house.active, person, category=("authority", "childcare")[n % 2])
        make_outcome(house.active, amina, jonas, kind=("job", "training")[n % 2])
        make_outcome(house.active, amina, amina, kind="contact", word="Ein Wort", for_team=True)
        make_referral(house.active, amina, jonas, service)
        make_hurdle(house.active, make_participation(house.cohort, "second", f"Mensch{n}").person, for_team=True)


def more_settings(house: House, number: int) -> None:
    """Give the programme so many services and questions."""
    places = [{"name": f"Stelle {n}", "kind": "other", "languages": ["de", "ar"]} for n in range(number)]
    replace_services(programme=house.programme, services=places, by=None)
    change_prompts(programme=house.programme, prompts=[{"de": f"Wie {n}?"} for n in range(number)], by=None)


def page(name: str) -> Callable[[House], str]:
    """Return the address of a page of the tandem."""
    return lambda house: reverse(name, args=[house.active.pk])


def of_programme(name: str) -> Callable[[House], str]:
    """Return the address of a page of the programme's settings."""
    return lambda house: reverse(name, args=[house.programme.slug])


def amina(house: House) -> Person:
    """Who takes part."""
    person: Person = house.amina.person
    return person


def alice(house: House) -> Person:
    """Who coordinates."""
    return house.alice


DIARY_LISTS: dict[str, tuple[Callable[[House], Person | None], Callable[[House, int], None], Callable[[House], str]]] = {
    "room": (amina, more_of_everything, page("tandems:tandem")),
    "room for the team": (alice, more_of_everything, page("tandems:tandem")),
    "goals": (amina, more_of_everything, page("together:goals")),
    "diary": (amina, more_of_everything, page("together:diary")),
    "hurdles": (amina, more_of_everything, page("together:hurdles")),
    "outcomes": (amina, more_of_everything, page("outcomes:outcomes")),
    "outcomes for the team": (alice, more_of_everything, page("outcomes:outcomes")),
    "referrals": (amina, more_of_everything, page("outcomes:referrals")),
    "directory of services": (amina, more_settings, page("outcomes:services")),
    "outcomes of a cohort": (alice, more_of_everything, lambda h: reverse("outcomes:cohort", args=[h.cohort.pk])),
    "confirmed outcomes of a cohort": (
        alice,
        more_of_everything,
        lambda h: reverse("outcomes:cohort", args=[h.cohort.pk]) + "?state=confirmed",
    ),
    "own data with a diary": (amina, more_of_everything, lambda h: reverse("privacy:own_data")),
    "questions of the diary": (alice, more_settings, of_programme("together:prompts")),
    "kinds of outcomes": (alice, more_settings, of_programme("outcomes:kinds")),
    "services in the settings": (alice, more_settings, of_programme("outcomes:directory")),
}
DIARY_MOST = {"room": 40, "room for the team": 40, "outcomes of a cohort": 20, "confirmed outcomes of a cohort": 20}
