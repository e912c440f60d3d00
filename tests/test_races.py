"""Introductions at the same moment: a hundred rounds each, with real threads and transactions, on both databases.

Never more than capacity, never a lost or a double tandem, and a clear sentence for whoever comes second. One check says
what must hold after every round; each guard has a control: with the guard switched off, the same check fails after the same
race. People are made once, between two rounds only rows are set back. What each act needs to know it has loaded before the
race begins, as a page does: so a guard that trusts what was loaded looks first and writes after everybody has looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models import F, Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry, log_action
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import publish_run, run_matching
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.people.actions import create_people
from resonanz.people.models import Person
from resonanz.programmes.enums import Group, MatchingMode, StaffRole
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.actions import AlreadyDecided, NoFreePlace, answer_suggestion, end_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from tests.factories import NURSE, make_cohort, make_participation, make_person, make_programme
from tests.races import THREADS, crowd, without_capacity

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, MANY = 100, 50
ClientOf = Callable[[Person | None], Client]


def post(client: Client, name: str, pk: int, **data: str) -> str:
    """Send a form as a browser does; return the page that somebody sees then."""
    return client.post(reverse(name, args=[pk]), data, follow=True).content.decode()


def forget() -> None:
    """Take back what a round has left behind in log, outbox and places."""
    Participation.objects.filter(taken__gt=0).update(taken=0)
    OutboxMail.objects.all().delete()
    LogEntry.objects.all().delete()


def letters() -> Counter[str]:
    return Counter(key.split(":")[2] for key in OutboxMail.objects.values_list("key", flat=True))


def verbs() -> Counter[str]:
    return Counter(LogEntry.objects.values_list("verb", flat=True))


def loaded() -> list[Tandem]:
    """Return all tandems as pages would have loaded them."""
    return list(with_people(Tandem.objects.order_by("pk")))


def says_yes(tandem: Tandem) -> str:
    answer_suggestion(tandem=tandem, answer=Answer.YES, by=tandem.mentee.person)
    return "done"


# Fifty accept a mentor with two places


def offers(number: int) -> list[Tandem]:
    """Return the offers of one mentor, who has two places, to so many mentees."""
    programme = make_programme()
    programme.matching_mode = MatchingMode.PARTICIPANTS  # nobody is queued to be matched anew: that is not what races here
    programme.save(update_fields=["matching_mode"])
    cohort: Cohort = make_cohort(programme)
    mentor = make_participation(cohort, Group.FIRST, "Karin", capacity=2)
    names = [{"email": f"m{n}@example.org", "first_name": f"Mentee{n}", "language": "de"} for n in range(number)]
    side = cohort.programme.side_of(Group.SECOND)
    mentees = Participation.objects.bulk_create(
        Participation(cohort=cohort, person=person, group=Group.SECOND, side=side, capacity=1)
        for person in create_people(people=[(name, NURSE) for name in names], by=None)
    )
    Tandem.objects.bulk_create(
        Tandem(cohort=cohort, mentor=mentor, mentee=mentee, state=State.OFFERED) for mentee in mentees
    )
    Tandem.objects.update(offered_with=F("pk"))
    return offer_again()


def offer_again() -> list[Tandem]:
    forget()
    decided = Tandem.objects.exclude(state=State.OFFERED)
    decided.update(state=State.OFFERED, mentee_answer="", mentor_asked_at=None)
    Tandem.objects.filter(answer_by=None).update(answer_by=timezone.localdate(), mentee_asked_at=timezone.now())
    return loaded()


def check_two_of(number: int) -> None:
    """Two mentees hold the two places and wait for the mentor, who has two letters; the others are set back."""
    states = Counter(Tandem.objects.values_list("state", flat=True))
    assert states == {State.PROPOSED: 2, State.WITHDRAWN: number - 2}
    mentor = Participation.objects.get(group=Group.FIRST)
    assert (mentor.taken, mentor.capacity) == (2, 2)
    asked = Tandem.objects.filter(state=State.PROPOSED)
    placed = Participation.objects.filter(group=Group.SECOND, taken=1)
    assert set(placed.values_list("pk", flat=True)) == set(asked.values_list("mentee_id", flat=True))
    assert Participation.objects.filter(group=Group.SECOND, taken=0).count() == number - 2
    assert letters() == {"suggestion": 2}
    assert verbs() == {"answer_suggestion": 2, "withdraw_candidate": number - 2}


def test_fifty_accept_a_mentor_with_two_places() -> None:
    rows = offers(MANY)
    with crowd(MANY) as fifty:
        for _round in range(ROUNDS):
            seen = fifty.race([partial(says_yes, row) for row in rows])
            assert Counter(seen) == {"done": 2, NoFreePlace: MANY - 2}
            check_two_of(MANY)
            rows = offer_again()


def test_whoever_accepts_too_late_reads_that_somebody_was_faster(client_of: ClientOf) -> None:
    rows = offers(THREADS)
    clients = [client_of(row.mentee.person) for row in rows]
    offer_again()  # without the log of the sign-ins
    with crowd(THREADS) as eight:
        pages = eight.race(
            [partial(post, c, "tandems:answer", r.pk, answer="yes") for c, r in zip(clients, rows, strict=True)]
        )
    late = "Jemand anderes war schneller. Wir suchen weiter für Sie."
    assert sum(late in page for page in pages) == THREADS - 2
    check_two_of(THREADS)


def test_control_places_that_were_counted_before_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(participation: Participation) -> None:
        if participation.free_places < 1:  # as it was loaded
            raise NoFreePlace(participation)
        Participation.objects.filter(pk=participation.pk).update(taken=F("taken") + 1)

    rows = offers(THREADS)
    monkeypatch.setattr("resonanz.tandems.actions.answers.take_place", take)
    with without_capacity(), crowd(THREADS) as eight:
        assert eight.race([partial(says_yes, row) for row in rows]) == ["done"] * THREADS
        with pytest.raises(AssertionError):
            check_two_of(THREADS)
        assert Participation.objects.get(group=Group.FIRST).taken == THREADS


# The second yes: against the team that takes the suggestion back, and clicked twice


def second_yes() -> tuple[Tandem, Person]:
    """Return a suggestion to which the mentor has said yes, and a coordinator."""
    cohort = make_cohort(make_programme())
    alice = make_person("Alice", language="de")
    cohort.programme.staff.create(person=alice, role=StaffRole.COORDINATOR)
    karin = make_participation(cohort, Group.FIRST, "Karin")
    olena = make_participation(cohort, Group.SECOND, "Olena")
    Person.objects.update(language="de")
    Tandem.objects.create(cohort=cohort, mentor=karin, mentee=olena, proposed_by=alice)
    return ask_again(), alice


def ask_again() -> Tandem:
    forget()
    Participation.objects.update(taken=1)
    now = timezone.now()
    Tandem.objects.update(
        state=State.PROPOSED, mentor_answer=Answer.YES, mentee_answer="", mentor_asked_at=now, mentee_asked_at=now,
        answer_by=timezone.localdate(), started_on=None, ends_on=None, ended_on=None, first_dates=[],
    )  # fmt: skip
    return loaded()[0]


def takes_back(tandem: Tandem, by: Person) -> str:
    end_tandem(tandem=tandem, by=by)
    return "done"


def check_one_end() -> None:
    """The tandem is at work, or was taken back: places, letters and log tell the same, once."""
    tandem = Tandem.objects.get()
    started = tandem.state == State.ACTIVE
    assert started or tandem.state == State.WITHDRAWN
    assert list(Participation.objects.values_list("taken", flat=True)) == [int(started)] * 2
    assert letters() == ({"start": 2} if started else {"no-tandem": 2})
    assert verbs() == ({"answer_suggestion": 1, "start_tandem": 1} if started else {"end_tandem": 1})


def check_one_start() -> None:
    assert Tandem.objects.get().state == State.ACTIVE
    check_one_end()


def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the guards off: nobody is held, and a state is changed from what was loaded, whatever it is by now."""

    def always(tandem: Tandem, where: Q, **values: Any) -> bool:
        Tandem.objects.filter(pk=tandem.pk).update(**values)
        for column, value in values.items():
            setattr(tandem, column, value)
        return True

    for room in ("answers", "ending", "starting"):
        monkeypatch.setattr(f"resonanz.tandems.actions.{room}.moved", always)
    for room in ("answers", "ending"):
        monkeypatch.setattr(f"resonanz.tandems.actions.{room}.hold_tandem", lambda tandem: None)


