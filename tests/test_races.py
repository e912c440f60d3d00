"""Many at the same moment: real threads, real transactions, on both databases.

Each guard has a positive control: the same race with the guard taken away must go wrong, or the test proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from resonanz.mail.actions import queue_mail, send_due_mails
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import accept_proposal, run_matching
from resonanz.matching.actions.events import WishesClosed, close_wishes, make_event, open_wishes, send_wishes
from resonanz.matching.models import MatchingEvent, Proposal, Wish, WishList
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    ChangedMeanwhile,
    NoFreePlace,
    NotPossible,
    accept_invitation,
    announce_next_cohort,
    change_programme,
    dismiss_staff,
    fingerprint,
    invite_colleague,
    move_cohort,
    take_place,
    tell_interested,
)
from resonanz.programmes.actions.imports import (
    AlreadyStarted,
    check_import,
    confirm_columns,
    keep_import,
    run_import,
    start_import,
)
from resonanz.programmes.actions.imports.run import make
from resonanz.programmes.enums import Group, ImportMode
from resonanz.programmes.models import Cohort, ImportBatch, Interest, Participation, Programme, Staff
from resonanz.tables import read_table
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, propose_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import make_cohort, make_participation, make_person, make_programme

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
LOST = (NoFreePlace, AlreadyDecided, AlreadyStarted, IntegrityError, ChangedMeanwhile, NotPossible, WishesClosed)
Outcome = str | type[Exception]


def race(acts: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Run all acts at the same moment, each in a thread of its own; return «done» or what was raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Outcome:
        try:
            gate.wait()
            act()
            return "done"
        except (
            WishesClosed,
            NoFreePlace,
            AlreadyDecided,
            AlreadyStarted,
            IntegrityError,
            ChangedMeanwhile,
            NotPossible,
        ) as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def people(mentors: int, mentees: int, capacity: int = 1) -> tuple[list[Participation], list[Participation]]:
    cohort = make_cohort(make_programme())
    return (
        [make_participation(cohort, Group.FIRST, f"Mentor{n}", capacity=capacity) for n in range(mentors)],
        [make_participation(cohort, Group.SECOND, f"Mentee{n}") for n in range(mentees)],
    )


def test_never_more_tandems_than_places() -> None:
    (mentor,), mentees = people(1, THREADS, capacity=2)
    seen = race([partial(propose_tandem, cohort=mentor.cohort, mentor=mentor, mentee=mentee, by=None) for mentee in mentees])
    assert sorted(map(str, seen)) == sorted(["done"] * 2 + [str(NoFreePlace)] * (THREADS - 2))
    mentor.refresh_from_db()
    assert (mentor.taken, Tandem.objects.count(), OutboxMail.objects.count()) == (2, 2, 4)


def test_control_without_the_conditional_update_the_places_overflow() -> None:
    """Reading first and writing after, with the database's constraint off, too."""
    (mentor,), _ = people(1, 1, capacity=2)
    constraints = Participation._meta.constraints
    constraint = next(c for c in constraints if c.name.endswith("more_than_capacity"))
    Participation._meta.constraints = [c for c in constraints if c != constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Participation, constraint)
    looked = Barrier(THREADS)

    def careless() -> None:
        free = Participation.objects.get(pk=mentor.pk).free_places
        looked.wait()  # everybody has looked before anybody writes
        if free:
            Participation.objects.filter(pk=mentor.pk).update(taken=F("taken") + 1)

    try:
        race([careless] * THREADS)
        mentor.refresh_from_db()
        assert mentor.taken == THREADS
        Participation.objects.update(taken=0)
    finally:
        Participation._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Participation, constraint)


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


def test_one_address_gets_one_account() -> None:
    seen = race([lambda: make_person("Kim", email="kim@example.org")] * THREADS)
    assert (seen.count("done"), seen.count(IntegrityError)) == (1, THREADS - 1)


def test_many_senders_send_each_letter_once() -> None:
    for n in range(12):
        queue_mail(key=f"race{n}", to=f"p{n}@example.org", language="de", subject="Hallo", text="x", category="account")
    assert race([send_due_mails] * THREADS) == ["done"] * THREADS
    assert sorted(message.to[0] for message in django_mail.outbox) == sorted(f"p{n}@example.org" for n in range(12))


def test_take_place_outside_a_cohort_that_was_left() -> None:
    (mentor,), _ = people(1, 1)
    Participation.objects.filter(pk=mentor.pk).update(is_active=False)
    with pytest.raises(NoFreePlace):
        take_place(mentor)


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


