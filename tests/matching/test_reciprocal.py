"""Mentor:Mentor: both give and take, both directions count, and each sees what it gives and gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from resonanz.matching.actions import accept_proposal, reasons_of_pair, reproduce, run_matching
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.queries import given
from tests.factories import make_cohort, make_participation, make_person, make_programme

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def two_by_two() -> tuple[MatchingRun, list[Participation]]:
    """Only crossing over do both get what they wish for; one way alone would also fit side by side."""
    cohort = make_cohort(make_programme("mentor-mentor"))
    people = [
        make_participation(cohort, group, name, topics=topics, topics_back=back, profile={"employer": name})
        for group, name, topics, back in (
            (Group.FIRST, "Ina", ["cv"], ["time"]),
            (Group.FIRST, "Jan", ["cv"], ["programming"]),
            (Group.SECOND, "Kaweh", ["cv"], ["programming"]),
            (Group.SECOND, "Lina", ["cv"], ["time"]),
        )
    ]
    return run_matching(cohort=cohort, objective="most_pairs", by=make_person("Lena")), people


def texts(phrases: list[dict[str, object]]) -> list[str]:
    return [Phrase.from_json(phrase).text("de") for phrase in phrases]


def test_both_directions_decide_who_goes_with_whom() -> None:
    run, (ina, jan, kaweh, lina) = two_by_two()
    assert {(p.mentor_id, p.mentee_id) for p in run.proposals.all()} == {(ina.pk, lina.pk), (jan.pk, kaweh.pk)}
    assert reproduce(run).is_same


def test_the_tandem_keeps_what_each_gives_and_common_ground_once() -> None:
    run, (ina, _, _, lina) = two_by_two()
    proposal = run.proposals.get(mentor=ina)
    assert [len(proposal.reasons), len(proposal.reasons_back)] == [6, 6]
    accept_proposal(proposal=proposal, by=None)
    assert proposal.tandem is not None
    reasons = proposal.tandem.reasons
    assert [reason["back"] for reason in reasons if "back" in reason] == [False, True]
    assert (texts(given(reasons, back=False)), texts(given(reasons, back=True))) == (
        ["Lebenslauf und Bewerbung"], ["Zeit und Alltag"],
    )  # fmt: skip
    assert len(reasons) == 7
    assert reasons_of_pair(ina, lina) == reasons


def test_each_of_the_two_reads_what_to_give_first(client_of: ClientOf) -> None:
    run, (ina, _, _, lina) = two_by_two()
    accept_proposal(proposal=(proposal := run.proposals.get(mentor=ina)), by=None)
    assert proposal.tandem is not None
    for person, order in (
        (ina, ["Lebenslauf und Bewerbung", "Zeit und Alltag"]),
        (lina, ["Zeit und Alltag", "Lebenslauf und Bewerbung"]),
    ):
        page = client_of(person.person).get(f"/tandems/{proposal.tandem.pk}/").content.decode()
        places = [page.index(text) for text in ("Das können Sie geben", order[0], "Das können Sie bekommen", order[1])]
        assert places == sorted(places)
