"""Documents: what people wrote stays text, in every script; tagged, in their language, and always the same bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from resonanz.core.documents import FONTS, render_pdf

LETTER = Path(__file__).parent / "letter.typ"


def letter(text: str, language: str = "de", title: str = "Unsere Vereinbarung") -> bytes:
    return render_pdf(LETTER, {"head": "Was wir wollen", "text": text}, language=language, title=title)


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "text", ["#eval(1)", '#read("/settings.py")', "$x^2$ *b* _c_ @d <e> \\ `f` [g] // h", 'a -- b ... "c"']
)
def test_what_somebody_wrote_is_printed_and_never_run(text: str) -> None:
    assert read(letter(text)).splitlines() == ["Unsere Vereinbarung", "Was wir wollen", text]


def test_the_paper_is_tagged_in_its_language_and_has_a_title() -> None:
    for language, said, direction in (("de", "de", "/L2R"), ("ar", "ar", "/R2L"), ("fa-AF", "fa", "/R2L")):
        root: Any = PdfReader(BytesIO(letter("Text", language))).trailer["/Root"]
        assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, said)
        assert root["/ViewerPreferences"]["/Direction"] == direction
        metadata = root["/Metadata"].get_data().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "Unsere Vereinbarung" in metadata


def test_arabic_and_persian_text_keeps_its_letters() -> None:
    for text, language in (("نلتقي كل أسبوعين في المقهى", "ar"), ("پژوهش و گفتگو را می‌خواهم", "fa")):
        found = read(letter(text, language))
        assert [word for word in text.split() if word not in found] == []


def test_a_name_in_four_scripts_and_a_smile() -> None:
    name = "Zoë Ґалина أمينة ሰላም 🙂"
    found = read(letter(name))
    assert [word for word in name.split() if word not in found] == []


def test_a_letter_that_no_font_has_is_printed_as_missing() -> None:
    assert read(letter("vor 中 nach\u0000\U000e0100")).splitlines()[-1] == "vor � nach"


def test_lines_and_paragraphs_stay_as_they_were_typed() -> None:
    assert read(letter("eins\r\nzwei\n\n \ndrei")).splitlines()[2:] == ["eins", "zwei", "drei"]


def test_the_same_data_give_the_same_bytes() -> None:
    assert letter("Immer gleich", title="A") == letter("Immer gleich", title="A")
    assert letter("Immer gleich", title="A") != letter("Immer gleich", title="B")


def test_each_font_has_its_licence_beside_it() -> None:
    families = {path.stem.split("-")[0] for path in FONTS.glob("*.ttf")}
    assert families == {path.name.removesuffix("-OFL.txt") for path in FONTS.glob("*-OFL.txt")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.sampled_from(["de", "ar", "fa"]))
def test_whatever_somebody_writes_makes_a_paper(text: str, language: str) -> None:
    assert letter(text, language, title=f"{text}.").startswith(b"%PDF-")