def test_accept_against_withdraw() -> None:
    _tandem, alice = second_yes()
    with crowd(2) as two:
        for _round in range(ROUNDS):
            [one], [other] = loaded(), loaded()
            seen = two.race([partial(says_yes, one), partial(takes_back, other, alice)])
            assert Counter(seen) == {"done": 1, AlreadyDecided: 1}
            check_one_end()
            ask_again()


def test_whoever_decides_second_reads_that_it_is_decided(client_of: ClientOf) -> None:
    """At once, and in either order: each of the two has the page before the eyes on which nothing is decided."""
    tandem, alice = second_yes()
    yes = partial(post, client_of(tandem.mentee.person), "tandems:answer", tandem.pk, answer="yes")
    back = partial(post, client_of(alice), "tandems:end", tandem.pk, seen=State.PROPOSED)
    late_yes = "Über diesen Vorschlag wurde inzwischen entschieden; es hat sich nichts geändert."
    late_back = "Das wurde inzwischen entschieden; es hat sich nichts geändert. Bitte sehen Sie noch einmal hin."
    ask_again()
    with crowd(2) as two:
        pages = two.race([yes, back])
    assert sorted([late_yes in pages[0], late_back in pages[1]]) == [False, True]
    check_one_end()
    for first, second, told in [(yes, back, late_back), (back, yes, late_yes)]:
        ask_again()
        assert (told in first(), told in second()) == (False, True)
        check_one_end()


