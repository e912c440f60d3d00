"""Whatever people, the team and the clock do in whatever order: every tandem is in a legal state, and places, log and
letters agree with it, each act's once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.enums import AnswerOrder, Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.actions import (
    AlreadyDecided,
    AlreadyTogether,
    NoFreePlace,
    NotAsked,
    agree_tandem,
    answer_on_behalf,
    answer_suggestion,
    end_tandem,
    expire_suggestions,
    extend_deadline,
    offer_candidates,
    propose_tandem,
    remind_of_suggestions,
)
from resonanz.tandems.enums import OPEN_STATES, SIDES, Answer, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import suggestion_ended
from tests.factories import make_cohort, make_participation, make_person, make_programme

NUMBER = st.integers(0, 11)
ACT = st.tuples(
    st.sampled_from(["propose", "offer", "agree", "answer", "answer", "answer", "behalf", "again", "end", "extend", "days"]),
    NUMBER,
    NUMBER,
    NUMBER,
)
OVER = {state: {state} for state in (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.ENDED)}
LEGAL = {
    State.OFFERED: {State.OFFERED, State.PROPOSED, State.DECLINED, State.WITHDRAWN, State.EXPIRED},
    State.PROPOSED: {State.PROPOSED, State.ACTIVE, State.DECLINED, State.WITHDRAWN, State.EXPIRED},
    State.ACTIVE: {State.ACTIVE, State.ENDED},
    **OVER,
}
REFUSALS = (AlreadyDecided, AlreadyTogether, NoFreePlace, NotAsked)
Seen = dict[int, Tandem]
Count = Counter[str]


class World:
    """Three on each side of one cohort, a coordinator, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programme = make_programme()
        self.cohort: Cohort = make_cohort(self.programme)
        self.mentors = [make_participation(self.cohort, Group.FIRST, f"Mentor{n}", capacity=2 - n // 2) for n in range(3)]
        self.mentees = [make_participation(self.cohort, Group.SECOND, f"Mentee{n}") for n in range(3)]
        self.alice: Person = make_person("Alice")
        self.days = 0
        self.signals: list[dict[str, Any]] = []
        real = timezone.now
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=self.days))

    def begin(self, order: str, candidates: int) -> None:
        self.days, self.signals = 0, []
        self.programme.answer_order = order
        self.programme.candidates = 1 if order == AnswerOrder.BOTH else candidates
        self.programme.save()
        self.cohort = Cohort.objects.select_related("programme").get(pk=self.cohort.pk)

    def now(self) -> Seen:
        people = ("mentor__person__profile", "mentee__person__profile", "cohort__programme")
        return Tandem.objects.select_related(*people).in_bulk()

    def hear(self, tandem: Tandem, **told: Any) -> None:
        self.signals.append({"tandem": tandem, **told})


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def pick(seen: Seen, number: int) -> Tandem | None:
    """Return one of the tandems, the newest more often."""
    newest = sorted(seen, reverse=True)
    return seen[newest[number % len(newest)]] if newest else None


@contextmanager
def hearing(world: World) -> Iterator[None]:
    def hear(sender: type[Tandem], signal: Any, **told: Any) -> None:
        world.hear(**told)

    suggestion_ended.connect(hear)
    try:
        yield
    finally:
        suggestion_ended.disconnect(hear)


def do(world: World, before: Seen, kind: str, a: int, b: int, c: int) -> tuple[Count, Count]:
    """Let one act happen; return which log entries and which letters must come of it."""
    mentor, mentee = world.mentors[a % 3], world.mentees[b % 3]
    tandem = pick(world.now(), a)  # as somebody has it before the eyes; `before` stays as it was
    match kind:
        case "propose":
            made = propose_tandem(cohort=world.cohort, mentor=mentor, mentee=mentee, by=world.alice)
            return Counter(propose_tandem=1), Counter(suggestion=len([side for side in SIDES if made.asked_at(side)]))
        case "agree":
            agree_tandem(cohort=world.cohort, mentor=mentor, mentee=mentee, by=mentor.person)
            return Counter(agree_tandem=1, start_tandem=1), Counter(start=2)
        case "offer":
            return offer(world, a, 1 + b % 3)
        case "days":
            return let_pass(world, before, a)
    if tandem is None:
        return Counter(), Counter()
    match kind:
        case "answer" | "behalf" | "again":
            side, answer = SIDES[b % 2], [Answer.YES, Answer.YES, Answer.NO, Answer.RATHER_NOT][c % 4]
            for _click in range(2 if kind == "again" else 1):
                if kind == "behalf":
                    answer_on_behalf(tandem=tandem, side=side, answer=answer, by=world.alice, reason="at the phone")
                else:
                    answer_suggestion(tandem=tandem, answer=answer, by=getattr(tandem, side).person, reason="why")
            verb = "answer_on_behalf" if kind == "behalf" else "answer_suggestion"
            return after_answer(before, tandem, side, answer, verb)
        case "end":
            by = [world.alice, tandem.mentor.person, tandem.mentee.person][b % 3]
            end_tandem(tandem=tandem, by=by)
            return Counter(end_tandem=1), after_end(before, tandem, by)
        case _:
            extend_deadline(tandem=tandem, until=timezone.localdate() + timedelta(days=c), by=world.alice)
            return Counter(extend_deadline=1), Counter()


