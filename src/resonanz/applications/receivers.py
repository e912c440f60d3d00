"""What this room does when a lower one tells of something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from resonanz.applications.actions.presets import load_forms
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_keys, preset_loaded


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"form", "consent"}


@receiver(preset_loaded)
def take_forms(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Make or renew the forms that a preset describes."""
    load_forms(programme=programme, data=data)
