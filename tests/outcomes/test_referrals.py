"""Services and referrals: who is pointed where, what came of it, and that the team does not learn why."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.outcomes.actions.referrals import move_referral, replace_services, service_values
from resonanz.outcomes.models import Referral, Service
from resonanz.outcomes.queries import referral_numbers, services_found
from resonanz.people.models import Person
from resonanz.programmes.actions import ChangedMeanwhile
from resonanz.programmes.actions.settings import fingerprint
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.queries import room_of
from tests.factories import House
from tests.factories.diary import make_referral, make_service

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def test_somebody_is_told_without_why_and_the_same_form_does_it_once(house: House, client_of: Browse) -> None:
    service = make_service(house.programme)
    client, url = client_of(house.jonas.person), reverse("outcomes:new_referral", args=[house.active.pk, service.pk])
    data = {
        "key": str(uuid4()), "person": str(house.amina.person_id), "reason": "Geheimer Grund",
        "on": timezone.localdate().isoformat(),
    }  # fmt: skip
    for _click in range(2):
        assert client.post(url, data)["Location"] == reverse("outcomes:referrals", args=[house.active.pk])
    referral = Referral.objects.get()
    assert (referral.person, referral.by, referral.opened("reason")) == (
        house.amina.person, house.jonas.person, "Geheimer Grund",
    )  # fmt: skip
    letter = OutboxMail.objects.get(key__contains=":referral-")
    assert letter.to == house.amina.person.email
    stored = letter.text + letter.subject + str(list(LogEntry.objects.values()))
    assert [word for word in ("Geheimer", "Anerkennungsberatung") if word in stored] == []
    assert client.post(url, data | {"person": str(house.noor.person_id)}).context["form"].errors.keys() == {"person"}


def test_who_looks_for_oneself_gets_no_letter(house: House) -> None:
    make_referral(house.active, house.amina.person, house.amina.person)
    assert not OutboxMail.objects.filter(key__contains=":referral-").exists()


def test_the_two_read_why_and_the_team_does_not(house: House, client_of: Browse) -> None:
    referral = make_referral(house.active, house.amina.person, house.alice, reason="Geheimer Grund")
    move_referral(referral=referral, state="done", result="Geheimes Ergebnis", by=house.amina.person)
    url = reverse("outcomes:referrals", args=[house.active.pk])
    pages = {who: client_of(who).get(url).content.decode() for who in (house.amina.person, house.jonas.person, house.alice)}
    for word in ("Geheimer Grund", "Geheimes Ergebnis"):
        assert [word in page for page in pages.values()] == [True, True, False]
    with translation.override("de"):
        for who in pages:
            line = [e.detail for e in room_of(house.active, who).line if e.text == "Auf eine Stelle hingewiesen"]
            assert line == ["Amina: Anerkennungsberatung"]


def suggested(house: House, person: Person) -> list[str]:
    """Return the services that stand among what is next."""
    return [part.title for part in room_of(house.active, person).next if part.icon == "life-buoy"]


def test_it_is_next_until_the_person_says_something(house: House) -> None:
    amina = house.amina.person
    referral = make_referral(house.active, amina, house.jonas.person)
    assert suggested(house, amina) == ["Anerkennungsberatung"]
    assert suggested(house, house.jonas.person) == []
    move_referral(referral=referral, state="taken_up", result="", by=amina)
    assert suggested(house, amina) == []


def test_only_who_was_sent_says_what_came_of_it(house: House, client_of: Browse) -> None:
    referral = make_referral(house.active, house.amina.person, house.jonas.person)
    url = reverse("outcomes:move_referral", args=[house.active.pk, referral.pk])
    people = (house.jonas.person, house.alice, house.noor.person)
    assert [client_of(who).post(url, {"state": "done"}).status_code for who in people] == [403, 403, 404]
    amina = client_of(house.amina.person)
    wrong = amina.post(url, {"state": "suggested", "result": "Getippt"})
    assert (wrong.status_code, "Getippt" in wrong.content.decode()) == (200, True)
    assert amina.post(url, {"state": "done", "result": "Der Bescheid ist da."}).status_code == 302
    assert amina.post(url, {"state": "done", "result": "Anerkannt."}).status_code == 302  # added to later
    referral.refresh_from_db()
    assert (referral.state, referral.moved_on, referral.opened("result")) == (
        "done", timezone.localdate(), "Anerkannt.",
    )  # fmt: skip
    with pytest.raises(AlreadyDecided):
        move_referral(referral=referral, state="taken_up", result="", by=house.amina.person)
    referral.refresh_from_db()
    assert referral.opened("result") == "Anerkannt."


def test_services_are_found_by_language_and_kind(house: House, client_of: Browse) -> None:
    places = [
        {"name": "A", "kind": "recognition", "languages": ["de", "ar"], "phone": "+43 (0)463 1"},
        {"name": "B", "kind": "recognition", "languages": ["de"]},
        {"name": "C", "kind": "language", "languages": ["ar"]},
    ]
    replace_services(programme=house.programme, services=places, by=house.alice)

    def found(language: str, kind: str) -> list[str]:
        return [service.name for service in services_found(house.programme, language, kind)]

    assert [found("", ""), found("ar", ""), found("", "recognition"), found("ar", "recognition"), found("fr", "")] == [
        ["A", "B", "C"], ["A", "C"], ["A", "B"], ["A"], [],
    ]  # fmt: skip
    url = reverse("outcomes:services", args=[house.active.pk])
    page = client_of(house.amina.person).get(url + "?language=ar&kind=recognition")
    assert [service.name for service in page.context["services"]] == ["A"]
    assert 'href="tel:+4304631"' in page.content.decode()
    nonsense = client_of(house.amina.person).get(url + "?language=xx&kind=nothing")
    assert len(nonsense.context["services"]) == 3


def test_a_service_that_goes_stays_for_those_who_were_sent_there(house: House, client_of: Browse) -> None:
    used = make_service(house.programme)
    make_referral(house.active, house.amina.person, house.jonas.person, used)
    kept = {"pk": used.pk, "name": "Beratung zur Anerkennung", "kind": "recognition"}
    replace_services(programme=house.programme, services=[{"name": "Neu", "kind": "other"}, kept], by=house.alice)
    assert [(row["name"], row["pk"] == used.pk) for row in service_values(house.programme)] == [
        ("Neu", False), ("Beratung zur Anerkennung", True),
    ]  # fmt: skip
    replace_services(programme=house.programme, services=[], by=house.alice)
    assert {(row.name, row.is_active) for row in Service.objects.filter(programme=house.programme)} == {
        ("Beratung zur Anerkennung", False)
    }
    amina = client_of(house.amina.person)
    assert "Beratung zur Anerkennung" in amina.get(reverse("outcomes:referrals", args=[house.active.pk])).content.decode()
    refer = reverse("outcomes:new_referral", args=[house.active.pk, used.pk])
    assert amina.get(refer).status_code == 404


def test_two_of_the_team_do_not_overwrite_each_others_directory(house: House) -> None:
    seen = fingerprint(service_values(house.programme))
    replace_services(programme=house.programme, services=[], by=house.alice, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        replace_services(programme=house.programme, services=[], by=house.bob, seen=seen)


def test_numbers_of_referrals_by_kind(house: House) -> None:
    service = make_service(house.programme)
    for state in ("done", "not_needed", ""):
        referral = make_referral(house.active, house.amina.person, house.jonas.person, service)
        if state:
            move_referral(referral=referral, state=state, result="", by=house.amina.person)
    assert [(row.referred, row.done, row.share) for row in referral_numbers(house.cohort)] == [(3, 1, 100.0)]
