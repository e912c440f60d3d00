"""Hashing of passwords that cannot take the site down."""

from __future__ import annotations

from threading import Semaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

TURNS = Semaphore(1)


class OneAtATimeArgon2(Argon2PasswordHasher):
    """Argon2, one computation at a time in each process.

    A single one takes a third of a second of all cores; sixteen logins at once would stop every other page.
    """

    def encode(self, password: str, salt: str) -> str:
        """Hash, when it is our turn."""
        with TURNS:
            encoded: str = super().encode(password, salt)
        return encoded

    def verify(self, password: str, encoded: str) -> bool:
        """Compare, when it is our turn."""
        with TURNS:
            return bool(super().verify(password, encoded))

    def harden_runtime(self, password: str, encoded: str) -> Any:
        """Nothing to do: Argon2 takes the same time whatever the password."""
