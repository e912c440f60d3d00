"""Who may write and change goals, diary and hurdles: one of the two, from both yeses on, also after the end."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate

from resonanz.together.enums.diary import Whose
from resonanz.together.models import DiaryEntry, Goal, Hurdle, Step


@predicate
def may_read(person: Any, row: Goal | DiaryEntry) -> bool:
    """Whether the row is in a tandem of `person`; what the other keeps to herself is not among the visible rows."""
    return bool(row.tandem.side_of(person))


@predicate
def wrote_it(person: Any, row: Goal | DiaryEntry | Hurdle) -> bool:
    """Whether `person` wrote it: only then may the words be changed."""
    return bool(row.by_id == person.pk)


@predicate
def pursues(person: Any, goal: Goal) -> bool:
    """Whether it is the goal of `person`, alone or together: only then may it be moved on, with its steps."""
    return bool(goal.by_id == person.pk or (goal.whose == Whose.BOTH and goal.tandem.side_of(person)))


@predicate
def pursues_step(person: Any, step: Step) -> bool:
    """Whether the step leads to a goal of `person`."""
    return bool(pursues.test(person, step.goal))
