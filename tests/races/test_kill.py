"""The server is killed while people write: what was acknowledged is there, once. `bench/kill.py` does it fifty times."""

from __future__ import annotations

from bench.kill import run


def test_a_killed_server_loses_nothing_and_doubles_nothing() -> None:
    result = run(kills=2, pairs=2)
    assert (result.wrong, result.kills) == ([], 2)
    assert result.acknowledged == result.stored
    assert result.acknowledged > 4  # each of the four has written
    assert result.cut > 0  # and was cut off
