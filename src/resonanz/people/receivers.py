"""What this room seals in its own way, for those who renew keys."""

from __future__ import annotations

from typing import Any

from resonanz.core.rotation import sealed_in
from resonanz.people.enums import SECOND_FACTOR


def place(row: Any) -> str:
    """Return what the secrets of second factors are bound to: allauth seals them before there is a row."""
    return SECOND_FACTOR


for part in ("secret", "seed", "migrated_codes"):
    sealed_in("mfa.Authenticator", "data", place, part)
