from __future__ import annotations

import pytest

from resonanz.taxonomy.linker.synonyms import CHANCE, WORTH, learn


def test_labels_of_one_concept_teach_which_parts_stand_for_one_another() -> None:
    learned = learn([[frozenset({0, 1}), frozenset({0, 2})]], 4).toarray()
    expected = WORTH / (1 + CHANCE)
    assert learned[1, 2] == learned[2, 1] == min(expected, 1.0)
    assert learned.sum() == 2 * min(expected, 1.0)


def test_many_partners_make_each_less_sure() -> None:
    groups = [[frozenset({0, 9}), frozenset({0, i})] for i in range(1, 9)]
    learned = learn(groups, 10).toarray()
    assert learned[9, 1] == pytest.approx(WORTH / ((8 + CHANCE) * (1 + CHANCE)) ** 0.5)


@pytest.mark.parametrize("groups", [[], [[frozenset({0})]], [[frozenset({0}), frozenset({0, 1})]]])
def test_nothing_is_learned_where_nothing_differs(groups: list[list[frozenset[int]]]) -> None:
    assert learn(groups, 3).toarray().sum() == 0
