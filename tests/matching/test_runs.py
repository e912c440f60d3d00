"""Matching a cohort: a run keeps its inputs; accepting makes tandems that wait for both."""

from __future__ import annotations

import json

import pytest

from resonanz import engine
from resonanz.core.jobs import work_once
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import (
    NotMatched,
    Reproduction,
    RunSettings,
    accept_proposal,
    compute_run,
    discard_run,
    mark_pair,
    new_run,
    pair_by_hand,
    reproduce,
    run_matching,
)
from resonanz.matching.enums import Objective, PairMarkKind, ProposalState, RunState
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.record import as_json
from resonanz.matching.queries.runs import engine_row, unplaced_of
from resonanz.matching.queries.today import open_proposals
from resonanz.phrases import Phrase
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, end_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import ENGINEER, House, make_cohort, make_participation, make_programme

pytestmark = pytest.mark.django_db


def run_of(house: House) -> MatchingRun:
    return run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)


def pool(house: House, number: int) -> None:
    """Add people who wait, no two of whom are alike."""
    places = ["AT-9020", "AT-9500", "AT-9400", "AT-9800", "AT-9300", "AT-9170"]
    for n in range(number):
        profile = {"place": places[n % 6], "occupation": ["2221", "2142", "2512"][n % 3]}
        make_participation(house.cohort, Group.FIRST, f"Mentor{n}", profile=profile)
        make_participation(house.cohort, Group.SECOND, f"Mentee{n}", profile={**profile, "place": places[(n + 1) % 6]})


def test_only_people_with_a_free_place_are_matched(house: House) -> None:
    run = run_of(house)
    assert [row["id"] for row in run.mentors] == [str(house.karin.pk)]
    assert [row["id"] for row in run.mentees] == [str(house.noor.pk)]
    assert [(p.mentor, p.mentee) for p in run.proposals.all()] == [(house.karin, house.noor)]


def test_the_engine_sees_qualification_and_time_and_nothing_else(house: House) -> None:
    assert sorted(engine_row(house.noor, "de")) == [
        "availability", "employer", "field", "id", "interests", "languages", "occupation", "place", "places", "topics",
        "topics_back",
    ]  # fmt: skip


def test_a_run_can_be_repeated_from_what_it_kept(house: House) -> None:
    pool(house, 6)
    run = run_of(house)
    assert reproduce(run) == Reproduction(missing=[], new=[], total=run.total, is_same=True)
    house.noor.person.profile.languages = "fr:native"  # what people write later changes nothing
    house.noor.person.profile.save()
    assert reproduce(MatchingRun.objects.get(pk=run.pk)).is_same
    lost = run.proposals.first()
    assert lost is not None
    run.proposals.filter(pk=lost.pk).delete()
    again = reproduce(run)
    assert (again.is_same, again.new) == (False, [(lost.mentor_id, lost.mentee_id)])


def test_the_library_computes_the_same_from_the_record_of_a_run(house: House) -> None:
    pool(house, 4)
    kept = json.loads(json.dumps(as_json(run_of(house))))
    given = {key: kept[key] for key in ("objective", "pins", "forbids")}
    again = engine.match(kept["mentors"], kept["mentees"], kept["criteria"], capacity="places", **given)
    assert {(pair.mentor, pair.mentee): pair.score for pair in again.pairs} == {
        (pair["mentor"], pair["mentee"]): pair["score"] for pair in kept["pairs"]
    }


def test_a_run_has_weights_musts_aim_and_people_of_its_own(house: House) -> None:
    pool(house, 3)
    rules = house.programme.criteria
    criteria = {"criterion": [{**entry, "weight": number} for number, entry in enumerate(rules["criterion"])]}
    settings = RunSettings(objective=Objective.FAIREST, criteria=criteria, left_out=[house.noor.pk], name="Ohne Noor")
    run = new_run(cohort=house.cohort, settings=settings, by=house.alice)
    assert (run.criteria, run.objective, run.left_out, run.name) == (criteria, "fairest", [house.noor.pk], "Ohne Noor")
    assert str(house.noor.pk) not in [row["id"] for row in run.mentees]
    assert dict(unplaced_of(run))[house.noor].text("en") == "The team left this person out of this run."
    assert house.programme.criteria == rules
    assert reproduce(run).is_same


