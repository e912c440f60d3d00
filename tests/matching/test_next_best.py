"""Somebody is free again: the next best is found, confirmed by the team or sent by itself, and nobody is asked twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from resonanz.core.jobs import work_once
from resonanz.core.models import Job, LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions.next_best import confirm_next, dismiss_next, find_next_best, match_again
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries.waiting import free_again, next_proposals
from resonanz.people.actions import pause_person
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import CohortState, Group, NextBest
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, ask_for_change, end_tandem, propose_tandem
from resonanz.tandems.enums import Answer, Origin, State
from resonanz.tandems.models import Tandem
from tests.factories import House, make_participation

pytestmark = pytest.mark.django_db


def pairs(house: House) -> list[tuple[str, str]]:
    """Return who stands on the team's list, mentee first."""
    rows = next_proposals(house.cohort)
    return sorted((row.mentee.person.first_name, row.mentor.person.first_name) for row in rows)


def say_no(house: House, answer: str = Answer.NO) -> None:
    """Olena does not want Karin."""
    answer_suggestion(tandem=house.proposed, answer=answer, by=house.olena.person)


def test_a_no_brings_the_next_best_onto_the_list(house: House) -> None:
    paul = make_participation(house.cohort, Group.FIRST, "Paul")
    say_no(house)
    assert work_once() == 1
    assert pairs(house) == [("Noor", "Karin"), ("Olena", "Paul")]
    run = MatchingRun.objects.get()
    assert (run.is_next, run.state, run.computed_by) == (True, RunState.DRAFT, None)
    assert [entry["mentor"] for entry in run.again["others"][str(house.olena.pk)]] == []  # a no is never proposed again
    assert [entry["mentor"] for entry in run.again["others"][str(house.noor.pk)]] == [paul.pk]
    proposal = next_proposals(house.cohort).get(mentee=house.olena)
    tandem = confirm_next(proposal=proposal, by=house.alice)
    assert (tandem.mentor, tandem.state, tandem.origin) == (paul, State.PROPOSED, Origin.NEXT)
    assert tandem.reasons == proposal.reasons
    assert OutboxMail.objects.filter(key__startswith=f"tandem:{tandem.pk}:suggestion:").count() == 2
    with pytest.raises(AlreadyDecided):
        confirm_next(proposal=proposal, by=house.bob)


def test_who_was_not_free_again_is_left_to_the_run_of_the_cohort(house: House) -> None:
    for name in ("Lea", "Mara"):
        make_participation(house.cohort, Group.SECOND, name)
        make_participation(house.cohort, Group.FIRST, f"{name}s")
    say_no(house)
    work_once()
    touched = {house.olena.pk, house.karin.pk}
    listed = list(next_proposals(house.cohort))
    assert all({row.mentor_id, row.mentee_id} & touched for row in listed)
    assert touched <= {pk for row in listed for pk in (row.mentor_id, row.mentee_id)}


def test_the_last_click_closes_the_run_and_another_is_looked_for_after_setting_aside(house: House) -> None:
    make_participation(house.cohort, Group.FIRST, "Paul")
    say_no(house)
    work_once()
    run = MatchingRun.objects.get()
    confirm_next(proposal=next_proposals(house.cohort).get(mentee=house.noor), by=house.alice)
    run.refresh_from_db()
    assert run.state == RunState.DRAFT
    dismiss_next(proposal=next_proposals(house.cohort).get(), by=house.alice)
    run.refresh_from_db()
    assert (run.state, run.published_by) == (RunState.PUBLISHED, house.alice)
    make_participation(house.cohort, Group.FIRST, "Rita")
    assert work_once() == 1
    assert pairs(house) == [("Olena", "Rita")]  # Paul was set aside
    mark = PairMark.objects.get()  # which the workbench shows, and where the team can allow it again
    assert (mark.mentor.person.first_name, mark.mentee, mark.kind, mark.by) == ("Paul", house.olena, "forbid", house.alice)


