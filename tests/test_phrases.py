"""Sentences made where Django is not: in the reader's language, with names put in, and back from storage."""

from __future__ import annotations

import json

import pytest

from resonanz.phrases import P, Phrase

REASON = P(
    "{one}: {mentor}; {other}: {mentee}", one=P("the mentor"), other=P("the mentee"), mentor="A", mentee=P("no entry")
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the mentor: A; the mentee: no entry"),
        ("de", "Mentor*in: A; Mentee: keine Angabe"),
        ("xx", "the mentor: A; the mentee: no entry"),
    ],
)
def test_a_phrase_in_each_language(language: str, text: str) -> None:
    assert REASON.text(language) == text


def test_names_take_the_place_of_the_two() -> None:
    named = REASON.replaced({"the mentor": "Karin", "the mentee": "Noor"})
    assert named.text("de") == "Karin: A; Noor: keine Angabe"


def test_a_phrase_survives_storage() -> None:
    stored = json.loads(json.dumps(REASON.to_json()))
    assert Phrase.from_json(stored).text("de") == REASON.text("de")


@pytest.mark.parametrize(("language", "text"), [("en", "1.5, b"), ("de", "1,5, b"), ("ar", "1.5، \u2068b\u2069")])
def test_lists_and_numbers_as_the_language_writes_them(language: str, text: str) -> None:
    assert P("{list}", list=[1.5, "b"]).text(language) == text


def test_a_name_in_several_languages() -> None:
    phrase = P("{topic}", topic={"de": "Bewerbung", "en": "application"})
    assert [phrase.text(language) for language in ("de", "en", "ar")] == [
        "Bewerbung",
        "application",
        "\u2068application\u2069",
    ]


def test_what_people_typed_is_never_interpreted() -> None:
    assert P("{text}", text="{one.__class__}").text() == "{one.__class__}"
