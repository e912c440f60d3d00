"""One table of the criteria file, read key by key; whatever is wrong becomes a sentence that names table and
key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from resonanz.engine.named import named
from resonanz.phrases import P, Phrase
from resonanz.tables import InputProblem, did_you_mean, quoted

_LONGEST = 80  # characters of a wrong value that are shown
_MOST = 100  # unknown keys that are named
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Entry:
    """A reader of one table (named "" for the file itself). `finish` complains about unknown keys.

    A reading that fails notes a problem and returns a harmless stand-in, so all mistakes are found in one go.
    """

    def __init__(self, data: Mapping[str, Any], table: str, source: str, *, must: bool = False) -> None:
        self.data = data
        self.table = table
        self.source = source
        self.must = must
        self.problems: list[InputProblem] = []
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Return whether the table has this key."""
        self._known.append(key)
        return key in self.data

    def complain(self, message: Phrase) -> None:
        """Note a problem of this table."""
        where = P("{table}: {message}", table=self.table, message=message) if self.table else message
        self.problems.append(InputProblem(self.source, None, None, where))

    def both_sides(self) -> tuple[str, str]:
        """Return the names of the mentors' and the mentees' column, from `column` or from `mentor` and
        `mentee`.
        """
        shared, mentor, mentee = (self._optional_text(key) for key in ("column", "mentor", "mentee"))
        if shared and not mentor and not mentee:
            return shared, shared
        if mentor and mentee and not shared:
            return mentor, mentee
        self.complain(P("Name the column: either `column`, or both `mentor` and `mentee`."))
        return "", ""

    def one_side(self) -> tuple[str | None, str | None]:
        """Return the one column that is compared with a fixed `value`: `mentor` or `mentee`, the other is
        None.
        """
        mentor, mentee = self._optional_text("mentor"), self._optional_text("mentee")
        self.has("column")
        if (mentor is None) == (mentee is None) or "column" in self.data:
            self.complain(P("With `value`, name exactly one side: `mentor` or `mentee`."))
        return mentor, mentee

    def text(self, key: str) -> str:
        """Return a required text."""
        value = self._optional_text(key)
        if value is None and key not in self.data:
            self.complain(P("`{key}` is missing.", key=key))
        return value or ""

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """Return one of `choices`."""
        if not self.has(key):
            return default
        value = self.data[key]
        if value in choices:
            return str(value)
        hint = did_you_mean(_shown(value), choices)
        message = P(
            "`{key}` is “{value}”, but must be one of {choices}.{hint}",
            key=key,
            value=_shown(value),
            choices=quoted(choices),
            hint=hint,
        )
        self.complain(message)
        return default

    def number(self, key: str, *, low: float, high: float = 1e6, default: float | None = None) -> float:
        """Return a number from `low` to `high`."""
        if not self.has(key):
            if default is None:
                self.complain(P("`{key}` is missing; give a number.", key=key))
            return low if default is None else default
        value = self.data[key]
        if _is_number(value) and low <= value <= high:
            return float(value)
        message = P(
            "`{key}` must be a number from {low} to {high}, not “{value}”.",
            key=key,
            low=low,
            high=high,
            value=_shown(value),
        )
        self.complain(message)
        return low

    def whole(self, key: str, *, low: int, high: int = 1000, default: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.number(key, low=low, high=high, default=default)
        if value != int(value):
            self.complain(P("`{key}` must be a whole number, not “{value}”.", key=key, value=_shown(value)))
        return int(value)

    def label(self, default: str) -> Phrase:
        """Return `label`: a text, or a table of texts by language."""
        if not self.has("label"):
            return named(default)
        value = self.data["label"]
        if isinstance(value, str) and value.strip():
            return named(value.strip())
        if isinstance(value, Mapping) and value and all(isinstance(text, str) and text for text in value.values()):
            return named(value)
        self.complain(
            P(
                "`label` must be a text, or texts by language such as {example}.",
                example='{ de = "Beruf", en = "Occupation" }',
            )
        )
        return named(default)

    def finish(self) -> list[InputProblem]:
        """Return all problems of the table, unknown keys included."""
        known = sorted(set(self._known))
        for key in list(self.data)[:_MOST]:
            if key in known:
                self._refuse_control(key)
            else:
                hint = did_you_mean(_shown(key), known)
                self.complain(
                    P(
                        "The key `{key}` is unknown here.{hint} Possible are {known}.",
                        key=_shown(key),
                        hint=hint,
                        known=quoted(known, 20),
                    )
                )
        return self.problems

    def _refuse_control(self, key: str) -> None:
        """Complain about a character that is no text, such as a NUL, which no column and no label has."""
        if key in ("must", "criterion", "settings"):
            return  # tables of their own, read by their own entries
        for text in _texts(self.data[key]):
            if found := _CONTROL.search(text):
                code = f"U+{ord(found[0]):04X}"
                self.complain(P("`{key}` contains a character that is no text ({code}); take it out.", key=key, code=code))
                return

    def _optional_text(self, key: str) -> str | None:
        if not self.has(key):
            return None
        value = self.data[key]
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        self.complain(P("`{key}` must be a text in quotation marks, not “{value}”.", key=key, value=_shown(value)))
        return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    """Return a wrong value for a sentence: without control characters, not endless, whatever it is."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a table within tables
        return "…"
    text = _CONTROL.sub("", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside a value, keys included, without recursion: a file may nest its tables deeply."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
