"""Whatever people do with requests in whatever order: states, slots and places are legal, all is told once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions.requests import (
    CannotAsk,
    RemindedToday,
    accept_request,
    ask_back,
    decline_request,
    expire_requests,
    offer_places,
    remind_of_request,
    remind_of_requests,
    reply_to_question,
    withdraw_request,
)
from resonanz.matching.enums import OPEN_REQUESTS, Ended, RequestState
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import with_people
from resonanz.people.actions import end_pause, pause_person
from resonanz.programmes.actions import NoFreePlace, PlacesInUse
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.factories.requests import Community, make_community, make_request

pytestmark = pytest.mark.django_db
TOWN_GIVES, TOWN_SEEKS = ["jonas", "karin", "marta"], ["amina", "olena"]
MENTORS, MENTEES = st.sampled_from(TOWN_GIVES), st.sampled_from(TOWN_SEEKS)
REQUESTS = st.integers(0, 5)
Count = Counter[str]
LIMIT = 2
ENDED = {  # how a request can have ended without an answer: (state, why)
    (RequestState.EXPIRED, Ended.TIME),
    (RequestState.EXPIRED, Ended.PLACE),
    (RequestState.EXPIRED, Ended.PAUSE),
    (RequestState.WITHDRAWN, Ended.PAUSE),
    (RequestState.WITHDRAWN, Ended.SETTLED),
    (RequestState.WITHDRAWN, ""),
}
FINAL_LETTERS: dict[tuple[str, str], dict[str, int]] = {  # the letters that a request ends with, and how many
    (RequestState.ACCEPTED, ""): {},
    (RequestState.DECLINED, ""): {"declined": 1},
    (RequestState.WITHDRAWN, ""): {"withdrawn": 1},
    (RequestState.WITHDRAWN, Ended.SETTLED): {"settled": 1},
    (RequestState.EXPIRED, Ended.PLACE): {"no-place": 1},
    (RequestState.EXPIRED, Ended.TIME): {"expired": 2},
    (RequestState.EXPIRED, Ended.PAUSE): {"paused": 1},
    (RequestState.WITHDRAWN, Ended.PAUSE): {"paused": 1},
}
FINAL_VERBS = {
    RequestState.ACCEPTED: "accept_request",
    RequestState.DECLINED: "decline_request",
}
REFUSED = (AlreadyDecided, CannotAsk, NoFreePlace, PlacesInUse, RemindedToday)


class Requests(RuleBasedStateMachine):
    """Two who look for somebody, three who give time; every act may meet a request in any state, twice, or at any time."""

    town: Community

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()  # every example begins with the same town and is undone at its end
        self.transaction.__enter__()
        self.over: dict[int, tuple[str, str]] = {}
        self.replies: Counter[int] = Counter()
        self.questions: Counter[int] = Counter()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def who(self, name: str) -> Participation:
        return Participation.objects.select_related("cohort__programme", "person__profile").get(
            pk=getattr(self.town, name).pk
        )

    def pick(self, number: int) -> Request | None:
        """Return one of the requests, the newest more often, as a page would have loaded it."""
        pks = list(Request.objects.order_by("-pk").values_list("pk", flat=True))
        return with_people(Request.objects.all()).get(pk=pks[number % len(pks)]) if pks else None

    def act(self, act: Callable[[], Any]) -> bool:
        """Do something; whatever is refused must leave nothing behind."""
        before = self.counts()
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            assert self.counts() == before
            return False
        return True

    def counts(self) -> tuple[int, int, int, list[tuple[Any, ...]]]:
        rows = Request.objects.order_by("pk").values_list("state", "slot", "expires_on", "reminded_at", "ended_because")
        return LogEntry.objects.count(), OutboxMail.objects.count(), Tandem.objects.count(), list(rows)

    @initialize(pairs=st.lists(st.tuples(MENTORS, MENTEES), max_size=3))
    def begin(self, pairs: list[tuple[str, str]]) -> None:
        for mentor, mentee in pairs:
            self.ask(mentor, mentee)

    @rule(mentor=MENTORS, mentee=MENTEES)
    def ask(self, mentor: str, mentee: str) -> None:
        self.act(lambda: make_request(self.who(mentee), self.who(mentor)))

    @rule(number=REQUESTS)
    def ask_back(self, number: int) -> None:
        if row := self.pick(number):
            self.questions[row.pk] += self.act(lambda: ask_back(request=row, question="Wann?", by=row.mentor.person))

    @rule(number=REQUESTS)
    def reply(self, number: int) -> None:
        if row := self.pick(number):
            self.replies[row.pk] += self.act(lambda: reply_to_question(request=row, reply="Bald", by=row.mentee.person))

    @rule(number=REQUESTS)
    def accept(self, number: int) -> None:
        if row := self.pick(number):
            self.act(lambda: accept_request(request=row, by=row.mentor.person))

    @rule(number=REQUESTS, reason=st.sampled_from(["", "no_time"]), word=st.sampled_from(["", "Viel Glück!"]))
    def decline(self, number: int, reason: str, word: str) -> None:
        if row := self.pick(number):
            self.act(lambda: decline_request(request=row, reason=reason, kind_word=word, by=row.mentor.person))

    @rule(number=REQUESTS)
    def withdraw(self, number: int) -> None:
        if row := self.pick(number):
            self.act(lambda: withdraw_request(request=row, by=row.mentee.person))

    @rule(number=REQUESTS)
    def remind(self, number: int) -> None:
        if row := self.pick(number):
            self.act(lambda: remind_of_request(request=row, by=self.town.alice))

    @rule(days=st.integers(1, 16))
    def days_pass(self, days: int) -> None:
        """The clock: what is known of every request moves into the past, then the command runs, twice."""
        for row in Request.objects.filter(state__in=OPEN_REQUESTS):
            row.turn_since, row.expires_on = row.turn_since - timedelta(days=days), row.expires_on - timedelta(days=days)
            row.save(update_fields=["turn_since", "expires_on"])
        expire_requests()
        remind_of_requests()
        assert (expire_requests(), remind_of_requests()) == (0, 0)

    @rule(name=MENTORS | MENTEES, days=st.sampled_from([3, 30, None]))
    def pause(self, name: str, days: int | None) -> None:
        until = timezone.localdate() + timedelta(days=days) if days else None
        self.act(lambda: pause_person(person=self.who(name).person, until=until, by=self.who(name).person))

    @rule(name=MENTORS | MENTEES)
    def come_back(self, name: str) -> None:
        end_pause(person=self.who(name).person, by=self.who(name).person)

    @rule(name=MENTORS, places=st.integers(0, 3))
    def change_places(self, name: str, places: int) -> None:
        self.act(lambda: offer_places(participation=self.who(name), capacity=places, by=self.who(name).person))

    @invariant()
    def all_is_right(self) -> None:
        people = Participation.objects.in_bulk()
        active = list(Tandem.objects.filter(state=State.ACTIVE).values_list("mentor_id", "mentee_id"))
        requests = list(Request.objects.order_by("pk"))
        for pk, one in people.items():
            assert one.taken == sum(pk in pair for pair in active) <= one.capacity
        for name in TOWN_SEEKS:
            seeker = people[getattr(self.town, name).pk]
            slots = [row.slot for row in requests if row.mentee_id == seeker.pk and row.state in OPEN_REQUESTS]
            assert len(slots) == len(set(slots))
            assert set(slots) <= set(range(1, LIMIT + 1))
            assert not (slots and seeker.free_places < 1)  # whoever has found somebody waits for nobody
        letters, verbs = told(), logged()
        for row in requests:
            place = (row.state, row.ended_because)
            if row.state not in OPEN_REQUESTS:
                assert place in ENDED or (row.state in FINAL_VERBS and not row.ended_because)
                assert self.over.setdefault(row.pk, place) == place  # what is over stays as it is
            assert (row.tandem_id is not None) == (row.state == RequestState.ACCEPTED)
            self.told_and_logged_once(row, place, letters[row.pk], verbs[row.pk])

    def told_and_logged_once(self, row: Request, place: tuple[str, str], letters: Count, verbs: Count) -> None:
        way = {"asked": 1, "asked-back": self.questions[row.pk], "replied": self.replies[row.pk]}
        assert letters == +Counter(way | FINAL_LETTERS.get(place, {}))
        end = Count()
        if row.state not in OPEN_REQUESTS:
            why = {"": "withdraw_request", Ended.TIME: "expire_request"}.get(row.ended_because, "end_request")
            end[FINAL_VERBS.get(RequestState(row.state), why)] = 1
        steps = {"ask_mentor": 1, "ask_back": self.questions[row.pk], "reply_to_question": self.replies[row.pk]}
        assert verbs == +Counter(steps) + end


def told() -> defaultdict[int, Count]:
    """Return how many letters of which kind there are about each request, but for those on the way."""
    found: defaultdict[int, Count] = defaultdict(Count)
    for key in OutboxMail.objects.filter(key__startswith="request:").values_list("key", flat=True):
        _room, pk, kind, *_more = key.split(":")
        if kind not in ("reminder", "waits"):
            found[int(pk)][kind] += 1
    return found


def logged() -> defaultdict[int, Count]:
    """Return what the log says about each request, but for what may happen on the way more than once."""
    found: defaultdict[int, Count] = defaultdict(Count)
    entries = LogEntry.objects.filter(subject__startswith="matching.request:").values_list("subject", "verb")
    for subject, verb in entries.exclude(verb__in=["remind_of_request", "hold_request"]):
        found[int(subject.split(":")[1])][verb] += 1
    return found


def test_every_sequence_of_acts() -> None:
    town = make_community()
    town.programme.open_requests = LIMIT
    town.programme.save()
    machine = type("InTown", (Requests,), {"town": town})
    quiet = settings(max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=quiet)
