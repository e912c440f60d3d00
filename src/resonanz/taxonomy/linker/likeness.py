"""Likeness of labels part by part: soft cosine, in which different parts count as far as they are alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from resonanz.taxonomy.linker.grams import GramIndex, grams_of
from resonanz.taxonomy.linker.synonyms import learn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Below this cosine, two parts are alike by chance.
LEAST = 0.2
# So many parts are remembered with what is near them: some 16 MB for all of ESCO.
_KEPT = 256


class PartIndex:
    """Texts, each a sequence of parts, by their parts; `groups` are the rows of texts that say the same."""

    def __init__(self, texts: Sequence[Sequence[str]], groups: Sequence[Sequence[int]]) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix

        numbers: dict[str, int] = {}
        rows = [[numbers.setdefault(part, len(numbers)) for part in text] for text in texts]
        self._numbers = numbers
        self._grams = GramIndex([(part,) for part in numbers])
        self._near: dict[str, NDArray[np.float64]] = {}
        flat = np.array([part for row in rows for part in row], dtype=np.int64)
        starts = np.cumsum([0, *map(len, rows)])
        counts = np.bincount(flat, minlength=len(numbers))
        self._rarity = 1 + np.log((1 + len(texts)) / (1 + counts))
        self._rarest = 1 + math.log(1 + len(texts))
        sets = [frozenset(row) for row in rows]
        self._stands_for = learn(([sets[i] for i in group] for group in groups), len(numbers))
        weights = self._rarity[flat]
        matrix = csr_matrix((weights, flat, starts), shape=(len(texts), len(numbers)))
        lengths = self._lengths(rows)
        self._columns = csr_matrix(matrix.multiply((1 / np.maximum(lengths, 1e-9))[:, None]))

    def likeness(self, parts: Sequence[str]) -> NDArray[np.float64]:
        """Return the soft cosine of `parts` with every text, in order, between 0 and 1."""
        import numpy as np

        if not parts or not self._numbers:
            return np.zeros(self._columns.shape[0])
        rarity = np.array([self._rarity_of(part) for part in parts])
        near = np.array([self._nearness(part) for part in parts])
        length = math.sqrt(rarity @ self._among(parts, near) @ rarity)
        return np.minimum(self._columns @ (rarity @ near) / length, 1.0)

    def _rarity_of(self, part: str) -> float:
        number = self._numbers.get(part)
        return self._rarest if number is None else float(self._rarity[number])

    def _nearness(self, part: str) -> NDArray[np.float64]:
        """Return how near `part` is to each part of the list."""
        import numpy as np

        found = self._near.get(part)
        if found is None:
            cosines = self._grams.likeness([part])
            found = np.zeros(len(self._numbers)) if cosines is None else _near(cosines)
            number = self._numbers.get(part)
            if number is not None:
                row = self._stands_for[[number]]
                found[row.indices] = np.maximum(found[row.indices], row.data)
                found[number] = 1.0
            if len(self._near) >= _KEPT:
                self._near.clear()
            self._near[part] = found
        return found

    def _among(self, parts: Sequence[str], near: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the nearness of `parts` to one another; unknown ones are compared by their n-grams alone."""
        import numpy as np

        among = np.eye(len(parts))
        for i, a in enumerate(parts):
            for j, b in enumerate(parts[:i]):
                if b in self._numbers:
                    value = near[i, self._numbers[b]]
                elif a in self._numbers:
                    value = near[j, self._numbers[a]]
                else:
                    x, y = set(grams_of(a)), set(grams_of(b))
                    value = _near(np.array([len(x & y) / math.sqrt(len(x) * len(y))]))[0]
                among[i, j] = among[j, i] = value
        return among

    def _lengths(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        import numpy as np

        pairs = [(row, a, b) for row, parts in enumerate(rows) for i, a in enumerate(parts) for b in parts[:i]]
        squares = np.array([sum(self._rarity[part] ** 2 for part in parts) for parts in rows])
        if pairs:
            row, a, b = np.array(pairs, dtype=np.int64).T
            near = np.maximum(_near(self._grams.pairs(a, b)), np.asarray(self._stands_for[a, b]).ravel())
            squares += np.bincount(row, 2 * near * self._rarity[a] * self._rarity[b], minlength=len(rows))
        return np.sqrt(squares)


def _near(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.where(cosines >= LEAST, np.minimum(cosines, 1.0), 0.0)