def offer(world: World, a: int, number: int) -> tuple[Count, Count]:
    mentee_first = world.programme.answer_order == AnswerOrder.MENTEE_FIRST
    choosers, others = (world.mentees, world.mentors) if mentee_first else (world.mentors, world.mentees)
    made = offer_candidates(
        cohort=world.cohort,
        chooser=choosers[a % 3],
        candidates=[(other, []) for other in others[:number]],
        by=world.alice,
    )
    if len(made) > 1:
        assert [each.offered_with_id for each in made] == [made[0].pk] * len(made)
        return Counter(offer_candidates=1), Counter(candidates=1)
    asked = [side for side in SIDES if made[0].asked_at(side)]
    return Counter(propose_tandem=1), Counter(suggestion=len(asked))


def let_pass(world: World, before: Seen, days: int) -> tuple[Count, Count]:
    """Let days pass, and the clock's command run twice: the second time it finds nothing to do."""
    world.days += days
    log, letters = Counter[str](), Counter[str]()
    today, done = timezone.localdate(), set[int]()
    for tandem in before.values():
        unit = (tandem.offered_with_id if tandem.state == State.OFFERED else None) or -tandem.pk
        if not tandem.waits_for or tandem.answer_by is None or unit in done:
            continue
        late = [side for side in tandem.waits_for if is_late(tandem, side)]
        if today > tandem.answer_by:
            log["expire_suggestion"] += 1
            letters += (
                Counter(expired=1) if tandem.state == State.OFFERED else parting(before, tandem, SIDES, None, expired=True)
            )
            done.add(unit)
        elif tandem.reminded_at is None and late:
            log["remind_of_suggestion"] += 1
            letters["reminder"] += len(tandem.waits_for)
            done.add(unit)
    assert remind_of_suggestions() == log["remind_of_suggestion"]
    assert expire_suggestions() == log["expire_suggestion"]
    assert (remind_of_suggestions(), expire_suggestions()) == (0, 0)
    return log, letters


def is_late(tandem: Tandem, side: str) -> bool:
    asked = tandem.asked_at(side)
    return isinstance(asked, datetime) and asked <= timezone.now() - timedelta(days=tandem.cohort.programme.reminder_days)


def after_answer(before: Seen, tandem: Tandem, side: str, answer: str, verb: str) -> tuple[Count, Count]:
    """Return what one answer must leave behind; `tandem` is as it is now, `before` as all were."""
    was = before[tandem.pk]
    other = "mentee" if side == "mentor" else "mentor"
    if was.answer_of(side) == answer:
        return Counter(), Counter()
    log = Counter({verb: 1})
    if answer == Answer.YES:
        if was.answer_of(other) == Answer.YES:
            return log + Counter(start_tandem=1), Counter(start=2)
        return log, Counter(suggestion=int(not was.asked_at(other)))
    log["decline_tandem"] += 1
    return log, Counter() if was.state == State.OFFERED else parting(before, was, [other], None)


def after_end(before: Seen, tandem: Tandem, by: Person) -> Count:
    was = before[tandem.pk]
    others = [side for side in SIDES if getattr(was, side).person_id != by.pk]
    if was.state == State.ACTIVE:
        return Counter(end=len(others))
    if was.state == State.PROPOSED:
        return parting(before, was, SIDES, by)
    siblings = [each for each in before.values() if each.offered_with_id == was.offered_with_id and each.pk != was.pk]
    last = not any(each.state in (State.OFFERED, State.PROPOSED) for each in siblings)
    return Counter({"no-tandem": int(last and was.chooser in others)})


