"""One person of a run: with whom she or he is paired, whom else she or he could have, and what that would cost everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from resonanz import engine
from resonanz.core.text import fold
from resonanz.engine.insight import Alternative
from resonanz.engine.result import percent
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Model, Pair, called
from resonanz.phrases import Phrase

ALTERNATIVES = 3
MORE_ALTERNATIVES = 12
FOUND = 20  # people that a search shows


@dataclass(frozen=True)
class Change:
    """Somebody who would change too; `before` and `after` are ids of participations, None for nobody."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Price:
    """What making one pair costs the whole cohort: pairs, points, and points in percent of the total."""

    pair: Pair
    pairs_lost: int
    points_lost: float
    share: float | None
    changes: list[Change]

    @property
    def is_free(self) -> bool:
        """Whether the whole stays as good as it is."""
        return self.pairs_lost == 0 and self.points_lost == 0

    @property
    def points_gained(self) -> float:
        """The points that the whole would have more."""
        return -self.points_lost


@dataclass(frozen=True)
class Obstacle:
    """A condition that alone keeps somebody from `count` partners; `all_fail` where nobody at all meets it."""

    must: Phrase
    count: int
    all_fail: bool


def partners(chosen: Mapping[Pair, Any], pk: int, *, is_mentor: bool) -> list[Pair]:
    """Return the pairs of one person in the run, the best fit first."""
    mine = [pair for pair in chosen if pair[0 if is_mentor else 1] == pk]
    return sorted(mine, key=lambda pair: (-chosen[pair]["percent"], pair))


def alternatives_of(model: Model, pk: int, *, is_mentor: bool, k: int = ALTERNATIVES) -> list[Price]:
    """Return whom else somebody could have, the smallest loss for the whole cohort first."""
    if not model.has_prices:
        return []
    ask = engine.alternative_mentees if is_mentor else engine.alternatives
    return [priced(model, one) for one in ask(model.solved, str(pk), k, residual=model.residual)]


def price_of(model: Model, pair: Pair) -> Price | None:
    """Return what one pair would cost everybody; None where the plan has it, or it cannot be made."""
    if not model.has_prices:
        return None
    found = engine.price(model.solved, (str(pair[0]), str(pair[1])), residual=model.residual)
    return None if found is None else priced(model, found)


def priced(model: Model, one: Alternative) -> Price:
    """Return the engine's answer with ids of participations and the share of the total."""
    total = model.solved.worth(model.solved.pairs)[1]
    having = {int(mentee): int(mentor) for mentor, mentee in map(model.solved.ids, model.solved.pairs)}
    changes = [
        Change(int(move.mentee), having.get(int(move.mentee)), None if move.mentor is None else int(move.mentor))
        for move in one.others
        if move.mentee != one.mentee
    ]
    share = percent(round(1000 * abs(one.points_lost)), total) if total > 0 else None
    return Price((int(one.mentor), int(one.mentee)), one.pairs_lost, float(one.points_lost), share, changes)


def why_unplaced(run: MatchingRun, model: Model, pk: int, *, is_mentor: bool) -> Phrase | None:
    """Return why somebody found no partner: what the run says, else what the model says."""
    kept = next((entry["why"] for entry in run.unplaced if entry["participation"] == pk), None)
    if kept is not None:
        return Phrase.from_json(kept)
    left = model.solved.result.unmatched_mentors if is_mentor else model.solved.result.unmatched_mentees
    return next((person.why for person in left if int(person.id) == pk), None)


def obstacles(model: Model, pk: int, *, is_mentor: bool) -> tuple[int, int, list[Obstacle]]:
    """Return how many partners somebody could have, how many there are, and which conditions stand in the way.

    Without a condition that alone keeps `count` away, that many more would be possible; what fails together with another
    condition is not counted.
    """
    problem, solved = model.solved.problem, model.solved
    at = (model.mentors[pk], slice(None)) if is_mentor else (slice(None), model.mentees[pk])
    failed = [table[at] for table in problem.failed]
    times = sum((row.astype(np.int64) for row in failed), np.zeros(solved.possible[at].shape, dtype=np.int64))
    others = ~solved.demands.forbidden[at]
    found = [
        Obstacle(judged.rule.label, int((row & (times == 1) & others).sum()), bool(row.size and row.all()))
        for judged, row in zip(problem.musts, failed, strict=True)
    ]
    found = sorted((one for one in found if one.count or one.all_fail), key=lambda one: -one.count)
    return int(solved.possible[at].sum()), int(times.size), found


def search_people(run: MatchingRun, names: Mapping[int, str], chosen: Mapping[Pair, Any], text: str) -> list[dict[str, Any]]:
    """Return people of the run whose name holds `text`, without a partner first where nothing is typed."""
    words = fold(text).split()
    placed = {pk for pair in chosen for pk in pair}
    found: list[dict[str, Any]] = []
    for is_mentor, rows in ((False, run.mentees), (True, run.mentors)):
        for row in rows:
            pk, name = int(row["id"]), called(names, row["id"])
            if all(word in fold(name) for word in words):
                found.append({"pk": pk, "name": name, "is_mentor": is_mentor, "is_placed": pk in placed})
    found.sort(key=lambda one: (one["is_placed"], one["is_mentor"], fold(one["name"])))
    return found
