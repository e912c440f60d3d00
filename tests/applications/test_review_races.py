"""Two of the team at the same moment: real threads, real transactions, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from resonanz.applications.actions.review import AlreadyDecided, Item, move_application, move_several
from resonanz.applications.actions.waitlist import move_on_waitlist
from resonanz.applications.actions.work import AlreadyTaken, take_application
from resonanz.applications.enums import ApplicationState, Move
from resonanz.applications.mails.review import Letter
from resonanz.applications.models import Application, Step
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from tests.factories import make_person
from tests.factories.applications import make_application, make_open_cohort

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6
LETTER = Letter("Betreff", "Text")


def race(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run all acts at the same moment, each in a thread of its own; return what they return or raise."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except (AlreadyDecided, AlreadyTaken) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def fresh(pk: int) -> Application:
    return Application.objects.select_related("cohort__programme", "person").get(pk=pk)


def deciding(application: Application, move: str, by: Person) -> Callable[[], Any]:
    seen = fresh(application.pk)
    return lambda: move_application(application=seen, move=move, version=1, by=by, letter=LETTER).state


@pytest.mark.parametrize("_round", range(4))
def test_of_two_decisions_one_counts_and_the_other_is_told(_round: int) -> None:
    application, alice, bob = make_application(), make_person("Alice"), make_person("Bob")
    seen = race([deciding(application, Move.ACCEPT, alice), deciding(application, Move.DECLINE, bob)])
    (state,) = [result for result in seen if isinstance(result, str)]
    (lost,) = [result for result in seen if isinstance(result, AlreadyDecided)]
    assert fresh(application.pk).state == state
    assert lost.step is not None
    assert (lost.step.after, lost.step.by) == (state, alice if state == "accepted" else bob)
    assert Step.objects.count() == OutboxMail.objects.count() == 1
    assert Participation.objects.count() == int(state == "accepted")


def test_control_without_the_condition_two_decisions_are_both_sent() -> None:
    """Reading first and writing after: both believe that they decided."""
    application = make_application()
    looked = Barrier(2)

    def careless(state: str) -> Callable[[], Any]:
        def act() -> str:
            row = Application.objects.get(pk=application.pk)
            looked.wait()  # both have looked before one writes
            assert row.state == ApplicationState.SUBMITTED
            row.state = state
            row.save(update_fields=["state"])
            return state

        return act

    assert race([careless("accepted"), careless("declined")]) == ["accepted", "declined"]


def test_a_double_click_decides_once() -> None:
    application, alice = make_application(), make_person("Alice")
    seen = race([deciding(application, Move.ACCEPT, alice) for _ in range(THREADS)])
    lost = [result for result in seen if isinstance(result, AlreadyDecided)]
    assert (seen.count("accepted"), len(lost)) == (1, THREADS - 1)
    assert all(error.is_repetition(Move.ACCEPT, alice) for error in lost)
    assert Participation.objects.count() == Step.objects.count() == OutboxMail.objects.count() == 1


def test_what_nobody_took_is_taken_once() -> None:
    application, people = make_application(), [make_person(f"Staff{n}") for n in range(THREADS)]

    def taking(by: Person) -> Callable[[], Any]:
        seen = fresh(application.pk)
        return lambda: take_application(application=seen, by=by).assigned_to

    seen = race([taking(person) for person in people])
    (winner,) = [result for result in seen if isinstance(result, Person)]
    lost = [result for result in seen if isinstance(result, AlreadyTaken)]
    assert [error.application.assigned_to for error in lost] == [winner] * (THREADS - 1)
    now = fresh(application.pk)
    assert (now.assigned_to_id, now.state, Step.objects.count()) == (winner.pk, "in_review", 1)


def test_the_next_on_the_list_is_accepted_once() -> None:
    alice, bob = make_person("Alice"), make_person("Bob")
    application = make_application(state="waitlisted", waitlist_position=1)
    seen = race([deciding(application, Move.ACCEPT, person) for person in (alice, bob)])
    assert seen.count("accepted") == 1
    assert Participation.objects.count() == OutboxMail.objects.count() == 1
    assert fresh(application.pk).waitlist_position is None


def test_everybody_gets_a_place_of_her_own_on_the_list() -> None:
    cohort, alice = make_open_cohort(), make_person("Alice")
    applications = [make_application(cohort, f"Person{n}") for n in range(THREADS)]
    seen = race([deciding(application, Move.WAITLIST, alice) for application in applications])
    assert seen == ["waitlisted"] * THREADS
    positions = Application.objects.order_by("waitlist_position").values_list("waitlist_position", flat=True)
    assert list(positions) == list(range(1, THREADS + 1))


def test_moving_up_and_down_at_once_keeps_everybody_on_the_list() -> None:
    cohort, alice = make_open_cohort(), make_person("Alice")
    listed = [make_application(cohort, f"P{n}", state="waitlisted", waitlist_position=n) for n in range(1, 5)]

    def moving(application: Application, direction: str) -> Callable[[], Any]:
        seen = fresh(application.pk)
        return lambda: move_on_waitlist(application=seen, direction=direction, by=alice)

    race([moving(listed[0], "down"), moving(listed[1], "up"), moving(listed[2], "up"), moving(listed[3], "up")])
    positions = Application.objects.order_by("waitlist_position").values_list("waitlist_position", flat=True)
    assert list(positions) == [1, 2, 3, 4]


def test_two_bulk_decisions_at_once_write_one_letter_to_each() -> None:
    cohort, alice, bob = make_open_cohort(), make_person("Alice"), make_person("Bob")
    pks = [make_application(cohort, f"Person{n}").pk for n in range(4)]

    def several(by: Person, move: str) -> Callable[[], Any]:
        items = [Item(fresh(pk), 1, LETTER) for pk in (pks if by == alice else reversed(pks))]
        return lambda: [outcome.code for outcome in move_several(items=items, move=move, by=by)]

    seen = race([several(alice, Move.ACCEPT), several(bob, Move.DECLINE)])
    codes = [code for result in seen for code in result]
    assert (codes.count("done"), codes.count("late")) == (4, 4)
    assert OutboxMail.objects.count() == Step.objects.count() == 4
