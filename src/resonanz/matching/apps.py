"""From a cohort to proposals: the only room that calls the engine."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Registers the room `matching`."""

    name = "resonanz.matching"
    label = "matching"
