"""Occupations, languages, countries and places; no Django, data loaded on first use.

`link` and `Linker` are reached as `from resonanz.taxonomy import link, Linker`; importing the package itself loads
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resonanz.taxonomy.linker import Linker
    from resonanz.taxonomy.occupations import link

__all__ = ["Linker", "link"]


def __getattr__(name: str) -> Any:
    """Load what is asked for, now."""
    if name == "link":
        from resonanz.taxonomy.occupations import link

        return link
    if name == "Linker":
        from resonanz.taxonomy.linker import Linker

        return Linker
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
