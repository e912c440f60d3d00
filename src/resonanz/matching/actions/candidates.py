"""Whom else the side that is asked first may choose: the next best by the scores of a run."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import prefetch_related_objects

from resonanz.matching.actions.reciprocal import common_ground
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.insight import model_of
from resonanz.programmes.enums import AnswerOrder, Group
from resonanz.programmes.models import Participation
from resonanz.programmes.queries import with_free_place

Candidates = list[tuple[Participation, list[dict[str, Any]]]]


def chooser_side(run: MatchingRun) -> str:
    """Return "mentee" or "mentor", whoever chooses in the programme of a run; "" where nobody does."""
    programme = run.cohort.programme
    sides = {AnswerOrder.MENTEE_FIRST: "mentee", AnswerOrder.MENTOR_FIRST: "mentor"}
    return sides.get(AnswerOrder(programme.answer_order), "") if programme.candidates > 1 else ""


def next_best(run: MatchingRun) -> Callable[[Proposal], Candidates]:
    """Return who says, for a proposal, whom its chooser could take instead: possible, free, the highest scores first.

    Nobody is among them whom the team has ruled out or who was asked together with the chooser before.
    """
    side = chooser_side(run)
    model = model_of(run) if side else None  # with wishes, and in both directions, as the run itself
    if model is None:
        return lambda proposal: []
    solved = model.solved
    scores = np.where(solved.possible, solved.problem.scores, -1)
    choosers, others = solved.problem.mentees, solved.problem.mentors
    if side == "mentee":
        scores = scores.T
    else:
        choosers, others = others, choosers
    group = Group.FIRST if side == "mentee" else Group.SECOND
    cohort, index = run.cohort, choosers.index()
    prefetch_related_objects([cohort.programme], "topics")
    free = {one.pk: one for one in with_free_place(cohort).filter(group=group)}

    def best(proposal: Proposal) -> Candidates:
        chooser: Participation = getattr(proposal, side)
        partner = proposal.mentor_id if side == "mentee" else proposal.mentee_id
        row = scores[index[str(chooser.pk)]]
        order = (int(others.ids[at]) for at in np.argsort(-row, kind="stable") if row[at] >= 0)
        found = [
            free[pk] for pk in islice((pk for pk in order if pk != partner and pk in free), cohort.programme.candidates - 1)
        ]
        chooser.cohort = cohort  # whose topics are loaded
        reasons = common_ground(chooser, found)
        return [(one, reasons.get(one.pk, [])) for one in found]

    return best
