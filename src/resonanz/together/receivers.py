"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from resonanz.applications.signals import followed_up
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded, texts_counted
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import (
    Event,
    Meter,
    Opened,
    Outlived,
    Part,
    content_opened,
    content_outlived,
    room_shown,
    tandem_started,
)
from resonanz.together.actions.appointments import remind_of_appointments
from resonanz.together.actions.course import resume_due
from resonanz.together.actions.diary_presets import dump_diary, load_diary
from resonanz.together.actions.plan import make_plan
from resonanz.together.actions.settings import dump_plan, load_plan
from resonanz.together.queries import confidential, course, diary, goals, log


@receiver(room_shown)
def show_meetings(tandem: Tandem, person: Any, side: str, **_: Any) -> Iterable[Part | Event | Meter]:
    """Add meetings, dates and visits to the page of a tandem."""
    return log.parts(tandem, person, side)


@receiver(followed_up)
def remind_of_dates(**_: Any) -> int:
    """Remind of tomorrow's dates whenever `follow_up` looks after what waits."""
    return remind_of_appointments()


@receiver(room_shown)
def show_goals(tandem: Tandem, person: Any, side: str, **_: Any) -> Iterable[Part | Event]:
    """Add the goals to the page of a tandem."""
    return goals.parts(tandem, person, side)


@receiver(room_shown)
def show_diary(tandem: Tandem, person: Any, side: str, **_: Any) -> Iterable[Part | Event]:
    """Add the diary to the page of a tandem."""
    return diary.parts(tandem, person, side)


@receiver(preset_keys)
def diary_keys(**_: Any) -> set[str]:
    """Say which key of a preset the diary understands."""
    return {"diary"}


@receiver(preset_loaded)
def take_diary(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Take a programme's own questions for the diary out of a preset."""
    load_diary(programme=programme, data=data)


@receiver(preset_exported)
def give_diary(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add them to what another town can load."""
    data.update(dump_diary(programme))


@receiver(texts_counted)
def count_prompts(programme: Programme, **_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name a programme's own questions, so that the overview says where one is not translated yet."""
    for text in diary.own_prompts(programme):
        yield "together:prompts", text


@receiver(room_shown)
def show_course(tandem: Tandem, person: Any, side: str, **_: Any) -> list[Part | Event]:
    """Add agreement, plan and course to the page of a tandem."""
    return course.parts(tandem, person, side)


@receiver(tandem_started)
def begin_plan(tandem: Tandem, by: Person | None, **_: Any) -> None:
    """Make the plan of what the two wish for, as soon as they are a tandem."""
    make_plan(tandem=tandem, by=by)


@receiver(followed_up)
def end_pauses(**_: Any) -> int:
    """Let tandems go on whose pause is over, whenever `follow_up` looks after what waits."""
    return resume_due()


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"plan", "material"}


@receiver(preset_loaded)
def take_plan(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Keep what a preset says about agreement, plan and materials."""
    load_plan(programme=programme, data=data)


@receiver(preset_exported)
def give_plan(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add the same to what another town can load."""
    data.update(dump_plan(programme))


@receiver(content_opened)
def open_texts(tandem: Tandem, since: date | None, until: date | None, **_: Any) -> list[Opened]:
    """Give notes of meetings, goals and shared entries to two of the team who open them in an emergency."""
    return confidential.opened_texts(tandem, since, until)


@receiver(content_outlived)
def outlive_texts(tandems: QuerySet[Tandem], **_: Any) -> list[Outlived]:
    """Say which texts go some time after the end of a tandem."""
    return confidential.outlived(tandems)
