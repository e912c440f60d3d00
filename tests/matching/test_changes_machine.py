"""Whatever people and team do in whatever order: places are right, letters go once, and nobody is lost."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from resonanz.core.jobs import work_once
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions.next_best import confirm_next, dismiss_next, match_again
from resonanz.matching.queries.waiting import free_again, next_proposals, unmatched
from resonanz.people.actions import end_pause, pause_person
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group, NextBest
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import (
    AlreadyDecided,
    AlreadyTogether,
    add_co_mentor,
    answer_suggestion,
    ask_for_change,
    end_tandem,
    leave_programme,
    propose_tandem,
    return_to_programme,
)
from resonanz.tandems.enums import LIVE_STATES, OPEN_STATES, Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import make_cohort, make_participation, make_person, make_programme

EXPECTED = (AlreadyDecided, AlreadyTogether, NoFreePlace)
NUMBER = st.integers(0, 5)
ANSWER = st.sampled_from([Answer.YES, Answer.YES, Answer.NO, Answer.RATHER_NOT])


class ChangesMachine(RuleBasedStateMachine):
    """Three mentors, one of whom takes two, three mentees, and somebody of the team."""

    @initialize(automatic=st.booleans())
    def begin(self, automatic: bool) -> None:
        programme = make_programme()
        programme.next_best = NextBest.AUTOMATIC if automatic else NextBest.CONFIRM
        programme.save()
        self.cohort = make_cohort(programme, state="running")
        self.team = make_person("Alice")
        self.mentors = [make_participation(self.cohort, Group.FIRST, f"M{n}", capacity=1 + n // 2) for n in range(3)]
        self.mentees = [make_participation(self.cohort, Group.SECOND, f"E{n}") for n in range(3)]

    def one(self, number: int, *states: str) -> Tandem | None:
        rows = list(Tandem.objects.filter(state__in=states).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def anybody(self, number: int) -> Participation:
        people = [*self.mentors, *self.mentees]
        people[number].refresh_from_db()
        people[number].person.refresh_from_db()
        return people[number]

    @rule(number=NUMBER, other=NUMBER)
    def suggest(self, number: int, other: int) -> None:
        mentor, mentee = self.mentors[number % 3], self.mentees[other % 3]
        with contextlib.suppress(*EXPECTED):
            propose_tandem(cohort=self.cohort, mentor=mentor, mentee=mentee, by=self.team)

    @rule(
        number=NUMBER,
        of_mentor=st.booleans(),
        answer=st.sampled_from([Answer.YES, Answer.YES, Answer.NO, Answer.RATHER_NOT]),
    )
    def answer(self, number: int, of_mentor: bool, answer: str) -> None:
        if tandem := self.one(number, State.PROPOSED):
            with contextlib.suppress(*EXPECTED):
                answer_suggestion(tandem=tandem, answer=answer, by=(tandem.mentor if of_mentor else tandem.mentee).person)

    @rule(number=NUMBER, who=st.sampled_from(["mentor", "mentee", "team"]), pauses=st.booleans())
    def change(self, number: int, who: str, pauses: bool) -> None:
        if tandem := self.one(number, State.ACTIVE):
            person = self.team if who == "team" else getattr(tandem, who).person
            ask_for_change(tandem=tandem, by=person, pauses=pauses)

    @rule(number=NUMBER)
    def take_back(self, number: int) -> None:
        if tandem := self.one(number, State.PROPOSED, State.ACTIVE):
            end_tandem(tandem=tandem, by=self.team)

    @rule(number=NUMBER, other=NUMBER)
    def second_mentor(self, number: int, other: int) -> None:
        if tandem := self.one(number, State.ACTIVE):
            with contextlib.suppress(*EXPECTED):
                add_co_mentor(tandem=tandem, mentor=self.mentors[other % 3], by=self.team)

    @rule(number=NUMBER, own=st.booleans())
    def leave(self, number: int, own: bool) -> None:
        row = self.anybody(number)
        with contextlib.suppress(*EXPECTED):
            leave_programme(participation=row, by=row.person if own else self.team)

    @rule(number=NUMBER)
    def come_back(self, number: int) -> None:
        with contextlib.suppress(*EXPECTED):
            return_to_programme(participation=self.anybody(number), by=self.team)

    @rule(number=NUMBER)
    def pause(self, number: int) -> None:
        person = self.anybody(number).person
        if not end_pause(person=person, by=person):
            pause_person(person=person, until=None, by=person)

    @rule()
    def work(self) -> None:
        while work_once():
            pass
        match_again()

    @rule(confirms=st.booleans())
    def decide(self, confirms: bool) -> None:
        if proposal := next_proposals(self.cohort).first():
            with contextlib.suppress(*EXPECTED):
                if confirms:
                    confirm_next(proposal=proposal, by=self.team)
                else:
                    dismiss_next(proposal=proposal, by=self.team)

    @invariant()
    def places_are_right(self) -> None:
        for row in Participation.objects.filter(cohort=getattr(self, "cohort", None)):
            as_mentor = Tandem.objects.filter(mentor=row, state__in=OPEN_STATES).count()
            as_mentee = Tandem.objects.filter(mentee=row, state__in=OPEN_STATES, joins=None).count()
            assert row.taken == as_mentor + as_mentee <= row.capacity
            assert row.is_active or row.taken == 0
        for tandem in Tandem.objects.filter(state__in=OPEN_STATES, joins__isnull=False).select_related("joins"):
            assert tandem.joins is not None
            assert tandem.joins.state == State.ACTIVE

    @invariant()
    def nobody_is_lost(self) -> None:
        """Everybody is with somebody, waits where the team and the person see it, pauses, or has left."""
        if not hasattr(self, "cohort"):
            return
        waiting = set(unmatched([self.cohort]))
        for row in Participation.objects.filter(cohort=self.cohort).select_related("person"):
            live = Tandem.objects.filter(state__in=LIVE_STATES)
            paired = live.filter(mentor=row).exists() or live.filter(mentee=row).exists()
            assert [paired, row in waiting, not paired and row.person.is_paused, not row.is_active].count(True) >= 1
            assert not (paired and row in waiting)
        listed = {pk for row in next_proposals(self.cohort) for pk in (row.mentor_id, row.mentee_id)}
        assert not listed & set(free_again(self.cohort).values_list("pk", flat=True))

    @invariant()
    def nobody_is_asked_again_after_a_no(self) -> None:
        for pair in Tandem.objects.filter(origin="next"):
            earlier = Tandem.objects.filter(mentor=pair.mentor, mentee=pair.mentee, pk__lt=pair.pk)
            assert not earlier.filter(mentor_answer=Answer.NO).exists()
            assert not earlier.filter(mentee_answer=Answer.NO).exists()

    @invariant()
    def every_end_has_its_entry_and_its_letters_once(self) -> None:
        if not hasattr(self, "cohort"):
            return
        assert OutboxMail.objects.values("key").distinct().count() == OutboxMail.objects.count()
        ended = Tandem.objects.filter(state__in=[State.ENDED, State.WITHDRAWN])
        for tandem in ended:
            assert LogEntry.objects.filter(verb="end_tandem", subject=f"tandems.tandem:{tandem.pk}").count() == 1
        wishes = ended.filter(end_asked_by__in=["mentor", "mentee"])
        told = OutboxMail.objects.filter(key__contains=":change:").count()
        left = LogEntry.objects.filter(verb="leave_programme").count()
        assert told <= wishes.count() <= told + left * 6
        assert OutboxMail.objects.filter(key__contains=":left:").count() == left


class TestChanges(TestCase):
    def test_machine(self) -> None:
        run_state_machine_as_test(
            ChangesMachine,
            settings=settings(
                max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
