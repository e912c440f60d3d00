"""Decode: indices become people, points become reasons, and who is left learns the true reason."""

from __future__ import annotations

import numpy as np

from resonanz.engine.criteria import Criteria
from resonanz.engine.demands import Demands
from resonanz.engine.encode import Judged, Problem
from resonanz.engine.people import People, cell_text
from resonanz.engine.result import Check, Explanation, Pair, Reason, Result, Unmatched, decimal, percent
from resonanz.phrases import P, Phrase


def decode(
    problem: Problem,
    criteria: Criteria,
    demands: Demands,
    pairs: list[tuple[int, int]],
    objective: str,
    fairness: str | None = None,
) -> Result:
    """Return the result for pairs of indices (mentor, mentee) that are proven optimal."""
    best = criteria.best_possible
    words = Words(problem)
    ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    total = decimal(sum(int(problem.scores[pair]) for pair in pairs))
    return Result(
        objective=objective,
        total=total,
        optimal=True,
        best_possible=decimal(best),
        pairs=tuple(words.pair(mentor, mentee, best) for mentor, mentee in ordered),
        unmatched_mentors=_unmatched(problem, demands, {mentor for mentor, _ in pairs}, mentors=True),
        unmatched_mentees=_unmatched(problem, demands, {mentee for _, mentee in pairs}, mentors=False),
        bound=total,
        fairness=fairness,
    )


def explain_pair(problem: Problem, criteria: Criteria, mentor: int, mentee: int) -> Explanation:
    """Return what every must and every criterion says about one pair."""
    pair = pair_in_words(problem, mentor, mentee, criteria.best_possible)
    checks = tuple(
        Check(judged.rule.label, not failed[mentor, mentee], judged.encoded.words(mentor, mentee))
        for judged, failed in zip(problem.musts, problem.failed, strict=True)
    )
    best = decimal(criteria.best_possible)
    possible = bool(problem.allowed[mentor, mentee])
    return Explanation(pair.mentor, pair.mentee, possible, checks, pair.score, pair.percent, best, pair.reasons)


def pair_in_words(problem: Problem, mentor: int, mentee: int, best: int) -> Pair:
    """Return a pair with its reasons; `best` is the most thousandths of a point any pair could reach."""
    return Words(problem).pair(mentor, mentee, best)


class Words:
    """Puts the pairs of one problem into words; where two pairs have equal cells, they share one reason."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._known: list[dict[tuple[str, str], Reason]] = [{} for _ in problem.criteria]

    def pair(self, mentor: int, mentee: int, best: int) -> Pair:
        """Return a pair with its reasons; `best` is the most thousandths of a point any pair could reach."""
        problem = self.problem
        reasons = tuple(self._reason(number, judged, mentor, mentee) for number, judged in enumerate(problem.criteria))
        score = int(problem.scores[mentor, mentee])
        ids = problem.mentors.ids[mentor], problem.mentees.ids[mentee]
        return Pair(*ids, decimal(score), percent(score, best), reasons)

    def _reason(self, number: int, judged: Judged, mentor: int, mentee: int) -> Reason:
        kind = judged.rule.kind
        if not kind.by_cells:
            return self._made(number, judged, mentor, mentee)
        cells = _cell(self.problem.mentors, mentor, kind.mentor), _cell(self.problem.mentees, mentee, kind.mentee)
        known = self._known[number]
        if cells not in known:
            known[cells] = self._made(number, judged, mentor, mentee)
        return known[cells]

    def _made(self, number: int, judged: Judged, mentor: int, mentee: int) -> Reason:
        points = decimal(int(self.problem.points[number][mentor, mentee]))
        return Reason(judged.rule.label, points, judged.of, judged.encoded.words(mentor, mentee))


def _cell(people: People, person: int, column: str | None) -> str:
    """Return what tells a cell from others: its text as it stands, which needs no cleaning to be compared."""
    value = people.rows[person].get(column) if column else ""
    return value if type(value) is str else cell_text(value)


def _unmatched(problem: Problem, demands: Demands, matched: set[int], *, mentors: bool) -> tuple[Unmatched, ...]:
    people = problem.mentors if mentors else problem.mentees
    why = why_mentor if mentors else why_mentee
    return tuple(
        Unmatched(person, why(problem, demands, index)) for index, person in enumerate(people.ids) if index not in matched
    )


def why_mentor(problem: Problem, demands: Demands, mentor: int) -> Phrase:
    """Say why a mentor is left without a mentee."""
    if demands.capacity[mentor] == 0:
        return P("has no free place (capacity 0)")
    if not len(problem.mentees):
        return P("there are no mentees")
    possible = int((problem.allowed[mentor] & ~demands.forbidden[mentor]).sum())
    if possible == 1:
        return P("1 possible mentee, who has another mentor")
    if possible:
        return P("{count} possible mentees, all with other mentors", count=possible)
    if demands.too_low is not None and (low := int((demands.too_low[mentor] & problem.allowed[mentor]).sum())):
        return P("no possible mentee: {count} of {all} stay below the minimum score", count=low, all=len(problem.mentees))
    most, label = _most_failed(problem, demands, (mentor, slice(None)))
    if label is None:
        return P(
            "no possible mentee: {count} of {all} are forbidden",
            count=most,
            all=len(problem.mentees),
        )
    return P("no possible mentee: {count} of {all} fail “{must}”", count=most, all=len(problem.mentees), must=label)


def why_mentee(problem: Problem, demands: Demands, mentee: int) -> Phrase:
    """Say why a mentee is left without a mentor."""
    if not len(problem.mentors):
        return P("there are no mentors")
    able = problem.allowed[:, mentee] & ~demands.forbidden[:, mentee]
    possible, with_places = int(able.sum()), int((able & (demands.capacity > 0)).sum())
    if possible == 1 and not with_places:
        return P("1 possible mentor, without a free place")
    if possible and not with_places:
        return P("{count} possible mentors, none of them with a free place", count=possible)
    if with_places == 1:
        return P("1 possible mentor, given to somebody else")
    if with_places:
        return P("{count} possible mentors, all given to others", count=with_places)
    if demands.too_low is not None and (low := int((demands.too_low[:, mentee] & problem.allowed[:, mentee]).sum())):
        return P("no possible mentor: {count} of {all} stay below the minimum score", count=low, all=len(problem.mentors))
    most, label = _most_failed(problem, demands, (slice(None), mentee))
    if label is None:
        return P(
            "no possible mentor: {count} of {all} are forbidden",
            count=most,
            all=len(problem.mentors),
        )
    return P("no possible mentor: {count} of {all} fail “{must}”", count=most, all=len(problem.mentors), must=label)


def _most_failed(problem: Problem, demands: Demands, where: tuple[int | slice, int | slice]) -> tuple[int, Phrase | None]:
    """Return how many of a person's pairs the strictest must excludes, and its name; the first of equals."""
    counts = [int(failed[where].sum()) for failed in problem.failed]
    forbidden = int(demands.forbidden[where].sum())
    if demands.too_low is not None:
        forbidden -= int(demands.too_low[where].sum())
    if not counts or forbidden > max(counts):
        return forbidden, None
    strictest = int(np.argmax(counts))
    return counts[strictest], problem.musts[strictest].rule.label
