"""Programmes: organisations, cohorts, who takes part, and how a programme speaks."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Registers the room `programmes`."""

    name = "resonanz.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Tell the worker what this room can do."""
        from resonanz.programmes import receivers  # noqa: F401 - registers by being loaded
