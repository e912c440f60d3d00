"""Taking a list back: everything it made goes, except what somebody has touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from resonanz.mail.models import OutboxMail
from resonanz.people.actions import change_own_details, give_consent
from resonanz.people.models import ConsentText, Person, Profile
from resonanz.phrases import Phrase
from resonanz.programmes.actions import add_participant
from resonanz.programmes.actions.imports import AlreadyStarted, TooLate, start_undo, undo_import
from resonanz.programmes.enums import ImportMode, ImportState
from resonanz.programmes.models import ImportBatch, Participation
from resonanz.tandems.actions import propose_tandem
from tests.factories import House
from tests.programmes.imports.conftest import Bring, check, rows_of, run, undo

pytestmark = pytest.mark.django_db


def test_everything_goes_and_nothing_else(house: House, bring: Bring) -> None:
    before = (Person.objects.count(), Profile.objects.count(), Participation.objects.count())
    batch = undo(run(check(bring()), tells=True))
    assert (batch.state, [row.state for row in rows_of(batch)]) == (ImportState.UNDONE, ["undone", "undone"])
    assert (Person.objects.count(), Profile.objects.count(), Participation.objects.count()) == before
    assert set(OutboxMail.objects.filter(key__startswith="import:").values_list("state", flat=True)) == {"stopped"}


def test_who_had_an_account_keeps_it(house: House, bring: Bring) -> None:
    dora = house.dora.person
    batch = undo(run(check(bring(f"Vorname;E-Mail;Rolle\nDora;{dora.email};Mentee\n"))))
    assert [row.state for row in rows_of(batch)] == ["undone"]
    assert list(Participation.objects.filter(person=dora)) == [house.dora]


def signs_in(house: House, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(last_login=timezone.now())


def changes_details(house: House, person: Person) -> None:
    change_own_details(person=person, details={"pronouns": "sie"}, by=person)


def changes_profile(house: House, person: Person) -> None:
    Profile.objects.filter(person=person).update(employer="Muster GmbH")


def is_paired(house: House, person: Person) -> None:
    house.karin.capacity = 5
    house.karin.save()
    propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=person.participations.get(), by=house.alice)


def consents(house: House, person: Person) -> None:
    text = ConsentText.objects.create(key="contact", language="de", text="Ja.")
    give_consent(person=person, text=text, language="de", by=person)


def joins_elsewhere(house: House, person: Person) -> None:
    add_participant(cohort=house.other_cohort, person=person, group="second", by=None)


def gets_more_places(house: House, person: Person) -> None:
    person.participations.update(capacity=3)


def is_gone(house: House, person: Person) -> None:
    person.delete()


CONNECTED = "Meanwhile something else is connected with this person, such as a tandem, an application or a consent."
CHANGED = "Somebody changed the data of this person since."
TOUCHES = [
    (signs_in, "This person has signed in since."),
    (changes_details, CHANGED),
    (changes_profile, CHANGED),
    (is_paired, CONNECTED),
    (consents, CONNECTED),
    (joins_elsewhere, CONNECTED),
    (gets_more_places, CHANGED),
    (is_gone, "Somebody deleted this person or ended the participation already."),
]


@pytest.mark.parametrize(("touch", "reason"), TOUCHES)
def test_what_was_touched_stays_with_its_reason(
    house: House, bring: Bring, touch: Callable[[House, Person], None], reason: str
) -> None:
    batch = run(check(bring()))
    touch(house, Person.objects.get(email="leyla@example.org"))
    people = Person.objects.count()
    batch = undo(batch)
    rows = rows_of(batch)
    assert [(row.state, Phrase.from_json(row.why).text("en") if row.why else "") for row in rows] == [
        ("kept", reason),
        ("undone", ""),
    ]
    assert Person.objects.count() == people - 1


def test_a_day_later_it_is_too_late(house: House, bring: Bring) -> None:
    batch = run(check(bring()))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)), pytest.raises(TooLate):
        start_undo(batch=batch, by=house.alice)
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert undo(batch).state == ImportState.UNDONE


def test_once_is_enough(house: House, bring: Bring) -> None:
    batch = undo(run(check(bring())))
    with pytest.raises(AlreadyStarted):
        start_undo(batch=batch, by=house.alice)
    undo_import(batch=ImportBatch.objects.get(pk=batch.pk), progress=lambda done, total: None)
    assert [row.state for row in rows_of(batch)] == ["undone", "undone"]


def test_the_same_list_can_be_read_in_anew_after_it_was_taken_back(house: House, bring: Bring) -> None:
    undo(run(check(bring())))
    batch = run(check(bring()), ImportMode.ALL)
    assert [row.state for row in rows_of(batch)] == ["made", "made"]
