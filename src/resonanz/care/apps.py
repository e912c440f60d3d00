"""How the programme knows that it goes well: check-ins, signs, help and reports."""

from importlib import import_module

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers the room `care`."""

    name = "resonanz.care"
    label = "care"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.care.receivers")
