"""The index itself: two readings of every label, one order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from resonanz.taxonomy.linker.grams import GramIndex
from resonanz.taxonomy.linker.likeness import PartIndex
from resonanz.taxonomy.linker.parts import Reader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What each reading is worth, found on held-out ESCO synonyms (docs/decisions/0013-linking-occupations.md).
LETTERS = 0.4
PARTS = 0.6
# Whoever is in the middle of a word should see what begins like it first; less than the step between two good
# matches of a whole.
PREFIX_BONUS = 0.15
# A label that differs only in gender from a better one of another concept says nothing new.
REPEATED = 0.5
# So many labels are put in order at first.
WIDTH = 256


class Match(NamedTuple):
    """One label found: the concept it names, its text, and its likeness between 0 and 1."""

    concept_id: str
    label: str
    score: float


class Linker:
    """An index over `(concept_id, label)` pairs, in any language that is written in letters.

    Several labels may name one concept; then they are taken for synonyms, and what they say of words that stand
    for one another is used everywhere. Ids are compared, never read. The same pairs in any order give the same
    results.
    """

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        self.labels = sorted(labels)
        texts = [label for _, label in self.labels]
        self._reader = Reader(texts)
        words = [self._reader.words(text) for text in texts]
        forms = [self._reader.forms(listed) for listed in words]
        parts = [self._reader.parts(listed) for listed in forms]
        self._beginnings = [" ".join(listed) for listed in words]
        self._words = frozenset(word for listed in words for word in listed)
        concepts: dict[str, list[int]] = {}
        for row, (concept, _) in enumerate(self.labels):
            concepts.setdefault(concept, []).append(row)
        self._letters = GramIndex(words)
        self._parts = PartIndex(parts, [rows for rows in concepts.values() if len(rows) > 1])
        self._number(forms)

    def rank(self, text: str, k: int = 8) -> list[Match]:
        """Return up to `k` concepts by falling score, each with its best label; ties break by concept and label.

        With `k=len(labels)` this is every concept that shares anything with `text`; what shares nothing has no
        score and is left out.
        """
        import numpy as np

        scores = self.scores(text)
        if scores is None:
            return []
        scores = scores.round(6)
        width = max(WIDTH, 8 * k)
        while True:
            # Only the best labels are put in order. That is enough where k concepts lie above all that is left out.
            whole = width >= len(scores)
            least = 0.0 if whole else float(np.partition(scores, -width)[-width])
            rows = np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores > 0)
            chosen, found = self._best(rows, scores[rows])
            if whole or least <= 0 or np.count_nonzero(found >= least) >= k:
                break
            width *= 8
        labels = map(self.labels.__getitem__, chosen[:k].tolist())
        return [Match(concept, label, score) for (concept, label), score in zip(labels, found[:k].tolist(), strict=True)]

    def scores(self, text: str) -> NDArray[np.float64] | None:
        """Return the likeness of `text` to every label in [0, 1], in the order of `labels`; None for no known
        letters."""
        import numpy as np

        words = self._reader.words(text)
        parts = self._reader.parts(self._reader.forms(words))
        letters, by_parts = self._letters.likeness(words), self._parts.likeness(parts)
        if letters is None and not by_parts.any():
            return None
        begun = self._begun(words)
        if letters is not None and begun:
            # Whoever types has not finished the word: what its parts would mean is not known yet.
            letters[begun] += PREFIX_BONUS
            return np.minimum(letters, 1.0)
        scores = PARTS * by_parts
        if letters is not None:
            scores += LETTERS * letters
        return np.minimum(scores, 1.0)

    def _best(self, rows: NDArray[np.int64], scores: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the best row of each concept and its score, best first; `rows` rise, so that ties keep their order."""
        import numpy as np

        order = np.argsort(-scores, kind="stable")
        # Of labels that differ only in gender, the best wording keeps its score, whichever concepts it names.
        best = np.empty(len(self._forms), dtype=np.int64)
        best[self._forms[rows[order[::-1]]]] = self._wordings[rows[order[::-1]]]
        scores = np.where(self._wordings[rows] == best[self._forms[rows]], scores, scores * REPEATED)
        order = np.argsort(-scores, kind="stable")
        rows, scores = rows[order], scores[order]
        _, first = np.unique(self._concepts[rows], return_index=True)
        first.sort()
        return rows[first], scores[first]

    def _begun(self, words: list[str]) -> list[int]:
        """Return the labels that begin with `words`, the last of which breaks off."""
        if not words or words[-1] in self._words:
            return []
        wanted = " ".join(words)
        return [row for row, beginning in enumerate(self._beginnings) if beginning.startswith(wanted)]

    def _number(self, forms: list[list[str]]) -> None:
        """Give equal concepts, equal labels and labels that differ only in gender equal numbers."""
        self._concepts = _numbers(concept for concept, _ in self.labels)
        self._wordings = _numbers(label for _, label in self.labels)
        self._forms = _numbers(" ".join(listed) for listed in forms)


def _numbers(values: Iterable[str]) -> NDArray[np.int64]:
    import numpy as np

    known: dict[str, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
