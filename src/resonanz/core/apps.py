"""The floor of the house: base models, action log, templates, design system."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the room `core`."""

    name = "resonanz.core"
    label = "core"
