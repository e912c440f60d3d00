"""Scoring: ten criteria over all pairs, the 32 best of many, the ten best of a million. Everything is seeded."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import peers
from bench.table import Row
from resonanz.engine import Community
from resonanz.engine.alike import Alike, Column
from resonanz.engine.fast import ready
from resonanz.engine.steps import BITS, NEVER, SAME, TABLE, TREE, Plan, Steps
from resonanz.taxonomy import isco

OCCUPATION = [0, 10, 20, 30, 40]  # points by the common leading digits
SLOTS = [-NEVER, 0, 5, 10]  # by common weekly slots; one is a must
TOPICS = [0, 5, 10, 15]  # by common topics
GRADES = 5 * np.maximum(0, 3 - np.abs(np.subtract.outer(np.arange(8), np.arange(8) + 2)))  # two steps ahead is best


@dataclass(frozen=True)
class Side:
    """Ten columns: bit sets (uint64) and codes (uint16)."""

    languages: NDArray[np.uint64]
    slots: NDArray[np.uint64]
    wishes: NDArray[np.uint64]
    topics: NDArray[np.uint64]
    occupation: NDArray[np.uint16]
    company: NDArray[np.uint16]
    region: NDArray[np.uint16]
    industry: NDArray[np.uint16]
    format: NDArray[np.uint16]
    grade: NDArray[np.uint16]


def people(count: int, seed: int) -> Side:
    """Return invented people: skewed occupations and languages, three of 21 slots, four of 12 topics."""
    rng = np.random.default_rng(seed)

    def bits(draws: int, pick: Callable[[], NDArray[Any]]) -> NDArray[np.uint64]:
        words = np.zeros(count, dtype=np.uint64)
        for _ in range(draws):
            words |= np.uint64(1) << pick().astype(np.uint64)
        return words

    digits = np.minimum(rng.zipf(1.5, (count, 4)), 9).astype(np.uint16)
    return Side(
        languages=bits(2, lambda: np.minimum(rng.zipf(1.6, count) - 1, 7)),
        slots=bits(4, lambda: rng.integers(0, 21, count)),
        wishes=bits(2, lambda: rng.integers(0, 3, count)),
        topics=bits(4, lambda: rng.integers(0, 12, count)),
        occupation=(digits[:, 0] << 12) | (digits[:, 1] << 8) | (digits[:, 2] << 4) | digits[:, 3],
        company=rng.integers(1, 200, count).astype(np.uint16),
        region=rng.integers(1, 10, count).astype(np.uint16),
        industry=rng.integers(1, 21, count).astype(np.uint16),
        format=rng.integers(1, 4, count).astype(np.uint16),
        grade=rng.integers(0, 8, count).astype(np.uint16),
    )


def plan_of(one: Side, other: Side) -> Plan:
    """Return the compiled plan: four musts (language, slot, wish, another company), six criteria with points."""
    builder = Steps(len(one.region), len(other.region))
    builder.step(BITS, builder.bits(one.languages, other.languages), [-NEVER, 0])
    builder.step(BITS, builder.bits(one.slots, other.slots), SLOTS)
    builder.step(BITS, builder.bits(one.wishes, other.wishes), [-NEVER, 0])
    builder.step(SAME, builder.column(one.company, other.company), [-NEVER, 0, 0])
    builder.step(BITS, builder.bits(one.topics, other.topics), TOPICS)
    builder.step(TREE, builder.column(one.occupation, other.occupation), OCCUPATION)
    builder.step(SAME, builder.column(one.region, other.region), [15, 0, 0])
    builder.step(SAME, builder.column(one.industry, other.industry), [10, 0, 0])
    builder.step(SAME, builder.column(one.format, other.format), [5, 0, 0])
    builder.step(TABLE, builder.column(one.grade, other.grade), GRADES, base=8)
    return builder.plan()


def by_numpy(one: Side, other: Side, begin: int, end: int) -> NDArray[np.float32]:
    """Return the same scores in float32 as a NumPy programmer would, by blocks of rows; below 0 where impossible."""
    rows = slice(begin, end)
    common = np.bitwise_count(one.slots[rows, None] & other.slots)
    score = 5 * np.minimum(np.maximum(common, 1) - 1, 2).astype(np.float32)
    score += 5 * np.minimum(np.bitwise_count(one.topics[rows, None] & other.topics), 3).astype(np.float32)
    mine = one.occupation[rows, None]
    for shift in (12, 8, 4, 0):
        score += np.float32(10) * ((mine >> shift) == (other.occupation >> shift))
    score += np.float32(15) * (one.region[rows, None] == other.region)
    score += np.float32(10) * (one.industry[rows, None] == other.industry)
    score += np.float32(5) * (one.format[rows, None] == other.format)
    score += GRADES.astype(np.float32)[one.grade[rows, None], other.grade]
    possible = (one.languages[rows, None] & other.languages) != 0
    possible &= (common > 0) & ((one.wishes[rows, None] & other.wishes) != 0)
    possible &= one.company[rows, None] != other.company
    score[~possible] = -1
    return score


def encoding(one: Side, other: Side) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return vectors whose products are the scores that a product can say: what a BLAS programmer multiplies.

    One-hot codes for region, industry, format, grade and the digits of the occupation; topics and slots as counts
    without their caps, musts as a great penalty where one number can carry it. 128 numbers a person.
    """
    sides = []
    for number, side in enumerate((one, other)):
        weight = number == 0
        parts = [_hot(side.region, 10, 15 if weight else 1), _hot(side.industry, 21, 10 if weight else 1)]
        parts.append(_hot(side.format, 4, 5 if weight else 1))
        parts.append(GRADES[side.grade].astype(np.float32) if weight else _hot(side.grade, 8, 1))
        parts += [
            _hot(side.occupation >> 12, 10, 10 if weight else 1),
            _hot((side.occupation >> 8) & 15, 10, 3 if weight else 1),
        ]
        parts += [_bits(side.topics, 12, 5 if weight else 1), _bits(side.slots, 21, 5 if weight else 1)]
        parts.append(_bits(side.languages, 8, 1))
        width = sum(part.shape[1] for part in parts)
        parts.append(np.zeros((len(side.region), 128 - width), dtype=np.float32))
        sides.append(np.hstack(parts))
    return sides[0], sides[1]