def checked_list(rows: int) -> tuple[ImportBatch, Person]:
    """Return a list of people that is ready to be read in, and who brought it."""
    coordinator = make_person("Alice")
    text = "Name;E-Mail\n" + "".join(f"Person {n};person{n}@example.org\n" for n in range(rows))
    cohort = make_cohort(make_programme())
    table = read_table(text.encode(), "people.csv")
    batch = keep_import(cohort=cohort, table=table, group="second", source="x", by=coordinator)
    confirm_columns(batch=batch, mapping=batch.mapping, by=coordinator)
    check_import(batch=batch, progress=lambda done, total: None)
    batch.refresh_from_db()
    batch.rows.update(choice="new")
    return batch, coordinator


@pytest.mark.parametrize("mode", ImportMode.values)
def test_many_workers_on_one_list_read_it_in_once(mode: str) -> None:
    batch, coordinator = checked_list(30)
    start_import(batch=batch, mode=mode, tells=False, by=coordinator)

    def run() -> None:
        stale = ImportBatch.objects.select_related("cohort__programme", "by").get(pk=batch.pk)
        run_import(batch=stale, progress=lambda done, total: None)

    assert race([run] * THREADS) == ["done"] * THREADS
    batch.refresh_from_db()
    assert (batch.state, Participation.objects.filter(cohort=batch.cohort).count()) == ("done", 30)
    assert Person.objects.filter(email__startswith="person").count() == 30
    assert set(batch.rows.values_list("state", flat=True)) == {"made"}


def test_a_list_is_started_once() -> None:
    batch, coordinator = checked_list(1)

    def start() -> None:
        start_import(batch=ImportBatch.objects.get(pk=batch.pk), mode=ImportMode.ALL, tells=False, by=coordinator)

    seen = race([start] * THREADS)
    assert (seen.count("done"), seen.count(AlreadyStarted)) == (1, THREADS - 1)


def test_control_two_workers_that_claim_nothing_make_everybody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the claim, only the unique address would stand between two workers and two accounts."""
    batch, coordinator = checked_list(3)
    start_import(batch=batch, mode=ImportMode.ALL, tells=False, by=coordinator)
    monkeypatch.setattr("resonanz.programmes.actions.imports.run.claim", len)
    rows = list(batch.rows.all())
    make(batch, rows)
    with pytest.raises(IntegrityError):
        make(batch, rows)


def meeting() -> tuple[MatchingEvent, list[Participation], list[Participation]]:
    mentors, mentees = people(3, 3)
    today, by = timezone.localdate(), make_person("Alice")
    event = make_event(
        cohort=mentors[0].cohort, title="T", held_on=today, wishes_until=today, most_wishes=3, guests=[*mentors, *mentees],
        by=by,
    )  # fmt: skip
    open_wishes(event=event, by=by)
    return event, mentors, mentees


def test_wishes_sent_twice_at_once_are_one_whole_answer() -> None:
    event, mentors, (mentee, other, _) = meeting()
    lists = {mentee: [mentors[:2], mentors[::-1]], other: [mentors[1:], []]}
    acts = [
        partial(send_wishes, event=event, guest=guest, others=chosen, by=guest.person)
        for guest, some in lists.items()
        for chosen in some * 2
    ]
    assert race(acts) == ["done"] * THREADS
    for guest, some in lists.items():
        kept = list(Wish.objects.filter(by=guest).order_by("rank").values_list("other", flat=True))
        assert kept in [[one.pk for one in chosen] for chosen in some]
    assert WishList.objects.count() == 2


@pytest.mark.parametrize("_round", range(5))
def test_no_wish_slips_in_after_closing(_round: int) -> None:
    event, mentors, mentees = meeting()
    seen: list[int] = []

    def close() -> None:
        close_wishes(event=MatchingEvent.objects.get(pk=event.pk), by=mentors[0].person)
        seen.append(Wish.objects.filter(event=event).count())

    late = [partial(send_wishes, event=event, guest=one, others=mentors, by=one.person) for one in mentees]
    told = race([close, *late])
    assert told[0] == "done"
    assert Wish.objects.filter(event=event).count() == seen[0] == 3 * told[1:].count("done")


def test_control_who_looks_first_and_writes_after_slips_in() -> None:
    event, (mentor, *_), (mentee, *_) = meeting()
    looked, closed = Barrier(2), Barrier(2)
    seen: list[int] = []

    def careless() -> None:
        is_open = MatchingEvent.objects.get(pk=event.pk).state == "open"
        looked.wait()
        closed.wait()
        if is_open:
            Wish.objects.create(event=event, by=mentee, other=mentor, rank=1)

    def close() -> None:
        looked.wait()
        close_wishes(event=MatchingEvent.objects.get(pk=event.pk), by=mentor.person)
        seen.append(Wish.objects.count())
        closed.wait()

    assert race([careless, close]) == ["done", "done"]
    assert (seen, Wish.objects.count()) == ([0], 1)
