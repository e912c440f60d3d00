"""The diary: who may read what, what changing that means, questions of a programme's own; and hurdles without names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import ChangedMeanwhile, PresetError, load_preset, preset_files, read_preset
from resonanz.programmes.actions.settings import fingerprint
from resonanz.tandems.actions import end_tandem
from resonanz.tandems.queries import room_of
from resonanz.together.actions.diary import change_entry, change_prompts, remove_hurdle, write_entry
from resonanz.together.actions.diary_presets import dump_diary
from resonanz.together.models import DiaryEntry, Hurdle, HurdleNote
from resonanz.together.queries.diary import USUAL_PROMPTS, hurdle_notes, hurdle_numbers, own_prompts, prompt_of
from tests.factories import House, make_participation
from tests.factories.diary import make_entry, make_hurdle

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def read_by(house: House, client_of: Browse, person: Person) -> set[str]:
    """Return which of the words «Eintrag…» stand on the diary's page."""
    page = client_of(person).get(reverse("together:diary", args=[house.active.pk]))
    return set(re.findall(r"Eintrag-\w+", page.content.decode())) if page.status_code == 200 else {str(page.status_code)}


def test_each_reads_the_own_entries_and_what_the_other_shows(house: House, client_of: Browse) -> None:
    for name, person in (("Amina", house.amina.person), ("Jonas", house.jonas.person)):
        for audience in ("me", "tandem"):
            make_entry(house.active, person, f"Eintrag-{name}_{audience}", audience=audience)
    assert read_by(house, client_of, house.amina.person) == {
        "Eintrag-Amina_me", "Eintrag-Amina_tandem", "Eintrag-Jonas_tandem",
    }  # fmt: skip
    assert read_by(house, client_of, house.jonas.person) == {
        "Eintrag-Jonas_me", "Eintrag-Jonas_tandem", "Eintrag-Amina_tandem",
    }  # fmt: skip
    assert read_by(house, client_of, house.alice) == {"404"}
    assert read_by(house, client_of, house.noor.person) == {"404"}


def test_after_the_end_one_can_still_read_and_write(house: House, client_of: Browse) -> None:
    make_entry(house.active, house.amina.person, "Eintrag-vorher")
    end_tandem(tandem=house.active, by=house.alice)
    assert read_by(house, client_of, house.amina.person) == {"Eintrag-vorher"}
    url = reverse("together:new_entry", args=[house.active.pk, "learned"])
    data = {"key": str(uuid4()), "area": "work", "text": "Eintrag-nachher", "audience": "tandem", "on": "2020-01-02"}
    assert client_of(house.amina.person).post(url, data).status_code == 302
    assert read_by(house, client_of, house.jonas.person) == {"Eintrag-nachher"}


def test_a_form_sent_twice_is_one_entry_and_both_answers_are_alike(house: House, client_of: Browse) -> None:
    client = client_of(house.amina.person)
    url = reverse("together:new_entry", args=[house.active.pk, "day"])
    data = {"key": str(uuid4()), "text": "Ein Tag", "audience": "me", "on": timezone.localdate().isoformat()}
    answers = {client.post(url, data)["Location"] for _click in range(2)}
    assert answers == {reverse("together:diary", args=[house.active.pk])}
    assert DiaryEntry.objects.get().opened("text") == "Ein Tag"
    assert LogEntry.objects.filter(verb="write_entry").count() == 1
    other = client_of(house.jonas.person).post(url, data)  # a key that is known to somebody else opens nothing
    assert other["Location"] == url
    assert DiaryEntry.objects.count() == 1


def test_a_phone_keeps_the_empty_form_and_is_told_that_an_entry_is_stored(house: House, client_of: Browse) -> None:
    client = client_of(house.amina.person)
    url = reverse("together:new_entry", args=[house.active.pk, "day"])
    assert client.get(url)["Resonanz-Offline"] == "copy"
    data = {"key": str(uuid4()), "text": "Ein Tag", "audience": "me", "on": timezone.localdate().isoformat()}
    answer = client.post(url, data, headers={"accept": "application/json"})
    assert answer.json() == {"to": reverse("together:diary", args=[house.active.pk])}
    written = client.get(reverse("together:entry", args=[house.active.pk, DiaryEntry.objects.get().pk]))
    assert "Resonanz-Offline" not in written
    assert "data-offline " not in written.content.decode()


