"""Pairs there once were, remembered without saying who: so nobody is paired twice, even after people are erased.

Of each pair only a keyed hash is kept (HMAC-SHA256, RFC 2104) over the two ids in a fixed order. Without the installation's
key a hash says nothing about anybody; with the key one can ask whether two people were a pair, and no more.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence

LEAST_KEY = 16  # bytes
_DIGEST = 64  # hexadecimal digits of SHA-256


class PastPairs:
    """A set of past pairs under one key. `digests` are what `to_json` gave."""

    def __init__(self, key: bytes, digests: Iterable[str] = ()) -> None:
        if len(key) < LEAST_KEY:
            raise ValueError(f"the key needs at least {LEAST_KEY} bytes, but has {len(key)}")
        self._key = bytes(key)
        self._digests = {_checked(digest) for digest in digests}

    def __len__(self) -> int:
        return len(self._digests)

    def remember(self, one: str, other: str) -> None:
        """Note that the two were a pair; which of them is named first makes no difference."""
        self._digests.add(self._digest(one, other))

    def contains(self, one: str, other: str) -> bool:
        """Whether the two were a pair."""
        return self._digest(one, other) in self._digests

    def among(self, mentors: Sequence[str], mentees: Sequence[str]) -> list[tuple[str, str]]:
        """Return the past pairs (mentor id, mentee id) among these people, as `forbids` of `match` wants them.

        It costs one hash per possible pair, about a second for a million.
        """
        if not self._digests:
            return []
        return [(mentor, mentee) for mentor in mentors for mentee in mentees if self.contains(mentor, mentee)]

    def to_json(self) -> list[str]:
        """Return the hashes in order, to be kept; the key is not among them."""
        return sorted(self._digests)

    def _digest(self, one: str, other: str) -> str:
        # Lengths keep ("ab", "c") and ("a", "bc") apart.
        parts = [f"{len(person.encode())}:".encode() + person.encode() for person in sorted((one, other))]
        return hmac.digest(self._key, b"".join(parts), "sha256").hex()


def _checked(digest: str) -> str:
    if len(digest) == _DIGEST and set(digest) <= set("0123456789abcdef"):
        return digest
    raise ValueError(f"{digest!r} is no hash of a past pair; {_DIGEST} hexadecimal digits are expected")
