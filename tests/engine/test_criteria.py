"""The criteria file: the examples of its guide work, its mistakes are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from resonanz.engine import Criteria, load_criteria
from resonanz.engine.kinds import KINDS
from resonanz.tables import InputError

GUIDE = Path(__file__).parents[2] / "docs" / "criteria.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(), re.DOTALL)


def complaints(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_criteria(text.encode(), "c.toml")
    return [problem.text() for problem in caught.value.problems]


def test_the_guide_shows_every_kind_and_every_example_parses() -> None:
    shown = set()
    for example in EXAMPLES:
        data: dict[str, Any] = tomllib.loads(example)
        rules = [*data.get("must", []), *data.get("criterion", [])]
        shown |= {rule["kind"] for rule in rules}
        if rules:
            criteria = Criteria.parse(data)
            assert len(criteria.musts) + len(criteria.criteria) == len(rules)
    assert shown == set(KINDS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "c.toml: There is nothing to match by; add at least one [[must]] or [[criterion]]."),
        (
            '[[criterion]]\nkind = "equall"\n',
            "c.toml: [[criterion]] 1 (equall): The kind “equall” is unknown. Did you mean “equal”? Possible "
            "are "
            "“equal”, “different”, “overlap”, “contains”, “step”, “at_least”, “at_most”, “near”, "
            "“languages”, "
            "“occupation”, “availability”, “prefers”, “mutual”, “vetoes”, “waiting”.",
        ),
        (
            '[[criterion]]\nkind = "equal"\ncolumn = "a"\nwieght = 3\nweight = 1\n',
            "c.toml: [[criterion]] 1 (equal): The key `wieght` is unknown here. Did you mean “weight”? "
            "Possible are "
            "“column”, “kind”, “label”, “mentee”, “mentor”, “weight”.",
        ),
        (
            '[[criterion]]\nkind = "equal"\ncolumn = "a"\n',
            "c.toml: [[criterion]] 1 (equal): `weight` is missing; give a number.",
        ),
        (
            '[[must]]\nkind = "equal"\nmentor = "a"\n',
            "c.toml: [[must]] 1 (equal): Name the column: either `column`, or both `mentor` and `mentee`.",
        ),
        (
            '[[must]]\nkind = "step"\ncolumn = "g"\norder = ["a", "b"]\nallowed = 1\n',
            "c.toml: [[must]] 1 (step): `allowed` must list whole numbers such as [1, 2] (mentor minus mentee).",
        ),
        (
            '[[must]]\nkind = "languages"\ncolumn = "l"\nlevel = "B7"\n',
            "c.toml: [[must]] 1 (languages): `level` is “B7”, but must be one of “A1”, “A2”, “B1”, “B2”, "
            "“C1”, “C2”, "
            "“native”.",
        ),
        (
            '[settings]\nobjective = "best"\n[[must]]\nkind = "equal"\ncolumn = "a"\n',
            "c.toml: [settings]: `objective` is “best”, but must be one of “most_pairs”, “best_total”, “fairest”.",
        ),
    ],
)
def test_mistakes_get_a_sentence(text: str, sentence: str) -> None:
    assert complaints(text) == [sentence]


def test_broken_toml_names_its_row() -> None:
    (sentence,) = complaints('[[must]]\nkind = "equal\n')
    assert sentence.startswith("c.toml, row 2: This line is not valid TOML (")


def test_columns_are_checked_on_both_sides() -> None:
    criteria = Criteria.parse({"must": [{"kind": "equal", "mentor": "job", "mentee": "jobb"}]})
    with pytest.raises(InputError) as caught:
        criteria.check(["job"], ["job"])
    assert [problem.text() for problem in caught.value.problems] == [
        "criteria.toml: [[must]] 1 (equal): the mentees have no column “jobb”. Did you mean “job”? Their columns are “job”."
    ]
