"""What was measured, kept in bench/results.json and shown as bench/results.md."""

from __future__ import annotations

import datetime
import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.measure import OURS, Measured
from bench.peers import machine

HERE = Path(__file__).parent
KEPT, SHOWN, NOTES = HERE / "results.json", HERE / "results.md", HERE / "notes.md"
PACKAGES = ("numpy", "scipy", "numba", "lapx", "ortools", "networkx", "matching", "mentor-match", "faiss-cpu")


def keep(group: str, name: str, measured: Measured, order: list[str]) -> None:
    """Put one row (or growth) into the store, with date, machine and versions; forget rows that are no more."""
    known = load()
    entry = {**measured, "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(), "where": _where()}
    known.setdefault(group, {})[name] = entry
    known = {kind: {one: entries[one] for one in order if one in entries} for kind, entries in known.items()}
    KEPT.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    SHOWN.write_text("\n".join(page(known)) + "\n", encoding="utf-8")


def load() -> dict[str, dict[str, Measured]]:
    """Return the store: group → name → what was measured."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def page(known: dict[str, dict[str, Measured]]) -> list[str]:
    """Return the lines of bench/results.md."""
    rows, growths = known.get("rows", {}), known.get("growths", {})
    lines = [
        "# Results",
        "",
        "CPU time of one thread, median of at least three interleaved runs after one that warms, unless a row says once.",
        "`n x` is their time over ours; what was asked of us stands in brackets: ✓ where it is reached, ✗ where not.",
        *_places(rows, growths),
        "",
        "| work | ours | peers: their time over ours | most memory | p99 | notes; answers where they differ | measured |",
        "|---|---|---|---|---|---|---|",
        *(line("rows", name, entry) for name, entry in rows.items()),
    ]
    if growths:
        lines += [
            "",
            "## How the time grows",
            "",
            "The slope of log CPU time over log size, least squares over the sizes at which each was run (in brackets, with",
            "the time at the last): 2 means that twice the people take four times as long.",
            "",
            "| work | ours | peers | measured |",
            "|---|---|---|---|",
            *(line("growths", name, entry) for name, entry in growths.items()),
        ]
    notes = NOTES.read_text(encoding="utf-8").splitlines() if NOTES.exists() else []
    return [*lines, "", *notes]


def line(group: str, name: str, entry: Measured) -> str:
    """Return one line of the table."""
    date = entry.get("date", "now")
    if group == "growths":
        shown = {who: _exponent(entry, who) for who in entry["growth"]}
        peers = "; ".join(f"{who} {text}" for who, text in shown.items() if who != OURS)
        return f"| {name} | {shown[OURS]} | {peers} | {date} |"
    seconds = entry["seconds"]
    ours = seconds[OURS]
    peers = "; ".join(_peer(who, taken, ours, entry) for who, taken in seconds.items() if who != OURS)
    return f"| {name} | {_seconds(ours)} | {peers} | {_memory(entry)} | {_tail(entry)} | {entry['note']} | {date} |"


def _peer(who: str, taken: float, ours: float, entry: Measured) -> str:
    once = ", once" if entry["runs"][who] == 1 else ""
    return f"{who} {_seconds(taken)}{once}: {taken / ours:.3g} x{_verdict(taken / ours, entry['asked'].get(who), '≥')}"


def _verdict(reached: float, asked: float | None, sign: str) -> str:
    if asked is None:
        return ""
    good = reached >= asked if sign == "≥" else reached <= asked
    return f" ({sign} {asked:g} {'✓' if good else '✗'})"


def _memory(entry: Measured) -> str:
    memory = entry.get("memory", {})
    asked = entry.get("asked_memory", {})
    parts = []
    for who, highest in memory.items():
        share = memory[OURS] / highest
        told = "" if who == OURS else f": ours is {share:.2g} of it{_verdict(share, asked.get(who), '≤')}"
        parts.append(f"{who} {highest:.0f} MB{told}")
    return "; ".join(parts)


def _tail(entry: Measured) -> str:
    if "tail" not in entry:
        return ""
    p50, p99, asked = (entry["tail"][key] for key in ("p50", "p99", "asked"))
    return f"p50 {_seconds(p50)}, p99 {_seconds(p99)}: {p99 / p50:.2g} x{_verdict(p99 / p50, asked, '≤')}"


def _exponent(entry: Measured, who: str) -> str:
    sizes, slope = list(entry["growth"][who]), entry["exponents"][who]
    shown = "–" if slope is None else f"{slope:.2f}"
    return f"{shown} ({sizes[0]} to {sizes[-1]}: {_seconds(entry['growth'][who][sizes[-1]])})"


def _seconds(taken: float) -> str:
    return f"{taken:.2f} s" if taken >= 1 else f"{1000 * taken:.3g} ms"


def _where() -> str:
    versions = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    return f"{machine()}, Python {platform.python_version()} on {sys.platform}; {', '.join(versions)}"


def _version(name: str) -> str | None:
    from bench.peers_python import version_of_mentor_match

    if name == "mentor-match":
        return version_of_mentor_match()
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _places(*groups: dict[str, Any]) -> list[str]:
    """Name each machine and set of versions, with the dates where there are several."""
    dates: dict[str, set[str]] = {}
    for group in groups:
        for entry in group.values():
            dates.setdefault(entry["where"], set()).add(entry["date"])
    if len(dates) == 1:
        return [f"{where}." for where in dates]
    return [f"{', '.join(sorted(days))}: {where}." for where, days in dates.items()]
