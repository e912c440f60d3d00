from __future__ import annotations

import numpy as np
import pytest

from resonanz.taxonomy.linker.grams import GramIndex, grams_of
from resonanz.taxonomy.linker.likeness import PartIndex


def test_grams_of() -> None:
    assert grams_of("ab") == [" a", "ab", "b ", " ab", "ab ", " ab "]


def test_likeness_is_a_cosine() -> None:
    index = GramIndex([["maurer"], ["maler"], ["maurer", "meister"]])
    found = index.likeness(["maurer"])
    assert found is not None
    assert found[0] == pytest.approx(1.0)
    assert found[0] > found[2] > found[1] > 0
    assert index.likeness(["漢字"]) is None


def test_pairs_are_the_cosines_of_two_rows() -> None:
    index = GramIndex([["maurer"], ["maler"], ["koch"]])
    found = index.likeness(["maurer"])
    assert found is not None
    assert index.pairs(np.array([0, 0, 0]), np.array([0, 1, 2])) == pytest.approx(found)


def test_parts_that_are_alike_count_as_far_as_they_are() -> None:
    index = PartIndex([["leder", "leiter"], ["leder"], ["ledern", "leiter"], ["koch"]], [])
    found = index.likeness(["leder", "leiter"])
    assert found[0] == pytest.approx(1.0)
    assert found[0] > found[2] > found[1] > 0
    assert found[3] == 0


@pytest.mark.parametrize("parts", [[], ["漢字"]])
def test_unknown_parts_are_like_nothing(parts: list[str]) -> None:
    assert PartIndex([["leder"]], []).likeness(parts).tolist() == [0.0]
    assert PartIndex([], []).likeness(parts).tolist() == []
