"""Ranking of any list of labels by likeness to a text: cosine of character n-grams weighted by rarity.

Character n-grams need no dictionary, forgive typing errors and find the parts of German compounds. The list
may be our own titles or any other vocabulary, such as the official ESCO labels.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from resonanz.taxonomy import text as titles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZES = (2, 3, 4)
# Whoever has typed the beginning of a label should see it first; less than the step between two good matches
# of a whole.
PREFIX_BONUS = 0.15


class Match(NamedTuple):
    """One label found: the concept it names, its text, and its likeness between 0 and 1."""

    concept_id: str
    label: str
    score: float


class Linker:
    """An index over `(concept_id, label)` pairs; several labels may name one concept.

    Building it takes some 30 ms per 1,000 labels, asking it a few milliseconds. Weight of an n-gram: damped
    count times rarity, 1 + ln((1 + labels) / (1 + labels with it)); every label has length 1, so that a score
    is a cosine.
    """

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        self.labels = list(labels)
        self._words = [" ".join(titles.words(titles.plain(label))) for _, label in self.labels]
        self._grams: dict[str, int] = {}
        self._of_word: dict[str, list[int]] = {}
        self._index()

    def rank(self, text: str, k: int = 8) -> list[Match]:
        """Return up to `k` concepts by falling score, each with its best label; ties break by concept and
        label."""
        scores = self.scores(text)
        if scores is None:
            return []
        best: dict[str, Match] = {}
        # The k-th concept may lie behind many labels of the concepts before it, hence the width.
        order = scores.argsort(kind="stable")[::-1][: 40 * k]
        for i in order:
            concept, label = self.labels[i]
            score = round(float(scores[i]), 4)
            known = best.get(concept)
            if score > 0 and (known is None or (-score, label) < (-known.score, known.label)):
                best[concept] = Match(concept, label, score)
        return sorted(best.values(), key=lambda match: (-match.score, match.concept_id))[:k]

    def scores(self, text: str) -> NDArray[np.float64] | None:
        """Return the likeness of `text` to every label in [0, 1], in the order of `labels`; None for no known
        letters."""
        import numpy as np

        wanted = " ".join(titles.words(titles.plain(text)))
        grams = (gram for word in wanted.split() for gram in _grams_of(word))
        counts = Counter(self._grams[gram] for gram in grams if gram in self._grams)
        if not counts:
            return None
        weights = {gram: (1 + math.log(n)) * self._rarity[gram] for gram, n in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        scores = np.zeros(len(self.labels))
        for gram, weight in weights.items():
            part = slice(self._starts[gram], self._starts[gram + 1])
            scores[self._rows[part]] += self._weights[part] * (weight / length)
        beginning = [i for i in np.flatnonzero(scores > PREFIX_BONUS) if self._words[i].startswith(wanted)]
        scores[beginning] += PREFIX_BONUS
        return np.minimum(scores, 1.0)

    def _index(self) -> None:
        """Lay out rows and weights of each n-gram one after the other: those of gram g lie in
        starts[g]:starts[g + 1]."""
        import numpy as np

        rows, grams = array("l"), array("l")
        for row, words in enumerate(self._words):
            for word in words.split():
                found = self._gram_ids(word)
                grams.extend(found)
                rows.extend(repeat(row, len(found)))
        size, total = len(self._grams), len(self.labels)
        # One number for each pair of gram and row: sorting them brings the rows of one gram together.
        pairs, counts = np.unique(
            np.array(grams, dtype=np.int64) * max(total, 1) + np.array(rows, dtype=np.int64),
            return_counts=True,
        )
        gram, self._rows = np.divmod(pairs, max(total, 1))
        self._rarity = 1 + np.log((1 + total) / (1 + np.bincount(gram, minlength=size)))
        weights = (1 + np.log(counts)) * self._rarity[gram]
        lengths = np.sqrt(np.bincount(self._rows, weights**2, minlength=total))
        self._weights = weights / lengths[self._rows]
        self._starts = np.searchsorted(gram, np.arange(size + 1))

    def _gram_ids(self, word: str) -> list[int]:
        if word not in self._of_word:
            self._of_word[word] = [self._grams.setdefault(gram, len(self._grams)) for gram in _grams_of(word)]
        return self._of_word[word]


def _grams_of(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + n] for n in SIZES for i in range(len(padded) - n + 1)]