def test_a_suggestion_on_the_list_stays_when_another_one_ends(house: House) -> None:
    """Two mentees, two mentors: the first pair stays on the list although the sum would be greater the other way round."""
    paul = make_participation(house.cohort, Group.FIRST, "Paul")
    end_tandem(tandem=house.proposed, by=house.alice)
    work_once()
    before = pairs(house)
    rita = make_participation(house.cohort, Group.FIRST, "Rita")
    again = propose_tandem(
        cohort=house.cohort, mentor=rita, mentee=make_participation(house.cohort, Group.SECOND, "Lea"), by=None
    )
    answer_suggestion(tandem=again, answer=Answer.NO, by=rita.person)
    work_once()
    assert set(before) <= set(pairs(house))
    assert next_proposals(house.cohort).values("run").distinct().count() == 1
    assert "text" in MatchingRun.objects.latest("pk").again
    assert paul.pk


def test_with_automatic_it_goes_out_by_itself_once(house: House) -> None:
    house.programme.next_best = NextBest.AUTOMATIC
    house.programme.save()
    paul = make_participation(house.cohort, Group.FIRST, "Paul")
    say_no(house)
    assert Tandem.objects.filter(mentor=paul).count() == 0  # not within the answer
    work_once()
    tandem = Tandem.objects.get(mentor=paul)
    assert (tandem.mentee, tandem.state, tandem.origin, tandem.proposed_by) == (
        house.olena,
        State.PROPOSED,
        Origin.NEXT,
        None,
    )
    assert MatchingRun.objects.get().state == RunState.PUBLISHED
    count = (Tandem.objects.count(), OutboxMail.objects.count(), MatchingRun.objects.count(), LogEntry.objects.count())
    for _again in range(2):
        find_next_best(cohort=house.cohort, free=[house.olena.pk, house.karin.pk])
    assert count == (
        Tandem.objects.count(), OutboxMail.objects.count(), MatchingRun.objects.count(), LogEntry.objects.count()
    )  # fmt: skip


def test_one_job_for_one_end(house: House) -> None:
    say_no(house)
    assert list(Job.objects.values_list("key", flat=True)) == [f"next_best:tandem:{house.proposed.pk}"]


def test_who_found_nobody_is_looked_for_again_when_somebody_comes(house: House) -> None:
    ask_for_change(tandem=house.active, by=house.amina.person)
    end_tandem(tandem=house.proposed, by=house.alice)
    Participation.objects.filter(group=Group.FIRST).update(capacity=0)
    while work_once():
        pass
    assert pairs(house) == []
    assert house.olena in free_again(house.cohort)
    make_participation(house.cohort, Group.FIRST, "Paul")
    make_participation(house.cohort, Group.FIRST, "Rita")
    assert match_again() == 1
    assert {"Olena", "Amina"} <= set(dict(pairs(house)))
    assert match_again() == 0


def test_who_pauses_or_whose_cohort_is_over_is_left_alone(house: House) -> None:
    make_participation(house.cohort, Group.FIRST, "Paul")
    pause_person(person=house.olena.person, until=None, by=house.olena.person)
    say_no(house)
    work_once()
    assert pairs(house) == [("Noor", "Karin")]
    house.cohort.state = CohortState.FINISHED
    house.cohort.save()
    assert find_next_best(cohort=house.cohort, free=[house.karin.pk]) is None


def test_another_of_those_shown_can_be_chosen(house: House) -> None:
    paul = make_participation(house.cohort, Group.FIRST, "Paul")
    say_no(house)
    work_once()
    proposal = next_proposals(house.cohort).get(mentee=house.noor)
    tandem = confirm_next(proposal=proposal, mentor=paul, by=house.alice)
    proposal.refresh_from_db()
    assert (tandem.mentor, tandem.mentee, proposal.state) == (paul, house.noor, ProposalState.SUPERSEDED)
    with pytest.raises(NoFreePlace):
        confirm_next(proposal=next_proposals(house.cohort).get(mentee=house.olena), by=house.alice)


def test_a_tandem_that_ran_its_time_brings_no_next(house: House) -> None:
    Tandem.objects.filter(pk=house.active.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    house.active.refresh_from_db()
    end_tandem(tandem=house.active, by=house.alice)
    assert house.amina not in free_again(house.cohort)
    assert Job.objects.count() == 0
