"""Whatever applicant and team do in whatever order: what must hold about an application holds."""

from __future__ import annotations

import contextlib
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from resonanz.applications.actions.apply import (
    AlreadyDecided,
    AlreadyHandedIn,
    Incomplete,
    ask_for_changes,
    confirm_address,
    finish_changes,
    save_answers,
    submit_application,
    withdraw_application,
)
from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application
from resonanz.applications.queries.apply import given_consents
from tests.factories import make_cohort, make_person, make_programme
from tests.factories.apply import answers_for, make_draft

EXPECTED = (AlreadyDecided, AlreadyHandedIn, Incomplete)


class ApplicantMachine(RuleBasedStateMachine):
    """Two applications of one person for one cohort, and somebody of the team."""

    @initialize()
    def begin(self) -> None:
        self.cohort = make_cohort(make_programme(), state="open")
        self.team = make_person("Alice")
        first = make_draft(self.cohort)
        self.rows = [first, make_draft(self.cohort, email=first.person.email)]
        self.turn = 0

    @property
    def row(self) -> Application:
        return self.rows[self.turn]

    @rule()
    def turn_to_the_other(self) -> None:
        self.turn = 1 - self.turn

    @rule()
    def answer(self) -> None:
        save_answers(application=self.row, values=answers_for(self.row), by=None)

    @rule()
    def leave_out(self) -> None:
        save_answers(application=self.row, values={"languages": None}, by=None)

    @rule()
    def confirm(self) -> None:
        confirm_address(application=self.row, by=self.row.person)

    @rule()
    def hand_in(self) -> None:
        with contextlib.suppress(*EXPECTED):
            submit_application(application=self.row, by=self.row.person)

    @rule()
    def take_back(self) -> None:
        with contextlib.suppress(*EXPECTED):
            withdraw_application(application=self.row, by=self.row.person)

    @rule()
    def ask(self) -> None:
        with contextlib.suppress(*EXPECTED):
            ask_for_changes(application=self.row, text="?", by=self.team)

    @rule()
    def finish(self) -> None:
        with contextlib.suppress(*EXPECTED):
            finish_changes(application=self.row, by=self.row.person)

    @invariant()
    def what_holds(self) -> None:
        for row in getattr(self, "rows", []):
            row.refresh_from_db()
            history = list(row.history.values_list("before", "after"))
            assert history[0] == ("", ApplicationState.DRAFT)
            assert all(one[1] == other[0] for one, other in pairwise(history))
            assert history[-1][1] == row.state
            assert row.version == len(history)
            was_handed_in = ApplicationState.SUBMITTED in {after for _before, after in history}
            assert (row.submitted_at is not None) == was_handed_in
            if was_handed_in:
                assert {consent.text.key for consent in given_consents(row)} >= {"notice", "suggest"}
            if row.changes_asked_at:
                assert row.state == ApplicationState.SUBMITTED
        if hasattr(self, "rows"):
            assert sum(row.state == ApplicationState.SUBMITTED for row in self.rows) <= 1


class TestApplicant(TestCase):
    def test_machine(self) -> None:
        run_state_machine_as_test(
            ApplicantMachine,
            settings=settings(
                max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
