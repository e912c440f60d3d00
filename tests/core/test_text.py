"""Names are found in every script; texts come in the reader's language."""

from __future__ import annotations

import pytest
from django.forms import DateField
from django.utils import translation

from resonanz.core.text import fold, in_language, series


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie", "elodie"),
        ("ÖZTÜRK", "ozturk"),
        ("  Müller   Groß ", "muller gross"),
        ("ИВАН", "иван"),
        ("Łukasz Đorđe Sørensen", "lukasz dorde sorensen"),
        ("أَمِينَة", "امينة"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("texts", "language", "found"),
    [
        ({"de": "Hallo", "en": "Hello"}, "de", "Hallo"),
        ({"de": "Hallo", "en": "Hello"}, "en-gb", "Hello"),
        ({"de": "Hallo", "en": "Hello"}, "ar", "Hello"),
        ({"de": "Hallo", "en": ""}, "en", "Hallo"),
        ({"uk": "Привіт"}, "de", "Привіт"),
        ({}, "de", ""),
        (None, "de", ""),
    ],
)
def test_in_language(texts: dict[str, str] | None, language: str, found: str) -> None:
    assert in_language(texts, language) == found


def test_in_language_of_the_request() -> None:
    with translation.override("en"):
        assert in_language({"de": "Hallo", "en": "Hello"}) == "Hello"


@pytest.mark.parametrize(("language", "text"), [("de", "a, b"), ("en-gb", "a, b"), ("ar", "a، b"), ("ar-eg", "a، b")])
def test_a_series_has_the_comma_of_its_script(language: str, text: str) -> None:
    with translation.override(language):
        assert series(["a", "b"]) == text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["Hier fehlt noch eine Angabe.", "Bitte geben Sie ein Datum an, zum Beispiel 24.12.2026."]),
        ("ar", ["هذا الحقل مطلوب.", "يُرجى إدخال تاريخ، مثلًا 24/12/2026."]),
        ("en", ["This field is required.", "Enter a valid date."]),
    ],
)
def test_mistakes_are_told_in_our_own_words(language: str, said: list[str]) -> None:
    with translation.override(language):
        told = [DateField().error_messages[key] for key in ("required", "invalid")]
        assert [str(sentence) for sentence in told] == said
