"""The solved model of a run, kept in this process for a while, and what the people of a run are called.

A run keeps its inputs, not its model: solving 500 × 500 people again takes less than half a second, and every further
question a few hundredths. So the models of the last runs that somebody looked at stay here, each under the fingerprint of
its inputs: whoever changes a run gets a new model, and two processes never disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from resonanz import __version__, engine
from resonanz.engine.decode import explain_pair
from resonanz.engine.insight.residual import Residual
from resonanz.engine.result import percent
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries.reciprocal import back_criteria
from resonanz.matching.queries.runs import asked
from resonanz.matching.queries.wishes import with_wishes
from resonanz.phrases import Phrase
from resonanz.programmes.models import Participation
from resonanz.tables import InputError

KEPT = 3  # models per process; 500 × 500 people with six criteria take some 20 MB
FAIR_CELLS = 1_600  # 40 × 40 people: up to here the fairest plan is solved anew for an answer within a second
Pair = tuple[int, int]  # (mentor, mentee), ids of participations

_models: OrderedDict[str, Model] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Model:
    """What a run was computed from, solved. Positions are the engine's, in the order of ids as text, not those of the run.

    `both` in a programme in which both give: there a pair is judged in two directions.
    """

    solved: engine.Solved
    fingerprint: str
    both: engine.Reciprocal | None = None
    found: dict[str, Any] = field(default_factory=dict)  # what was worked out from it in this process

    @property
    def is_sum(self) -> bool:
        """Whether a plan is worth the sum of its pairs; the fairest plan is not."""
        return self.solved.objective in ("most_pairs", "best_total")

    @property
    def has_prices(self) -> bool:
        """Whether a page can say what another pair would cost everybody: the fairest plan is solved anew for each."""
        return self.is_sum or self.solved.possible.size <= FAIR_CELLS

    @cached_property
    def residual(self) -> Residual | None:
        """The network of all moves; None for the fairest plan."""
        return Residual(self.solved) if self.is_sum else None

    @cached_property
    def percents(self) -> NDArray[np.int64]:
        """The fit of every pair in whole percent of the most possible, shape (mentors, mentees)."""
        best = self.solved.criteria.best_possible
        if best <= 0:
            return np.full(self.solved.problem.scores.shape, 100, dtype=np.int64)
        found: NDArray[np.int64] = ((200 * self.solved.problem.scores.astype(object) + best) // (2 * best)).astype(np.int64)
        return found

    @cached_property
    def mentors(self) -> dict[int, int]:
        """Where each mentor stands."""
        return {int(name): at for at, name in enumerate(self.solved.problem.mentors.ids)}

    @cached_property
    def mentees(self) -> dict[int, int]:
        """Where each mentee stands."""
        return {int(name): at for at, name in enumerate(self.solved.problem.mentees.ids)}

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """The pairs of the best plan."""
        return frozenset((int(mentor), int(mentee)) for mentor, mentee in map(self.solved.ids, self.solved.pairs))

    def place(self, pair: Pair) -> tuple[int, int] | None:
        """Return where a pair stands; None where one of the two is not in the run."""
        mentor, mentee = self.mentors.get(pair[0]), self.mentees.get(pair[1])
        return None if mentor is None or mentee is None else (mentor, mentee)

    def explain(self, place: tuple[int, int]) -> list[engine.Explanation]:
        """Return what conditions and criteria say about a pair: once, or in both directions."""
        if self.both is None:
            return [explain_pair(self.solved.problem, self.solved.criteria, *place)]
        return [
            explain_pair(self.both.given, self.both.criteria, *place),
            explain_pair(self.both.got, self.both.back, *place[::-1]),
        ]

    def fit(self, place: tuple[int, int]) -> float:
        """Return how well a pair fits, in percent with one decimal."""
        return percent(int(self.solved.problem.scores[place]), self.solved.criteria.best_possible)


def model_of(run: MatchingRun) -> Model | None:
    """Return the solved model of `run`; None where its inputs cannot be matched (any more)."""
    key = fingerprint(run)
    with _lock:
        if key not in _models:
            try:
                _models[key] = solved_again(run, key)
            except InputError:
                return None
        _models.move_to_end(key)
        while len(_models) > KEPT:
            _models.popitem(last=False)
        return _models[key]


def forget_models() -> None:
    """Let go of all models of this process; they are solved again when they are asked for."""
    with _lock:
        _models.clear()


def fingerprint(run: MatchingRun) -> str:
    """Return what stands for everything that goes into a run, and for the engine that solves it."""
    parts = (
        run.pk,
        run.objective,
        *with_wishes(run),
        run.pins,
        run.forbids,
        is_mutual(run),
        __version__,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


def solved_again(run: MatchingRun, key: str) -> Model:
    """Solve a run from the inputs that it keeps; marks of people who are not in it (any more) are passed over."""
    first, second, criteria = with_wishes(run)
    if is_mutual(run):
        both = engine.solve_reciprocal(first, second, criteria, back=back_criteria(criteria), **asked(run))
        return Model(both.solved, key, both)
    return Model(engine.solve_cohort(first, second, criteria, **asked(run)), key)


def is_mutual(run: MatchingRun) -> bool:
    """Whether the pairs of a run were judged in both directions."""
    if not run.cohort.programme.is_reciprocal:
        return False
    first = run.proposals.values_list("reasons_back", flat=True).first()
    return bool(first)


def chosen_in(run: MatchingRun) -> dict[Pair, dict[str, Any]]:
    """Return the pairs that the run proposes: {(mentor, mentee): {"percent", "score", "is_pinned"}}."""
    rows = run.proposals.values("mentor_id", "mentee_id", "percent", "score", "is_pinned")
    return {(row["mentor_id"], row["mentee_id"]): dict(row) for row in rows}


def marks_of(run: MatchingRun) -> dict[Pair, PairMark]:
    """Return what the team says about pairs of the cohort today, which may be more than the run knew."""
    return {(mark.mentor_id, mark.mentee_id): mark for mark in PairMark.objects.filter(cohort_id=run.cohort_id)}


def names_in(run: MatchingRun) -> dict[int, str]:
    """Return what everybody in the run's cohort is called; whoever is gone is not among them (see `called`)."""
    rows = Participation.objects.filter(cohort_id=run.cohort_id).values_list("pk", "person__first_name", "person__last_name")
    return {pk: f"{first} {last}".strip() for pk, first, last in rows}


def called(names: Mapping[int, str], pk: int | str) -> str:
    """Return the name of somebody in a run."""
    return names.get(int(pk)) or _("somebody who has left")


def in_names(phrase: Phrase, names: Mapping[int, str]) -> Phrase:
    """Return a sentence of the engine with names in the place of ids, which are its only texts of digits."""
    values = {
        key: called(names, value) if isinstance(value, str) and value.isdecimal() else value
        for key, value in phrase.values.items()
    }
    return replace(phrase, values=values)


def people_in(run: MatchingRun, pks: Iterable[int]) -> dict[int, Participation]:
    """Return people of the run's cohort with profile and programme."""
    rows = Participation.objects.filter(cohort_id=run.cohort_id, pk__in=list(pks))
    return rows.select_related("person__profile", "cohort__programme").in_bulk()
