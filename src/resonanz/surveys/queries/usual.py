"""The questions that come along, and what makes a question sensitive."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from resonanz.surveys.models import Survey, SurveyQuestion

DATA = Path(__file__).parent.parent / "data" / "usual.toml"
FIELDS = ("key", "kind", "text", "options", "is_sensitive")


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def usual_questions(moment: str) -> list[dict[str, Any]]:
    """Return the questions that are usually asked at a moment, as `replace_questions` takes them."""
    return [
        {
            "key": entry["key"],
            "kind": entry["kind"],
            "text": dict(entry["text"]),
            "options": [dict(option) for option in entry.get("options", [])],
            "is_sensitive": entry["sensitive"],
        }
        for entry in _read()["question"]
        if entry["moment"] == moment
    ]


def is_special(text: Mapping[str, str], options: Iterable[Mapping[str, Any]] = ()) -> bool:
    """Whether the words of a question are about something sensitive, whatever its author thinks of it."""
    said = [*text.values(), *(label for option in options for label in option.get("label", {}).values())]
    return any(_beginnings().search(words.casefold()) for words in said)


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _read()['special']))})")


def questions_of(survey: Survey, moment: str) -> list[SurveyQuestion]:
    """Return the questions of a moment in their order."""
    return list(survey.questions.filter(moment=moment))


def as_values(questions: Iterable[SurveyQuestion]) -> list[dict[str, Any]]:
    """Return questions as `replace_questions` takes them."""
    return [{name: getattr(question, name) for name in FIELDS} for question in questions]
