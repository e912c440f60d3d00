"""The engine's front door: people in, pairs and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from resonanz.engine.criteria import Criteria
from resonanz.engine.decode import explain_pair
from resonanz.engine.demands import PAIR, PairIds, find_pair, lowest_score, read_capacity, read_demands
from resonanz.engine.encode import Problem, Progress, encode
from resonanz.engine.large import MOST_CELLS, match_large
from resonanz.engine.people import People, Row, read_people
from resonanz.engine.plan import MOST_POINTS
from resonanz.engine.result import Explanation, Result
from resonanz.engine.solved import Solved, pair_up
from resonanz.phrases import P
from resonanz.tables import InputError, InputProblem

MOST_MEMORY = 4_000_000_000  # bytes that the tables of a solved cohort may take


def match(
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    *,
    id: str | None = None,
    capacity: int | str | None = None,
    objective: str | None = None,
    pins: Iterable[PairIds] = (),
    forbids: Iterable[PairIds] = (),
    minimum: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """Pair mentors and mentees as the criteria say, and give the reasons in words.

    `mentors`, `mentees`: a `Table`, or any sequence of mappings from column to text or number. `criteria`:
    parsed, or the mapping that TOML gives. `id` names the column of ids (default "id"); `capacity` is a
    number for all mentors or a column of theirs (default 1); `objective` is "most_pairs" (default),
    "best_total" or "fairest", as in `assign`. What is None is taken from the criteria's settings. `pins` and
    `forbids` are pairs (mentor id, mentee id). No pair with fewer points than `minimum` is made, except pinned ones.
    `progress` is called with the share done, 0 to 1.

    The result is the same for any order of the rows: of all optimal results, the one in which the mentee with
    the first id has the mentor with the first possible id, and so on. Above 4,000,000 pairs no matrix is built:
    there the optimum is proven by prices (else `bound` and `gap` say how far off it may be), and of equal optima it
    is always the same one, but not the first. InputError carries everything wrong with the input.
    """
    rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
    goal = objective or rules.settings.objective or "most_pairs"
    if len(mentors) * len(mentees) > MOST_CELLS and (
        rules.best_possible < MOST_POINTS or not _fits(mentors, mentees, rules)
    ):
        sides = prepare_people(mentors, mentees, rules, id)
        return match_large(
            *sides,
            rules,
            capacity=read_capacity(sides[0], _places(rules, capacity)),
            objective=goal,
            pins=list(pins),
            forbids=list(forbids),
            minimum=minimum,
            progress=progress,
        )
    solved = solve_cohort(
        mentors,
        mentees,
        rules,
        id=id,
        capacity=capacity,
        objective=objective,
        pins=pins,
        forbids=forbids,
        minimum=minimum,
        progress=progress,
    )
    if progress:
        progress(1.0)
    return solved.result


def solve_cohort(
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    *,
    id: str | None = None,
    capacity: int | str | None = None,
    objective: str | None = None,
    pins: Iterable[PairIds] = (),
    forbids: Iterable[PairIds] = (),
    minimum: float | None = None,
    progress: Progress | None = None,
) -> Solved:
    """Do what `match` does and keep the model, so that the questions of `resonanz.engine.insight` need no second encode.

    All arguments are those of `match`, and `solve_cohort(…).result` is what `match(…)` returns (above 4,000,000 pairs an
    equally good result). InputError also where whole tables of all pairs would need more than `MOST_MEMORY` bytes.
    """
    rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
    goal = objective or rules.settings.objective or "most_pairs"
    _check_size(mentors, mentees, rules)
    problem = prepare(mentors, mentees, rules, id, progress)
    places = read_capacity(problem.mentors, _places(rules, capacity))
    demands = read_demands(problem, places, pins, forbids, minimum)
    possible = problem.allowed & ~demands.forbidden
    pairs, fairness = pair_up(problem.scores, possible, demands.capacity, demands.pins, goal)
    return Solved(problem, rules, demands, goal, pairs, None if minimum is None else lowest_score(minimum), fairness)


def explain(
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    *,
    pair: PairIds,
    id: str | None = None,
) -> Explanation:
    """Say of one pair (mentor id, mentee id) whether it is possible, and what each rule finds."""
    rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
    problem = prepare(mentors, mentees, rules, id, None)
    found: list[InputProblem] = []
    place = find_pair(problem, pair, PAIR, found)
    if place is None:
        raise InputError(found)
    return explain_pair(problem, rules, *place)


def prepare(
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    rules: Criteria,
    id_column: str | None,
    progress: Progress | None,
) -> Problem:
    """Read both sides and encode them. InputError carries everything wrong with people and columns."""
    return encode(*prepare_people(mentors, mentees, rules, id_column), rules, progress)


def prepare_people(
    mentors: Sequence[Row], mentees: Sequence[Row], rules: Criteria, id_column: str | None
) -> tuple[People, People]:
    """Read both sides. InputError carries everything wrong with people and columns."""
    column = id_column or rules.settings.id or "id"
    sides: list[People] = []
    problems: list[InputProblem] = []
    for rows, name in ((mentors, "mentors"), (mentees, "mentees")):
        try:
            sides.append(read_people(rows, column, name))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    # Without any people there are no columns either, and nothing to complain about.
    known = [side.columns if len(side) else _all_columns(rules) for side in sides]
    rules.check(known[0], known[1])
    return sides[0], sides[1]


def _fits(mentors: Sequence[Row], mentees: Sequence[Row], rules: Criteria) -> bool:
    """Return whether whole tables fit into memory: scores, points of each criterion, and yes or no of each must."""
    return len(mentors) * len(mentees) * (8 * (len(rules.criteria) + 4) + len(rules.musts) + 4) <= MOST_MEMORY


def _check_size(mentors: Sequence[Row], mentees: Sequence[Row], rules: Criteria) -> None:
    if not _fits(mentors, mentees, rules):
        message = P(
            "There are {pairs} possible pairs, too many for tables of all of them; `match` pairs cohorts of this size, but "
            "what else a solved model can tell is for some thousand people. Ask for a part of the cohort.",
            pairs=len(mentors) * len(mentees),
        )
        raise InputError(InputProblem("mentors", None, None, message))


def _places(rules: Criteria, capacity: int | str | None) -> int | str:
    given = rules.settings.capacity if capacity is None else capacity
    return 1 if given is None else given


def _all_columns(rules: Criteria) -> list[str]:
    kinds = [rule.kind for rule in (*rules.musts, *rules.criteria)]
    return [column for kind in kinds for column in (kind.mentor, kind.mentee) if column]
