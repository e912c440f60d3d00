"""What a list of labels itself says about synonyms: labels that share a concept say the same in other words.

Where two labels of one concept differ in some parts only ("Harfenbauer", "Harfenmacher"), those parts stand for
one another. One such pair may be chance; the more concepts agree, and the fewer other partners a part has, the
surer it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

# Labels of one concept that are compared with one another: enough for every concept but a few.
MOST_LABELS = 40
# How much a single pair counts as chance, and how much what remains is worth beside likeness of letters.
CHANCE = 1.0
WORTH = 4.0


def learn(concepts: Iterable[Sequence[frozenset[int]]], size: int) -> csr_matrix[np.float64]:
    """Return how surely part `i` stands for part `j`, between 0 and 1, as a symmetric matrix of `size` parts.

    `concepts` holds, for each concept, the sets of parts of its labels.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    told: defaultdict[tuple[int, int], float] = defaultdict(float)
    for labels in concepts:
        here: dict[tuple[int, int], float] = {}
        for a, b in combinations(list(dict.fromkeys(labels))[:MOST_LABELS], 2):
            only_a, only_b = a - b, b - a
            if only_a and only_b:
                weight = 1 / (len(only_a) * len(only_b))
                for i in only_a:
                    for j in only_b:
                        pair = (i, j) if i < j else (j, i)
                        if here.get(pair, 0.0) < weight:
                            here[pair] = weight
        for pair, weight in here.items():
            told[pair] += weight
    if not told:
        return csr_matrix((size, size))
    i, j = np.array(list(told), dtype=np.int64).T
    weights = np.array(list(told.values()))
    total = np.bincount(i, weights, minlength=size) + np.bincount(j, weights, minlength=size) + CHANCE
    sure = np.minimum(WORTH * weights / np.sqrt(total[i] * total[j]), 1.0)
    return csr_matrix((np.r_[sure, sure], (np.r_[i, j], np.r_[j, i])), shape=(size, size))
