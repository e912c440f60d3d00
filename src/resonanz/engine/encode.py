"""Encode: people and criteria become whole numbers, once, for all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria, Rule
from resonanz.engine.kinds import ONE, Encoded
from resonanz.engine.people import People
from resonanz.engine.result import Number, decimal
from resonanz.tables import InputError, InputProblem

Progress = Callable[[float], None]
ENCODING_SHARE = 0.6  # of the whole work, for a progress bar


@dataclass(frozen=True)
class Judged:
    """One rule with its encoded columns."""

    rule: Rule
    encoded: Encoded

    @cached_property
    def of(self) -> Number:
        """The most points a pair can get here."""
        return decimal(self.rule.most)

    def passes(self) -> NDArray[np.bool_]:
        """Return which pairs the must allows, shape (mentors, mentees), empty cells as the rule says."""
        known = self.encoded.known_mentors[:, None] & self.encoded.known_mentees
        passes: NDArray[np.bool_] = self.encoded.passes()
        return passes | ~known if self.rule.empty == "pass" else passes & known

    def points(self) -> NDArray[np.int64]:
        """Return the thousandths of a point of every pair: weight times fit, rounded half up."""
        return (2 * self.encoded.fits().astype(np.int64) * self.rule.weight + ONE) // (2 * ONE)


@dataclass(frozen=True)
class Problem:
    """Everything the solver needs, and everything the reasons need afterwards.

    `scores` in thousandths of a point and `allowed` (all musts met) have the shape (mentors, mentees);
    `failed[k]` says which pairs fail must k.
    """

    mentors: People
    mentees: People
    musts: list[Judged]
    criteria: list[Judged]
    scores: NDArray[np.int64]
    points: list[NDArray[np.int64]]
    failed: list[NDArray[np.bool_]]
    allowed: NDArray[np.bool_]


def encode(mentors: People, mentees: People, criteria: Criteria, progress: Progress | None = None) -> Problem:
    """Read every column that a rule names. InputError carries all unreadable cells of all rules."""
    rules = [*criteria.musts, *criteria.criteria]
    judged: list[Judged] = []
    problems: list[InputProblem] = []
    for rule in rules:
        try:
            judged.append(Judged(rule, rule.kind.encode(mentors, mentees)))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    musts, soft = judged[: len(criteria.musts)], judged[len(criteria.musts) :]
    shape = (len(mentors), len(mentees))
    scores, allowed = np.zeros(shape, dtype=np.int64), np.ones(shape, dtype=bool)
    failed: list[NDArray[np.bool_]] = []
    points: list[NDArray[np.int64]] = []
    for number, one in enumerate(judged, start=1):
        if number <= len(musts):
            failed.append(~one.passes())
            allowed &= ~failed[-1]
        else:
            points.append(one.points())
            scores += points[-1]
        if progress:
            progress(ENCODING_SHARE * number / len(judged))
    return Problem(mentors, mentees, musts, soft, scores, points, failed, allowed)
