"""Documents to print and to keep: PDF made with Typst, tagged for screen readers (PDF/UA-1), always the same bytes.

A template is a `.typ` file beside the room's other templates; it imports the frame of all documents:

    #import "/core/templates/core/document.typ": data, sheet
    #show: sheet

What people wrote reaches it as JSON, so it is never taken for commands. The only fonts are those in `core/fonts`: a
document looks the same on every machine. They cover Latin, Greek, Cyrillic, Arabic and Ethiopic letters and the usual
pictograms; a letter that none of them has is printed as ``�``, because PDF/UA-1 refuses what cannot be shown.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from resonanz.phrases import ARABIC_SCRIPT

PACKAGE = Path(__file__).parent.parent
FONTS = Path(__file__).parent / "fonts"
MISSING = "\N{REPLACEMENT CHARACTER}"
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn"}  # kinds of letters that are left out, not marked, where no font has them
KEPT = {"\n", "\t"}


def render_pdf(template: Path, data: Mapping[str, Any], *, language: str, title: str) -> bytes:
    """Return the document made of `template` with `data` (whatever JSON can say) as PDF.

    `language` ("de", "fa-AF") decides hyphenation, the voice of a reader of screens, and the direction of writing. What is
    not a text of one of the two, such as headings, is translated by the caller and comes with the data.
    """
    given = {
        "data": json.dumps(_shown(data), ensure_ascii=False, sort_keys=True),
        "title": _shown(title),
        "language": language.partition("-")[0],
        "direction": "rtl" if language.partition("-")[0] in ARABIC_SCRIPT else "ltr",
    }
    try:
        return _compiled(template, given, ["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(template, given, [])  # a sign on a letter of another font: better printed than refused


def _compiled(template: Path, given: dict[str, str], standards: list[Any]) -> bytes:
    compiler = typst.Compiler(template.read_bytes(), root=PACKAGE, font_paths=_fonts(), sys_inputs=given)
    made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("A PDF comes in one piece.")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _shown(value: Any) -> Any:
    """Return `value` with each text in it such that the fonts can show it."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        return "".join(map(_letter, composed))
    if isinstance(value, Mapping):
        return {key: _shown(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(entry) for entry in value]
    return value


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in KEPT or (ord(letter) in _covered() and kind != "Cc"):
        return letter
    return "" if kind in UNSEEN else MISSING


@cache
def _covered() -> frozenset[int]:
    """Return the letters, as numbers, that one of the fonts has."""
    return frozenset(number for path in FONTS.glob("*.ttf") for number in _letters_of(path.read_bytes()))


def _letters_of(font: bytes) -> Iterator[int]:
    """Yield the letters of a TrueType font, as its table `cmap` lists them (OpenType specification, formats 4 and 12)."""
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(struct.unpack_from(">H", font, 4)[0]))
    start = next(offset for name, _sum, offset, _length in tables if name == b"cmap")
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">HHI", font, start + 4 + 8 * n)[2]
        form = struct.unpack_from(">H", font, at)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
                yield from range(first, last + 1)
        elif form == 4:
            twice = struct.unpack_from(">H", font, at + 6)[0]
            lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
            firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
            for first, last in zip(firsts, lasts, strict=True):
                yield from range(first, min(last, 0xFFFE) + 1)  # the last entry stands for nothing
