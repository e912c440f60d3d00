"""An index of texts by their character n-grams, weighted by rarity."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZES = (2, 3, 4)


def grams_of(word: str) -> list[str]:
    """Return the character n-grams of a word with its borders: "ab" gives " a", "ab", "b ", " ab", "ab ", " ab "."""
    padded = f" {word} "
    return [padded[i : i + n] for n in SIZES for i in range(len(padded) - n + 1)]


class GramIndex:
    """Texts, each a sequence of words, by the n-grams of their words.

    The weight of an n-gram is its damped count times its rarity, 1 + ln((1 + texts) / (1 + texts with it)); every
    text has length 1, so that a likeness is a cosine.
    """

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self._size = len(texts)
        self._grams: dict[str, int] = {}
        self._of_word: dict[str, list[int]] = {}
        self._index(texts)

    def likeness(self, words: Iterable[str]) -> NDArray[np.float64] | None:
        """Return the cosine of `words` with every text, in order; None where no n-gram is known."""
        import numpy as np

        weights = self._weights_of(words)
        if not weights:
            return None
        scores = np.zeros(self._size)
        for gram, weight in weights.items():
            part = slice(self._starts[gram], self._starts[gram + 1])
            scores[self._rows[part]] += self._weights[part] * weight
        return scores

    def pairs(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosine of the texts `a[i]` and `b[i]`, for every i."""
        import numpy as np
        from scipy.sparse import csc_matrix

        shape = (self._size, len(self._starts) - 1)
        rows = csc_matrix((self._weights, self._rows, self._starts), shape=shape).tocsr()
        return np.asarray(rows[a].multiply(rows[b]).sum(axis=1), dtype=np.float64).ravel()

    def _weights_of(self, words: Iterable[str]) -> dict[int, float]:
        known = (self._grams.get(gram) for word in words for gram in grams_of(word))
        counts = Counter(gram for gram in known if gram is not None)
        weights = {gram: (1 + math.log(n)) * float(self._rarity[gram]) for gram, n in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()}

    def _index(self, texts: Sequence[Iterable[str]]) -> None:
        """Lay out rows and weights of each n-gram one after the other: those of gram g lie in
        starts[g]:starts[g + 1]."""
        import numpy as np

        rows, grams = array("l"), array("l")
        for row, words in enumerate(texts):
            for word in words:
                found = self._gram_ids(word)
                grams.extend(found)
                rows.extend(repeat(row, len(found)))
        size, total = len(self._grams), max(self._size, 1)
        # One number for each pair of gram and row: sorting them brings the rows of one gram together.
        pairs, counts = np.unique(
            np.array(grams, dtype=np.int64) * total + np.array(rows, dtype=np.int64), return_counts=True
        )
        gram, self._rows = np.divmod(pairs, total)
        self._rarity = 1 + np.log((1 + self._size) / (1 + np.bincount(gram, minlength=size)))
        weights = (1 + np.log(counts)) * self._rarity[gram]
        lengths = np.sqrt(np.bincount(self._rows, weights**2, minlength=total))
        self._weights = weights / lengths[self._rows]
        self._starts = np.searchsorted(gram, np.arange(size + 1))

    def _gram_ids(self, word: str) -> list[int]:
        if word not in self._of_word:
            self._of_word[word] = [self._grams.setdefault(gram, len(self._grams)) for gram in grams_of(word)]
        return self._of_word[word]
