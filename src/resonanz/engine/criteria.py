"""The criteria file: musts that make a pair impossible, criteria that add points, and settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from resonanz.engine.entry import Entry
from resonanz.engine.kinds import KINDS, ONE, Kind
from resonanz.engine.people import People
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem, did_you_mean, load, quoted

GRID = 1000  # points are counted in thousandths, so that sums are whole numbers and exact
MAX_WEIGHT = 1_000_000
MAX_BYTES = 1_000_000
MAX_RULES = 1_000
MAX_DOTS, MAX_DOTS_OF_LINE = 20_000, 100


@dataclass(frozen=True)
class Rule:
    """One [[must]] or [[criterion]]: its kind, its name for people, where it stands in the file.

    `weight` is in thousandths of a point (0 for a must); `empty` is what a must does with an empty cell.
    """

    kind: Kind
    label: Phrase
    table: str
    weight: int = 0
    empty: str = "fail"

    @property
    def most(self) -> int:
        """The most thousandths of a point a pair can get here."""
        return (2 * self.kind.best * self.weight + ONE) // (2 * ONE)


@dataclass(frozen=True)
class Settings:
    """Defaults of the file; None where it says nothing."""

    objective: str | None = None
    id: str | None = None
    capacity: int | str | None = None


@dataclass(frozen=True)
class Criteria:
    """A parsed criteria file."""

    musts: tuple[Rule, ...]
    criteria: tuple[Rule, ...]
    settings: Settings = Settings()
    source: str = "criteria.toml"

    @property
    def best_possible(self) -> int:
        """The most thousandths of a point any pair could reach: the sum of weight times greatest fit."""
        return sum(rule.most for rule in self.criteria)

    @classmethod
    def parse(cls, mapping: Mapping[str, Any], source: str = "criteria.toml") -> Criteria:
        """Read the mapping that TOML gives. InputError carries every mistake, with its table."""
        problems: list[InputProblem] = []
        top = Entry(mapping, "", source)
        groups = {key: _tables(top, key) for key in ("must", "criterion")}
        settings = _read_settings(top, problems)
        musts = [_read_rule(data, "must", n, source, problems) for n, data in enumerate(groups["must"], 1)]
        soft = [_read_rule(data, "criterion", n, source, problems) for n, data in enumerate(groups["criterion"], 1)]
        problems = top.finish() + problems
        if not problems and not musts and not soft:
            message = P("There is nothing to match by; add at least one [[must]] or [[criterion]].")
            problems.append(InputProblem(source, None, None, message))
        if problems:
            raise InputError(problems)
        return cls(tuple(r for r in musts if r), tuple(r for r in soft if r), settings, source)

    def settled(self, mentors: People, mentees: People) -> Criteria:
        """Return the same with all decided that depends on everybody's cells (see `Kind.settled`)."""
        musts, soft = (
            tuple(replace(rule, kind=rule.kind.settled(mentors, mentees)) for rule in rules)
            for rules in (self.musts, self.criteria)
        )
        return replace(self, musts=musts, criteria=soft)

    def check(self, mentor_columns: Sequence[str], mentee_columns: Sequence[str]) -> None:
        """Raise InputError for every column that a rule names and the people do not have."""
        problems = []
        for rule in (*self.musts, *self.criteria):
            for name, columns, whose in (
                (rule.kind.mentor, mentor_columns, P("the mentors")),
                (rule.kind.mentee, mentee_columns, P("the mentees")),
            ):
                if name is not None and name not in columns:
                    message = P(
                        "{table}: {whose} have no column “{column}”.{hint} Their columns are {columns}.",
                        table=rule.table,
                        whose=whose,
                        column=name,
                        hint=did_you_mean(name, columns),
                        columns=quoted(columns, 20),
                    )
                    problems.append(InputProblem(self.source, None, None, message))
        if problems:
            raise InputError(problems)


