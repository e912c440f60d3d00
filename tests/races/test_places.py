"""Places, suggestions and answers at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import accept_proposal, run_matching
from resonanz.matching.models import Proposal
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    NoFreePlace,
    take_place,
)
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, propose_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import make_person
from tests.races import THREADS, people, race, without_capacity

pytestmark = pytest.mark.django_db(transaction=True)


def test_never_more_tandems_than_places() -> None:
    (mentor,), mentees = people(1, THREADS, capacity=2)
    seen = race([partial(propose_tandem, cohort=mentor.cohort, mentor=mentor, mentee=mentee, by=None) for mentee in mentees])
    assert sorted(map(str, seen)) == sorted(["done"] * 2 + [str(NoFreePlace)] * (THREADS - 2))
    mentor.refresh_from_db()
    assert (mentor.taken, Tandem.objects.count(), OutboxMail.objects.count()) == (2, 2, 4)


def test_control_without_the_conditional_update_the_places_overflow() -> None:
    """Reading first and writing after, with the database's constraint off, too."""
    (mentor,), _ = people(1, 1, capacity=2)
    looked = Barrier(THREADS)

    def careless() -> None:
        free = Participation.objects.get(pk=mentor.pk).free_places
        looked.wait()  # everybody has looked before anybody writes
        if free:
            Participation.objects.filter(pk=mentor.pk).update(taken=F("taken") + 1)

    with without_capacity():
        race([careless] * THREADS)
        mentor.refresh_from_db()
        assert mentor.taken == THREADS


def test_the_database_itself_refuses_more_than_capacity() -> None:
    (mentor,), _ = people(1, 1, capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.filter(pk=mentor.pk).update(taken=3)


def test_one_mentee_is_never_in_two_tandems() -> None:
    mentors, (mentee,) = people(THREADS, 1)
    seen = race([partial(propose_tandem, cohort=mentee.cohort, mentor=mentor, mentee=mentee, by=None) for mentor in mentors])
    assert seen.count("done") == 1
    assert seen.count(NoFreePlace) == THREADS - 1
    assert sum(Participation.objects.filter(group=Group.FIRST).values_list("taken", flat=True)) == 1


def test_a_double_click_makes_one_tandem() -> None:
    coordinator = make_person("Alice")
    (mentor,), _ = people(1, 1, capacity=4)
    run = run_matching(cohort=mentor.cohort, objective="most_pairs", by=coordinator)
    proposal = run.proposals.get()

    def accept() -> None:
        accept_proposal(proposal=Proposal.objects.get(pk=proposal.pk), by=coordinator)

    seen = race([accept] * THREADS)
    assert (seen.count("done"), seen.count(AlreadyDecided)) == (1, THREADS - 1)
    assert Tandem.objects.count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_two_yes_at_the_same_moment_start_the_tandem_once(_round: int) -> None:
    (mentor,), (mentee,) = people(1, 1)
    tandem = propose_tandem(cohort=mentor.cohort, mentor=mentor, mentee=mentee, by=None)

    def yes(person: Person) -> Callable[[], Any]:
        return lambda: answer_suggestion(tandem=Tandem.objects.get(pk=tandem.pk), answer=Answer.YES, by=person)

    assert race([yes(mentor.person), yes(mentee.person)]) == ["done", "done"]
    tandem.refresh_from_db()
    assert tandem.state == State.ACTIVE
    assert OutboxMail.objects.filter(key__contains=":start:").count() == 2


@pytest.mark.parametrize("_round", range(5))
def test_yes_against_no_ends_in_one_state(_round: int) -> None:
    (mentor,), (mentee,) = people(1, 1)
    tandem = propose_tandem(cohort=mentor.cohort, mentor=mentor, mentee=mentee, by=None)
    tandem = answer_suggestion(tandem=tandem, answer=Answer.YES, by=mentor.person)

    def answer(person: Person, what: str) -> Callable[[], Any]:
        return lambda: answer_suggestion(tandem=Tandem.objects.get(pk=tandem.pk), answer=what, by=person)

    seen = race([answer(mentor.person, Answer.NO), answer(mentee.person, Answer.YES)])
    tandem.refresh_from_db()
    mentor.refresh_from_db()
    assert tandem.state in (State.ACTIVE, State.DECLINED)
    assert mentor.taken == (1 if tandem.state == State.ACTIVE else 0)
    assert sorted(map(str, seen)) == sorted(["done", str(AlreadyDecided)])


def test_take_place_outside_a_cohort_that_was_left() -> None:
    (mentor,), _ = people(1, 1)
    Participation.objects.filter(pk=mentor.pk).update(is_active=False)
    with pytest.raises(NoFreePlace):
        take_place(mentor)
