"""A result for people to read: on the terminal, as CSV and as a workbook."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from resonanz.engine.criteria import GRID, Criteria, Rule
from resonanz.engine.result import Explanation, Pair, Reason, Result, decimal
from resonanz.phrases import P, Phrase
from resonanz.tables import InputError, InputProblem, csv_bytes, json_bytes, write_whole, xlsx_bytes
from resonanz.tables.write import Rows

ENDINGS = (".csv", ".json", ".xlsx")
_PATIENCE = 1.0  # seconds before a progress bar appears
_BAR = 30


def check_target(path: Path) -> None:
    """Raise InputError where the file's ending is none we write, before any work is done."""
    if path.suffix.lower() not in ENDINGS:
        message = P("We cannot write “{ending}” files; choose .csv, .json or .xlsx.", ending=path.suffix or path.name)
        raise InputError(InputProblem(str(path), None, None, message))
    if not path.parent.is_dir():
        raise InputError(InputProblem(str(path), None, None, P("The folder does not exist; create it first.")))


def write(path: Path, result: Result, settings: list[list[Any]], language: str) -> None:
    """Write the result in the format the file's ending names, whole or not at all."""
    write_whole(path, content(path.suffix.lower(), result, settings, language))


def content(ending: str, result: Result, settings: list[list[Any]], language: str) -> bytes:
    """Return the result as ".csv", ".json" or ".xlsx"; a workbook has three sheets."""
    if ending == ".json":
        return json_bytes(result.to_json(language))
    columns = _texts((P("mentor"), P("mentee"), P("score"), P("percent"), P("reasons")), language)
    separator = "\n" if ending == ".xlsx" else " · "
    texts: dict[int, str] = {}  # by the identity of a reason: many pairs share one, and the result keeps all alive
    for pair in result.pairs:
        for reason in pair.reasons:
            if id(reason) not in texts:
                texts[id(reason)] = _reason(reason, language)
    rows = [
        [
            pair.mentor,
            pair.mentee,
            pair.score,
            pair.percent,
            separator.join([texts[id(reason)] for reason in pair.reasons]),
        ]
        for pair in result.pairs
    ]
    if ending == ".csv":
        # Spreadsheets set to German expect a semicolon, because their comma stands inside numbers.
        return csv_bytes(columns, rows, delimiter=";" if language == "de" else ",")
    unmatched = [
        [side.text(language), person.id, person.why.text(language)]
        for side, people in ((P("mentor"), result.unmatched_mentors), (P("mentee"), result.unmatched_mentees))
        for person in people
    ]
    sheets: dict[str, tuple[Sequence[str], Rows]] = {
        P("Pairs").text(language): (columns, rows),
        P("Unmatched").text(language): (_texts((P("side"), P("id"), P("why")), language), unmatched),
        P("Settings").text(language): (_texts((P("setting"), P("value")), language), settings),
    }
    return xlsx_bytes(sheets)


def settings_rows(options: Namespace, criteria: Criteria, result: Result, language: str) -> list[list[Any]]:
    """Return what the result was computed from, as rows of name and value."""
    given = criteria.settings
    capacity = options.capacity if options.capacity is not None else given.capacity
    rows: list[tuple[Phrase, Any]] = [
        (P("mentors' file"), options.mentors.name),
        (P("mentees' file"), options.mentees.name),
        (P("criteria file"), options.criteria.name),
        (P("id column"), options.id or given.id or "id"),
        (P("capacity"), 1 if capacity is None else capacity),
        (P("objective"), result.objective),
        (P("total"), result.total),
        (P("most a pair could reach"), result.best_possible),
        *((P("pin"), pin) for pin in options.pin),
        *((P("forbid"), forbid) for forbid in options.forbid),
        *((P("must"), _rule(rule).text(language)) for rule in criteria.musts),
        *((P("criterion"), _rule(rule).text(language)) for rule in criteria.criteria),
    ]
    return [[name.text(language), value] for name, value in rows]


