"""What people can be counted and filtered by: tags, each with a level where that has a meaning, in flat arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Tags:
    """The tags of all people: `who` has `tag` at `level`, one line for each."""

    def __init__(self, tags: Sequence[Mapping[str, int]]) -> None:
        """`tags`: for each person, tag → level (0 where there are no levels)."""
        self.people = len(tags)
        self.codes: dict[str, int] = {}
        known = self.codes.setdefault
        self._who = np.repeat(np.arange(len(tags), dtype=np.int32), [len(own) for own in tags])
        self._tag = np.array([known(tag, len(self.codes)) for own in tags for tag in own], dtype=np.int32)
        self._level = np.array([level for own in tags for level in own.values()], dtype=np.int8)

    def having(self, tag: str, least: int = 0) -> Bools:
        """Return who has `tag`, at `least` or higher."""
        found: Bools = np.zeros(self.people, dtype=bool)
        if (code := self.codes.get(tag)) is not None:
            found[self._who[(self._tag == code) & (self._level >= least)]] = True
        return found

    def counts(self, among: Bools, least: int = 0) -> dict[str, int]:
        """Return how many of those `among` have each tag at `least` or higher; tags that nobody has are left out."""
        here = among[self._who]
        if least:
            here &= self._level >= least
        numbers = np.bincount(self._tag[here], minlength=len(self.codes))
        return {tag: int(numbers[code]) for tag, code in self.codes.items() if numbers[code]}


def any_of(masks: Iterable[Bools], people: int) -> Bools:
    """Return who is in one of `masks`."""
    found: Bools = np.zeros(people, dtype=bool)
    for mask in masks:
        found |= mask
    return found
