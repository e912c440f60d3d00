"""Instances: structured profiles with heavy ties, and random scores. Everything is seeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.steps import BITS, NEVER, SAME, TREE, Plan, Steps

POINTS = [0, 10, 20, 30, 40]  # by the common leading digits of two occupations
LANGUAGES, LEVELS, SLOTS, REGIONS = 8, 4, 21, 9


@dataclass(frozen=True)
class Side:
    """One side's columns: an occupation of four digits, sets as bits, and a small code for the region.

    `languages` has a bit for each language and level: what a mentor speaks, or what would do for a mentee.
    `places` has a bit for each region and one for "also remote"; `women` bit 0 "anybody", bit 1 "a woman".
    """

    occupation: NDArray[np.uint16]
    languages: NDArray[np.uint64]
    slots: NDArray[np.uint64]
    places: NDArray[np.uint64]
    women: NDArray[np.uint64]
    region: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.occupation)


def people(count: int, seed: int, *, mentees: bool = False) -> Side:
    """Return invented people: skewed occupations, one or two of eight languages at a level, up to six of 21 slots.

    More mentees ask for a woman than there are women among as many mentors, so that not everybody can be placed.
    """
    rng = np.random.default_rng(seed)
    digits = np.minimum(rng.zipf(1.5, (count, 4)), 9).astype(np.uint16)
    occupation = (digits[:, 0] << 12) | (digits[:, 1] << 8) | (digits[:, 2] << 4) | digits[:, 3]
    languages, slots = np.zeros(count, dtype=np.uint64), np.zeros(count, dtype=np.uint64)
    for _ in range(2):
        language = np.minimum(rng.zipf(2.1, count) - 1, LANGUAGES - 1)
        level = rng.integers(0 if mentees else 1, LEVELS, count)
        up_to = (1 << level) if mentees else (2 << level) - 1  # a mentee asks for one level, a mentor has all below
        languages |= up_to.astype(np.uint64) << (LEVELS * language).astype(np.uint64)
    for _ in range(6):
        slots |= np.uint64(1) << rng.integers(0, SLOTS, count).astype(np.uint64)
    region = rng.integers(1, REGIONS + 1, count).astype(np.uint16)
    remote = np.uint64(1) * (rng.random(count) < 0.92)
    places = (np.uint64(1) << region.astype(np.uint64)) | remote.astype(np.uint64)
    chance = rng.random(count)
    women = np.where(chance < 0.42, 2, 1) if mentees else np.where(chance < 0.38, 3, 1)
    return Side(occupation, languages, slots, places, women.astype(np.uint64), region)


def plan_of(mentors: Side, mentees: Side) -> Plan:
    """Return the compiled plan: musts are a language at its level, a common slot, region or remote, and a woman
    where one is asked for; points for common slots, the occupation and the same region.
    """
    builder = Steps(len(mentors), len(mentees))
    builder.step(BITS, builder.bits(mentors.languages, mentees.languages), [-NEVER, 0])
    builder.step(BITS, builder.bits(mentors.slots, mentees.slots), [-NEVER, 0, 5, 10])
    builder.step(BITS, builder.bits(mentors.places, mentees.places), [-NEVER, 0])
    builder.step(BITS, builder.bits(mentors.women, mentees.women), [-NEVER, 0])
    builder.step(TREE, builder.column(mentors.occupation, mentees.occupation), POINTS)
    builder.step(SAME, builder.column(mentors.region, mentees.region), [12, 0, 0])
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
    score += 12 * (mentors.region[rows, None] == mentees.region)
    possible = (mentors.languages[rows, None] & mentees.languages) != 0
    possible &= (mentors.places[rows, None] & mentees.places) != 0
    possible &= (mentors.women[rows, None] & mentees.women) != 0
    possible &= common > 0
    score[~possible] = -1
    return score


def structured(rows: int, columns: int, seed: int = 1) -> NDArray[Any]:
    """Return structured scores as int32, -1 where impossible."""
    mentors, mentees = people(rows, seed), people(columns, seed + 1, mentees=True)
    blocks = [scores_by_numpy(mentors, mentees, b, b + 500).astype(np.int32) for b in range(0, rows, 500)]
    return np.vstack(blocks)


def random(rows: int, columns: int, seed: int = 1, most: int = 1000) -> NDArray[np.int32]:
    """Return uniform whole scores, all pairs possible."""
    return np.random.default_rng(seed).integers(0, most, (rows, columns)).astype(np.int32)