def _hot(codes: NDArray[Any], width: int, weight: float) -> NDArray[np.float32]:
    return np.float32(weight) * (codes[:, None] == np.arange(width)).astype(np.float32)


def _bits(words: NDArray[np.uint64], width: int, weight: float) -> NDArray[np.float32]:
    return np.float32(weight) * ((words[:, None] >> np.arange(width, dtype=np.uint64)) & np.uint64(1)).astype(np.float32)


def rows() -> Iterator[tuple[str, Callable[[], Row]]]:
    """Return the rows of this file, each made when it is measured."""
    yield "scoring ten criteria, 10000 x 10000", _scoring
    yield "score and 32 best, 100000 wide", _selection
    yield "top 10 of 1000000 with musts", _top
    yield "top 10 of 1000000 with musts, from profile to reasons", _suggest


def _scoring() -> Row:
    one, other = people(10_000, 1), people(10_000, 2)
    plan = plan_of(one, other)
    scan = ready.kernels("scan")

    def blocks() -> int:
        return sum(int(np.maximum(by_numpy(one, other, b, b + 200), 0).sum(dtype=np.float64)) for b in range(0, 10_000, 200))

    row = Row("", lambda: int(scan.total_of_rows(plan.arrays, np.arange(10_000), 10_000)), {"numpy float32 blocks": blocks})
    row.asked = {"numpy float32 blocks": 40}
    return row


def _selection() -> Row:
    count, width = 400, 100_000
    one, other = people(count, 1), people(width, 2)
    plan = plan_of(one, other)
    scan = ready.kernels("scan")
    left, right = encoding(one, other)

    def blas() -> None:
        for begin in range(0, count, 50):
            scores = left[begin : begin + 50] @ right.T
            np.argpartition(scores, -32, axis=1)[:, -32:]

    def blocks() -> int:
        total = 0.0
        for begin in range(0, count, 50):
            total += float(np.partition(by_numpy(one, other, begin, begin + 50), -32, axis=1)[:, -32:].sum())
        return int(total)

    row = Row("", lambda: int(scan.best_of_rows(plan.arrays, 0, count, width, 32)[1].sum()), {})
    row.peers = {"BLAS encoding + argpartition": blas, "numpy blocks + partition": blocks}
    row.asked = {"BLAS encoding + argpartition": 12}
    return row


MANY, ASKING = 1_000_000, 100  # who is suggested, and to how many different people


