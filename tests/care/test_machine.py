"""Whatever the clock, the two and the team do in whatever order: every check-in and every case is in a legal state, nobody
has two open questions in one tandem, and log and letters agree with what happened.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.care.actions.cases import AlreadyTaken, read_case, reopen_case, settle_case, take_case, tell_team
from resonanz.care.actions.check_ins import AlreadySaid, answer_check_in, follow_check_ins
from resonanz.care.actions.tandem import let_go_on, stop_tandem
from resonanz.care.enums import ASKING, CaseState, CheckInState
from resonanz.care.models import Case, CheckIn
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.models import Tandem
from tests.factories import House, make_house
from tests.factories.care import WELL, start_days_ago

DONE = {CheckInState.ANSWERED, CheckInState.CLOSED}
LEGAL = {
    CheckInState.ASKED: {*CheckInState},
    CheckInState.REMINDED: {CheckInState.REMINDED, *DONE},
    CheckInState.ANSWERED: {CheckInState.ANSWERED},
    CheckInState.CLOSED: {CheckInState.CLOSED},
}
SETTLED = {CaseState.CLARIFIED, CaseState.CLOSED}
CASE_LEGAL = {
    CaseState.OPEN: {CaseState.OPEN, CaseState.TAKEN},
    CaseState.TAKEN: {CaseState.TAKEN, *SETTLED},
    CaseState.CLARIFIED: {CaseState.CLARIFIED, CaseState.TAKEN},
    CaseState.CLOSED: {CaseState.CLOSED, CaseState.TAKEN},
}
NUMBER = st.integers(0, 11)
ACT = st.tuples(
    st.sampled_from(
        ["days", "days", "days", "answer", "answer", "stop", "go_on", "end", "tell", "take", "settle", "reopen"]
    ),
    NUMBER,
    NUMBER,
)
VERBS = {"answer": "answer_check_in", "stop": "stop_tandem", "go_on": "let_go_on", "end": "end_tandem", "tell": "tell_team",
         "take": "take_case", "settle": "settle_case", "reopen": "reopen_case"}  # fmt: skip
REFUSALS = (AlreadyDecided, AlreadySaid, AlreadyTaken)


class World:
    """The small world, its tandem at work, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house: House = make_house()
        self.days = 0
        real = timezone.now
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=self.days))

    def tandem(self) -> Tandem:
        people = ("cohort__programme", "mentor__person", "mentee__person")
        return Tandem.objects.select_related(*people).get(pk=self.house.active.pk)


def do(world: World, kind: str, a: int, b: int) -> None:
    tandem, team = world.tandem(), [world.house.alice, world.house.bob]
    case = Case.objects.select_related("programme", "person", "taken_by").order_by("pk").last()
    check_in = list(CheckIn.objects.select_related("tandem__cohort__programme", "participation__person"))[a % 2 : a % 2 + 1]
    match kind:
        case "days":
            world.days += a
            follow_check_ins()
            assert follow_check_ins() == 0
        case "answer" if check_in:
            answer_check_in(check_in=check_in[0], **{**WELL, "need": ["no", "contact"][b % 2]}, word="Ein Wort")
        case "stop":
            stop_tandem(tandem=tandem, by=team[0])
        case "go_on":
            let_go_on(tandem=tandem, by=team[0])
        case "end" if a == 0:
            end_tandem(tandem=tandem, by=team[0])
        case "tell":
            by: Person | None = [None, world.house.amina.person][b % 2]
            more: Any
            key, more = uuid4(), {"kind": "report", "matter": "event", "text": "Etwas", "language": "de"}
            first, second = (tell_team(programme=world.house.programme, by=by, key=key, **more) for _twice in range(2))
            assert first.pk == second.pk
        case "take" if case:
            take_case(case=case, by=team[a % 2])
            assert read_case(case=case, by=team[a % 2])["text"] == "Etwas"
        case "settle" if case:
            settle_case(case=case, state=sorted(SETTLED)[a % 2], by=team[b % 2], answer="Ein Wort")
        case "reopen" if case:
            reopen_case(case=case, by=team[a % 2])
        case _:
            raise AlreadyDecided


def check(before: dict[int, CheckIn], cases: dict[int, Case]) -> None:
    now = CheckIn.objects.in_bulk()
    for pk, row in before.items():
        assert now[pk].state in LEGAL[CheckInState(row.state)]
        if row.state == CheckInState.ANSWERED:
            assert (now[pk].going, now[pk].word) == (row.going, row.word)
    waiting = Counter(row.participation_id for row in now.values() if row.state in ASKING)
    assert all(count == 1 for count in waiting.values())
    for pk, case in Case.objects.in_bulk().items():
        assert case.state in CASE_LEGAL[CaseState(cases[pk].state if pk in cases else CaseState.OPEN)]
        assert (case.taken_by is None) == (case.state == CaseState.OPEN)
    asked = OutboxMail.objects.filter(key__regex=r"^check-in:\d+:ask$").count()
    assert asked == len(now) == LogEntry.objects.filter(verb="ask_check_in").count()
    reminded = OutboxMail.objects.filter(key__regex=r"^check-in:\d+:remind$").count()
    assert reminded == sum(row.reminded_on is not None for row in now.values())
    wanting = sum(row.need == "contact" for row in now.values())
    assert OutboxMail.objects.filter(key__regex=r"^check-in:\d+:contact:").count() == 2 * wanting


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, min_size=4, max_size=14))
def test_whatever_happens(world: World, acts: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        world.days = 0
        start_days_ago(world.tandem(), 6)
        for kind, a, b in acts:
            before, cases, log = CheckIn.objects.in_bulk(), Case.objects.in_bulk(), verbs()
            resting = not world.tandem().is_working
            try:
                do(world, kind, a, b)
            except REFUSALS:
                assert verbs() == log
            else:
                if kind in VERBS:
                    assert (verbs() - log)[VERBS[kind]] == 1
                if kind == "days" and resting:
                    assert CheckIn.objects.count() == len(before)
                    assert not CheckIn.objects.filter(state__in=ASKING).exists()
            check(before, cases)
        transaction.set_rollback(True)


def verbs() -> Counter[str]:
    return Counter(LogEntry.objects.values_list("verb", flat=True))
