"""The workbench: marks on pairs, computing again, handing over, publishing; and its pages, clicked through."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.core.jobs import work_once
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import (
    NotAColleague,
    NotMatched,
    PinnedElsewhere,
    assign_run,
    export_run,
    letters_of,
    mark_pair,
    pair_by_hand,
    publish_run,
    re_solve,
    run_matching,
    unmark_pair,
)
from resonanz.matching.enums import PairMarkKind, ProposalState, RunState
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries.runs import visible_proposals, visible_runs
from resonanz.matching.queries.workbench import asking, change, not_counted_yet, pairs_of
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from tests.factories import House, make_participation

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
PIN, FORBID, NOTE = PairMarkKind.PIN, PairMarkKind.FORBID, PairMarkKind.NOTE


@pytest.fixture
def lena(house: House) -> House:
    """The house with one more mentor, Lena, and one more mentee, Samir."""
    house.lena = make_participation(house.cohort, Group.FIRST, "Lena", profile={"place": "AT-9500"})  # type: ignore[attr-defined]
    house.samir = make_participation(house.cohort, Group.SECOND, "Samir", profile={"place": "AT-9500"})  # type: ignore[attr-defined]
    return house


def run_of(house: House) -> MatchingRun:
    return run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)


def couples(run: MatchingRun) -> set[tuple[str, str]]:
    """The pairs of a run by first names, mentee first."""
    rows = run.proposals.select_related("mentee__person", "mentor__person")
    return {(row.mentee.person.first_name, row.mentor.person.first_name) for row in rows}


def test_a_pin_and_a_ban_hold_from_the_next_run_on(lena: House) -> None:
    first = run_of(lena)
    assert couples(first) == {("Noor", "Karin"), ("Samir", "Lena")}
    mark_pair(mentor=lena.lena, mentee=lena.noor, kind=PIN, by=lena.alice)  # type: ignore[attr-defined]
    assert not_counted_yet(first) == 1
    second = re_solve(run=first, by=lena.bob)
    assert (couples(second), second.parent, second.number) == ({("Noor", "Lena"), ("Samir", "Karin")}, first, 2)
    assert [row.is_pinned for row in second.proposals.filter(mentee=lena.noor)] == [True]
    assert not_counted_yet(second) == 0
    (mark,) = PairMark.objects.all()
    unmark_pair(mark=mark, by=lena.alice)
    mark_pair(mentor=lena.karin, mentee=lena.noor, kind=FORBID, by=lena.alice)
    mark_pair(mentor=lena.lena, mentee=lena.noor, kind=FORBID, by=lena.alice)  # type: ignore[attr-defined]
    third = re_solve(run=second, by=lena.alice)
    assert len(couples(third)) == 1
    assert {entry["participation"] for entry in third.unplaced} >= {lena.noor.pk}
    said = change(first, third, pairs_of(third))
    assert (said.pairs, said.lost, said.won, said.is_comparable) == ((2, 1), {lena.noor.pk}, set(), True)


def test_what_the_team_pins_may_have_been_asked_before(house: House) -> None:
    tandem = pair_by_hand(mentor=house.karin, mentee=house.noor, note="", by=house.alice)
    Tandem.objects.filter(pk=tandem.pk).update(state="withdrawn")
    type(house.karin).objects.filter(pk__in=[house.karin.pk, house.noor.pk]).update(taken=0)
    assert run_of(house).proposals.count() == 0
    mark_pair(mentor=house.karin, mentee=house.noor, kind=PIN, by=house.alice)
    assert couples(run_of(house)) == {("Noor", "Karin")}


def test_a_pin_against_a_must_is_said_with_the_name(house: House) -> None:
    house.noor.person.profile.languages = "ar:native"
    house.noor.person.profile.save()
    house.karin.person.profile.languages = "de:native"
    house.karin.person.profile.save()
    mark_pair(mentor=house.karin, mentee=house.noor, kind=PIN, by=house.alice)
    with pytest.raises(NotMatched) as caught:
        run_of(house)
    assert [problem["participation"] for problem in caught.value.problems] == [house.noor.pk]
    assert "fails the condition" in str(caught.value)


def test_nobody_is_kept_together_with_two(lena: House) -> None:
    mark_pair(mentor=lena.karin, mentee=lena.noor, kind=PIN, by=lena.alice)
    with pytest.raises(PinnedElsewhere):
        mark_pair(mentor=lena.lena, mentee=lena.noor, kind=PIN, by=lena.alice)  # type: ignore[attr-defined]
    assert PairMark.objects.count() == 1


def test_a_note_stands_beside_a_pin_and_outlives_it(house: House) -> None:
    two: dict[str, Any] = {"mentor": house.karin, "mentee": house.noor}
    assert mark_pair(**two, kind=NOTE, note="", by=house.alice) is None
    mark_pair(**two, kind=PIN, by=house.alice)
    mark = mark_pair(**two, kind=NOTE, note=" Kennen sich. ", by=house.alice)
    assert mark is not None
    assert (mark.kind, mark.note) == (PIN, "Kennen sich.")
    unmark_pair(mark=mark, by=house.alice)
    mark = PairMark.objects.get()
    assert (mark.kind, mark.note) == (NOTE, "Kennen sich.")
    assert mark_pair(**two, kind=NOTE, note="", by=house.alice) is None
    assert not PairMark.objects.exists()


def test_handing_over_writes_one_letter_to_a_colleague_only(house: House) -> None:
    run = run_of(house)
    with pytest.raises(NotAColleague):
        assign_run(run=run, to=house.charlie, by=house.alice)
    for _ in range(2):
        assign_run(run=run, to=house.bob, by=house.alice)
    (letter,) = OutboxMail.objects.filter(key__startswith=f"matching-run:{run.pk}:")
    assert (letter.to, letter.link) == (house.bob.email, reverse("matching:run", args=[run.pk]))


def test_publishing_asks_everybody_once_and_says_who_was_placed_meanwhile(lena: House) -> None:
    run = run_of(lena)
    other = run_of(lena)
    vera = make_participation(lena.cohort, Group.FIRST, "Vera")
    pair_by_hand(mentor=vera, mentee=lena.noor, note="", by=lena.bob)
    assert [(len(plan.pairs), len(plan.taken)) for plan in [asking(run)]] == [(1, 1)]
    shown, queued = letters_of(run), OutboxMail.objects.count()
    assert Tandem.objects.filter(mentee=lena.samir).count() == 0  # type: ignore[attr-defined]  # only looked at
    outcome = publish_run(run=run, by=lena.alice)
    assert outcome is not None
    assert (outcome.asked, [row.mentee for row in outcome.left]) == (1, [lena.noor])
    assert [mail.text for mail in OutboxMail.objects.order_by("pk")[queued:]] == [letter.text for letter in shown]
    assert {row.mentee_id: row.state for row in run.proposals.all()} == {
        lena.noor.pk: ProposalState.SUPERSEDED,
        lena.samir.pk: ProposalState.ACCEPTED,  # type: ignore[attr-defined]
    }
    with pytest.raises(AlreadyDecided):
        publish_run(run=MatchingRun.objects.get(pk=run.pk), by=lena.bob)
    late = publish_run(run=other, by=lena.bob)
    assert late is not None
    assert (late.asked, len(late.left)) == (0, 1)  # the other pair has been asked before
    assert Tandem.objects.filter(mentee__in=[lena.noor, lena.samir]).count() == 2  # type: ignore[attr-defined]


def test_what_was_ruled_out_since_is_not_asked(house: House) -> None:
    run = run_of(house)
    mark_pair(mentor=house.karin, mentee=house.noor, kind=FORBID, by=house.bob)
    outcome = publish_run(run=run, by=house.alice)
    assert outcome is not None
    assert (outcome.asked, run.proposals.get().state) == (0, ProposalState.DISMISSED)


def test_many_pairs_are_asked_by_the_worker(lena: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resonanz.matching.actions.publishing.PUBLISHED_AT_ONCE", 1)
    run = run_of(lena)
    assert publish_run(run=run, by=lena.alice) is None
    assert work_once() == 1
    assert [row.state for row in run.proposals.all()] == [ProposalState.ACCEPTED] * 2


def test_the_workbook_has_pairs_people_settings_and_profiles(house: House) -> None:
    sheets = export_run(run=run_of(house), suffix="xlsx", by=house.alice)
    assert list(sheets) == ["Paare", "Ohne Vorschlag", "Einstellungen", "Profile 1", "Profile 2"]
    assert sheets["Paare"][1][0][:2] == ["Noor Beispiel", "Karin Beispiel"]
    assert sheets["Profile 2"][1] == [["Noor Beispiel", *run_of(house).mentees[0].values()]]


def test_trying_out_keeps_nothing(lena: House, client_of: ClientOf) -> None:
    client, run = client_of(lena.alice), run_of(lena)
    data = {"objective": "most_pairs", "must-0": "on", "shown": f"{lena.noor.pk}", "weight-0": "0", "try": "1"}
    page = client.post(reverse("matching:run", args=[run.pk]), data)
    assert (page.status_code, MatchingRun.objects.count()) == (200, 1)
    assert (page.context["pair_count"], page.context["change"].lost) == (1, {lena.noor.pk})
    assert "Nur ausprobiert, noch nicht gespeichert" in page.content.decode()
    del data["try"]
    made = client.post(reverse("matching:run", args=[run.pk]), data)
    kept = MatchingRun.objects.latest("pk")
    assert made.url == reverse("matching:run", args=[kept.pk])  # type: ignore[attr-defined]
    assert (kept.parent, kept.left_out, kept.criteria["criterion"][0]["weight"]) == (run, [lena.noor.pk], 0)
    assert kept.criteria["criterion"][1:] == run.criteria["criterion"][1:]


def test_a_pair_is_marked_from_its_row(house: House, client_of: ClientOf) -> None:
    client, run = client_of(house.alice), run_of(house)
    url, back = reverse("matching:mark", args=[house.cohort.pk]), reverse("matching:run", args=[run.pk]) + "#pair"
    two = {"mentor": house.karin.pk, "mentee": house.noor.pk, "next": back}
    assert client.post(url, {**two, "kind": "pin"}).url == back  # type: ignore[attr-defined]
    assert "1 Änderung ist noch nicht eingerechnet." in client.get(back).content.decode()
    client.post(url, {**two, "kind": "free"})
    assert not PairMark.objects.exists()
    away = client.post(url, {**two, "kind": "pin", "next": "https://elsewhere.example/"})
    assert away.url == reverse("matching:match", args=[house.cohort.pk])  # type: ignore[attr-defined]
    page = client.post(url, {**two, "mentee": house.dora.pk, "kind": "pin"}, follow=True).content.decode()
    assert "Dieses Paar gibt es nicht mehr" in page


def test_from_the_preview_to_the_people_asked(house: House, client_of: ClientOf) -> None:
    alice, bob, run = client_of(house.alice), client_of(house.bob), run_of(house)
    url = reverse("matching:publish", args=[run.pk])
    page = alice.get(url).content.decode()
    assert ("1 Paar wird gefragt" in page, "Die ersten Briefe" in page) == (True, True)
    assert "1 Paar wird jetzt gefragt." in alice.post(url, follow=True).content.decode()
    assert "Alice Beispiel hat diesen Lauf gerade eben veröffentlicht." in bob.post(url, follow=True).content.decode()
    run.refresh_from_db()
    assert (run.state, run.published_by) == (RunState.PUBLISHED, house.alice)
    again = alice.post(reverse("matching:check", args=[run.pk]), follow=True).content.decode()
    assert "Nachgerechnet: genau dieselben Paare mit denselben Punkten." in again


def test_a_large_run_is_waited_for_and_found_again(
    house: House, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resonanz.matching.actions.runs.AT_ONCE", 0)
    client = client_of(house.alice)
    page = client.post(reverse("matching:match", args=[house.cohort.pk]), {"objective": "fairest"}, follow=True)
    run = MatchingRun.objects.get()
    waiting = reverse("matching:waiting", args=[run.pk])
    assert page.redirect_chain[-1][0] == waiting
    assert client.post(waiting, follow=True).redirect_chain[-1][0] == reverse("matching:run", args=[run.pk])
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.DRAFT, 1)


def test_a_run_is_taken_along_after_the_password(house: House, client_of: ClientOf) -> None:
    client, run = client_of(house.alice), run_of(house)
    url = reverse("matching:download_run", args=[run.pk, "json"])
    assert client.get(url).url.startswith(reverse("account_reauthenticate"))  # type: ignore[attr-defined]
    answer = client.post(client.get(url).url, {"password": "correct horse battery"}, follow=True)  # type: ignore[attr-defined]
    kept = json.loads(answer.content)
    assert (kept["run"], kept["mentees"], len(kept["pairs"])) == (1, run.mentees, 1)


def test_the_side_that_is_asked_first_chooses_among_the_next_best(lena: House) -> None:
    type(lena.programme).objects.filter(pk=lena.programme.pk).update(answer_order="mentee_first", candidates=2)
    run = MatchingRun.objects.select_related("cohort__programme").get(pk=run_of(lena).pk)
    outcome = publish_run(run=run, by=lena.alice)
    assert outcome is not None
    assert (outcome.asked, outcome.left) == (2, [])
    offered = Tandem.objects.filter(mentee=lena.noor).order_by("rank")
    assert [(row.state, row.rank, row.mentor) for row in offered] == [
        ("offered", 1, lena.karin),
        ("offered", 2, lena.lena),  # type: ignore[attr-defined]
    ]
    assert run.proposals.get(mentee=lena.noor).tandem == offered[0]
    assert all(row.reasons for row in offered)


def test_a_pair_is_loaded_without_the_whole_cohort_of_its_run(lena: House) -> None:
    first = run_of(lena)
    again = re_solve(run=first, by=lena.alice)
    whole = {"criteria", "mentors", "mentees", "left_out", "pins", "forbids", "unplaced", "problems", "insight"}
    pairs = [*asking(again).pairs, *visible_proposals(lena.alice)]
    assert len(pairs) == 2 + 4
    assert [pair.run.get_deferred_fields() for pair in pairs] == [whole] * 6
    before = visible_runs(lena.alice).get(pk=again.pk).parent
    assert before is not None
    assert before.get_deferred_fields() == whole