def test_taking_it_back_says_that_it_may_have_been_read(house: House, client_of: Browse) -> None:
    entry = make_entry(house.active, house.amina.person, "Eintrag-offen", audience="tandem")
    url = reverse("together:entry", args=[house.active.pk, entry.pk])
    client = client_of(house.amina.person)
    client.cookies["language"] = "de"
    data = {"key": str(entry.key), "text": "Eintrag-offen", "audience": "me", "on": entry.on.isoformat()}
    page = client.post(url, data, follow=True, headers={"accept-language": "de"}).content.decode()
    assert "Ab jetzt können nur Sie diesen Eintrag lesen; Jonas hat ihn vielleicht schon gelesen." in page
    assert read_by(house, client_of, house.jonas.person) == set()
    entry.refresh_from_db()
    assert not change_entry(entry=entry, by=house.amina.person, audience="tandem")
    assert client_of(house.jonas.person).get(url).status_code == 403


def test_a_reality_check_waits_for_what_was_learned(house: House, client_of: Browse) -> None:
    amina, client = house.amina.person, client_of(house.amina.person)
    day = (timezone.localdate() - timedelta(days=30)).isoformat()
    data = {"key": str(uuid4()), "hoped": "Zwei Monate", "text": "", "audience": "me", "on": day}
    client.post(reverse("together:new_entry", args=[house.active.pk, "reality"]), data)
    entry = DiaryEntry.objects.get()
    assert (entry.opened("hoped"), entry.text, entry.learned_on) == ("Zwei Monate", "", None)
    with translation.override("de"):
        assert [p.text for p in room_of(house.active, amina).tiles if "/diary/" in p.url] == [
            "1 Eintrag · 1 Hoffnung zum Zurückblicken"
        ]
    url = reverse("together:entry", args=[house.active.pk, entry.pk])
    early = client.post(url, data | {"text": "Sechs", "learned_on": "2001-01-01"})
    assert early.context["form"].errors.keys() == {"learned_on"}
    assert client.post(url, data | {"text": "Sechs", "learned_on": ""}).status_code == 302
    entry.refresh_from_db()
    assert (entry.opened("hoped"), entry.opened("text"), entry.learned_on) == (
        "Zwei Monate", "Sechs", timezone.localdate(),
    )  # fmt: skip


def test_days_to_come_and_unknown_kinds_are_refused(house: House, client_of: Browse) -> None:
    client = client_of(house.amina.person)
    url = reverse("together:new_entry", args=[house.active.pk, "day"])
    answer = client.post(url, {"key": str(uuid4()), "text": "Morgen", "audience": "me", "on": "2999-01-01"})
    assert answer.context["form"].errors.keys() == {"on"}
    assert "Morgen" in answer.content.decode()
    assert client.get(reverse("together:new_entry", args=[house.active.pk, "poem"])).status_code == 404
    assert "data-offline" in client.get(url).content.decode()


def test_the_team_learns_that_and_when(house: House) -> None:
    make_entry(house.active, house.amina.person, "Flugzeugbau")
    with translation.override("de"):
        room = room_of(house.active, house.alice)
    assert [part for part in room.tiles if "/diary/" in part.url] == []
    assert ("1 Tagebucheintrag", "Lesen können es nur die beiden.") in [(e.text, e.detail) for e in room.line]


def test_each_day_has_another_question_and_a_programme_may_ask_its_own(house: House) -> None:
    day = date(2026, 5, 4)
    with translation.override("en"):
        asked = [prompt_of(house.active, day + timedelta(days=n)) for n in range(len(USUAL_PROMPTS))]
        assert sorted(asked) == sorted(USUAL_PROMPTS)
        assert prompt_of(house.active, day, 1) == asked[1]
        change_prompts(programme=house.programme, prompts=[{"de": "Wie?", "en": "How?"}], by=house.alice)
        assert prompt_of(house.active, day) == "How?"
    with translation.override("de"):
        assert prompt_of(house.active, day) == "Wie?"
    change_prompts(programme=house.programme, prompts=[], by=house.alice)
    assert prompt_of(house.active, day) in {translation.gettext(text) for text in USUAL_PROMPTS}


