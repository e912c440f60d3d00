"""The best partners for one person out of a whole community, exact, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria
from resonanz.engine.decode import pair_in_words
from resonanz.engine.encode import Problem, encode
from resonanz.engine.fast import ready
from resonanz.engine.kinds.base import fold
from resonanz.engine.match import prepare_people
from resonanz.engine.people import People, Row, cell_text
from resonanz.engine.plan import Unsuitable, compile_plan
from resonanz.engine.result import Pair

Filters = Mapping[str, str | Collection[str]]


def suggest(
    person: Row,
    community: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    k: int = 10,
    *,
    filters: Filters | None = None,
    role: str = "mentee",
    id: str | None = None,
) -> tuple[Pair, ...]:
    """Return the `k` best possible partners of `person` in `community`, the best first, with reasons.

    `role` says which of the two `person` is, "mentee" or "mentor"; the community has the other. `filters` keeps
    only people whose cell in a column is one of the given texts; case and spaces do not matter. Equal scores are in
    the order of ids. No index and no approximation: every person of the community is scored. InputError carries
    everything wrong with the input.
    """
    if role not in ("mentee", "mentor"):
        raise ValueError(f'role must be "mentee" or "mentor", not {role!r}')
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
    mentors, mentees = ([person], community) if role == "mentor" else (community, [person])
    sides = prepare_people(mentors, mentees, rules, id)
    many = sides[1] if role == "mentor" else sides[0]
    best = _best(sides, rules, role, k, _kept(many, filters or {}))
    few = many.chosen(best)
    problem = encode(*((sides[0], few) if role == "mentor" else (few, sides[1])), rules)
    return tuple(_in_words(problem, rules, role, place) for place in range(len(best)))


def _best(sides: tuple[People, People], rules: Criteria, role: str, k: int, keep: NDArray[np.uint8]) -> list[int]:
    """Return the positions of the best in the community."""
    if ready.worth(4 * len(keep)):
        try:
            plan = compile_plan(*sides, rules)
        except Unsuitable:
            pass
        else:
            scan = ready.kernels("scan")
            arrays = (plan if role == "mentor" else plan.turned()).arrays
            scores, found = np.empty(k, dtype=np.int32), np.empty(k, dtype=np.int32)
            count = scan.best_of_row(arrays, 0, len(keep), keep, k, 0, scores, found)
            return [int(position) for position in found[:count]]
    problem = encode(*sides, rules)
    score = np.where(problem.allowed, problem.scores, -1).ravel()
    score[keep == 0] = -1
    order = np.argsort(-score, kind="stable")[:k]
    return [int(position) for position in order if score[position] >= 0]


def _kept(people: People, filters: Filters) -> NDArray[np.uint8]:
    keep = np.ones(len(people), dtype=np.uint8)
    for column, wanted in filters.items():
        texts = {fold(text) for text in ([wanted] if isinstance(wanted, str) else wanted)}
        keep &= np.array([fold(cell_text(row.get(column))) in texts for row in people.rows], dtype=np.uint8)
    return keep


def _in_words(problem: Problem, rules: Criteria, role: str, place: int) -> Pair:
    pair = (0, place) if role == "mentor" else (place, 0)
    return pair_in_words(problem, *pair, rules.best_possible)
