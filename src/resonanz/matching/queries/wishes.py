"""Wishes of an event as one more criterion of a run, beside which the others only break ties."""

from __future__ import annotations

from typing import Any

from resonanz import engine
from resonanz.engine.criteria import GRID
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.events import ranked_wishes

COLUMN = "wishes"
# Fits of up to five wishes are whole multiples of 1/240, so two plans that differ in wishes differ by that much at least.
SMALLEST_STEP = 240
OUTWEIGHS = 199  # where both give and take, how many times all other criteria together; a pair is judged by its shares there
LABEL = {"de": "Wünsche nach dem Treffen", "en": "wishes after the meeting", "ar": "الرغبات بعد اللقاء"}

Rows = list[dict[str, str]]


def with_wishes(run: MatchingRun) -> tuple[Rows, Rows, dict[str, Any]]:
    """Return mentors, mentees and criteria of a run as the engine gets them; with the wishes where it goes by an event.

    Whom somebody wished for and who is not in the run is passed over, and later wishes move up.
    """
    if run.event is None:
        return run.mentors, run.mentees, run.criteria
    wishes = ranked_wishes(run.event)
    here = {row["id"] for row in (*run.mentors, *run.mentees)}
    sides = [
        [{**row, COLUMN: ";".join(str(pk) for pk in wishes.get(int(row["id"]), []) if str(pk) in here)} for row in rows]
        for rows in (run.mentors, run.mentees)
    ]
    rule = {"kind": "mutual", "column": COLUMN, "weight": wish_weight(run), "label": LABEL}
    return sides[0], sides[1], {**run.criteria, "criterion": [*run.criteria.get("criterion", []), rule]}


def wish_weight(run: MatchingRun) -> int:
    """Return the points for two who put each other first, such that no sum of other criteria outweighs a wish.

    Where both give and take, the two directions are multiplied and no weight can promise that for a whole plan; there no
    difference between two pairs in all else outweighs a wish.
    """
    rules = engine.Criteria.parse(run.criteria, str(run.cohort.programme.slug)).criteria
    most = -(-sum(rule.most for rule in rules) // GRID) or 1
    if run.cohort.programme.is_reciprocal:
        return most * OUTWEIGHS
    return most * SMALLEST_STEP * 2 * max(1, min(len(run.mentees), sum(int(row["places"]) for row in run.mentors)))
