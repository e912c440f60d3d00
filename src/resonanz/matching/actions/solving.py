"""From the inputs that a run keeps to its pairs: the one place where runs are computed.

What goes in is only what stands in the run, so that the same call computes an old run again (`reproduce`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from resonanz import engine
from resonanz.matching.actions.reasons import reasons_as_json, titles_by_criterion
from resonanz.matching.actions.reciprocal import marked, turned
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.reciprocal import back_criteria
from resonanz.matching.queries.runs import asked, people_of
from resonanz.matching.queries.wishes import with_wishes
from resonanz.phrases import P, Phrase
from resonanz.programmes.models import Participation
from resonanz.tables import InputError, InputProblem

Progress = Callable[[float], None]  # the share done, 0 to 1


@dataclass(frozen=True)
class FoundPair:
    """One pair of a computed run; ids are those of the participations."""

    mentor: int
    mentee: int
    score: float
    percent: float
    reasons: list[dict[str, Any]]
    reasons_back: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What computing a run brings, whichever way it was computed; `unplaced` as the run keeps it."""

    pairs: list[FoundPair]
    unplaced: list[dict[str, Any]]
    total: float
    is_optimal: bool


class NotMatched(Exception):
    """A run cannot be computed; `problems` as a run keeps them: [{"participation": id or None, "why": phrase}]."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        self.problems = problems
        super().__init__("\n".join(Phrase.from_json(problem["why"]).text("en") for problem in problems))


def solve(run: MatchingRun, people: Iterable[Participation] | None = None, progress: Progress | None = None) -> Found:
    """Compute a run from its inputs and settings; writes nothing.

    `people`: those whose rows the run holds, where they are loaded already. Raises NotMatched with sentences.
    """
    try:
        known = list(people_of(run) if people is None else people)
        return solve_both_ways(run, known) if run.cohort.programme.is_reciprocal else solve_ordinary(run, known, progress)
    except InputError as error:
        raise NotMatched([problem_of(run, problem) for problem in error.problems]) from error


def solve_ordinary(run: MatchingRun, people: list[Participation], progress: Progress | None) -> Found:
    """Compute a run in which the first group gives and the second gets."""
    mentors, mentees, criteria = with_wishes(run)
    result = engine.match(mentors, mentees, criteria, **asked(run), progress=progress)
    titles = titles_by_criterion(run.cohort.programme, criteria, people)
    return Found(
        pairs=[
            FoundPair(
                mentor=int(pair.mentor),
                mentee=int(pair.mentee),
                score=float(pair.score),
                percent=float(pair.percent),
                reasons=marked(reasons_as_json(pair.reasons, titles), criteria, back=None),
            )
            for pair in result.pairs
        ],
        unplaced=[unplaced(person) for person in (*result.unmatched_mentees, *result.unmatched_mentors)],
        total=float(result.total),
        is_optimal=result.optimal,
    )


def solve_both_ways(run: MatchingRun, people: list[Participation]) -> Found:
    """Compute a run in which both groups give and get: each direction counts, and a pair is as good as both together."""
    mentors, mentees, criteria = with_wishes(run)
    back = back_criteria(criteria)
    result = engine.match_reciprocal(mentors, mentees, criteria, back=back, named=False, **asked(run))
    titles = titles_by_criterion(run.cohort.programme, criteria, people)
    return Found(
        pairs=[
            FoundPair(
                mentor=int(pair.one),
                mentee=int(pair.other),
                score=float(pair.score),
                percent=float(pair.score),
                reasons=marked(reasons_as_json(pair.reasons_given, titles), criteria, back=False),
                reasons_back=turned(marked(reasons_as_json(pair.reasons_got, titles), back, back=True)),
            )
            for pair in result.pairs
        ],
        unplaced=[unplaced(person) for person in result.alone],
        total=float(result.total),
        is_optimal=result.optimal,
    )


def unplaced(person: engine.Unmatched) -> dict[str, Any]:
    """Return who is left over, and why, as a run keeps it."""
    return {"participation": int(person.id), "why": person.why.to_json()}


def problem_of(run: MatchingRun, problem: InputProblem) -> dict[str, Any]:
    """Return one problem of the engine as a run keeps it: about whom, and what, without ids and numbers of rows."""
    rows = {"mentors": run.mentors, "mentees": run.mentees}.get(problem.file, [])
    row = rows[problem.row - 1] if problem.row is not None and 0 < problem.row <= len(rows) else None
    why = problem.message
    if "complaint" in why.values:
        mentee = why.values["mentee"]
        why = P("A pair cannot be kept together: {complaint}", complaint=why.values["complaint"])
        return {"participation": int(mentee), "why": why.to_json()}
    if row is None:
        why = problem.phrase
    return {"participation": int(row["id"]) if row else None, "why": why.to_json()}
