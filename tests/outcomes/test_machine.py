"""Whatever people do with outcomes and referrals in whatever order: each is in a legal state, and only what is confirmed
by the person counts.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.outcomes.actions.outcomes import decide_outcome, withdraw_outcome
from resonanz.outcomes.actions.referrals import move_referral
from resonanz.outcomes.enums import NEXT_STATES, ReferralState
from resonanz.outcomes.models import Outcome, Referral
from resonanz.outcomes.queries import outcome_numbers
from resonanz.tandems.actions import AlreadyDecided
from tests.factories import House
from tests.factories.diary import make_outcome, make_referral, make_service

pytestmark = pytest.mark.django_db
NUMBER = st.integers(0, 5)
ACTS = st.lists(
    st.tuples(st.sampled_from(["record", "yes", "no", "withdraw", "refer", "move"]), NUMBER, NUMBER), max_size=14
)
# Where an outcome may go, and at whose hand: "about" is whom it concerns, "by" who recorded it.
LEGAL = {
    ("waiting", "yes", "about"): "confirmed",
    ("waiting", "no", "about"): "refused",
    ("waiting", "withdraw", "about"): "withdrawn",
    ("waiting", "withdraw", "by"): "withdrawn",
    ("confirmed", "withdraw", "about"): "withdrawn",
}


class World:
    """The two and their coordinator, and what is expected of every row."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.two = [house.amina.person, house.jonas.person]
        self.everybody = [*self.two, house.alice]
        self.service = make_service(house.programme)
        self.outcomes: dict[int, str] = {}
        self.referrals: dict[int, str] = {}
        self.asked = 0

    def do(self, act: str, a: int, b: int) -> None:
        """Do one act as somebody who may, and note what must have come of it."""
        if act == "record":
            about, by = self.two[a % 2], self.everybody[b % 3]
            made = make_outcome(self.house.active, about, by, kind="setback")
            self.outcomes[made.pk] = "confirmed" if about == by else "waiting"
            self.asked += about != by
        elif act == "refer":
            person, by = self.two[a % 2], self.everybody[b % 3]
            self.referrals[make_referral(self.house.active, person, by, self.service).pk] = "suggested"
            self.asked += person != by
        elif act == "move" and self.referrals:
            row = Referral.objects.get(pk=list(self.referrals)[a % len(self.referrals)])
            state = ReferralState.values[b % len(ReferralState.values)]
            legal = state in NEXT_STATES[row.state]
            self.expect(legal, move_referral, referral=row, state=state, result="Ergebnis", by=row.person)
            if legal:
                self.referrals[row.pk] = state
        elif act in ("yes", "no", "withdraw") and self.outcomes:
            self.decide(act, Outcome.objects.get(pk=list(self.outcomes)[a % len(self.outcomes)]), b)

    def decide(self, act: str, row: Outcome, b: int) -> None:
        """Decide an outcome as the person, or take it back as either."""
        who = "by" if act == "withdraw" and b % 2 and row.by_id != row.about_id else "about"
        after = LEGAL.get((row.state, act, who))
        by = row.by if who == "by" else row.about
        if act == "withdraw":
            self.expect(after is not None, withdraw_outcome, outcome=row, by=by)
        else:
            self.expect(after is not None, decide_outcome, outcome=row, confirmed=act == "yes", by=by)
        if after:
            self.outcomes[row.pk] = after

    def expect(self, legal: bool, action: Any, **arguments: Any) -> None:
        """Do an act that is legal, or see it refused without a trace."""
        before = LogEntry.objects.count()
        if legal:
            action(**arguments)
        else:
            with pytest.raises(AlreadyDecided):
                action(**arguments)
        assert LogEntry.objects.count() == before + legal

    def check(self) -> None:
        """Compare every row, the numbers and the letters with what must be."""
        assert dict(Outcome.objects.values_list("pk", "state")) == self.outcomes
        assert dict(Referral.objects.values_list("pk", "state")) == self.referrals
        assert {row.pk for row in Outcome.objects.filter(decided_at=None)} == {
            pk for pk, state in self.outcomes.items() if state == "waiting"
        }
        numbers = next(row for row in outcome_numbers(self.house.cohort) if row.key == "setback")
        states = list(self.outcomes.values())
        assert (numbers.confirmed, numbers.waiting) == (states.count("confirmed"), states.count("waiting"))
        letters = OutboxMail.objects.filter(key__regex=r"^tandem:\d+:(outcome|referral)-")
        assert letters.count() == self.asked


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_every_sequence_ends_in_a_legal_state(acts: list[tuple[str, int, int]], house: House) -> None:
    with transaction.atomic():  # every example begins with the same world and is undone at its end
        world = World(house)
        for act, a, b in acts:
            world.do(act, a, b)
            world.check()
        transaction.set_rollback(True)
