"""Accounts and their languages."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from resonanz.core.models import LogEntry
from resonanz.people.actions import choose_language
from resonanz.people.models import Person
from resonanz.people.queries import named
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def test_an_address_is_one_person_whatever_its_case() -> None:
    make_person("Kim", email="Kim@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person("Other", email="kim@example.ORG")
    assert Person.objects.get_by_natural_key("KIM@example.org").check_password(PASSWORD)


def test_names_are_found_in_every_script_and_without_accents() -> None:
    person = make_person("Élodie", "Öztürk", name_own_script="إيلودي")
    make_person("Ivan", "Petrenko")
    for text in ("elodie", "OZTURK él", "ايلودي"):
        assert list(named(text)) == [person], text


def test_a_name_of_one_word_is_a_name() -> None:
    person = make_person("Suharto", "")
    assert (person.full_name, person.card_name) == ("Suharto", "Suharto")


def test_before_both_agree_a_name_is_first_name_and_initial() -> None:
    assert make_person("Amina", "Yusuf").card_name == "Amina Y."


def test_choosing_a_language_is_logged() -> None:
    person = make_person()
    choose_language(person=person, language="ar", by=person)
    person.refresh_from_db()
    entry = LogEntry.objects.get(verb="choose_language")
    assert (person.language, entry.actor, entry.detail) == ("ar", person, {"language": "ar"})
