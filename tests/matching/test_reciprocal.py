"""Mentor:Mentor: both give and take, both directions count, and each sees what it gives and gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from resonanz.matching.actions import accept_proposal, reasons_of_pair, reproduce, run_matching
from resonanz.matching.actions.next_best import find_next_best
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import end_tandem, propose_tandem
from resonanz.tandems.queries import given
from resonanz.taxonomy import isco
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


def test_the_next_best_is_weighed_in_both_directions_too() -> None:
    """Jan wishes for what Kaweh gives; by one direction alone Lina would suit him as well."""
    run, (ina, jan, kaweh, lina) = two_by_two()
    accept_proposal(proposal=run.proposals.get(mentor=ina), by=None)
    waiting = propose_tandem(
        cohort=run.cohort, mentor=jan, mentee=make_participation(run.cohort, Group.SECOND, "Mo"), by=None
    )
    end_tandem(tandem=waiting, by=None)
    found = find_next_best(cohort=run.cohort, free=[jan.pk])
    assert found is not None
    (proposal,) = found.proposals.filter(mentor=jan)
    assert proposal.mentee == kaweh
    first = run.proposals.get(mentor=jan)
    assert proposal.percent == round(first.percent, 1)
    assert (proposal.reasons, proposal.reasons_back) == (first.reasons, first.reasons_back)
    assert lina.pk not in found.proposals.values_list("mentee_id", flat=True)  # she has been asked already


def test_fields_that_only_differ_are_named_in_words() -> None:
    """The preset wants people of different occupations; nobody reads the number of an occupation."""
    _run, people = two_by_two()
    for person, code in zip(people, ("2512", "2512", "1330", "2221"), strict=True):
        person.person.profile.occupation = code
        person.person.profile.save()
    said = [reason["text"] for reason in reasons_of_pair(people[0], people[2])]
    words = " ".join(texts(said))
    assert isco.title("1330", "de") in words
    assert "1330" not in words
