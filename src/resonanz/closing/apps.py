"""The end in good order: closing talks, feedback, certificates, questions later on."""

from importlib import import_module

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Registers the room `closing`."""

    name = "resonanz.closing"
    label = "closing"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.closing.receivers")
