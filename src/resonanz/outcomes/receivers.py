"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext

from resonanz.outcomes.actions.presets import dump_outcomes, load_outcomes
from resonanz.outcomes.models import OutcomeSettings
from resonanz.outcomes.queries import parts, services_of
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded, texts_counted
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Part, cohort_shown, room_shown


@receiver(room_shown)
def show_outcomes(tandem: Tandem, person: Any, side: str, **_: Any) -> Iterable[Part | Event]:
    """Add outcomes and referrals to the page of a tandem."""
    return parts(tandem, person, side)


@receiver(cohort_shown)
def show_cohort(cohort: Cohort, **_: Any) -> Iterable[Part]:
    """Add what came of it to the page of a cohort."""
    return [Part("link", gettext("Outcomes"), reverse("outcomes:cohort", args=[cohort.pk]), "sprout", order=50)]


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"outcome", "service"}


@receiver(preset_loaded)
def take_outcomes(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Take kinds and services out of a preset."""
    load_outcomes(programme=programme, data=data)


@receiver(preset_exported)
def give_outcomes(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add them to what another town can load."""
    data.update(dump_outcomes(programme))


@receiver(texts_counted)
def count_texts(programme: Programme, **_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name the texts of a programme's own, so that the overview says where one is not translated yet."""
    row = OutcomeSettings.objects.filter(programme=programme).first()
    for kind in row.kinds if row else []:
        if kind["offered"] and kind["title"]:
            yield "outcomes:kinds", kind["title"]
    for service in services_of(programme):
        if service.note:
            yield "outcomes:directory", service.note