def test_a_large_cohort_is_computed_by_the_worker(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resonanz.matching.actions.runs.AT_ONCE", 0)
    run = run_of(house)
    assert (run.state, run.proposals.count()) == (RunState.WAITING, 0)
    assert work_once() == 1
    run.refresh_from_db()
    assert run.job is not None
    assert (run.state, run.proposals.count(), run.job.state, run.problems) == (RunState.DRAFT, 1, "done", [])
    compute_run(run=run, progress=lambda done, total: None)  # a second worker, a moment later
    assert run.proposals.count() == 1


def test_a_run_that_cannot_be_computed_says_why(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resonanz.matching.actions.runs.AT_ONCE", 0)
    type(house.noor.person.profile).objects.filter(person=house.noor.person).update(languages="de:Z9")
    run = run_of(house)
    work_once()
    run.refresh_from_db()
    assert run.job is not None
    assert (run.state, run.job.state) == (RunState.FAILED, "done")
    (problem,) = run.problems
    assert problem["participation"] == house.noor.pk
    assert "Z9" in Phrase.from_json(problem["why"]).text("de")
    discard_run(run=run, by=house.alice)
    assert run.state == RunState.DISCARDED


def test_a_run_that_was_put_away_is_not_computed_any_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resonanz.matching.actions.runs.AT_ONCE", 0)
    run = run_of(house)
    discard_run(run=run, by=house.alice)
    work_once()
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.DISCARDED, 0)
    with pytest.raises(AlreadyDecided):
        discard_run(run=run, by=house.bob)


def test_the_reasons_of_a_proposal_add_up_to_its_score(house: House) -> None:
    for proposal in run_of(house).proposals.all():
        assert round(sum(reason["points"] for reason in proposal.reasons), 3) == proposal.score


def test_reasons_are_stored_so_that_they_can_change_language(house: House) -> None:
    reasons = run_of(house).proposals.get().reasons
    texts = {language: [Phrase.from_json(r["text"]).text(language) for r in reasons] for language in ("de", "en")}
    assert len(texts["de"]) == len(house.programme.criteria["criterion"])
    assert all(de != en for de, en in zip(texts["de"], texts["en"], strict=True))


def test_topics_are_shown_by_title_not_by_key() -> None:
    programme = make_programme()
    cohort = make_cohort(programme)
    topic = programme.topics.all()[0]
    make_participation(cohort, Group.FIRST, "Karin", topics=[topic.key])
    make_participation(cohort, Group.SECOND, "Noor", topics=[topic.key])
    stored = json.dumps(run_matching(cohort=cohort, objective="most_pairs", by=None).proposals.get().reasons)
    assert json.dumps(topic.title["de"])[1:-1] in stored
    assert f'"{topic.key}"' not in stored


def test_who_is_left_gets_the_true_reason() -> None:
    cohort = make_cohort(make_programme())
    make_participation(cohort, Group.FIRST, "Karin", profile={"languages": "de:native"})
    silent = make_participation(cohort, Group.SECOND, "Noor", profile={"languages": "ar:native"})
    run = run_matching(cohort=cohort, objective="most_pairs", by=None)
    assert run.proposals.count() == 0
    why = {participation.pk: phrase for participation, phrase in unplaced_of(run)}
    assert "eine gemeinsame Sprache, mindestens B1" in why[silent.pk].text("de")


def test_accepting_asks_both_and_starts_nothing_yet(house: House) -> None:
    proposal = run_of(house).proposals.get()
    accept_proposal(proposal=proposal, by=house.alice)
    proposal.refresh_from_db()
    assert proposal.tandem is not None
    assert (proposal.state, proposal.tandem.state) == (ProposalState.ACCEPTED, State.PROPOSED)
    assert proposal.tandem.reasons == proposal.reasons
    assert OutboxMail.objects.filter(key__startswith=f"tandem:{proposal.tandem.pk}:suggestion").count() == 2


def test_a_proposal_is_decided_once(house: House) -> None:
    proposal = run_of(house).proposals.get()
    accept_proposal(proposal=proposal, by=house.alice)
    with pytest.raises(AlreadyDecided):
        accept_proposal(proposal=proposal, by=house.bob)
    assert Tandem.objects.filter(mentee=house.noor).count() == 1


def test_a_proposal_whose_people_are_taken_stays_open(house: House) -> None:
    proposal = run_of(house).proposals.get()
    pair_by_hand(mentor=house.karin, mentee=house.noor, note="Beide wollten es.", by=house.bob)
    with pytest.raises(NoFreePlace):
        accept_proposal(proposal=proposal, by=house.alice)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_runs_are_numbered_and_older_drafts_stay(house: House) -> None:
    old, new = run_of(house), run_of(house)
    assert [old.number, new.number] == [1, 2]
    assert [run.proposals.get().state for run in (old, new)] == [ProposalState.OPEN, ProposalState.OPEN]
    assert list(open_proposals()) == [new.proposals.get()]  # what today counts


@pytest.mark.parametrize("how", ["declined", "taken back", "ruled out"])
def test_a_pair_that_was_asked_or_ruled_out_is_not_proposed_again(house: House, how: str) -> None:
    proposal = run_of(house).proposals.get()
    if how == "ruled out":
        mark_pair(mentor=house.karin, mentee=house.noor, kind=PairMarkKind.FORBID, by=house.alice)
    else:
        accept_proposal(proposal=proposal, by=house.alice)
        assert proposal.tandem is not None
        if how == "declined":
            answer_suggestion(tandem=proposal.tandem, answer=Answer.NO, by=house.noor.person)
        else:
            end_tandem(tandem=proposal.tandem, by=house.alice)
    again = run_of(house)
    assert again.proposals.count() == 0
    assert "ausgeschlossen" in dict(unplaced_of(again))[house.noor].text("de")


def test_more_people_than_can_be_matched_get_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resonanz.matching.actions.runs.MOST_AT_ALL", 0)
    with pytest.raises(NotMatched, match="1 × 1 people are more than can be matched here"):
        run_of(house)


def test_a_profile_that_cannot_be_read_keeps_nobody_apart(house: House) -> None:
    type(house.noor.person.profile).objects.filter(person=house.noor.person).update(languages="de:Z9")
    house.noor.refresh_from_db()
    assert pair_by_hand(mentor=house.karin, mentee=house.noor, note="", by=house.alice).reasons == []


def test_pairs_by_hand_keep_the_note_and_know_why(house: House) -> None:
    tandem = pair_by_hand(mentor=house.karin, mentee=house.noor, note="Gleiche Klinik.", by=house.alice)
    assert (tandem.note, tandem.state) == ("Gleiche Klinik.", State.PROPOSED)
    assert len(tandem.reasons) == len(house.programme.criteria["criterion"])


def test_each_act_is_logged(house: House) -> None:
    proposal = run_of(house).proposals.get()
    accept_proposal(proposal=proposal, by=house.alice)
    verbs = LogEntry.objects.filter(actor=house.alice).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["run_matching", "propose_tandem", "accept_proposal"]


@pytest.mark.parametrize(
    "slug", ["mentegra", "mentoring-partnerschaft-muenchen", "mentor-mentor", "mentoring-fuer-migrantinnen", "alumniportal"]
)
def test_every_programme_matches_on_its_own_criteria(slug: str) -> None:
    cohort = make_cohort(make_programme(slug))
    both = {"languages": "de:C1;en:C1;ar:native", "availability": "mon-evening", "employer": "", "about": {"de": "Hallo."}}
    topics = [topic.key for topic in cohort.programme.topics.all()[:2]]
    for n in range(3):
        mentor, mentee = {**both, "employer": f"Firma {n}", "field": "Technik"}, {**ENGINEER, **both, "field": "Technik"}
        make_participation(cohort, Group.FIRST, f"Mentor{n}", profile=mentor, topics=topics)
        make_participation(cohort, Group.SECOND, f"Mentee{n}", profile=mentee, topics=topics)
    assert run_matching(cohort=cohort, objective="most_pairs", by=None).proposals.count() == 3


def test_nobody_is_compared_whose_profile_is_not_complete() -> None:
    cohort = make_cohort(make_programme("alumniportal"))
    topics = [topic.key for topic in cohort.programme.topics.all()[:2]]
    about = {"languages": "de:C1;en:C1", "about": {"en": "Hello."}}
    make_participation(cohort, Group.FIRST, "Mentor", profile=about, topics=topics)
    whole = make_participation(cohort, Group.SECOND, "Whole", profile=about, topics=topics)
    partial = make_participation(cohort, Group.SECOND, "Partial", profile={**about, "about": {}}, topics=topics)
    run = run_matching(cohort=cohort, objective="most_pairs", by=None)
    assert [proposal.mentee for proposal in run.proposals.all()] == [whole]
    assert [(entry["participation"], Phrase.from_json(entry["why"]).text("en")) for entry in run.unplaced] == [
        (partial.pk, "The profile is not complete yet.")
    ]
