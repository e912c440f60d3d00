"""Named reads of goals and steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.people.models import Person
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Part
from resonanz.together.enums.diary import UNDER_WAY, Audience, GoalState, Whose
from resonanz.together.models import Goal, Step
from resonanz.together.queries.diary import readable

DUE_SOON = timedelta(days=7)  # so long before its day a step stands among what is next


def goals_readable_by(person: Any) -> QuerySet[Goal]:
    """Return the goals that `person` may read, each with its steps."""
    rows = Goal.objects.filter(readable(person)).select_related(
        "by", "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person"
    )
    return rows.prefetch_related(Prefetch("steps", Step.objects.select_related("by")))


def steps_readable_by(person: Any) -> QuerySet[Step]:
    """Return the steps of these goals."""
    return Step.objects.filter(goal__in=Goal.objects.filter(readable(person))).select_related(
        "goal__by", "goal__tandem__mentor__person", "goal__tandem__mentee__person"
    )


@dataclass(frozen=True)
class ReadStep:
    """A step in clear, for one of the two."""

    row: Step
    title: str


@dataclass(frozen=True)
class ReadGoal:
    """A goal in clear, for one of the two."""

    row: Goal
    title: str
    text: str
    steps: list[ReadStep]
    is_mine: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.row.done_on is not None for step in self.steps)


@dataclass(frozen=True)
class GoalSet:
    """The goals of one of the two, or of both."""

    whose: str
    title: str
    goals: list[ReadGoal]


def read(goal: Goal, person: Any) -> ReadGoal:
    """Open a goal with its steps; only for somebody who may read it."""
    steps = [ReadStep(step, step.opened("title")) for step in goal.steps.all()]
    mine = goal.by_id == person.pk or goal.whose == Whose.BOTH
    return ReadGoal(goal, goal.opened("title"), goal.opened("text"), steps, mine)


def goal_sets(tandem: Tandem, person: Person) -> list[GoalSet]:
    """Return the goals in three sets: one's own, the other's, both's. The other's private ones are not there."""
    other = tandem.other(person).person
    found = [read(goal, person) for goal in goals_readable_by(person).filter(tandem=tandem)]
    order = {GoalState.BEGUN: 0, GoalState.OPEN: 1, GoalState.REACHED: 2, GoalState.LET_GO: 3}
    found.sort(key=lambda goal: order[GoalState(goal.row.state)])
    own = [goal for goal in found if goal.row.whose == Whose.OWN]
    return [
        GoalSet("mine", _("My goals"), [goal for goal in own if goal.row.by_id == person.pk]),
        GoalSet(
            "theirs",
            _("Goals of {name}").format(name=other.get_short_name()),
            [goal for goal in own if goal.row.by_id != person.pk],
        ),
        GoalSet("both", _("Our common goals"), [goal for goal in found if goal.row.whose == Whose.BOTH]),
    ]


def parts(tandem: Tandem, person: Any, side: str) -> Iterable[Part | Event]:
    """Return what goals add to the page of a tandem: a tile, steps that are due, goals that were reached."""
    if tandem.started_on is None:
        return []
    if not side:  # that and when, never what
        days = tandem.goals.filter(state=GoalState.REACHED, audience=Audience.TANDEM).values_list("settled_on", flat=True)
        return [Event(day, _("A goal was reached"), detail=_("Only the two can read it.")) for day in days if day]
    goals = list(goals_readable_by(person).filter(tandem=tandem))
    url = reverse("together:goals", args=[tandem.pk])
    counted = [goal for goal in goals if goal.state != GoalState.LET_GO]
    reached = [goal for goal in counted if goal.state == GoalState.REACHED]
    text = _("{n} of {total}").format(n=len(reached), total=len(counted)) if counted else ""
    found: list[Part | Event] = [Part("tile", _("Goals"), url, "target", text=text, order=50)]
    found += [
        Event(goal.settled_on, _("Goal reached"), url=goal_url(goal), detail=goal.opened("title"), milestone=True)
        for goal in reached
        if goal.settled_on
    ]
    return [*found, *due_steps(tandem, person, goals)]


def due_steps(tandem: Tandem, person: Any, goals: list[Goal]) -> list[Part]:
    """Return the steps of `person` that are due within a week, or late, the earliest first."""
    if not tandem.is_working:
        return []
    until = timezone.localdate() + DUE_SOON
    mine = [goal for goal in goals if goal.state in UNDER_WAY and (goal.by_id == person.pk or goal.whose == Whose.BOTH)]
    due = [
        (step.due_on, step.pk, goal, step)
        for goal in mine
        for step in goal.steps.all()
        if step.done_on is None and step.due_on is not None and step.due_on <= until
    ]
    return [
        Part("next", step.opened("title"), goal_url(goal), "target", text=due_in_words(day), order=40)
        for day, _pk, goal, step in sorted(due, key=lambda entry: entry[:2])[:3]
    ]


def due_in_words(day: Any) -> str:
    """Return until when a step is to be done."""
    return _("A step until {day}").format(day=date_format(day, "DATE_FORMAT"))


def goal_url(goal: Goal) -> str:
    """Return the address of a goal's page; no word of it stands in there."""
    return reverse("together:goal", args=[goal.tandem_id, goal.pk])
