"""What may be typed, what is kept of it, and the sentence when it is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation

from resonanz.applications.forms.fields import field_for
from resonanz.applications.forms.widgets import language_choices
from resonanz.applications.models import Question
from resonanz.applications.queries.answers import shown
from resonanz.programmes.models import Programme

PROGRAMME = Programme(country="AT", languages=["de", "en"])
PDF, PNG, JPEG = b"%PDF-1.7 ", b"\x89PNG\r\n\x1a\n ", b"\xff\xd8\xff "


def kept(kind: str, typed: str = "", **question: Any) -> Any:
    """Return what is kept of a form's data, or the sentences that say what is wrong."""
    row = Question(key="q", kind=kind, **question)
    field = field_for(row, PROGRAMME)
    try:
        return field.clean(field.widget.value_from_datadict(QueryDict(typed), {}, "q"))
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("short_text", "q=Noor", "Noor"),
        ("short_text", "q=+++", None),
        ("number", "q=3", 3),
        ("date", "q=1990-04-05", "1990-04-05"),
        ("languages", "q_language=de&q_level=B1&q_language=ar&q_level=native&q_language=&q_level=", "de:B1;ar:native"),
        ("languages", "q_language=de&q_level=", ["Please choose a level for each language."]),
        ("languages", "q_language=&q_level=B1", ["Please choose a language for each level."]),
        ("languages", "q_language=xx&q_level=B1", ["Please choose languages and levels from the lists."]),
        (
            "languages",
            "q_language=de&q_level=B1&q_language=de&q_level=C1",
            ["One language stands here twice; please remove one of the two."],
        ),
        ("place", "q_country=AT&q=9020", "AT-9020"),
        ("place", "q_country=AT&q=Villach", "AT-9500"),
        ("place", "q_country=AT&q=0000", ["We do not know this postcode in Austria. Please check it."]),
        ("place", "q_country=AT&q=Nirgendwo", ["We do not know this place. Please write the postcode."]),
        ("place", "q_country=ID&q=Bandung", "ID Bandung"),
        ("place", "q_country=XX&q=Bandung", ["Please choose a country."]),
        ("availability", "q=sat-morning&q=mon-evening&q=never", "mon-evening;sat-morning"),
        ("occupation", "q=Krankenschwester", {"code": "2221", "title": "Krankenschwester"}),
        ("occupation", "q=Qxyzzy", {"code": "", "title": "Qxyzzy"}),
        ("occupation", "q=Pflege", ["Please choose which occupation you mean, or keep your own words."]),
        ("occupation", "q=Pflege&q_for=Pflege&q_code=5321", {"code": "5321", "title": "Pflege"}),
        ("occupation", "q=Pflege&q_for=Pflege&q_code=none", {"code": "", "title": "Pflege"}),
        (
            "occupation",
            "q=Pflege&q_for=Bau&q_code=5321",
            ["Please choose which occupation you mean, or keep your own words."],
        ),
    ],
)
def test_what_is_typed_and_what_is_kept(kind: str, typed: str, value: Any) -> None:
    with translation.override("en"):
        assert kept(kind, typed) == value


def test_the_likely_languages_come_first_and_all_of_them_by_name() -> None:
    with translation.override("de"):
        (likely, first), (_every, named) = language_choices(["uk", "de"])
        assert (likely, [code for code, _name in first[:4]]) == ("Oft gesprochen", ["uk", "de", "en", "ar"])
        assert [name for _code, name in named[:4]] == ["Abchasisch", "Afar", "Afrikaans", "Ägyptisches Arabisch"]
        assert {code for code, _name in first} <= {code for code, _name in named}
        assert len(named) == len(dict(named)) > 180
    with translation.override("ar"):
        assert [code for code, _name in language_choices(["de"])[0][1][:3]] == ["de", "ar", "en"]


def test_an_option_that_stands_twice_is_selected_once() -> None:
    with translation.override("de"):
        for kind, value in (("languages", "de:B1"), ("place", "AT-9020")):
            field = field_for(Question(key="q", kind=kind), PROGRAMME)
            html = str(field.widget.render("q", value, {"id": "q"}))
            of_first = html[: html.index("</select>")]
            assert of_first.count(" selected") == 1
            chosen = "Deutsch" if kind == "languages" else "Österreich"
            assert of_first.count(f" selected>{chosen}</option>") == 1
            assert of_first.count(f">{chosen}</option>") == 2


@pytest.mark.parametrize("kind", ["short_text", "long_text", "languages", "occupation", "place", "availability", "date"])
def test_an_answer_that_is_needed(kind: str) -> None:
    with translation.override("en"):
        assert kept(kind, "q_country=AT", is_required=True) == ["Please answer this question."]


def test_a_name_is_a_name() -> None:
    with translation.override("en"):
        assert kept("short_text", "q=نور", fills="person.first_name") == "نور"
        wrong = ["Please write a name only, without addresses or numbers."]
        assert kept("short_text", "q=Win+at+www.example.org", fills="person.first_name") == wrong


def cleaned(name: str, content: bytes) -> Any:
    """Return what is kept of a file with a name as a browser might send it, before Django cleans it."""
    file = SimpleUploadedFile("x", content)
    file._name = name  # type: ignore[attr-defined]
    return field_for(Question(key="q", kind="file"), PROGRAMME).clean(file)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("AMS Bestätigung.pdf", PDF, ("AMS_Bestätigung.pdf", "application/pdf", PDF)),
        ("../../etc/passwd", PNG, ("passwd.png", "image/png", PNG)),
        ("photo.pdf.exe", JPEG, ("photo_pdf.jpg", "image/jpeg", JPEG)),
        ("...", PDF, ("file.pdf", "application/pdf", PDF)),
    ],
)
def test_a_file_is_what_its_first_bytes_say(name: str, content: bytes, found: Any) -> None:
    assert cleaned(name, content) == found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>", "Please choose a PDF, or a photo as JPEG or PNG."),
        (PDF + b" " * 5 * 1024 * 1024, "This file is larger than 5 MB. A photo in a smaller size is enough."),
    ],
)
def test_other_files_are_refused(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as error:
        cleaned("page.pdf", content)
    assert error.value.messages == [sentence]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("place", "AT-9020", "9020 Klagenfurt, Österreich"),
        ("place", "ID Bandung", "Bandung, Indonesien"),
        ("languages", "de:B1;ar:native", "Deutsch (B1), Arabisch (Erstsprache)"),
        ("availability", "mon-evening;sat-morning", "Montag abends, Samstag vormittags"),
        ("occupation", {"code": "2221", "title": "Krankenschwester"}, "Krankenschwester"),
        ("date", "1990-04-05", "5. April 1990"),
        ("file", {"received": "2026-01-02"}, "abgegeben am 2. Januar 2026"),
        ("short_text", None, ""),
    ],
)
def test_answers_in_words(kind: str, value: Any, words: str) -> None:
    with translation.override("de"):
        assert shown(Question(key="q", kind=kind), value, PROGRAMME) == words
