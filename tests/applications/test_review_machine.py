"""Whatever two people of the team do in whatever order: states are legal, and steps, entries and letters agree."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.applications.actions.review import AlreadyDecided, HasAnother, move_application
from resonanz.applications.actions.talks import When, book_talk
from resonanz.applications.enums import MOVES, ApplicationState, Move, Way
from resonanz.applications.mails.review import Letter
from resonanz.applications.models import Application, Step
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from tests.factories import House
from tests.factories.applications import make_application, with_rules

ACTS = st.tuples(st.sampled_from(["alice", "bob"]), st.sampled_from(list(Move)), st.booleans())
SILENT = {Move.TAKE_UP, Move.REOPEN, Move.WITHDRAW}


def act(application: Application, move: str, version: int, by: Person) -> None:
    letter = Letter("Betreff", "Text")
    if move == Move.TALK:
        when = When(timezone.now() + timedelta(days=2), 30, Way.PHONE, "+43 463 000")
        book_talk(application=application, when=when, version=version, letter=letter, by=by)
    else:
        move_application(
            application=application, move=move, version=version, by=by, letter=None if move in SILENT else letter
        )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_every_sequence_ends_in_a_legal_state(acts: list[tuple[str, str, bool]], house: House) -> None:
    with transaction.atomic():  # every example begins with the same house and is undone at its end
        with_rules(house.programme)
        made = make_application(house.cohort)
        letters, done = OutboxMail.objects.count(), []
        for who, move, is_stale in acts:
            before = Application.objects.select_related("cohort__programme", "person").get(pk=made.pk)
            steps, entries, mails = (model.objects.count() for model in (Step, LogEntry, OutboxMail))
            sources, target = MOVES[move]
            is_legal = before.state in sources and not (is_stale and before.version > 1)
            seen = before.version
            version = seen - 1 if is_stale and seen > 1 else seen
            try:
                act(before, move, version, {"alice": house.alice, "bob": house.bob}[who])
                done.append(move)
            except (AlreadyDecided, HasAnother):
                assert not is_legal
                assert (steps, entries, mails) == tuple(m.objects.count() for m in (Step, LogEntry, OutboxMail))
                continue
            assert is_legal
            after = Application.objects.get(pk=made.pk)
            assert (after.state, after.version) == (target, seen + 1)
            last = Step.objects.latest("pk")
            assert (Step.objects.count(), last.after, last.by and last.by.first_name.lower()) == (steps + 1, target, who)
            assert LogEntry.objects.count() > entries
        end = Application.objects.get(pk=made.pk)
        assert (end.waitlist_position is not None) == (end.state == ApplicationState.WAITLISTED)
        assert (end.decided_at is not None) == (end.state in ("accepted", "declined", "withdrawn"))
        assert Participation.objects.filter(person=made.person).count() == int(end.state == "accepted")
        talks = made.interviews.filter(is_cancelled=True).count()  # each was called off by a letter of its own
        assert OutboxMail.objects.count() - letters == sum(move not in SILENT for move in done) + talks
        assert [step.after for step in Step.objects.filter(application=made)] == [MOVES[move][1] for move in done]
        transaction.set_rollback(True)