def test_control_without_the_guard_both_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    _tandem, alice = second_yes()
    careless(monkeypatch)
    [one], [other] = loaded(), loaded()
    with crowd(2) as two:
        assert two.race([partial(says_yes, one), partial(takes_back, other, alice)]) == ["done", "done"]
    with pytest.raises(AssertionError):
        check_one_end()
    assert letters() == {"start": 2, "no-tandem": 2}


def test_a_double_click_starts_one_tandem() -> None:
    second_yes()
    with crowd(4) as four:
        for _round in range(ROUNDS):
            clicks = [partial(says_yes, loaded()[0]) for _click in range(4)]
            assert four.race(clicks) == ["done"] * 4
            check_one_start()
            ask_again()


def test_a_double_click_shows_the_tandem_twice(client_of: ClientOf) -> None:
    tandem, _alice = second_yes()
    clicks = [partial(post, client_of(tandem.mentee.person), "tandems:answer", tandem.pk, answer="yes") for _n in range(2)]
    ask_again()
    with crowd(2) as two:
        assert [tandem.mentor.person.email in page for page in two.race(clicks)] == [True, True]
    check_one_start()


def test_control_without_the_guard_a_double_click_counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    second_yes()
    careless(monkeypatch)
    with crowd(2) as two:
        assert two.race([partial(says_yes, loaded()[0]) for _click in range(2)]) == ["done", "done"]
    with pytest.raises(AssertionError):
        check_one_start()
    assert verbs() == {"answer_suggestion": 2, "start_tandem": 2}


# Two coordinators publish at once


def drafted() -> tuple[MatchingRun, list[Person]]:
    """Return a run with two pairs, and two coordinators."""
    cohort = make_cohort(make_programme())
    for n in range(2):
        make_participation(cohort, Group.FIRST, f"Mentor{n}")
        make_participation(cohort, Group.SECOND, f"Mentee{n}")
    team = [make_person(name, language="de") for name in ("Alice", "Bob")]
    for person in team:
        cohort.programme.staff.create(person=person, role=StaffRole.COORDINATOR)
    run = run_matching(cohort=cohort, objective="most_pairs", by=team[0])
    return run, team


def draft_again(run: MatchingRun) -> None:
    Proposal.objects.update(tandem=None, state=ProposalState.OPEN)
    Tandem.objects.all().delete()
    forget()
    MatchingRun.objects.filter(pk=run.pk).update(state=RunState.DRAFT, published_at=None, published_by=None)


def draft(run: MatchingRun) -> MatchingRun:
    return MatchingRun.objects.select_related("cohort__programme").get(pk=run.pk)


def publishes(run: MatchingRun, by: Person) -> str:
    publish_run(run=run, by=by)
    return "done"


def check_published_once() -> None:
    """Each pair was asked once, each of the four has one letter, the run was published by one."""
    assert Counter(Tandem.objects.values_list("state", flat=True)) == {State.PROPOSED: 2}
    assert list(Participation.objects.values_list("taken", flat=True)) == [1] * 4
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.ACCEPTED}
    assert letters() == {"suggestion": 4}
    assert verbs() == {"publish_run": 1, "accept_proposal": 2, "propose_tandem": 2}


def test_two_coordinators_publish_at_once() -> None:
    run, team = drafted()
    with crowd(2) as two:
        for _round in range(ROUNDS):
            draft_again(run)
            seen = two.race([partial(publishes, draft(run), person) for person in team])
            assert Counter(seen) == {"done": 1, AlreadyDecided: 1}
            check_published_once()


def test_whoever_publishes_second_reads_who_was_first(client_of: ClientOf) -> None:
    run, team = drafted()
    clients = [client_of(person) for person in team]
    draft_again(run)
    with crowd(2) as two:
        pages = two.race([partial(post, client, "matching:publish", run.pk) for client in clients])
    sentence = "{} hat diesen Lauf gerade eben veröffentlicht. Niemand wird doppelt gefragt."
    told = [sentence.format(other.full_name) in page for other, page in zip(team[::-1], pages, strict=True)]
    assert sorted(told) == [False, True]
    check_published_once()


def claim_without_looking(run: MatchingRun, by: Person) -> None:
    if run.state != RunState.DRAFT:  # as it was loaded
        raise AlreadyDecided
    MatchingRun.objects.filter(pk=run.pk).update(state=RunState.PUBLISHED, published_by=by)
    run.published_by = by
    log_action("publish_run", by=by, on=run, scope=run.cohort.programme.scope)


def test_control_without_the_claim_a_run_is_published_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    run, team = drafted()
    draft_again(run)
    monkeypatch.setattr("resonanz.matching.actions.publishing.claim_run", claim_without_looking)
    with crowd(2) as two:
        assert two.race([partial(publishes, draft(run), person) for person in team]) == ["done", "done"]
    with pytest.raises(AssertionError):
        check_published_once()
    assert verbs()["publish_run"] == 2
