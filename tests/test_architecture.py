"""What import-linter cannot see: strings that reach into other rooms, templates, files that do not belong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "resonanz"
ROOMS = [
    "core",
    "mail",
    "people",
    "programmes",
    "applications",
    "tandems",
    "together",
    "matching",
    "surveys",
    "messaging",
    "outcomes",
    "care",
    "closing",
    "privacy",
    "demo",
]  # lower ones first
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


INDEPENDENT = {"matching", "surveys", "messaging", "outcomes", "care", "closing"}  # of one another


def rank(room: str) -> int:
    """Return how high a room lies; those that are independent of one another lie equally high."""
    return ROOMS.index("matching" if room in INDEPENDENT else room)


def reaches_out(room: str, other: str) -> bool:
    """Whether `other` is a room that `room` must not know."""
    return other != room and rank(other) >= rank(room)


# The frame of every page, the own account, and a programme's public page lead to these from below; they are the product's
# fixed points, like the front door.
FROM_ANYWHERE = {
    "programmes:list",
    "programmes:accent",
    "people:language",
    "people:me",
    "demo:mailbox",
    "applications:start",
    "applications:announce",
    "privacy:own_data",
    "privacy:leave",
    "care:help",
    "care:report",
    "care:crisis",
}


def references(path: Path) -> set[str]:
    """Return "room:name" of all URL names and "room.Model" of all string foreign keys in a file."""
    text = path.read_text(encoding="utf-8")
    urls = re.findall(r"""(?:\{% url |redirect\(|reverse\()\s*["']([a-z_]+:[a-z_]+)["']""", text)
    keys = re.findall(r"""(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*["']([a-z_]+)\.""", text)
    return {*urls, *(f"{key}:model" for key in keys)} - FROM_ANYWHERE


IN_ROOMS = [path for path in [*TEMPLATES, *PYTHON] if room_of(path) in ROOMS]


@pytest.mark.parametrize("path", IN_ROOMS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_strings_reach_downwards_only(path: Path) -> None:
    room = room_of(path)
    assert {name for name in references(path) if reaches_out(room, name.split(":")[0])} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(
            r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son(?:click|load|change|submit|input|error|focus|blur|key\w+|mouse\w+)=|javascript:",
            text,
        )
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_request_to_a_third_party(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", text) == []


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|(?<![-\w])(?:left|right)\s*:|float:\s*(?:left|right)"
)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("static/**/*.css")), ids=lambda path: path.name)
def test_css_is_logical(path: Path) -> None:
    assert PHYSICAL.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SOURCE)))
def test_public_functions_have_docstrings(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)
    ]
    assert bare == []
    assert ast.get_docstring(tree) is not None or path.name == "__init__.py"


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450
