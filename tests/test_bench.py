"""The benchmark's own arithmetic and its page; the times themselves are measured by `make bench`."""

from __future__ import annotations

import pytest

from bench import store
from bench.measure import Elsewhere, measure, slope
from bench.table import Row


def test_the_slope_is_the_exponent() -> None:
    assert slope({500: 1.0, 1000: 8.0, 2000: 64.0}) == pytest.approx(3)
    assert slope({500: 1.0}) is None


def test_a_row_says_what_was_asked_and_whether_it_is_reached() -> None:
    row = Row(
        "work",
        lambda: Elsewhere((10, 500), 0.002),
        {"slow": lambda: Elsewhere((9, 480), 3.0), "quick": lambda: Elsewhere((10, 500), 0.001)},
        asked={"slow": 1000, "quick": 0.9},
        once=frozenset({"slow"}),
        note="said beforehand",
    )
    measured = measure(row, 3)
    assert measured["seconds"] == {"ours": 0.002, "slow": 3.0, "quick": 0.001}
    assert measured["runs"] == {"ours": 3, "slow": 1, "quick": 3}
    measured["memory"] = {"ours": 100.0, "slow": 900.0}
    measured["asked_memory"] = {"slow": 0.15}
    measured["tail"] = {"p50": 0.001, "p99": 0.003, "asked": 2}
    assert store.line("rows", "work", {**measured, "date": "2026-03-31"}) == (
        "| work | 2 ms | slow 3.00 s, once: 1.5e+03 x (≥ 1000 ✓); quick 1 ms: 0.5 x (≥ 0.9 ✗) | ours 100 MB; slow 900 MB: "
        "ours is 0.11 of it (≤ 0.15 ✓) | p50 1 ms, p99 3 ms: 3 x (≤ 2 ✗) | said beforehand; ours (10, 500); slow (9, 480); "
        "quick (10, 500) | 2026-03-31 |"
    )


def test_rows_measured_on_different_days_stand_in_one_page() -> None:
    entry = {"seconds": {"ours": 0.5}, "runs": {"ours": 3}, "asked": {}, "note": ""}
    growth = {"growth": {"ours": {"10": 1.0, "20": 4.0}, "theirs": {"10": 1.0}}, "exponents": {"ours": 2.0, "theirs": None}}
    known = {
        "rows": {
            "a": {**entry, "date": "2026-03-30", "where": "here"},
            "b": {**entry, "date": "2026-03-31", "where": "there"},
        },
        "growths": {"n": {**growth, "date": "2026-03-31", "where": "there"}},
    }
    page = store.page(known)
    assert [line for line in page if line.startswith("2026-")] == ["2026-03-30: here.", "2026-03-31: there."]
    assert "| a | 500 ms |  |  |  |  | 2026-03-30 |" in page
    assert "| n | 2.00 (10 to 20: 4.00 s) | theirs – (10 to 10: 1.00 s) | 2026-03-31 |" in page
