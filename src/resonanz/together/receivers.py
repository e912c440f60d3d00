"""What this room does when a lower one tells of something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from resonanz.applications.signals import followed_up
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Part, room_shown, tandem_started
from resonanz.together.actions.course import resume_due
from resonanz.together.actions.plan import make_plan
from resonanz.together.actions.settings import dump_plan, load_plan
from resonanz.together.queries import course


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
