"""Named reads of plans: what they hold, what a change in life would mean for them, and how long a tandem may last."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from resonanz.core.text import in_language
from resonanz.programmes.models import Programme
from resonanz.tandems.actions.starting import DAYS_PER_MONTH
from resonanz.tandems.models import Tandem
from resonanz.together.enums.course import LEFT, CourseKind, TopicState
from resonanz.together.models import CourseEvent, PlanSettings, PlanTopic, TopicMaterial

USUAL = Path(__file__).parent.parent / "data" / "replan.toml"
OWN = "own:"  # before the number of a topic of the two's own, where something refers to it; no key has a colon
LONGEST = 24  # months, where the two settle the duration themselves, or a programme names none


@cache
def usual() -> dict[str, Any]:
    """Return the usual rules by situation, and under "topic" the titles that a catalogue may lack."""
    return tomllib.loads(USUAL.read_text(encoding="utf-8"))


def settings_of(programme: Programme) -> PlanSettings:
    """Return what a programme set for agreement and plan; the usual, never kept, where it set nothing."""
    return PlanSettings.objects.filter(programme=programme).first() or PlanSettings(programme=programme)


def rules_of(settings: PlanSettings, situation: str) -> tuple[list[str], list[str]]:
    """Return the keys of topics to leave out and to add in a situation: the programme's own, else the usual ones."""
    rule = settings.replan.get(situation, usual()[situation])
    return list(rule.get("drop", [])), list(rule.get("insert", []))


def titles_of(programme: Programme) -> dict[str, Mapping[str, str]]:
    """Return the titles of all topics that a plan may hold, by key: the catalogue in its order, then the usual ones."""
    catalogue = {topic.key: topic.title for topic in programme.topics.all()}
    return {**catalogue, **{key: words for key, words in usual()["topic"].items() if key not in catalogue}}


def title_of(item: PlanTopic) -> str:
    """Return what a topic of a plan is called, in the reader's language; only for the two."""
    return in_language(item.words) if item.topic else item.opened("title")


def reference_of(item: PlanTopic) -> str:
    """Return by what a meeting refers to a topic of the plan: its key, or a number that tells nobody what it is about."""
    return item.topic or f"{OWN}{item.pk}"


def plan_of(tandem: Tandem) -> QuerySet[PlanTopic]:
    """Return the topics of a plan in their order, also those that were left out."""
    return PlanTopic.objects.filter(tandem=tandem)


def shown(plan: Iterable[PlanTopic]) -> list[PlanTopic]:
    """Return the topics that are in the plan now, those that are left out set aside."""
    return [item for item in plan if item.state != TopicState.DROPPED]


@dataclass(frozen=True)
class Progress:
    """How far a plan is: counts only, so that the team may see it."""

    done: int
    all: int

    @property
    def dots(self) -> str:
        """The same as dots, at most ten."""
        size = min(self.all, 10)
        full = round(self.done * size / self.all) if self.all else 0
        return "●" * full + "○" * (size - full)


def progress_of(tandem: Tandem) -> Progress:
    """Return how many topics are done, of how many that the plan holds."""
    states = [state for state in plan_of(tandem).values_list("state", flat=True) if state != TopicState.DROPPED]
    return Progress(states.count(TopicState.DONE), len(states))


def wished_by(tandem: Tandem) -> list[str]:
    """Return the keys of the topics that the two wish for, in the order of the catalogue."""
    wished = {*tandem.mentee.topics, *(tandem.mentor.topics_back if tandem.cohort.programme.is_reciprocal else [])}
    return [topic.key for topic in tandem.cohort.programme.topics.all() if topic.key in wished]


def addable(tandem: Tandem, plan: Iterable[PlanTopic]) -> list[tuple[str, str]]:
    """Return key and title of the topics of the catalogue that the plan does not hold yet."""
    held = {item.topic for item in shown(plan)}
    topics = tandem.cohort.programme.topics.all()
    return [(topic.key, in_language(topic.title)) for topic in topics if topic.key not in held]


def materials_of(tandem: Tandem, topic: str) -> QuerySet[TopicMaterial]:
    """Return what the programme offers to read about one topic."""
    return TopicMaterial.objects.filter(programme=tandem.cohort.programme, topic=topic).exclude(topic="")


@dataclass(frozen=True)
class Line:
    """One line of a suggested change: a topic of the plan that stays or goes, or one to add."""

    key: str  # "17": a topic of the plan; "+work-culture": one to add
    title: str
    act: str  # "keep", "drop" or "insert"
    state: str = ""


def suggested(tandem: Tandem, situation: str) -> list[Line]:
    """Return what a situation means for a plan, line by line, in the order that the plan would have afterwards.

    What is at work stays until the two say otherwise only where no rule names it; what is done stays in any case. New topics
    come first of what is still to do: they are about now.
    """
    programme = tandem.cohort.programme
    drop, insert = rules_of(settings_of(programme), situation)
    plan, titles = shown(plan_of(tandem)), titles_of(programme)
    held = {item.topic for item in plan if item.topic}
    lines = [
        Line(str(item.pk), title_of(item), "drop" if item.topic in drop and item.state in LEFT else "keep", item.state)
        for item in plan
    ]
    added = [Line(f"+{key}", in_language(titles[key]), "insert") for key in insert if key in titles and key not in held]
    done = [line for line in lines if line.state == TopicState.DONE]
    return [*done, *added, *(line for line in lines if line.state != TopicState.DONE)]


def after_months(day: date, months: int) -> date:
    """Return the day so many months later, counted as the end of a tandem is."""
    return day + timedelta(days=round(months * DAYS_PER_MONTH))


def paused_days(tandem: Tandem) -> int:
    """Return for how many days a tandem has rested so far; that time is not lost."""
    days, began = 0, None
    for event in CourseEvent.objects.filter(tandem=tandem).order_by("id"):
        if event.kind == CourseKind.PAUSED:
            began = event.on
        elif event.kind == CourseKind.RESUMED and began:
            days, began = days + (event.on - began).days, None
    return days + ((timezone.localdate() - began).days if began else 0)


def latest_end(tandem: Tandem) -> date:
    """Return the last day on which the two may let their tandem end; beyond it the team decides."""
    programme, start = tandem.cohort.programme, tandem.started_on or timezone.localdate()
    if programme.duration_agreed or not programme.months_to:
        return after_months(start, LONGEST)
    months = programme.months_to + settings_of(programme).extension_months
    return after_months(start, months) + timedelta(days=paused_days(tandem))


def earliest_end(tandem: Tandem) -> date:
    """Return the first day that an agreement may name as the end: as long as the programme lasts at least, and not past."""
    programme, tomorrow = tandem.cohort.programme, timezone.localdate() + timedelta(days=1)
    if programme.duration_agreed or not programme.months_from or not tandem.started_on:
        return tomorrow
    return max(tomorrow, after_months(tandem.started_on, programme.months_from))


def materials_by_topic(programme: Programme) -> dict[str, list[dict[str, Any]]]:
    """Return what a programme offers to read, by the key of the topic, as settings and presets hold it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in TopicMaterial.objects.filter(programme=programme):
        found.setdefault(row.topic, []).append({"title": row.title, "text": row.text, "url": row.url})
    return found
