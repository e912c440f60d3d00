"""Colleagues who act on a programme at the same moment."""

from __future__ import annotations

from functools import partial
from threading import Barrier

import pytest
from django.utils import timezone

from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    ChangedMeanwhile,
    NotPossible,
    accept_invitation,
    announce_next_cohort,
    change_programme,
    dismiss_staff,
    fingerprint,
    invite_colleague,
    move_cohort,
    tell_interested,
)
from resonanz.programmes.models import Cohort, Interest, Programme, Staff
from tests.factories import make_person, make_programme
from tests.races import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def team(number: int) -> tuple[Programme, list[Person]]:
    programme = make_programme()
    persons = [make_person(f"Staff{n}") for n in range(number)]
    for person in persons:
        programme.staff.create(person=person, role="coordinator")
    return programme, persons


def test_a_team_never_dismisses_itself() -> None:
    programme, _ = team(THREADS)
    seen = race([partial(dismiss_staff, staff=staff, by=None) for staff in programme.staff.all()])
    assert sorted(map(str, seen)) == sorted(["done"] * (THREADS - 1) + [str(NotPossible)])
    assert programme.staff.count() == 1


def test_control_without_the_lock_a_team_dismisses_itself() -> None:
    programme, _ = team(2)
    looked = Barrier(2)

    def careless(staff: Staff) -> None:
        others = Staff.objects.filter(programme=programme).exclude(pk=staff.pk).exists()
        looked.wait()
        if others:
            staff.delete()

    race([partial(careless, staff) for staff in programme.staff.all()])
    assert programme.staff.count() == 0


def test_two_who_save_one_page_at_once() -> None:
    programme, persons = team(THREADS)
    seen_by_all = fingerprint({"months_to": programme.months_to})
    acts = [
        partial(change_programme, programme=programme, by=person, seen=seen_by_all, months_to=10 + n)
        for n, person in enumerate(persons)
    ]
    assert sorted(map(str, race(acts))) == sorted(["done"] + [str(ChangedMeanwhile)] * (THREADS - 1))


def test_the_next_cohort_is_announced_once() -> None:
    programme, persons = team(THREADS)
    acts = [partial(announce_next_cohort, programme=programme, by=person, number=12) for person in persons]
    assert sorted(map(str, race(acts))) == sorted(["done"] + [str(ChangedMeanwhile)] * (THREADS - 1))
    assert Cohort.objects.filter(programme=programme, number=12).count() == 1


def test_a_cohort_moves_on_once() -> None:
    programme, persons = team(THREADS)
    cohort = programme.cohorts.get()
    acts = [partial(move_cohort, cohort=Cohort.objects.get(pk=cohort.pk), act="open", by=person) for person in persons]
    assert sorted(map(str, race(acts))) == sorted(["done"] + [str(ChangedMeanwhile)] * (THREADS - 1))


def test_everybody_who_waits_is_told_once() -> None:
    programme, persons = team(THREADS)
    cohort = programme.cohorts.get()
    move_cohort(cohort=cohort, act="open", by=None)
    for n in range(5):
        Interest.objects.create(
            programme=programme, email=f"w{n}@example.org", group="second", language="de", confirmed_at=timezone.now()
        )
    told: list[int] = []

    def tell(person: Person) -> None:
        row = Cohort.objects.get(pk=cohort.pk)
        told.append(tell_interested(cohort=row, by=person, site="https://mentoring.example"))

    assert race([partial(tell, person) for person in persons]) == ["done"] * THREADS
    assert (sum(told), OutboxMail.objects.count(), Interest.objects.count()) == (5, 5, 0)


def test_an_invitation_is_used_once() -> None:
    programme, (host,) = team(1)
    guest = make_person("Rita")
    invitation = invite_colleague(
        programme=programme, email=guest.email, role="reviewer", by=host, site="https://mentoring.example"
    )
    seen = race([partial(accept_invitation, invitation=invitation, person=guest)] * THREADS)
    assert sorted(map(str, seen)) == sorted(["done"] + [str(NotPossible)] * (THREADS - 1))
    assert programme.staff.filter(person=guest).count() == 1
