"""From the call to an accepted participant: forms, eligibility, review."""

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Registers the room `applications`."""

    name = "resonanz.applications"
    label = "applications"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.applications.receivers")