def test_two_of_the_team_do_not_overwrite_each_others_questions(house: House) -> None:
    seen = fingerprint(own_prompts(house.programme))
    change_prompts(programme=house.programme, prompts=[{"de": "Wie?"}], by=house.alice, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_prompts(programme=house.programme, prompts=[], by=house.bob, seen=seen)


def test_questions_come_out_of_a_preset_and_go_back_into_one(house: House) -> None:
    path = next(file for file in preset_files() if file.stem == "mentor-mentor")
    data = read_preset(path)
    programme = load_preset(data=data, by=None)
    assert dump_diary(programme) == {"diary": data["diary"]}
    assert dump_diary(house.programme) == {}
    wrongs: list[Any] = [{"prompts": "Wie?"}, {"prompts": [{"xx": "?"}]}, {"other": []}, []]
    for wrong in wrongs:
        with pytest.raises(PresetError):
            load_preset(data=data | {"diary": wrong}, by=None)


def some_hurdles(house: House, people: int, **more: Any) -> None:
    """Let so many people of the programme note the same hurdle."""
    for n in range(people):
        person = make_participation(house.cohort, "second", f"Mensch{n}").person
        make_hurdle(house.active, person, **more)


def test_small_numbers_of_people_are_not_shown(house: House) -> None:
    some_hurdles(house, 4)
    make_hurdle(house.active, house.amina.person, category="childcare")
    make_hurdle(house.active, house.amina.person, category="childcare")
    assert [(row.category, row.people) for row in hurdle_numbers(house.programme)] == [
        ("authority", None), ("childcare", None),
    ]  # fmt: skip
    make_hurdle(house.active, house.amina.person)
    assert [(row.category, row.people) for row in hurdle_numbers(house.programme)] == [
        ("authority", 5), ("childcare", None),
    ]  # fmt: skip


def test_the_team_reads_a_hurdle_only_where_somebody_wants_it_and_never_whose(house: House) -> None:
    some_hurdles(house, 3, text="Nur für uns")
    given = make_hurdle(house.active, house.amina.person, "Für das Team", for_team=True, on=date(2026, 3, 17))
    assert list(hurdle_notes(house.programme)) == []  # four people: one could guess
    make_hurdle(house.active, house.jonas.person)
    note = HurdleNote.objects.get()
    assert list(hurdle_notes(house.programme)) == [note]
    assert (note.text, note.month, note.category) == ("Für das Team", date(2026, 3, 1), "authority")
    assert {field.name for field in HurdleNote._meta.concrete_fields} == {"id", "programme", "category", "month", "text"}
    remove_hurdle(hurdle=given, by=house.amina.person)
    assert HurdleNote.objects.get() == note


def test_a_hurdle_is_noted_once_with_its_copy(house: House, client_of: Browse) -> None:
    client, url = client_of(house.amina.person), reverse("together:hurdles", args=[house.active.pk])
    data = {"key": str(uuid4()), "category": "language", "text": "", "audience": "me", "on": "2026-01-02", "for_team": "on"}
    assert client.post(url, data).context["form"].errors.keys() == {"text"}
    for _click in range(2):
        assert client.post(url, data | {"text": "B2 für eine Stelle im Lager"}).status_code == 302
    assert (Hurdle.objects.count(), HurdleNote.objects.count()) == (1, 1)
    assert client_of(house.jonas.person).get(url).context["hurdles"] == []
    forget = reverse("together:forget_hurdle", args=[house.active.pk, Hurdle.objects.get().pk])
    assert client_of(house.jonas.person).post(forget).status_code == 404
    assert client.post(forget).status_code == 302
    assert not Hurdle.objects.exists()


def test_log_and_letters_hold_no_word(house: House) -> None:
    write_entry(
        tandem=house.active, key=uuid4(), kind="day", by=house.amina.person, text="Flugzeugbau", audience="me",
        on=timezone.localdate(),
    )  # fmt: skip
    make_hurdle(house.active, house.amina.person, "Flugzeugbau")
    assert "Flugzeugbau" not in str(list(LogEntry.objects.values()))
