"""Splitting German compounds with no dictionary but the list of labels itself.

"Lederproduktionsleiterin" is told apart because "Leiterin", "Produktion" and "Leder" are words of other labels, or
stand in several other compounds beside such a word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

LEAST = 4
LINKS = ("es", "en", "er", "s", "n", "e")
# A part that is no word of its own must stand beside this many different words.
SUPPORT = 4
# So many words are remembered with their parts.
KEPT = 50_000
_ROUNDS = 2


class Splitter:
    """Knows the words of a list; `words` are given once for each label they stand in, `always` are words anyway."""

    def __init__(self, words: Iterable[str], always: Iterable[str] = ()) -> None:
        self._counts = Counter(words)
        self._known = {word for word, n in self._counts.items() if n > 1 and len(word) >= LEAST}
        self._known.update(word for word in always if len(word) >= LEAST)
        self._always = frozenset(always)
        for _ in range(_ROUNDS):
            self._known |= self._supported()
        self._split: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of `word` in order, without linking letters; `(word,)` for what is no compound."""
        found = self._split.get(word)
        if found is None:
            if len(self._split) >= KEPT:
                self._split.clear()
            found = self._split[word] = self._parts(word)
        return found

    def _parts(self, word: str) -> tuple[str, ...]:
        if word in self._always:
            return (word,)
        for i in range(2 if word[:2] in self._always or word[:3] in self._always else LEAST, len(word) - LEAST + 1):
            tail = word[i:]
            if tail in self._known:
                front = self._base(word[:i])
                if front is not None:
                    return (*self.split(front), *self.split(tail))
        for i in range(LEAST, len(word) - LEAST):
            # The tail is certain, what stands before it need not be a word by itself: "Getriebe|bauer".
            if word[i:] in self._known and (self._counts[word[i:]] > 2 or word[i:] in self._always):
                return (*self.split(_unlinked(word[:i])), *self.split(word[i:]))
        return (self._base(word) or word,)

    def _base(self, part: str) -> str | None:
        """Return the known word that `part` is, with or without linking letters."""
        if part in self._known or part in self._always:
            return part
        for link in LINKS:
            word = part[: -len(link)]
            if part.endswith(link) and len(word) >= LEAST and word in self._known:
                return word
        return None

    def _supported(self) -> set[str]:
        after: defaultdict[str, set[str]] = defaultdict(set)
        before: defaultdict[str, set[str]] = defaultdict(set)
        for word in self._counts:
            for i in range(LEAST, len(word) - LEAST + 1):
                front, tail = word[:i], word[i:]
                if len(tail) > LEAST and (base := self._base(front)) is not None:
                    after[tail].add(base)
                if len(front) > LEAST and tail in self._known:
                    before[front].add(tail)
        return {part for found in (after, before) for part, beside in found.items() if len(beside) >= SUPPORT}


def _unlinked(front: str) -> str:
    # Behind these endings German always puts an s.
    for ending in ("ungs", "heits", "keits", "schafts", "tats", "ions", "lings"):
        if front.endswith(ending):
            return front[:-1]
    return front
