"""Criteria files made to crash their reader get a sentence."""

from __future__ import annotations

import pytest

from resonanz.engine import load_criteria, match
from resonanz.tables import InputError

MUST = '[[must]]\nkind = "overlap"\n'
CONTROL = "c.toml: [[must]] 1 (overlap): `{}` contains a character that is no text ({}); take it out."
NESTED = "c.toml: Lists or tables are nested too deeply here; compare the file with docs/criteria.md."
IMPOSSIBLE = "c.toml: A number or date in this file is impossible; compare the file with docs/criteria.md."


def complaints(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_criteria(text.encode(), "c.toml")
    return [problem.text() for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "a = " + "[" * 5_000,
            NESTED,
        ),
        ("a = " + "9" * 5_000, IMPOSSIBLE),
        ("#" * 1_000_001, "c.toml: A criteria file is a small text; this one is larger than 1 MB."),
        ("a" + ".a" * 50_000, "c.toml, row 1: This line has too many dots; write it as several lines."),
        ("#.........\n" * 3_000, "c.toml: This file has too many dots; it is no criteria file."),
        (MUST + 'column = "gr\\u0000ade"', CONTROL.format("column", "U+0000")),
        (MUST + 'column = "a"\nlabel = "a\\u001b[0m"', CONTROL.format("label", "U+001B")),
        (MUST + 'column = "a"\nlabel = { de = "\\u0007" }', CONTROL.format("label", "U+0007")),
        (
            MUST + 'column = "a"\nat_least = 0x' + "f" * 5_000,
            "c.toml: [[must]] 1 (overlap): `at_least` must be a number from 1 to 1000, not “…”.",
        ),
        (
            MUST + "column = 0x" + "f" * 5_000,
            "c.toml: [[must]] 1 (overlap): `column` must be a text in quotation marks, not “…”.",
        ),
    ],
)
def test_hostile_files_get_one_sentence(text: str, sentence: str) -> None:
    assert sentence in complaints(text)


def test_of_fifty_thousand_mistakes_a_hundred_are_said() -> None:
    unknown = [f"c.toml: The key `a{n}` is unknown here. Possible are “criterion”, “must”, “settings”." for n in range(100)]
    assert complaints("".join(f"a{n} = 1\n" for n in range(50_000))) == unknown
    assert complaints("[[must]]\n" * 50_000) == ["c.toml: There are more than 1000 [[must]] in this file."]


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "1e999", "٣" * 5_000])
def test_endless_numbers_in_cells_get_a_sentence(number: str) -> None:
    criteria = load_criteria(b'[[must]]\nkind = "at_least"\ncolumn = "n"\n')
    people = [{"id": "a", "n": number}]
    with pytest.raises(InputError):
        match(people, people, criteria)
    with pytest.raises(InputError):
        match(people, people, criteria, capacity="n")
