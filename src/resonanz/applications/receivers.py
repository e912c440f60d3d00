"""What this room does when a lower one tells of something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from resonanz.applications.actions.presets import dump_forms, load_forms
from resonanz.applications.actions.rules import dump_rules, load_rules
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"form", "consent", "rule", "letter"}


@receiver(preset_loaded)
def take_forms(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Make or renew the forms, conditions and letters that a preset describes."""
    load_forms(programme=programme, data=data)
    load_rules(programme, data)


@receiver(preset_exported)
def give_forms(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add forms, conditions and letters to what another town can load."""
    data.update(dump_forms(programme))
    data.update(dump_rules(programme))
