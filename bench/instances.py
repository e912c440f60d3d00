"""Instances: structured profiles with heavy ties, and random scores. Everything is seeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.plan import BITS, NEVER, SAME, TREE, Plan, _Builder

POINTS = [0, 10, 20, 30, 40]  # by the common leading digits of two occupations


@dataclass(frozen=True)
class Side:
    """One side's columns: an occupation of four digits, languages and weekly slots as bits, and small codes."""

    occupation: NDArray[np.uint16]
    languages: NDArray[np.uint64]
    slots: NDArray[np.uint64]
    region: NDArray[np.uint16]
    circle: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.occupation)


def people(count: int, seed: int, missing: int = 0xF) -> Side:
    """Return invented people: skewed occupations, one to three of eight languages, three of 21 slots."""
    rng = np.random.default_rng(seed)
    digits = np.minimum(rng.zipf(1.5, (count, 4)), 9).astype(np.uint16)
    occupation = (digits[:, 0] << 12) | (digits[:, 1] << 8) | (digits[:, 2] << 4) | digits[:, 3]
    languages, slots = np.zeros(count, dtype=np.uint64), np.zeros(count, dtype=np.uint64)
    for _ in range(2):
        languages |= np.uint64(1) << np.minimum(rng.zipf(1.6, count) - 1, 7).astype(np.uint64)
    for _ in range(4):
        slots |= np.uint64(1) << rng.integers(0, 21, count).astype(np.uint64)
    region = rng.integers(1, 10, count).astype(np.uint16)
    circle = rng.integers(1, 21, count).astype(np.uint16)
    return Side(occupation, languages, slots, region, circle)


def plan_of(mentors: Side, mentees: Side) -> Plan:
    """Return the compiled plan: musts are a common language, a common slot, another circle; points for the rest."""
    builder = _Builder(len(mentors), len(mentees))
    builder.step(BITS, builder.bits(mentors.languages, mentees.languages), [-NEVER, 0])
    slots = builder.bits(mentors.slots, mentees.slots)
    builder.step(BITS, slots, [-NEVER, 0, 5, 10])
    builder.step(SAME, builder.column(mentors.circle, mentees.circle), [-NEVER, 0, 0])
    builder.step(TREE, builder.column(mentors.occupation, mentees.occupation), POINTS)
    builder.step(SAME, builder.column(mentors.region, mentees.region), [15, 0, 0])
    return builder.plan()


def scores_by_numpy(mentors: Side, mentees: Side, begin: int = 0, end: int | None = None) -> NDArray[np.float32]:
    """Return the same scores as a matrix, in blocks as a NumPy programmer would; below 0 where impossible."""
    rows = slice(begin, end)
    common = np.bitwise_count(mentors.slots[rows, None] & mentees.slots)
    one, other = mentors.occupation[rows, None], mentees.occupation
    score = np.zeros(common.shape, dtype=np.float32)
    for shift in (12, 8, 4, 0):
        score += 10 * ((one >> shift) == (other >> shift))
    score += 5 * np.minimum(np.maximum(common, 1) - 1, 2)
    score += 15 * (mentors.region[rows, None] == mentees.region)
    possible = (mentors.languages[rows, None] & mentees.languages) != 0
    possible &= (common > 0) & (mentors.circle[rows, None] != mentees.circle)
    score[~possible] = -1
    return score


def structured(rows: int, columns: int, seed: int = 1) -> NDArray[Any]:
    """Return structured scores as int32, -1 where impossible."""
    mentors, mentees = people(rows, seed), people(columns, seed + 1)
    blocks = [scores_by_numpy(mentors, mentees, b, b + 500).astype(np.int32) for b in range(0, rows, 500)]
    return np.vstack(blocks)


def random(rows: int, columns: int, seed: int = 1, most: int = 1000) -> NDArray[np.int32]:
    """Return uniform whole scores, all pairs possible."""
    return np.random.default_rng(seed).integers(0, most, (rows, columns)).astype(np.int32)
