"""Whatever the two, the team and the clock do in whatever order: agreement, plan and course are in a legal state, and each
act that happened left its log entry and its letters once.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import NewerVersion, accept_agreement, drop_draft, show_agreement
from resonanz.together.actions.course import (
    BeyondBounds,
    NothingToDo,
    extend_tandem,
    pause_tandem,
    resume_due,
    resume_tandem,
)
from resonanz.together.actions.plan import add_topics, change_topic, order_plan, replan
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import Situation, TopicState, VersionState
from resonanz.together.models import AgreementDraft, AgreementVersion, CourseEvent, PlanChange, PlanTopic
from resonanz.together.queries.agreement import versions_of
from resonanz.together.queries.plan import latest_end, paused_days, plan_of, shown, suggested
from tests.factories import House
from tests.factories.together import write

ACTS = [
    "write", "show", "show", "accept", "accept", "drop", "add", "tick", "order", "replan", "pause", "resume", "extend",
    "days", "end", "stop",
]  # fmt: skip
ACT = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 7))
REFUSALS = (NotAtWork, NewerVersion, NothingToDo, BeyondBounds, AlreadyDecided)
Count = Counter[str]


class World:
    """One tandem, two people who each have one form open, a coordinator, and a clock."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.days, self.forms = house, 0, dict[int, UUID]()
        real = timezone.now
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=self.days))

    def tandem(self) -> Tandem:
        people = ("mentor__person__profile", "mentee__person__profile", "cohort__programme")
        return Tandem.objects.select_related(*people).get(pk=self.house.active.pk)


def counts() -> tuple[Count, Count]:
    letters = (
        key.split(":")[2].rstrip("0123456789-").partition("-")[0] for key in OutboxMail.objects.values_list("key", flat=True)
    )
    return Counter(LogEntry.objects.values_list("verb", flat=True)), Counter(letters)


def do(world: World, kind: str, a: int, b: int) -> tuple[Count, Count]:
    """Let one act happen; return the log entries and letters that it must leave behind."""
    tandem = world.tandem()
    by, other = [(tandem.mentor.person, tandem.mentee.person), (tandem.mentee.person, tandem.mentor.person)][a % 2]
    today, plan = timezone.localdate(), list(plan_of(tandem))
    match kind:
        case "write":
            is_new = not AgreementDraft.objects.filter(person=by).exists()
            world.forms[by.pk] = write(tandem, by, expectations=f"{b}", ends_on=latest_end(tandem) if b == 0 else None)
            return Counter(draft_agreement=int(is_new)), Counter()
        case "show":
            if by.pk not in world.forms or not AgreementDraft.objects.filter(person=by).exists():
                return Counter(), Counter()
            key, was = world.forms[by.pk], AgreementVersion.objects.count()
            for _click in range(1 + b % 2):
                show_agreement(tandem=tandem, key=key, by=by)
            assert AgreementVersion.objects.count() == was + 1
            return Counter(show_agreement=1), Counter(agreement=1)
        case "accept":
            version = versions_of(tandem).first()
            if version is None:
                return Counter(), Counter()
            had = version.agreed_at(tandem.side_of(by))
            accept_agreement(tandem=tandem, number=version.number, by=by)
            return Counter(accept_agreement=int(not had)), Counter(agreement=int(not had))
        case "drop":
            had_draft = AgreementDraft.objects.filter(person=by).exists()
            drop_draft(tandem=tandem, by=by)
            return Counter(drop_agreement_draft=int(had_draft)), Counter()
        case "add":
            keys = ["job-search", "network", "society", "internship"][: b % 5]
            held = {item.topic for item in shown(plan)}
            add_topics(tandem=tandem, keys=keys, own="eigen" if b > 5 else "", key=uuid4(), by=by)
            return Counter(add_to_plan=int(bool(set(keys) - held) or b > 5)), Counter()
        case "tick":
            if not plan:
                return Counter(), Counter()
            change_topic(item=plan[b % len(plan)], state=TopicState.values[a], note="Notiz", by=by)
            return Counter(change_plan_topic=1), Counter()
        case "order":
            order = [item.pk for item in reversed(plan)]
            order_plan(tandem=tandem, order=order, by=by)
            return Counter(order_plan=int(len(order) > 1)), Counter()
        case "replan":
            return plan_anew(tandem, Situation.values[b], by)
        case "pause":
            pause_tandem(tandem=tandem, until=today + timedelta(days=b) if b else None, by=by)
            return Counter(pause_tandem=1), Counter(paused=2)
        case "resume":
            resume_tandem(tandem=tandem, by=other if b % 2 else world.house.alice)
            return Counter(resume_tandem=1), Counter(resumed=2)
        case "extend":
            day = latest_end(tandem) + timedelta(days=b - 3)
            extend_tandem(tandem=tandem, ends_on=day, by=world.house.alice if a == 3 else by)
            return Counter(extend_tandem=1), Counter(extended=2)
        case "days":
            world.days += b
            due = tandem.paused_on and tandem.resumes_on and tandem.resumes_on <= timezone.localdate()
            at_work = tandem.state == State.ACTIVE and tandem.suspended_at is None
            back = int(bool(due and at_work))
            assert (resume_due(), resume_due()) == (back, 0)
            return Counter(resume_tandem=back), Counter(resumed=2 * back)
        case "stop":
            Tandem.objects.filter(pk=tandem.pk).update(suspended_at=timezone.now() if b % 2 else None)
            return Counter(), Counter()
        case _:
            if b < 6:  # otherwise nearly every example would soon be over
                return Counter(), Counter()
            end_tandem(tandem=tandem, by=by)
            return Counter(end_tandem=1), Counter(end=1)


