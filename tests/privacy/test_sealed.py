"""What people wrote in confidence: each takes the own words along, and what only one could see goes with the account."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from resonanz.core.crypto import forget_keys
from resonanz.core.sealed import sealed_models
from resonanz.outcomes.actions.referrals import move_referral
from resonanz.people.models import Person
from resonanz.privacy.actions.erase import erase_person
from resonanz.privacy.queries.leaving import fates
from resonanz.privacy.queries.own import sections_of
from resonanz.together.actions.plan import add_topics
from resonanz.together.models import DiaryEntry, Goal, Hurdle, Step
from tests.factories import House
from tests.factories.diary import make_entry, make_goal, make_hurdle, make_outcome, make_referral, make_step
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db


def write_everywhere(house: House) -> None:
    """Let Amina and Jonas write into every confidential column, private and shared; each word says whose it is."""
    for person, name in ((house.amina.person, "Amina"), (house.jonas.person, "Jonas")):
        for audience in ("me", "tandem"):
            goal = make_goal(
                house.active, person, f"{name}-Ziel-{audience}", text=f"{name}-Grund-{audience}", audience=audience
            )
            make_step(goal, person, f"{name}-Schritt-{audience}")
            make_entry(
                house.active,
                person,
                f"{name}-Eintrag-{audience}",
                kind="reality",
                hoped=f"{name}-Hoffnung",
                audience=audience,
            )
            make_hurdle(house.active, person, f"{name}-Hürde-{audience}", audience=audience)
        make_outcome(house.active, house.amina.person, person, word=f"{name}-Wort")
        referral = make_referral(house.active, house.amina.person, person, reason=f"{name}-Anlass")
        move_referral(referral=referral, state="done", result=f"Amina-Resultat-{name[0]}", by=house.amina.person)


def texts_of(person: Person) -> str:
    """Return everything that a person gets, in words and as JSON."""
    with translation.override("de"):
        sections = sections_of(person)
    return json.dumps([[s.rows, s.raw] for s in sections], default=str, ensure_ascii=False)


def sealed_words(name: str) -> set[str]:
    """Return every word that stands in clear in a confidential column now, as far as `name` wrote it."""
    return {
        text
        for model in sealed_models()
        for row in model._default_manager.all()
        for column in model.SEALED
        if (text := row.opened(column)).startswith(name)
    }


def test_both_get_in_clear_what_they_met_about(house: House) -> None:
    add_topics(tandem=house.active, own="Unser Thema", key=uuid4(), by=house.amina.person)
    own = house.active.plan_topics.get()
    make_meeting(house.active, house.amina.person, topics=[f"own:{own.pk}", "job-search"])
    for person in (house.amina.person, house.jonas.person):
        with translation.override("de"):
            section = next(s for s in sections_of(person) if "held_on" in s.declaration.columns)
        assert ("Themen", "Unser Thema, Passende Arbeit suchen") in section.rows[0]
        assert section.raw[0]["topics"] == ["Unser Thema", "job-search"]  # as stored, but a number helps nobody


def test_each_gets_the_own_words_and_none_of_the_other(house: House) -> None:
    write_everywhere(house)
    for person, own, others in ((house.amina.person, "Amina", "Jonas"), (house.jonas.person, "Jonas", "Amina")):
        got, words = texts_of(person), sealed_words(own)
        assert len(words) >= 10
        assert [word for word in words if word not in got] == []
        assert [word for word in sealed_words(others) if word in got] == []
    assert "k1:" not in texts_of(house.amina.person)


def test_a_text_that_nobody_can_open_does_not_keep_the_rest_back(house: House, settings: Any) -> None:
    make_entry(house.active, house.amina.person, "Amina-Eintrag")
    settings.TEXT_KEYS = "2:" + "A" * 43 + "="
    forget_keys()
    try:
        assert "kann nicht mehr geöffnet werden" in texts_of(house.amina.person)
    finally:
        forget_keys()


def test_with_the_account_goes_what_only_one_could_see(house: House) -> None:
    write_everywhere(house)
    amina, jonas = house.amina.person, house.jonas.person
    kept = sealed_words("Jonas")
    erase_person(person=amina, by=amina)
    for model in (Goal, DiaryEntry, Hurdle):
        assert {(row.by_id, row.audience) for row in model._default_manager.all()} == {
            (amina.pk, "tandem"), (jonas.pk, "tandem"), (jonas.pk, "me"),
        }  # fmt: skip
    assert {(step.by_id, step.goal.audience) for step in Step.objects.all()} == {
        (amina.pk, "tandem"), (jonas.pk, "tandem"), (jonas.pk, "me"),
    }  # fmt: skip
    assert sealed_words("Jonas") == kept
    assert {word for word in sealed_words("Amina") if word.endswith("-me")} == set()
    assert "Amina-Ziel-tandem" in sealed_words("Amina")


def test_before_that_the_page_says_what_goes_and_what_stays(house: House) -> None:
    make_entry(house.active, house.amina.person, audience="me")
    with translation.override("de"):
        goes, stays = fates(house.amina.person)
        assert "Ihr Tagebuch, soweit nur Sie es sehen konnten" in [fate.label for fate in goes]
        assert "Ihr Tagebuch" not in [fate.label for fate in stays]
        make_entry(house.active, house.amina.person, audience="tandem")
        goes, stays = fates(house.amina.person)
        assert "Ihr Tagebuch" in [fate.label for fate in stays]


def test_the_database_holds_no_word_in_clear(house: House) -> None:
    write_everywhere(house)
    assert len(sealed_words("Amina") | sealed_words("Jonas")) >= 20
    with connection.cursor() as cursor:
        for model in sealed_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - the name of our own table
            stored = str(cursor.fetchall())
            assert "Amina-" not in stored
            assert "Jonas-" not in stored
