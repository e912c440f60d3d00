"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext

from resonanz.applications.signals import followed_up
from resonanz.closing.actions.later import follow_questions
from resonanz.closing.actions.parting import follow_closings
from resonanz.closing.actions.settings import dump_closing, load_closing
from resonanz.closing.actions.talks import free_seats_of
from resonanz.closing.models import ProgrammeChange
from resonanz.closing.queries.desk import tasks
from resonanz.closing.queries.room import parts
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.signals import Task, preset_exported, preset_keys, preset_loaded, texts_counted, today_asked
from resonanz.tandems.enums import GOOD_ENDS
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Part, cohort_shown, room_shown, suggestion_ended


@receiver(followed_up)
def follow(**_: Any) -> int:
    """Remind of ends, end what is over, ask months later, whenever `follow_up` looks after what waits."""
    return follow_closings() + follow_questions()


@receiver(room_shown)
def show(tandem: Tandem, person: Any, side: str, **_: Any) -> list[Part | Event]:
    """Add the closing to the page of a tandem."""
    return parts(tandem, person, side)


@receiver(cohort_shown)
def show_cohort(cohort: Cohort, **_: Any) -> list[Part]:
    """Lead from the page of a cohort to those near their end, their talks and certificates."""
    url = reverse("closing:desk", args=[cohort.programme.slug])
    return [Part("link", gettext("Closing"), url, "flag", order=60)]


@receiver(suggestion_ended)
def give_seats_back(tandem: Tandem, why: str, **_: Any) -> None:
    """Free the seats of two who ended early; whoever ended well still comes to the talk."""
    if why == "ended" and tandem.end_reason not in GOOD_ENDS:
        free_seats_of(tandem)


@receiver(today_asked)
def to_do(cohorts: list[Cohort], **_: Any) -> list[Task]:
    """Name the tandems that end soon without a talk, and the corrections that people wait for."""
    return tasks(cohorts)


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"closing"}


@receiver(preset_loaded)
def take_closing(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Keep how a preset ends its tandems."""
    load_closing(programme=programme, data=data)


@receiver(preset_exported)
def give_closing(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add it to what another town can load."""
    data.update(dump_closing(programme))


@receiver(texts_counted)
def count_texts(programme: Programme, **_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name the public sentences, so that the overview says where one is not translated yet."""
    for change in ProgrammeChange.objects.filter(programme=programme):
        yield "closing:voices", change.sentence