def _top() -> Row:
    """One person after another; peers get a vector that is ready, ours what each rule gives to each distinct cell."""
    one, other = people(ASKING, 1), people(MANY, 2)
    tables, columns = _tables(one, other)
    alike = Alike(columns, [max(int(table.max()), 0) if table.dtype != bool else 0 for table in tables[0]])
    for asking in (0, 3):
        scores = by_numpy(one, other, asking, asking + 1)[0]
        first = np.lexsort((np.arange(MANY), -scores))[:10]
        assert alike.best(tables[asking], {}, None, 10) == first.tolist()
    dense = np.random.default_rng(1).random((MANY, 128), dtype=np.float32)
    index = peers.flat_index(dense)
    turn = itertools.cycle(range(ASKING))

    def matvec() -> None:
        scores = dense @ dense[next(turn)]
        np.argpartition(scores, -10)[-10:]

    def ours() -> None:
        alike.best(tables[next(turn)], {}, None, 10)

    row = Row("", ours, {"numpy matvec 128": matvec, "faiss Flat": lambda: index(dense[7:8])}, ASKING)
    row.asked, row.tail, row.calls = {"numpy matvec 128": 25, "faiss Flat": 20}, 2, 5 * ASKING
    row.note = f"{ASKING} different people in turn; p50 and p99 over them, CPU time"
    return row


def _tables(one: Side, other: Side) -> tuple[list[list[NDArray[Any]]], list[Column]]:
    """Return for each of `one` what the four musts and seven criteria give to each distinct cell, and the cells."""
    names = (
        "languages",
        "slots",
        "wishes",
        "company",
        "topics",
        "occupation",
        "region",
        "industry",
        "format",
        "grade",
        "slots",
    )
    cells, columns = [], []
    for name in names:
        distinct, codes = np.unique(getattr(other, name), return_inverse=True)
        cells.append(distinct)
        columns.append(Column.of(codes.astype(np.uint16)))
    language, slot, wish, company, topic, occupation, region, industry, form, grade, _ = cells
    tables = []
    for n in range(len(one.region)):
        common = np.bitwise_count(one.slots[n] & slot).astype(np.int64)
        digits = sum((one.occupation[n] >> shift == occupation >> shift).astype(np.int64) for shift in (12, 8, 4, 0))
        tables.append(
            [
                (one.languages[n] & language) != 0,
                common > 0,
                (one.wishes[n] & wish) != 0,
                one.company[n] != company,
                5 * np.minimum(np.bitwise_count(one.topics[n] & topic), 3).astype(np.int64),
                10 * np.asarray(digits),
                15 * (one.region[n] == region).astype(np.int64),
                10 * (one.industry[n] == industry).astype(np.int64),
                5 * (one.format[n] == form).astype(np.int64),
                GRADES[one.grade[n]][grade],
                5 * np.clip(common - 1, 0, 2),
            ]
        )
    return tables, columns


SUGGEST: dict[str, Any] = {
    "must": [
        {"kind": "overlap", "column": "languages"},
        {"kind": "availability", "column": "slots"},
        {"kind": "different", "column": "company"},
    ],
    "criterion": [
        {"kind": "occupation", "column": "occupation", "weight": 40},
        {"kind": "overlap", "column": "topics", "weight": 15},
        {"kind": "equal", "column": "region", "weight": 15},
        {"kind": "near", "column": "grade", "within": 3, "weight": 15},
        {"kind": "equal", "column": "industry", "weight": 10},
        {"kind": "availability", "column": "slots", "weight": 10},
        {"kind": "equal", "column": "format", "weight": 5},
    ],
}


def _suggest() -> Row:
    """From a profile as text to ten reasons in words, for somebody new each time."""
    community = Community(_as_text(people(MANY, 2), "m"), SUGGEST)
    asking = itertools.cycle(_as_text(people(4 * ASKING, 1), "e"))
    row = Row("", lambda: community.suggest(next(asking)) and None, {}, 20)
    row.tail, row.calls = 2, 3 * ASKING
    row.note = "a profile as text is read, and ten people come with reasons in words; somebody new each time, CPU time"
    return row


def _as_text(side: Side, prefix: str) -> list[dict[str, Any]]:
    units = [code for code in isco.groups() if len(code) == 4]
    slots = [f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in PARTS]
    columns = {
        "languages": _lists(side.languages, [f"language {n}" for n in range(8)]),
        "slots": _lists(side.slots, slots),
        "topics": _lists(side.topics, [f"topic {n}" for n in range(12)]),
        "occupation": [units[code % len(units)] for code in side.occupation.tolist()],
        "company": side.company.tolist(),
        "region": side.region.tolist(),
        "industry": side.industry.tolist(),
        "format": side.format.tolist(),
        "grade": side.grade.tolist(),
    }
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(("id", *columns), (f"{prefix}{n:07}", *cells), strict=True)) for n, cells in enumerate(rows)]


PARTS = ("morning", "noon", "evening")


def _lists(words: NDArray[np.uint64], entries: list[str]) -> list[str]:
    distinct, at = np.unique(words, return_inverse=True)
    texts = ["; ".join(entry for n, entry in enumerate(entries) if word >> n & 1) for word in distinct.tolist()]
    return [texts[number] for number in at.tolist()]
