"""Words in what people write about themselves: every word anywhere inside a written one, whatever case and accents."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from resonanz.core.text import fold

Bools = NDArray[np.bool_]
WORD = re.compile(r"\w+")
LEAST_INSIDE = 3  # letters; fewer must begin a word, or nearly everything would be found
MOST_WORDS = 8


class Words:
    """For each written word who wrote it; the words stand in one long text, so that parts of them are found, too."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts`: what each person wrote, folded already."""
        self.people = len(texts)
        numbers: dict[str, int] = {}
        word, who = array("i"), array("i")
        for person, text in enumerate(texts):
            for one in set(WORD.findall(text)):
                word.append(numbers.setdefault(one, len(numbers)))
                who.append(person)
        words = np.frombuffer(word, dtype=np.int32) if word else np.zeros(0, dtype=np.int32)
        people = np.frombuffer(who, dtype=np.int32) if who else np.zeros(0, dtype=np.int32)
        self._who = people[np.argsort(words, kind="stable")]
        self._begins = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=len(numbers)))])
        self._text = "\n" + "\n".join(numbers) + "\n"
        self._places = np.cumsum([1, *(len(one) + 1 for one in numbers)])[:-1]  # where each word begins in the text

    def find(self, text: str) -> Bools:
        """Return who wrote every word of `text`; everybody where there is none."""
        found: Bools = np.ones(self.people, dtype=bool)
        for word in WORD.findall(fold(text))[:MOST_WORDS]:
            found &= self._one(word)
        return found

    def _one(self, word: str) -> Bools:
        found: Bools = np.zeros(self.people, dtype=bool)
        sought = word if len(word) >= LEAST_INSIDE else f"\n{word}"
        place = self._text.find(sought)
        while place >= 0:
            number = int(np.searchsorted(self._places, place + len(sought) - len(word), side="right")) - 1
            found[self._who[self._begins[number] : self._begins[number + 1]]] = True
            place = self._text.find(sought, self._text.index("\n", place + 1))
        return found
