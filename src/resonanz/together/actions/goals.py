"""Goals and steps: set, changed in words, moved on, ticked, taken away."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.tandems.models import Tandem
from resonanz.together.enums.diary import UNDER_WAY, Audience, GoalState, Whose
from resonanz.together.models import Goal, Step


@transaction.atomic
def set_goal(
    *, tandem: Tandem, key: UUID, title: str, by: Person, text: str = "", whose: str = Whose.OWN,
    audience: str = Audience.TANDEM, due_on: date | None = None,
) -> Goal:  # fmt: skip
    """Set a goal; a common one is seen by both. The same form makes it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    seen_by = Audience.TANDEM if whose == Whose.BOTH else audience
    goal = Goal(tandem=tandem, by=by, key=key, whose=whose, audience=seen_by, due_on=due_on)
    goal.seal(title=title, text=text)
    if store_once(goal, same=["tandem_id", "by_id"]):
        log(goal, "set_goal", by)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, title: str, text: str, whose: str, audience: str, due_on: date | None, by: Person) -> None:
    """Change the words of one's own goal, whose it is, who sees it and until when."""
    goal.seal(title=title, text=text)
    goal.whose, goal.due_on = whose, due_on
    goal.audience = Audience.TANDEM if whose == Whose.BOTH else audience
    goal.save(update_fields=["title", "text", "whose", "audience", "due_on", "changed_at"])
    log(goal, "change_goal", by)


@transaction.atomic
def move_goal(*, goal: Goal, state: str, by: Person) -> bool:
    """Say how far a goal is; return False where it is so already."""
    settled = None if state in UNDER_WAY else timezone.localdate()
    moved = Goal.objects.filter(pk=goal.pk).exclude(state=state).update(state=state, settled_on=settled)
    goal.state, goal.settled_on = state, settled
    if moved:
        log(goal, "move_goal", by, state=state)
    return bool(moved)


@transaction.atomic
def remove_goal(*, goal: Goal, by: Person) -> None:
    """Take a goal away with its steps, for good."""
    log(goal, "remove_goal", by)
    goal.delete()


@transaction.atomic
def add_step(*, goal: Goal, key: UUID, title: str, due_on: date | None, by: Person) -> Step:
    """Add a step; a goal that was not begun is begun by that. The same form makes it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    step = Step(goal=goal, by=by, key=key, due_on=due_on)
    step.seal(title=title)
    if store_once(step, same=["goal_id", "by_id"]):
        log(goal, "add_step", by)
        if goal.state == GoalState.OPEN:
            move_goal(goal=goal, state=GoalState.BEGUN, by=by)
    return step


@transaction.atomic
def tick_step(*, step: Step, done: bool, by: Person) -> None:
    """Tick a step, or take the tick away; twice changes nothing."""
    day = timezone.localdate() if done else None
    rows = Step.objects.filter(pk=step.pk, done_on__isnull=done)
    if rows.update(done_on=day):
        step.done_on = day
        log(step.goal, "tick_step", by, done=done)


@transaction.atomic
def remove_step(*, step: Step, by: Person) -> None:
    """Take a step away."""
    log(step.goal, "remove_step", by)
    step.delete()


def log(goal: Goal, verb: str, by: Person, **codes: Any) -> None:
    """Write down that something was done with a goal, never what it is."""
    log_action(verb, by=by, on=goal, scope=goal.tandem.cohort.programme.scope, **codes)
