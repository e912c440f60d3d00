"""Blocking: nothing goes between two people any more, in no programme, and the other never learns of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.programmes.actions import add_participant
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import AlreadyTogether, block_person, end_tandem, propose_tandem, unblock_person
from resonanz.tandems.models import Block, Tandem
from resonanz.tandems.queries import blocked_pairs, is_blocked, kept_apart, pairs_asked_before
from tests.factories import House, make_cohort

pytestmark = pytest.mark.django_db


def test_blocking_is_silent_and_done_once(house: House) -> None:
    amina, jonas = house.amina.person, house.jonas.person
    letters = OutboxMail.objects.count()
    assert [block_person(other=jonas, by=amina), block_person(other=jonas, by=amina)] == [True, False]
    assert is_blocked(house.active)
    assert (kept_apart(amina), kept_apart(jonas), kept_apart(house.karin.person)) == ({jonas.pk}, {amina.pk}, set())
    assert OutboxMail.objects.count() == letters
    entry = LogEntry.objects.get(verb="block_person")
    assert (entry.actor, entry.scope, entry.detail) == (amina, "", {})
    assert str(jonas) not in str(Block.objects.get())


def test_only_ones_own_block_can_be_taken_back(house: House) -> None:
    amina, jonas = house.amina.person, house.jonas.person
    block_person(other=jonas, by=amina)
    assert not unblock_person(other=amina, by=jonas)
    assert is_blocked(house.active)
    assert unblock_person(other=jonas, by=amina)
    assert not is_blocked(house.active)
    assert not unblock_person(other=jonas, by=amina)
    assert LogEntry.objects.filter(verb="unblock_person").count() == 1


def test_nobody_brings_two_together_of_whom_one_has_blocked_the_other(house: House) -> None:
    end_tandem(tandem=house.active, by=house.alice)
    block_person(other=house.amina.person, by=house.jonas.person)
    with pytest.raises(AlreadyTogether):
        propose_tandem(cohort=house.cohort, mentor=house.jonas, mentee=house.amina, by=house.alice)
    house.jonas.refresh_from_db()
    assert house.jonas.taken == 0
    unblock_person(other=house.amina.person, by=house.jonas.person)
    propose_tandem(cohort=house.cohort, mentor=house.jonas, mentee=house.amina, by=house.alice)
    assert Tandem.objects.filter(mentor=house.jonas, mentee=house.amina).count() == 2


def test_a_run_never_brings_them_together_in_another_cohort_either(house: House) -> None:
    later = make_cohort(house.programme)
    people = (house.jonas.person, Group.FIRST), (house.amina.person, Group.SECOND)
    jonas, amina = (add_participant(cohort=later, person=person, group=group, by=None) for person, group in people)
    assert blocked_pairs(later) == set()
    block_person(other=house.jonas.person, by=house.amina.person)
    assert blocked_pairs(later) == {(jonas.pk, amina.pk), (amina.pk, jonas.pk)}
    assert (jonas.pk, amina.pk) in pairs_asked_before(later)


def test_nobody_blocks_herself(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(person=house.alice, other=house.alice)
