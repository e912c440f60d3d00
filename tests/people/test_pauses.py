"""Pausing: suggested to nobody, without leaving; ended by one click or by its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.actions.apply import save_answers, take_back_consent
from resonanz.applications.models import Application
from resonanz.core.models import LogEntry
from resonanz.matching.actions import run_matching
from resonanz.people.actions import end_pause, give_consent, pause_person, withdraw_consent
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.queries import cohorts_coordinated_by, with_free_place
from resonanz.tandems.actions import propose_tandem
from resonanz.tandems.enums import State
from tests.factories import House, make_cohort
from tests.factories.apply import make_submitted

pytestmark = pytest.mark.django_db


def test_who_pauses_is_suggested_to_nobody_and_stays_in_the_programme(house: House) -> None:
    noor = house.noor
    assert noor in with_free_place(house.cohort)
    pause_person(person=noor.person, until=None, by=noor.person)
    assert noor not in with_free_place(house.cohort)
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    assert [row["id"] for row in run.mentees] == []
    with pytest.raises(NoFreePlace):
        propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=noor, by=house.alice)
    assert cohorts_coordinated_by(house.alice).get(pk=house.cohort.pk).waiting_count == 0  # type: ignore[attr-defined]
    noor.refresh_from_db()
    assert (noor.is_active, noor.taken) == (True, 0)


def test_a_tandem_at_work_goes_on(house: House) -> None:
    pause_person(person=house.amina.person, until=None, by=house.amina.person)
    house.active.refresh_from_db()
    assert house.active.state == State.ACTIVE


def test_a_pause_ends_after_its_last_day(house: House) -> None:
    today, noor = timezone.localdate(), house.noor
    pause_person(person=noor.person, until=today, by=noor.person)
    assert (noor.person.is_paused, noor in with_free_place(house.cohort)) == (True, False)
    Person.objects.filter(pk=noor.person.pk).update(paused_until=today - timedelta(days=1))
    noor.person.refresh_from_db()
    assert (noor.person.is_paused, noor in with_free_place(house.cohort)) == (False, True)


def test_it_ends_once(house: House) -> None:
    noor = house.noor.person
    pause_person(person=noor, until=None, by=noor)
    assert [end_pause(person=noor, by=noor), end_pause(person=noor, by=noor)] == [True, False]
    assert LogEntry.objects.filter(verb="end_pause").count() == 1


def test_one_click_begins_and_one_ends_it(house: House, client_of: Callable[[Person | None], Client]) -> None:
    noor = house.noor.person
    client = client_of(noor)
    client.post(reverse("people:pause"))
    noor.refresh_from_db()
    assert (noor.is_paused, noor.paused_until) == (True, None)
    assert reverse("people:end_pause") in client.get(reverse("tandems:mine")).content.decode()
    client.post(reverse("people:end_pause"))
    noor.refresh_from_db()
    assert noor.is_paused is False


def test_a_day_that_is_over_is_refused(house: House, client_of: Callable[[Person | None], Client]) -> None:
    noor = house.noor.person
    page = client_of(noor).post(reverse("people:pause"), {"until": "2020-01-01"}).content.decode()
    assert "2020-01-01" in page
    noor.refresh_from_db()
    assert noor.is_paused is False


def test_who_pauses_is_named_as_such_to_the_team(house: House, client_of: Callable[[Person | None], Client]) -> None:
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    pause_person(person=house.noor.person, until=None, by=house.noor.person)
    client = client_of(house.alice)
    answer = client.post(reverse("matching:accept", args=[run.proposals.get().pk]), follow=True)
    assert "macht gerade eine Pause" in answer.content.decode()


def agree(house: House, person: Person, key: str = "suggest", version: int = 7) -> Consent:
    text = ConsentText.objects.create(
        scope=house.programme.scope, key=key, version=version, language="de", text=f"Ja {version}"
    )
    return give_consent(person=person, text=text, language="de", by=person)


def test_without_consent_to_be_introduced_nobody_is_suggested(house: House) -> None:
    noor = house.noor
    consent = agree(house, noor.person)
    withdraw_consent(consent=consent, by=noor.person)
    assert noor not in with_free_place(house.cohort)
    with pytest.raises(NoFreePlace):
        propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=noor, by=house.alice)
    agree(house, noor.person, version=8)
    assert noor in with_free_place(house.cohort)


def with_target_group(house: House) -> Application:
    application = make_submitted(make_cohort(house.programme), by=house.noor.person)
    assert application.answers.filter(key__in=["migration", "target_group_consent"]).count() == 2
    return application


def test_withdrawing_on_the_account_page_deletes_what_rested_on_it(house: House) -> None:
    application = with_target_group(house)
    consent = Consent.objects.get(person=application.person, text__key="target_group")
    withdraw_consent(consent=consent, by=application.person)
    assert application.answers.filter(key__in=["migration", "target_group_consent"]).count() == 0
    assert application.answers.exists()


def test_withdrawing_in_the_application_does_the_same(house: House) -> None:
    application = with_target_group(house)
    take_back_consent(application=application, key="target_group", by=application.person)
    assert application.answers.filter(key__in=["migration", "target_group_consent"]).count() == 0
    assert Consent.objects.filter(person=application.person, text__key="target_group", withdrawn_at=None).count() == 0


def test_a_newer_version_of_a_consent_deletes_nothing(house: House) -> None:
    application = with_target_group(house)
    agree(house, application.person, key="target_group")
    assert application.answers.filter(key="migration").count() == 1


def test_withdrawing_elsewhere_deletes_nothing_here(house: House) -> None:
    application = with_target_group(house)
    text = ConsentText.objects.create(
        scope=house.other_programme.scope, key="target_group", version=9, language="de", text="Ja"
    )
    consent = give_consent(person=application.person, text=text, language="de", by=application.person)
    withdraw_consent(consent=consent, by=application.person)
    save_answers(application=application, values={}, by=application.person)
    assert application.answers.filter(key="migration").count() == 1
