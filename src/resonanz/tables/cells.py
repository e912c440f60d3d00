"""Cells a spreadsheet would run as a formula, made harmless on the way out, restored on the way in."""

from __future__ import annotations

import re

# A spreadsheet runs text that begins with one of these; apostrophes in front are counted too, so that undoing
# is exact.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z")


def neutralise(text: str) -> str:
    """Return `text` with an apostrophe in front where a spreadsheet would see a formula; -3.5 stays."""
    if _DANGEROUS.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text


def restore(text: str) -> str:
    """Undo `neutralise`: take one apostrophe away from in front of what would be a formula."""
    return text[1:] if _NEUTRALISED.match(text) else text


def writable(text: str) -> str:
    """Return `text` without the characters that no spreadsheet takes; mostly that is the text itself."""
    return text if text.isprintable() else _UNWRITABLE.sub("", text)


def letter(index: int) -> str:
    """Return the letters a spreadsheet writes above the column with this index (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
