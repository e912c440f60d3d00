"""Logging in must not stop the site: one password is hashed at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Lock
from time import monotonic

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from resonanz.core.hashers import OneAtATimeArgon2


def test_passwords_are_hashed_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    spans: list[tuple[float, float]] = []
    guard = Lock()
    original = Argon2PasswordHasher.verify

    def timed(self: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        begin = monotonic()
        fits = original(self, password, encoded)
        with guard:
            spans.append((begin, monotonic()))
        return fits

    hasher = OneAtATimeArgon2()
    encoded = hasher.encode("a long enough one", "saltsaltsalt")
    monkeypatch.setattr(Argon2PasswordHasher, "verify", timed)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda password: hasher.verify(password, encoded), ["a long enough one", "no"] * 2))
    assert answers == [True, False, True, False]
    ordered = sorted(spans)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(ordered))
