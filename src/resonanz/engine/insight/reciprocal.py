"""Programmes in which both give and take: each direction is scored, and a pair is as good as both together.

What one offers the other is scored by the criteria with the giver as mentor and the taker as mentee, once in each direction.
Each direction counts in thousandths of a percent of the most possible, and their geometric mean, rounded to the same grid,
is the pair's score: a pair in which only one gains ranks low. Two groups are paired like mentors and mentees; one pool of
peers is a matching on a general graph (J. Edmonds, Paths, trees, and flowers, Canadian Journal of Mathematics 17, 1965),
solved exactly by rustworkx, which checks the optimum by its duals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.criteria import Criteria
from resonanz.engine.decode import explain_pair
from resonanz.engine.demands import PairIds, read_capacity, read_demands
from resonanz.engine.encode import Problem
from resonanz.engine.match import prepare
from resonanz.engine.people import Row
from resonanz.engine.result import Number, Reason, Unmatched, decimal
from resonanz.engine.solved import Place, Solved, pair_up
from resonanz.phrases import P
from resonanz.tables import InputError, InputProblem, did_you_mean

FULL = 100_000  # thousandths of a percent
MOST_PEERS = 2_000
COMBINATIONS = ("geometric", "weaker")
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class PeerPair:
    """Two people who help each other. `score` is 0 to 100; `gives` is how well the first suits the second's wishes in
    percent, `gets` the reverse, each with its reasons, in which ids stand for the two.
    """

    one: str
    other: str
    score: Number
    gives: Number
    gets: Number
    reasons_given: tuple[Reason, ...]
    reasons_got: tuple[Reason, ...]


@dataclass(frozen=True)
class PeerResult:
    """The pairs in the order of ids, their sum, and who is left. `best_possible` of a pair is 100."""

    objective: str
    total: Number
    optimal: bool
    best_possible: Number
    pairs: tuple[PeerPair, ...]
    alone: tuple[Unmatched, ...]


def match_reciprocal(
    people: Sequence[Row],
    others: Sequence[Row] | None,
    criteria: Criteria | Mapping[str, Any],
    *,
    back: Criteria | Mapping[str, Any] | None = None,
    combine: str = "geometric",
    objective: str | None = None,
    id: str | None = None,
    forbids: Iterable[PairIds] = (),
    pins: Iterable[PairIds] = (),
    capacity: int | str = 1,
    named: bool = True,
) -> PeerResult:
    """Pair people so that both gain: `people` with `others`, or, where `others` is None, with each other.

    `criteria` judges what `people` (as mentors) offer `others` (as mentees); `back` judges the other direction, by default
    by the same criteria. A pair is possible where the musts of both directions hold. `combine` is "geometric" or "weaker"
    (the worse of the two directions counts). `objective` is "most_pairs" (default) or "best_total". Everybody has one
    partner at most; of two groups, `people` may have more (`capacity`: a number, or a column of theirs), and `pins` keep
    pairs together whatever the scores. In the reasons ids stand for the two, unless `named` is False: then they speak of
    the mentor, who gives, and the mentee. Exact; a pool of peers is limited to `MOST_PEERS`, because its solver's time grows
    with the third power (two groups have no such limit). InputError says what is wrong with the input, ValueError with
    the arguments.
    """
    if combine not in COMBINATIONS:
        raise ValueError(f"combine must be one of {', '.join(COMBINATIONS)}, not {combine!r}")
    both = (criteria, criteria if back is None else back)
    rules = [one if isinstance(one, Criteria) else Criteria.parse(one) for one in both]
    goal = objective or rules[0].settings.objective or "most_pairs"
    if goal not in ("most_pairs", "best_total") and (goal != "fairest" or others is None):
        raise ValueError(f'objective must be "most_pairs" or "best_total" (or "fairest" of two groups), not {goal!r}')
    if others is None and len(people) > MOST_PEERS:
        message = P(
            "{count} people are too many to be paired with each other exactly; at most {most} are possible. Form two "
            "groups, or several pools.",
            count=len(people),
            most=MOST_PEERS,
        )
        raise InputError(InputProblem("people", None, None, message))
    pool = others is None
    pinned, forbidden = list(pins), list(forbids)
    if pool and (pinned or capacity != 1):
        raise ValueError("pins and capacity are for two groups")
    given = prepare(people, people if others is None else others, rules[0], id, None)
    got = given if pool and back is None else prepare(people if others is None else others, people, rules[1], id, None)
    possible = given.allowed & got.allowed.T & ~_forbidden(given, forbidden, pool)
    shares = _shares(given, rules[0]), _shares(got, rules[1]).T
    scores = combined(*shares, combine)
    if pool:
        np.fill_diagonal(possible, val=False)
        # Two different sets of criteria could see a pair both ways; people in the order of ids, the first gives.
        pairs = _pair_peers(scores, possible & possible.T, goal) if back is None else _pair_either(scores, possible, goal)
    else:
        demands = read_demands(given, read_capacity(given.mentors, capacity), pinned, forbidden)
        read_demands(got, np.ones(len(got.mentors), dtype=np.int64), [pair[::-1] for pair in pinned], ())
        pairs = sorted(pair_up(scores, possible, demands.capacity, demands.pins, goal)[0])
    made = [_pair(given, got, rules, place, scores, shares, named) for place in pairs]
    total = decimal(sum(int(scores[place]) for place in pairs))
    return PeerResult(goal, total, True, decimal(FULL), tuple(made), _alone(given, possible, pairs, pool))


@dataclass(frozen=True)
class Shares(Criteria):
    """The criteria of a programme in which both give and take: what a pair reaches is a share, 100 at most."""

    @property
    def best_possible(self) -> int:
        """The most a pair can reach, in thousandths of a percent."""
        return FULL


@dataclass(frozen=True)
class Reciprocal:
    """Two groups that give to each other, solved: `solved` has the combined scores of the pairs; `given` and `got` judge the
    two directions, `got` with the sides exchanged, by `criteria` and `back`.
    """

    solved: Solved
    given: Problem
    got: Problem
    criteria: Criteria
    back: Criteria


def solve_reciprocal(
    people: Sequence[Row],
    others: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    *,
    back: Criteria | Mapping[str, Any] | None = None,
    combine: str = "geometric",
    capacity: int | str | None = None,
    objective: str | None = None,
    id: str | None = None,
    pins: Iterable[PairIds] = (),
    forbids: Iterable[PairIds] = (),
) -> Reciprocal:
    """Pair two groups as `match_reciprocal` does and keep the model, for `alternatives`, `place_values`, `blocking_pairs`
    and `quality`.

    `capacity` is of the first group, default 1. Advice on whom to recruit and ranges of weights are not to be had: a
    geometric mean of two directions is no sum of criteria. InputError and ValueError as there.
    """
    if combine not in COMBINATIONS:
        raise ValueError(f"combine must be one of {', '.join(COMBINATIONS)}, not {combine!r}")
    both = (criteria, criteria if back is None else back)
    rules = [one if isinstance(one, Criteria) else Criteria.parse(one) for one in both]
    goal = objective or rules[0].settings.objective or "most_pairs"
    given, got = prepare(people, others, rules[0], id, None), prepare(others, people, rules[1], id, None)
    scores = combined(_shares(given, rules[0]), _shares(got, rules[1]).T, combine)
    failed = [*given.failed, *(one.T for one in got.failed)]
    problem = replace(
        given,
        musts=[*given.musts, *got.musts],
        failed=failed,
        criteria=[],
        points=[],
        scores=scores,
        allowed=given.allowed & got.allowed.T,
    )
    demands = read_demands(problem, read_capacity(given.mentors, 1 if capacity is None else capacity), pins, forbids)
    pairs, fairness = pair_up(scores, problem.allowed & ~demands.forbidden, demands.capacity, demands.pins, goal)
    shares = Shares(rules[0].musts, rules[0].criteria, rules[0].settings, rules[0].source)
    return Reciprocal(Solved(problem, shares, demands, goal, pairs, None, fairness), given, got, *rules)


def combined(gives: Ints, gets: Ints, combine: str) -> Ints:
    """Return one score for two, all in thousandths of a percent; the geometric mean is rounded half up."""
    if combine == "weaker":
        return np.minimum(gives, gets)
    # Below 2**52 the floor of a correctly rounded root is the root's floor, so this is exact.
    twice = np.floor(np.sqrt((4 * gives * gets).astype(np.float64))).astype(np.int64)
    return (twice + 1) // 2


def _shares(problem: Problem, rules: Criteria) -> Ints:
    best = rules.best_possible
    if best <= 0:
        return np.full(problem.scores.shape, FULL, dtype=np.int64)
    if int(problem.scores.max(initial=0)) < 1 << 44:
        return (2 * FULL * problem.scores + best) // (2 * best)
    return ((2 * FULL * problem.scores.astype(object) + best) // (2 * best)).astype(np.int64)


def _forbidden(problem: Problem, forbids: Iterable[PairIds], pool: bool) -> NDArray[np.bool_]:
    forbidden = np.zeros(problem.allowed.shape, dtype=bool)
    sides = problem.mentors.index(), problem.mentees.index()
    problems = []
    for pair in forbids:
        unknown = [(person, side) for person, side in zip(pair, sides, strict=True) if person not in side]
        for person, side in unknown:
            message = P(
                "There is nobody with the id “{id}”.{hint} Correct or drop the forbidden pair.",
                id=person,
                hint=did_you_mean(person, side),
            )
            problems.append(InputProblem(problem.mentors.file, None, None, message))
        if not unknown:
            forbidden[sides[0][pair[0]], sides[1][pair[1]]] = True
    if problems:
        raise InputError(problems)
    return forbidden | forbidden.T if pool else forbidden


def _pair_peers(scores: Ints, possible: NDArray[np.bool_], objective: str) -> list[Place]:
    """Return the best pairs of a pool; `scores` and `possible` are symmetric."""
    import rustworkx

    factor, bonus = (1, 0) if objective == "most_pairs" else (len(scores) + 1, 1)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(scores)))
    rows, columns = np.nonzero(np.triu(possible, 1))
    weights = scores[rows, columns] * factor + bonus
    graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)))
    found = rustworkx.max_weight_matching(
        graph, max_cardinality=objective == "most_pairs", weight_fn=int, verify_optimum=True
    )
    return sorted((min(pair), max(pair)) for pair in found)


def _pair_either(scores: Ints, possible: NDArray[np.bool_], objective: str) -> list[Place]:
    """Return the best pairs of a pool in which it matters who is judged by which criteria: (giver by the first, other)."""
    worth = np.where(possible, scores, -1)
    better = np.where(worth >= worth.T, worth, worth.T)
    pairs = _pair_peers(np.maximum(better, 0), better >= 0, objective)
    return [pair if worth[pair] >= worth[pair[::-1]] else pair[::-1] for pair in pairs]


def _pair(
    given: Problem,
    got: Problem,
    rules: Sequence[Criteria],
    place: Place,
    scores: Ints,
    shares: tuple[Ints, Ints],
    named: bool,
) -> PeerPair:
    one, other = given.mentors.ids[place[0]], given.mentees.ids[place[1]]
    score, gives, gets = (decimal(int(table[place])) for table in (scores, *shares))
    back = place[1], place[0]
    return PeerPair(
        one, other, score, gives, gets, _reasons(given, rules[0], place, named), _reasons(got, rules[1], back, named)
    )


def _reasons(problem: Problem, rules: Criteria, place: Place, named: bool) -> tuple[Reason, ...]:
    """Return the reasons of one direction; nobody is "the mentor" here, so their ids stand for the two if `named`."""
    names = {"the mentor": problem.mentors.ids[place[0]], "the mentee": problem.mentees.ids[place[1]]}
    reasons = explain_pair(problem, rules, *place).reasons
    if not named:
        return reasons
    return tuple(replace(reason, text=reason.text.replaced(names)) for reason in reasons)


def _alone(given: Problem, possible: NDArray[np.bool_], pairs: Sequence[Place], pool: bool) -> tuple[Unmatched, ...]:
    if pool:
        taken = {person for pair in pairs for person in pair}
        counts = (possible | possible.T).sum(axis=1)
        return tuple(_left(name, int(counts[at])) for at, name in enumerate(given.mentors.ids) if at not in taken)
    sides = ((given.mentors.ids, 0), (given.mentees.ids, 1))
    return tuple(
        _left(name, int(possible.sum(axis=1 - side)[at]))
        for ids, side in sides
        for at, name in enumerate(ids)
        if at not in {pair[side] for pair in pairs}
    )


def _left(name: str, possible: int) -> Unmatched:
    if not possible:
        return Unmatched(name, P("no possible partner"))
    if possible == 1:
        return Unmatched(name, P("1 possible partner, who is in another pair"))
    return Unmatched(name, P("{count} possible partners, all in other pairs", count=possible))
