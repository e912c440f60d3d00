"""What the two of a tandem do together: agreement, plan, meetings, goals, diary, visits."""

from importlib import import_module

from django.apps import AppConfig


class TogetherConfig(AppConfig):
    """Registers the room `together`."""

    name = "resonanz.together"
    label = "together"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.together.receivers")
