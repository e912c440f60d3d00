"""Small cohorts never wait for a compiler, and whoever waits is told, once."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from resonanz.engine.fast import ready

COHORT = """
import sys
from resonanz.engine import Community, match, solve_cohort, alternatives
people = lambda prefix: [{"id": f"{prefix}{n}", "n": n * 37 % 101, "places": n % 3} for n in range(300)]
criteria = {"criterion": [{"kind": "near", "column": "n", "within": 50, "weight": 10}]}
for objective in ("most_pairs", "best_total", "fairest"):
    assert match(people("m"), people("e"), criteria, objective=objective, capacity=1).pairs
assert match(people("m"), people("e"), criteria, capacity="places").pairs
assert alternatives(solve_cohort(people("m"), people("e"), criteria), "e7")
assert Community(people("m") * 1, criteria).suggest({"id": "e", "n": 3})
assert "numba" not in sys.modules
"""


def test_three_hundred_people_on_each_side_need_no_compiler() -> None:
    done = subprocess.run([sys.executable, "-c", COHORT], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A process that has loaded nothing yet, and an empty place for compiled code."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(ready, "_prepared", False)
    monkeypatch.setattr(ready, "_told", False)
    monkeypatch.setattr(ready, "_loaded", {})
    return tmp_path


def test_a_library_user_reads_it_in_the_log_once(cold: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="resonanz.engine"):
        ready.kernels("whole")
        ready.kernels("graph")
    assert [record.getMessage() for record in caplog.records] == [
        "Preparing fast code for this machine; this takes up to half a minute, once."
    ]


def test_nothing_is_said_where_code_is_compiled_already(cold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(ready, "on_preparing", lambda: told.append("preparing"))
    compiled = cold / "somewhere" / "graph.largest-1.py311.nbi"
    compiled.parent.mkdir()
    compiled.touch()
    ready.kernels("graph")
    assert told == []
    os.utime(compiled, (1, 1))  # older than the source: it would be compiled anew
    ready._loaded.clear()
    ready.kernels("graph")
    assert told == ["preparing"]
