"""Many at the same moment: one person is asked once, and has one sheet or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections

from resonanz.mail.models import OutboxMail
from resonanz.surveys.actions.answering import AlreadySaid, answer_survey, refuse_survey
from resonanz.surveys.actions.asking import ask_due
from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation, Sheet
from tests.factories import make_cohort, make_participation, make_programme
from tests.factories.surveys import ENTRY, make_asked, make_survey

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def race(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all acts at the same moment, each in a thread of its own; return what they returned, or the kind of error."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except AlreadySaid:
            return AlreadySaid
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def asked() -> Invitation:
    programme = make_programme()
    make_survey(programme)
    return make_asked(make_participation(make_cohort(programme), "second", "Amina"))


def copy(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_related("participation__cohort__programme")
    return rows.get(pk=invitation.pk)


def test_of_many_answers_at_once_one_is_kept() -> None:
    invitation = asked()
    acts = [partial(answer_survey, invitation=copy(invitation), answers=ENTRY) for _n in range(THREADS)]
    found = race(acts)
    assert (found.count(None), found.count(AlreadySaid)) == (1, THREADS - 1)
    assert Sheet.objects.count() == 1


def test_the_database_itself_refuses_a_second_sheet() -> None:
    invitation = asked()
    answer_survey(invitation=invitation, answers=ENTRY)
    Invitation.objects.update(state=State.ASKED)  # as if the state did not guard
    with pytest.raises(IntegrityError):
        answer_survey(invitation=copy(invitation), answers=ENTRY)


@pytest.mark.parametrize("_round", range(3))
def test_an_answer_against_a_no_ends_in_one_of_the_two(_round: int) -> None:
    invitation = asked()
    first, second = copy(invitation), copy(invitation)
    found = race([partial(answer_survey, invitation=first, answers=ENTRY), partial(refuse_survey, invitation=second)])
    assert sorted(map(str, found)) == sorted(map(str, (None, AlreadySaid)))
    invitation.refresh_from_db()
    assert (invitation.state, Sheet.objects.count()) in {(State.ANSWERED, 1), (State.REFUSED, 0)}


def test_two_commands_at_once_ask_everybody_once() -> None:
    programme = make_programme()
    make_survey(programme)
    cohort = make_cohort(programme)
    rows = [make_participation(cohort, "second", f"Person{n}") for n in range(5)]
    assert sum(race([ask_due] * 3)) == 5
    assert Invitation.objects.count() == 5
    assert OutboxMail.objects.filter(key__startswith="survey:").count() == len(rows)
