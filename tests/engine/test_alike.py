"""The sorted community against everybody scored one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from resonanz.engine import Community, alike, community
from resonanz.engine.alike import Alike, Column


def best_one_by_one(
    columns: list[NDArray[Any]], tables: list[NDArray[Any]], filters: Any, more: NDArray[Any] | None, k: int
) -> list[int]:
    """Return what `Alike.best` must return, the plain way."""
    people = len(columns[0])
    score, kept = np.zeros(people, dtype=np.int64), np.ones(people, dtype=bool)
    for codes, table in [*zip(columns, tables, strict=True), *filters.values()]:
        if table.dtype == bool:
            kept &= table[codes]
        else:
            score += table[codes]
    if more is not None:
        kept &= more >= 0
        score += more
    return [n for n in sorted(range(people), key=lambda n: (-int(score[n]), n)) if kept[n]][:k]


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from([1, 4, 16]), st.sampled_from([1, 3, 40, 5000, 700_000]))
def test_the_best_are_those_found_one_by_one(data: st.DataObject, run: int, greatest: int) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 1 << 30)))
    people = data.draw(st.sampled_from([1, 7, 300, 5000]))
    columns, tables, most = [], [], []
    for _ in range(data.draw(st.integers(1, 5))):
        cells = int(rng.integers(1, min(people, 40) + 1))
        codes = rng.integers(0, cells, people)
        codes[:cells] = rng.permutation(cells)  # nobody's cell is not there
        columns.append(codes)
        must = rng.random() < 0.4
        tables.append(rng.random(cells) < 0.7 if must else rng.integers(0, greatest + 1, cells))
        most.append(0 if must else greatest)
    town = rng.integers(0, 3, people)
    town[: min(people, 3)] = np.arange(min(people, 3))
    wanted = np.array([True, False, True])[: town.max() + 1]
    more = rng.integers(-1, greatest, people) if data.draw(st.booleans()) else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "_LEAST_RUN", run)
        made = Alike([Column.of(codes) for codes in columns], most)
    for k in (1, 10, people + 3):
        for filters in ({}, {"town": (town, wanted)}):
            assert made.best(tables, filters, more, k) == best_one_by_one(columns, tables, filters, more, k)


def test_more_cells_than_sixteen_bits_hold() -> None:
    rng = np.random.default_rng(7)
    people = 70_000
    columns = [rng.permutation(people), rng.integers(0, 9, people), np.arange(people) % 2]
    tables = [rng.integers(0, 50, people), rng.integers(0, 100, 9), np.array([True, False])]
    made = Alike([Column.of(codes) for codes in columns], [50, 100, 0])
    assert made.best(tables, {}, None, 10) == best_one_by_one(columns, tables, {}, None, 10)


def test_equal_scores_by_position_however_people_are_sorted() -> None:
    columns = [np.arange(4000)[::-1] % 8, np.arange(4000) % 2]
    made = Alike([Column.of(codes) for codes in columns], [5, 0])
    tables = [np.full(8, 5), np.array([False, True])]
    assert made.best(tables, {}, None, 6) == [1, 3, 5, 7, 9, 11]
    assert made.best([tables[0], np.array([False, False])], {}, None, 6) == []


CRITERIA: dict[str, Any] = {
    "must": [{"kind": "different", "column": "company"}, {"kind": "vetoes", "column": "not", "side": "mentor"}],
    "criterion": [
        {"kind": "equal", "column": "region", "weight": 3},
        {"kind": "near", "column": "age", "within": 20, "weight": 5},
        {"kind": "prefers", "column": "named", "side": "mentor", "weight": 2.5},
    ],
}


def test_a_large_community_suggests_the_same_people_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    rows = [
        {
            "id": f"m{n:05}",
            "company": f"c{rng.integers(7)}",
            "region": f"r{rng.integers(9)}",
            "age": int(rng.integers(20, 60)),
            "not": "e1" if n % 3 == 0 else "",
            "named": "e1; e2" if n % 50 == 1 else "",
        }
        for n in range(2000)
    ]
    small, large = Community(rows, CRITERIA), Community(rows, CRITERIA)
    for person in ("e1", "e2", "e3"):
        asking = {"id": person, "company": "c1", "region": "r2", "age": 33, "not": "", "named": ""}
        for filters in ({}, {"region": ["r1", "r3"]}, {"age": "40", "region": "r5"}, {"region": "nowhere"}):
            expected = small.suggest(asking, 12, filters=filters)
            with monkeypatch.context() as patch:
                patch.setattr(community, "LEAST_PEOPLE", 1000)
                assert large.suggest(asking, 12, filters=filters) == expected
    assert large._alike is not None
    assert small._alike is None
