"""The tables and examples of docs/wording.md are true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from resonanz.wording import NOUNS, STYLES, Wording

TEXT = (Path(__file__).parents[2] / "docs" / "wording.md").read_text(encoding="utf-8")


def test_the_table_of_styles_is_true() -> None:
    lines = [line.strip("| \n").split(" | ") for line in TEXT.splitlines() if line.startswith("| ")]
    head = next(cells for cells in lines if cells[0] == "placeholder")
    rows = [cells for cells in lines if len(cells) == len(head) and cells[0].startswith("`{")]
    assert head[1:] == list(STYLES)
    assert len(rows) >= 9
    for slot, *forms in rows:
        expected = [form.replace("\\", "") for form in forms]
        assert [Wording(style).render(slot.strip("`"), "de") for style in STYLES] == expected


def test_the_examples_in_code_are_true() -> None:
    calls = re.findall(r"^wording\.(\w+)\((.+)\)\s+# '(.+)'$", TEXT, flags=re.MULTILINE)
    assert [name for name, _, _ in calls] == ["render", "noun", "aloud"]
    wording = Wording("colon")
    assert wording.render("Fragen Sie {Ihr mentor:akk}.", "de") == calls[0][2]
    assert wording.noun("mentor", "de", "gen", article="der") == calls[1][2]
    assert wording.aloud("{mentors}", "de") == calls[2][2]


def test_the_example_of_own_nouns_works() -> None:
    block = re.search(r"```toml\n(.+?)```", TEXT, flags=re.DOTALL)
    assert block
    nouns = tomllib.loads(block.group(1))["wording"]["nouns"]
    assert Wording("colon", nouns).render("{Ihr mentor:dat}, {der nächst- cohort}", "de") == (
        "Ihrer:m Pat:in, die nächste Runde"
    )
    assert Wording("neutral", nouns).render("{mentors}", "de") == "Begleitungen"


def test_all_usual_nouns_are_named() -> None:
    assert [key for key in NOUNS if f"`{key}`" not in TEXT] == []
