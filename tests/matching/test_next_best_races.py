"""Many look for the next best, or confirm it, at the same moment: real threads, on both databases."""

from __future__ import annotations

from functools import partial

import pytest

from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import next_best
from resonanz.matching.actions.next_best import confirm_next, find_next_best, keep_next, plan_next
from resonanz.matching.enums import ProposalState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.waiting import next_proposals
from resonanz.programmes.enums import NextBest
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import (
    AlreadyDecided,
    AlreadyTogether,
    add_co_mentor,
    answer_suggestion,
    end_tandem,
    propose_tandem,
)
from resonanz.tandems.enums import OPEN_STATES, Answer
from resonanz.tandems.models import Tandem
from tests.races import THREADS, people, race

pytestmark = pytest.mark.django_db(transaction=True)


def ended(mentors: int = 3, mentees: int = 2) -> list[Participation]:
    """Return the mentees of suggestions that have ended at once; each could have somebody else."""
    givers, seekers = people(mentors, mentees)
    for giver, seeker in zip(givers, seekers, strict=False):
        end_tandem(tandem=propose_tandem(cohort=giver.cohort, mentor=giver, mentee=seeker, by=None), by=None)
    return seekers


def listed_once() -> bool:
    """Whether nobody stands twice on the team's list."""
    rows = list(next_proposals().values_list("mentor_id", "mentee_id"))
    return all(len(set(column)) == len(column) for column in zip(*rows, strict=True))


def test_two_ends_of_the_same_people_make_one_list() -> None:
    seekers = ended()
    cohort, free = seekers[0].cohort, [seeker.pk for seeker in seekers]
    assert race([partial(find_next_best, cohort=cohort, free=free)] * THREADS) == ["done"] * THREADS
    assert (next_proposals(cohort).count(), listed_once(), MatchingRun.objects.count()) == (2, True, 1)


def test_control_without_the_number_that_was_seen_the_list_is_made_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who planned at the same moment: without looking at the number, and at what is on the list, both write."""
    seekers = ended()
    cohort, free = seekers[0].cohort, {seeker.pk for seeker in seekers}
    plans = [plan_next(cohort, free) for _each in range(2)]
    assert plans[0] is not None
    assert plans[1] is not None
    assert (keep_next(cohort, plans[0])[0], keep_next(cohort, plans[1])[0]) == (True, False)
    monkeypatch.setattr(next_best, "next_number", lambda cohort: plans[0].seen + 1 if plans[0] else 0)
    monkeypatch.setattr(next_best, "next_proposals", lambda cohort: Proposal.objects.none())
    MatchingRun.objects.update(number=99)
    keep_next(cohort, plans[1])
    assert not listed_once()


def test_the_team_confirms_while_it_goes_out_by_itself() -> None:
    seekers = ended()
    cohort = seekers[0].cohort
    find_next_best(cohort=cohort, free=[seeker.pk for seeker in seekers])
    proposals = list(next_proposals(cohort))
    cohort.programme.next_best = NextBest.AUTOMATIC
    cohort.programme.save()

    def confirm(proposal: Proposal) -> None:
        confirm_next(proposal=Proposal.objects.select_related("run__cohort__programme").get(pk=proposal.pk), by=None)

    seen = race([*(partial(confirm, row) for row in proposals), *[partial(find_next_best, cohort=cohort)] * 4])
    assert set(seen) <= {"done", AlreadyDecided}
    made = Tandem.objects.filter(origin="next")
    assert {(row.mentor_id, row.mentee_id) for row in made} == {(row.mentor_id, row.mentee_id) for row in proposals}
    assert (made.count(), next_proposals(cohort).count()) == (2, 0)
    assert OutboxMail.objects.filter(key__contains=f":{made[0].pk}:suggestion:").count() == 2


def test_control_a_confirmation_that_only_looks_asks_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the conditional update, and with places left, only the pair's own constraint would stand in the way."""
    seekers = ended()
    cohort = seekers[0].cohort
    find_next_best(cohort=cohort, free=[seeker.pk for seeker in seekers])
    proposal = next_proposals(cohort)[0]
    Participation.objects.update(capacity=9)
    monkeypatch.setattr(next_best, "decide", lambda proposal, state: None)
    confirm_next(proposal=proposal, by=None)
    with pytest.raises(AlreadyTogether):
        confirm_next(proposal=proposal, by=None)
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.OPEN  # and the list would offer it again


def test_the_first_ends_while_a_second_mentor_is_added() -> None:
    (first, second), (mentee,) = people(2, 1)
    for _round in range(5):
        tandem = propose_tandem(cohort=first.cohort, mentor=first, mentee=mentee, by=None)
        for who in (first, mentee):
            tandem = answer_suggestion(tandem=tandem, answer=Answer.YES, by=who.person)
        stale = [Tandem.objects.get(pk=tandem.pk) for _each in range(2)]
        seen = race(
            [
                partial(end_tandem, tandem=stale[0], by=None),
                partial(add_co_mentor, tandem=stale[1], mentor=second, by=first.person),
            ]
        )
        assert seen[0] == "done"
        live = Tandem.objects.filter(state__in=OPEN_STATES)
        assert all(row.joins_id is None for row in live)  # nobody joins a tandem that is over
        mentee.refresh_from_db()
        second.refresh_from_db()
        assert mentee.taken == second.taken == live.count() == (1 if seen[1] == "done" else 0)
        for row in live:
            end_tandem(tandem=row, by=None)
