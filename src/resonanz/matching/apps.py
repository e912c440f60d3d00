"""From a cohort to proposals: the only room that calls the engine."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Registers the room `matching`."""

    name = "resonanz.matching"
    label = "matching"

    def ready(self) -> None:
        """Connect what this room hears from lower ones."""
        from resonanz.matching import receivers  # noqa: F401 - importing connects