def load_criteria(source: Path | bytes, name: str | None = None) -> Criteria:
    """Read and parse a criteria file (TOML in UTF-8); `name` is how messages call it, by default the file's
    name.
    """
    if name is None:
        name = source.name if isinstance(source, Path) else "criteria.toml"
    data = load(source, name) if isinstance(source, Path) else source
    if len(data) > MAX_BYTES:
        raise InputError(InputProblem(name, None, None, P("A criteria file is a small text; this one is larger than 1 MB.")))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        _check_dots(text, name)
        mapping = tomllib.loads(text)
    except UnicodeDecodeError as error:
        message = P("This is not readable as text; a criteria file is TOML, saved as UTF-8.")
        raise InputError(InputProblem(name, None, None, message)) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        reason = str(error).split(" (at ")[0]
        message = P("This line is not valid TOML ({reason}); compare it with docs/criteria.md.", reason=reason)
        raise InputError(InputProblem(name, int(found[1]) if found else None, None, message)) from error
    except RecursionError as error:
        message = P("Lists or tables are nested too deeply here; compare the file with docs/criteria.md.")
        raise InputError(InputProblem(name, None, None, message)) from error
    except ValueError as error:  # InputError is one, too; the rest are numbers of thousands of digits, impossible dates
        if isinstance(error, InputError):
            raise
        message = P("A number or date in this file is impossible; compare the file with docs/criteria.md.")
        raise InputError(InputProblem(name, None, None, message)) from error
    for key in ("must", "criterion"):
        if isinstance(mapping.get(key), list) and len(mapping[key]) > MAX_RULES:
            message = P("There are more than {count} [[{key}]] in this file.", count=MAX_RULES, key=key)
            raise InputError(InputProblem(name, None, None, message))
    return Criteria.parse(mapping, name)


def _check_dots(text: str, name: str) -> None:
    """Refuse names.of.very.many.parts: the time to read one grows with the square of its parts."""
    for number, line in enumerate(text.split("\n") if "." in text else (), start=1):
        if line.count(".") > MAX_DOTS_OF_LINE:
            raise InputError(InputProblem(name, number, None, P("This line has too many dots; write it as several lines.")))
    if text.count(".") > MAX_DOTS:
        raise InputError(InputProblem(name, None, None, P("This file has too many dots; it is no criteria file.")))


def _tables(top: Entry, key: str) -> list[Any]:
    found = top.data.get(key, []) if top.has(key) else []
    if isinstance(found, list) and all(isinstance(item, Mapping) for item in found):
        return found
    top.complain(P("`{key}` must be a list of tables; write [[{key}]] with two brackets.", key=key))
    return []


def _read_settings(top: Entry, problems: list[InputProblem]) -> Settings:
    data = top.data.get("settings", {}) if top.has("settings") else {}
    if not isinstance(data, Mapping):
        top.complain(P("`settings` must be a table; write [settings] on a line of its own."))
        return Settings()
    entry = Entry(data, "[settings]", top.source)
    objective = entry.choice("objective", ("most_pairs", "best_total", "fairest"), "") or None
    identifier = entry.text("id") if entry.has("id") else None
    capacity: int | str | None = None
    if entry.has("capacity"):
        text = isinstance(data["capacity"], str)
        capacity = entry.text("capacity") if text else entry.whole("capacity", low=0, high=1_000_000, default=1)
    problems += entry.finish()
    return Settings(objective, identifier, capacity)


def _read_rule(data: Mapping[str, Any], group: str, number: int, source: str, problems: list[InputProblem]) -> Rule | None:
    name = data.get("kind")
    table = f"[[{group}]] {number} ({name})" if isinstance(name, str) else f"[[{group}]] {number}"
    entry = Entry(data, table, source, must=group == "must")
    if not entry.has("kind") or not isinstance(name, str) or name not in KINDS:
        message = P("`kind` is missing; possible are {kinds}.", kinds=quoted(list(KINDS), 20))
        if "kind" in data:
            message = P(
                "The kind “{kind}” is unknown.{hint} Possible are {kinds}.",
                kind=str(name),
                hint=did_you_mean(str(name), KINDS),
                kinds=quoted(list(KINDS), 20),
            )
        entry.complain(message)
        problems += entry.problems
        return None
    kind = KINDS[name].read(entry)
    columns = list(dict.fromkeys(column for column in (kind.mentor, kind.mentee) if column))
    label = entry.label(" / ".join(columns))
    if entry.must:
        rule = Rule(kind, label, table, empty=entry.choice("empty", ("pass", "fail"), kind.empty))
    else:
        rule = Rule(kind, label, table, weight=round(entry.number("weight", low=0, high=MAX_WEIGHT) * GRID))
    problems += entry.finish()
    return rule