def parting(before: Seen, was: Tandem, tell: Any, by: Person | None, *, expired: bool = False) -> Count:
    """Return the letters when a suggestion that used places comes to nothing."""
    reserves = [
        each for each in before.values() if each.offered_with_id == was.offered_with_id and each.state == State.OFFERED
    ]
    chooser = was.chooser if was.offered_with_id and reserves else ""
    letters = Counter[str]()
    for side in tell:
        if was.asked_at(side) and (by is None or getattr(was, side).person_id != by.pk):
            silent = expired and not was.answer_of(side)
            letters["choose-again" if side == chooser else "expired" if silent else "no-tandem"] += 1
    return letters


def kinds() -> Count:
    return Counter(key.split(":")[2].partition("-2")[0] for key in OutboxMail.objects.values_list("key", flat=True))


def verbs() -> Count:
    return Counter(LogEntry.objects.values_list("verb", flat=True))


def check(world: World, before: Seen) -> None:
    """Everything that must hold between two acts."""
    now = world.now()
    for pk, tandem in now.items():
        if pk in before:
            assert tandem.state in LEGAL[State(before[pk].state)]
        asked = [side for side in SIDES if tandem.asked_at(side)]
        assert asked
        assert all(side in asked for side in SIDES if tandem.answer_of(side))
        siblings = [
            each.state for each in now.values() if tandem.offered_with_id and each.offered_with_id == tandem.offered_with_id
        ]
        assert sum(state in OPEN_STATES for state in siblings) <= 1
        match tandem.state:
            case State.OFFERED:
                assert (len(asked), tandem.mentor_answer, tandem.mentee_answer) == (1, "", "")
                assert (tandem.answer_by is None) == (State.PROPOSED in siblings)
                assert State.ACTIVE not in siblings
            case State.PROPOSED:
                assert tandem.answer_by is not None
                assert tandem.waits_for
            case State.ACTIVE:
                assert (tandem.mentor_answer, tandem.mentee_answer) == (Answer.YES, Answer.YES)
                assert len(tandem.first_dates) == 3
    for participation in Participation.objects.filter(cohort=world.cohort):
        mine = [each for each in now.values() if participation.pk in (each.mentor_id, each.mentee_id)]
        assert participation.taken == sum(each.is_open for each in mine) <= participation.capacity
    for key in OutboxMail.objects.values_list("key", flat=True):  # nobody hears of a suggestion before the own turn
        _room, number, _cause, person = key.split(":")
        about = now[int(number)]
        side = {about.mentor.person_id: "mentor", about.mentee.person_id: "mentee"}[int(person)]
        assert about.asked_at(side)
    for told in world.signals:
        assert told["tandem"].state in OVER
        choosing = [
            each
            for each in now.values()
            if each.state == State.OFFERED and each.offered_with_id == told["tandem"].offered_with_id
        ]
        if choosing and told["tandem"].offered_with_id:
            assert getattr(told["tandem"], told["tandem"].chooser) not in told["free"]
    over = [
        pk for pk, each in now.items() if pk in before and before[pk].is_open and each.state in OVER and not each.started_on
    ]
    assert {told["tandem"].pk for told in world.signals} >= set(over)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(AnswerOrder.values), candidates=st.integers(1, 3), acts=st.lists(ACT, max_size=14))
def test_every_sequence_ends_in_a_legal_state(
    order: str, candidates: int, acts: list[tuple[str, int, int, int]], world: World
) -> None:
    with transaction.atomic(), hearing(world):  # every example begins with the same world and is undone at its end
        world.begin(order, candidates)
        for kind, a, b, c in acts:
            before, log, letters = world.now(), verbs(), kinds()
            world.signals = []
            refused: Exception | None = None
            new_log, new_letters = Counter[str](), Counter[str]()
            try:
                new_log, new_letters = do(world, before, kind, a, b, c)
            except REFUSALS as error:
                refused = error
            gone = isinstance(refused, NoFreePlace) and verbs() - log == Counter(withdraw_candidate=1)
            assert verbs() - log == (Counter(withdraw_candidate=1) if gone else new_log)
            assert kinds() - letters == +new_letters
            check(world, before)
        transaction.set_rollback(True)
