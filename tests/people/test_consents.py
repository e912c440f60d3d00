"""Consents: to words that were read, with the time, and ended by two clicks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.core.models import LogEntry
from resonanz.people.actions import WrongLanguage, give_consent, withdraw_consent
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.people.signals import consent_withdrawn
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> Person:
    return make_person("Kim")


def text(version: int = 1, language: str = "de") -> ConsentText:
    return ConsentText.objects.create(
        scope="programme:1", key="photo", version=version, language=language, text="Mein Bild darf gezeigt werden."
    )


@pytest.fixture
def heard() -> Iterator[list[int]]:
    told: list[int] = []

    def hear(consent: Consent, **_: Any) -> None:
        told.append(consent.pk)

    consent_withdrawn.connect(hear)
    yield told
    consent_withdrawn.disconnect(hear)


def test_a_second_click_agrees_to_nothing_more(kim: Person) -> None:
    words = text()
    assert give_consent(person=kim, text=words, language="de", by=kim) == give_consent(
        person=kim, text=words, language="de", by=kim
    )
    assert LogEntry.objects.filter(verb="give_consent").count() == 1


def test_nobody_agrees_to_words_in_another_language(kim: Person) -> None:
    with pytest.raises(WrongLanguage):
        give_consent(person=kim, text=text(language="de"), language="ar", by=kim)
    assert not Consent.objects.exists()


def test_withdrawing_ends_it_once_and_tells_the_house(kim: Person, heard: list[int]) -> None:
    consent = give_consent(person=kim, text=text(), language="de", by=kim)
    assert [withdraw_consent(consent=consent, by=kim), withdraw_consent(consent=consent, by=kim)] == [True, False]
    assert heard == [consent.pk]
    assert LogEntry.objects.filter(verb="withdraw_consent").count() == 1
    again = give_consent(person=kim, text=consent.text, language="de", by=kim)
    assert again.pk != consent.pk


def test_two_clicks_from_the_list(kim: Person, client: Client) -> None:
    consent = give_consent(person=kim, text=text(), language="de", by=kim)
    client.force_login(kim, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("people:consents")).content.decode()
    assert "Mein Bild darf gezeigt werden." in page
    assert client.get(reverse("people:withdraw", args=[consent.pk])).status_code == 200
    consent.refresh_from_db()
    assert consent.withdrawn_at is None
    client.post(reverse("people:withdraw", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
