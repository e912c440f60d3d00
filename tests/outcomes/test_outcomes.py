"""Outcomes: recorded by anyone concerned, counted once the person says so; facts for the team, words for the two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.outcomes.actions.outcomes import change_kinds, decide_outcome, withdraw_outcome
from resonanz.outcomes.models import Outcome
from resonanz.outcomes.queries import kinds_of, offered_to, outcome_numbers, title_of
from resonanz.people.models import Person
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.queries import room_of
from tests.factories import House
from tests.factories.diary import make_outcome

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def counted(house: House) -> dict[str, tuple[int, int]]:
    return {row.key: (row.confirmed, row.waiting) for row in outcome_numbers(house.cohort) if row.confirmed or row.waiting}


def letters(kind: str = "outcome") -> set[str]:
    return {mail.to for mail in OutboxMail.objects.filter(key__contains=f":{kind}-")}


def test_what_one_notes_oneself_counts_at_once_and_nobody_is_asked(house: House) -> None:
    amina = house.amina.person
    outcome = make_outcome(house.active, amina, amina)
    assert (outcome.state, outcome.decided_at is None) == ("confirmed", False)
    assert counted(house) == {"internship": (1, 0)}
    assert letters() == set()


def asked(house: House, person: Person) -> list[tuple[str, str]]:
    """Return what stands among what is next because somebody is to say whether it is so."""
    return [(part.title, part.text) for part in room_of(house.active, person).next if part.icon == "circle-help"]


def test_what_another_notes_counts_once_the_person_says_so(house: House) -> None:
    amina = house.amina.person
    outcome = make_outcome(house.active, amina, house.jonas.person)
    assert (outcome.state, counted(house), letters()) == ("waiting", {"internship": (0, 1)}, {amina.email})
    with translation.override("de"):
        assert asked(house, amina) == [("Stimmt das?", "Ein Praktikum")]
        assert asked(house, house.jonas.person) == []
    decide_outcome(outcome=outcome, confirmed=True, by=amina)
    assert counted(house) == {"internship": (1, 0)}
    assert asked(house, amina) == []
    with pytest.raises(AlreadyDecided):
        decide_outcome(outcome=outcome, confirmed=False, by=amina)


def test_what_is_not_so_is_neither_counted_nor_on_the_line(house: House) -> None:
    outcome = make_outcome(house.active, house.jonas.person, house.alice, kind="understanding")
    decide_outcome(outcome=outcome, confirmed=False, by=house.jonas.person)
    assert counted(house) == {}
    assert [e for e in room_of(house.active, house.alice).line if "/outcomes/" in e.url] == []


def test_the_letter_says_that_there_is_something_and_not_what(house: House) -> None:
    make_outcome(house.active, house.amina.person, house.jonas.person, word="Bei der Firma Flugzeugbau")
    letter = OutboxMail.objects.get(key__contains=":outcome-")
    assert letter.link == reverse("outcomes:outcomes", args=[house.active.pk])
    assert [word for word in ("Praktikum", "Flugzeugbau") if word in letter.subject + letter.text] == []
    assert "Flugzeugbau" not in str(list(LogEntry.objects.values()))


def test_only_whom_it_is_about_decides_and_only_the_two_and_their_team_look(house: House, client_of: Browse) -> None:
    outcome = make_outcome(house.active, house.amina.person, house.jonas.person)
    url = reverse("outcomes:decide", args=[house.active.pk, outcome.pk])
    people = (house.jonas.person, house.alice, house.noor.person, house.charlie)
    assert [client_of(who).post(url, {"act": "yes"}).status_code for who in people] == [403, 403, 404, 404]
    assert client_of(house.amina.person).post(url, {"act": "what"}).status_code == 404
    assert Outcome.objects.get().state == "waiting"
    assert client_of(house.amina.person).post(url, {"act": "yes"}).status_code == 302
    assert Outcome.objects.get().state == "confirmed"


def test_the_word_is_for_the_two_unless_whoever_wrote_it_says_otherwise(house: House, client_of: Browse) -> None:
    jonas = house.jonas.person
    make_outcome(house.active, jonas, jonas, kind="team", word="Geheimwort")
    make_outcome(house.active, jonas, jonas, kind="network", word="Offenwort", for_team=True)
    pages = [reverse("outcomes:outcomes", args=[house.active.pk]), reverse("outcomes:cohort", args=[house.cohort.pk])]
    own, team = client_of(house.amina.person), client_of(house.alice)
    mine = own.get(pages[0]).content.decode()
    assert ["Geheimwort" in mine, "Offenwort" in mine] == [True, True]
    for page in pages:
        content = team.get(page).content.decode()
        assert ["Geheimwort" in content, "Offenwort" in content] == [False, True]


def test_the_team_notes_facts_without_a_word(house: House, client_of: Browse) -> None:
    client = client_of(house.alice)
    url = reverse("outcomes:record", args=[house.active.pk, "second"])
    assert set(client.get(url).context["form"].fields) == {"key", "kind", "on"}
    data = {"key": str(uuid4()), "kind": "job", "on": timezone.localdate().isoformat(), "word": "x", "for_team": "on"}
    for _click in range(2):
        assert client.post(url, data)["Location"] == reverse("outcomes:outcomes", args=[house.active.pk])
    outcome = Outcome.objects.get()
    assert (outcome.about, outcome.by, outcome.word, outcome.for_team) == (house.amina.person, house.alice, "", False)
    assert client_of(house.jonas.person).post(url, data)["Location"] == url  # somebody else's form
    assert Outcome.objects.count() == 1


def test_kinds_are_offered_to_whom_they_concern_and_days_to_come_are_refused(house: House, client_of: Browse) -> None:
    client = client_of(house.amina.person)
    url = reverse("outcomes:record", args=[house.active.pk, "first"])
    data = {"key": str(uuid4()), "on": timezone.localdate().isoformat()}
    assert client.post(url, data | {"kind": "job"}).context["form"].errors.keys() == {"kind"}
    late = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(url, data | {"kind": "team", "on": late}).context["form"].errors.keys() == {"on"}
    assert client.get(reverse("outcomes:record", args=[house.active.pk, "third"])).status_code == 404
    assert {kind.key for kind in offered_to(house.jonas)} & {"job", "team", "setback"} == {"team", "setback"}


def test_a_setback_gets_a_kind_word_and_does_not_stand_out(house: House, client_of: Browse) -> None:
    client = client_of(house.amina.person)
    data = {"key": str(uuid4()), "kind": "setback", "on": timezone.localdate().isoformat()}
    url = reverse("outcomes:record", args=[house.active.pk, "second"])
    page = client.post(url, data, follow=True, headers={"accept-language": "de"}).content.decode()
    assert "Rückschläge gehören zu jedem Weg" in page
    assert "tag-bad" not in page
    with translation.override("de"):
        line = room_of(house.active, house.amina.person).line
        assert [event.milestone for event in line if event.text == "Ein Rückschlag"] == [False]
        assert [p.text for p in room_of(house.active, house.amina.person).tiles if "/outcomes/" in p.url] == [""]


def test_taking_back(house: House) -> None:
    amina, jonas = house.amina.person, house.jonas.person
    waiting = make_outcome(house.active, amina, jonas, word="Ein Wort")
    withdraw_outcome(outcome=waiting, by=jonas)
    assert (Outcome.objects.get().state, Outcome.objects.get().word) == ("withdrawn", "")
    confirmed = make_outcome(house.active, amina, jonas)
    decide_outcome(outcome=confirmed, confirmed=True, by=amina)
    with pytest.raises(AlreadyDecided):
        withdraw_outcome(outcome=confirmed, by=jonas)
    withdraw_outcome(outcome=confirmed, by=amina)
    assert counted(house) == {}


def test_a_programme_names_its_kinds_and_what_was_used_keeps_its_name(house: House) -> None:
    kinds = [{"key": "prize", "group": "second", "title": {"de": "Ein Preis"}}, {"key": "job", "group": "", "title": {}}]
    change_kinds(programme=house.programme, kinds=kinds, by=house.alice)
    assert [kind.key for kind in offered_to(house.amina)] == ["prize", "job"]
    make_outcome(house.active, house.amina.person, house.amina.person, kind="prize")
    change_kinds(programme=house.programme, kinds=kinds[1:], by=house.alice)
    assert [kind.key for kind in offered_to(house.amina)] == ["job"]
    with translation.override("de"):
        found = kinds_of(house.programme)
        assert [title_of(found, key) for key in ("prize", "job", "training")] == [
            "Ein Preis", "Eine Stelle, die zur Qualifikation passt", "Eine Weiterbildung oder ein Kurs",
        ]  # fmt: skip
    assert counted(house) == {"prize": (1, 0)}


def test_the_page_of_a_cohort_leads_to_its_outcomes(house: House, client_of: Browse) -> None:
    page = client_of(house.alice).get(reverse("matching:cohort", args=[house.cohort.pk])).content.decode()
    assert reverse("outcomes:cohort", args=[house.cohort.pk]) in page
