"""Names that are data, not sentences: what a criterion or a language is called, in each reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from resonanz.phrases import Phrase


def named(names: Mapping[str, str] | str) -> Phrase:
    """Return names by language code as a phrase, shown in the reader's language; one text stands for all."""
    return Phrase("{name}", {"name": names if isinstance(names, str) else dict(names)})