def plan_anew(tandem: Tandem, situation: str, by: Any) -> tuple[Count, Count]:
    lines, key = suggested(tandem, situation), uuid4()
    drop = [int(line.key) for line in lines if line.act == "drop"]
    insert = [line.key[1:] for line in lines if line.act == "insert"]
    for _click in range(2):
        replan(tandem=tandem, situation=situation, drop=drop, insert=insert, key=key, by=by)
    after = [item.pk for item in shown(plan_of(tandem))]
    assert [pk for pk, _state in PlanChange.objects.get(key=key).after] == after
    assert not set(drop) & set(after)
    return Counter(replan=1), Counter(replan=2)


def check(world: World, before: Tandem) -> None:
    """Everything that must hold between two acts."""
    tandem = world.tandem()
    assert tandem.state in {State.ACTIVE, State.ENDED}
    assert before.state == State.ACTIVE or tandem.state == State.ENDED
    assert tandem.paused_on is not None or tandem.resumes_on is None
    assert tandem.ends_on is not None
    versions = list(versions_of(tandem))
    assert [each.number for each in versions] == list(range(len(versions), 0, -1))
    by_state = Counter(each.state for each in versions)
    assert by_state[VersionState.OPEN] <= 1
    assert by_state[VersionState.VALID] <= 1
    for version in versions:
        agreed = [version.mentor_agreed_at, version.mentee_agreed_at]
        assert any(agreed)
        assert version.state != VersionState.VALID or all(agreed)
        assert version.state != VersionState.OPEN or not all(agreed)
    plan = list(PlanTopic.objects.filter(tandem=tandem))
    keys = [item.topic for item in plan if item.topic]
    assert len(keys) == len(set(keys))
    assert all((item.done_on is not None) == (item.state == TopicState.DONE) for item in plan)
    kinds = [event.kind for event in CourseEvent.objects.filter(tandem=tandem) if event.kind != "extended"]
    assert kinds == ["paused", "resumed"] * (len(kinds) // 2) + ["paused"] * (len(kinds) % 2)
    assert bool(len(kinds) % 2) == (tandem.paused_on is not None)
    assert 0 <= paused_days(tandem) <= world.days


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=16))
def test_every_sequence_ends_in_a_legal_state(
    acts: list[tuple[str, int, int]], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, transaction.atomic():
        world = World(house, patch)
        for kind, a, b in acts:
            before, (log, letters) = world.tandem(), counts()
            new_log, new_letters = Count(), Count()
            try:
                with transaction.atomic():
                    new_log, new_letters = do(world, kind, a, b)
            except REFUSALS:
                new_log, new_letters = Count(), Count()
            log_now, letters_now = counts()
            assert log_now - log == +new_log, kind
            assert letters_now - letters == +new_letters, kind
            check(world, before)
        transaction.set_rollback(True)