def _rule(rule: Rule) -> Phrase:
    if not rule.weight:
        return P("{label} ({kind})", label=rule.label, kind=rule.kind.name)
    weight = decimal(rule.weight * 1000 // GRID)
    return P("{label} ({kind}), weight {weight}", label=rule.label, kind=rule.kind.name, weight=weight)


def summary(result: Result, language: str) -> str:
    """Return the summary for a terminal: what came out, the pairs as a table, who is left and why."""
    values = {"count": len(result.pairs), "total": result.total}
    head = P("{count} pairs, total score {total}, proven best.", **values)
    if len(result.pairs) == 1:
        head = P("1 pair, total score {total}, proven best.", total=result.total)
    if not result.optimal:
        values["bound"] = result.bound
        head = P("{count} pairs, total score {total}; it is proven that no plan exceeds {bound}.", **values)
    lines = [head.text(language)]
    if result.pairs:
        lines += ["", *_table(result.pairs, language)]
    for title, people in (
        (
            P("Mentors without a mentee: {count}", count=len(result.unmatched_mentors)),
            result.unmatched_mentors,
        ),
        (
            P("Mentees without a mentor: {count}", count=len(result.unmatched_mentees)),
            result.unmatched_mentees,
        ),
    ):
        if people:
            lines += ["", title.text(language)]
            lines += [f"  {person.id}: {person.why.text(language)}" for person in people]
    return "\n".join(lines)


def explanation(explained: Explanation, language: str) -> str:
    """Return the explanation of one pair for a terminal."""
    ids = {"mentor": explained.mentor, "mentee": explained.mentee}
    head = P("{mentor} and {mentee} are a possible pair.", **ids)
    if not explained.possible:
        head = P("{mentor} and {mentee} are not a possible pair.", **ids)
    lines = [head.text(language)]
    if explained.musts:
        lines += ["", P("Conditions").text(language)]
        for check in explained.musts:
            mark = P("met") if check.passed else P("NOT MET")
            lines.append(f"  {mark.text(language)} · {check.must.text(language)}: {check.text.text(language)}")
    if explained.reasons:
        lines += ["", P("Criteria").text(language)]
        lines += [f"  {_reason(reason, language)}" for reason in explained.reasons]
        values = {"score": explained.score, "best": explained.best_possible, "percent": explained.percent}
        total = P("Score: {score} of {best} ({percent} %)", **values)
        if not explained.possible:
            total = P("Score if it were possible: {score} of {best} ({percent} %)", **values)
        lines += ["", total.text(language)]
    return "\n".join(lines)


class ProgressBar:
    """A bar on the error stream, only on a terminal and only where the work takes over a second."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: float) -> None:
        """Draw the share done, 0 to 1."""
        if sys.stderr.isatty() and time.monotonic() - self._begun > _PATIENCE:
            self._shown = True
            full = round(done * _BAR)
            sys.stderr.write(f"\r[{'█' * full}{'·' * (_BAR - full)}] {done:4.0%}")
            sys.stderr.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * (_BAR + 10) + "\r")


def _reason(reason: Reason, language: str) -> str:
    phrase = P(
        "{criterion}: {points} of {of} ({text})",
        criterion=reason.criterion,
        points=reason.points,
        of=reason.of,
        text=reason.text,
    )
    return phrase.text(language)


def _table(pairs: tuple[Pair, ...], language: str) -> list[str]:
    head = _texts((P("mentor"), P("mentee"), P("score"), "%", P("reasons")), language)
    rows = [head]
    for pair in pairs:
        best_first = sorted(pair.reasons, key=lambda reason: -reason.points)
        reasons = " · ".join(f"{r.criterion.text(language)}: {r.text.text(language)}" for r in best_first)
        shown = [_texts((P("{number}", number=n),), language)[0] for n in (float(pair.score), pair.percent)]
        rows.append([pair.mentor, pair.mentee, *shown, reasons])
    terminal = shutil.get_terminal_size((120, 24)).columns
    limits = [max(8, terminal // 4), max(8, terminal // 4), 12, 6]
    widths = [min(limit, max(_width(row[i]) for row in rows)) for i, limit in enumerate(limits)]
    left = max(12, terminal - sum(widths) - 2 * len(widths))
    lines = []
    for row in rows:
        cells = [_padded(row[i], widths[i], right=i in (2, 3)) for i in range(4)]
        lines.append("  ".join([*cells, _cut(row[4], left)]).rstrip())
    return lines


def _texts(phrases: tuple[Phrase | str, ...], language: str) -> list[str]:
    return [phrase.text(language) if isinstance(phrase, Phrase) else phrase for phrase in phrases]


def _width(text: str) -> int:
    """Return the columns a terminal needs: two for wide East Asian letters, none for combining marks."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text
    )


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _padded(text: str, width: int, *, right: bool) -> str:
    text = _cut(text, width)
    space = " " * (width - _width(text))
    return space + text if right else text + space
