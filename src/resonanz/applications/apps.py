"""From the call to an accepted participant: forms, eligibility, review."""

from importlib import import_module

from django.apps import AppConfig

from resonanz.programmes.signals import preset_keys


class ApplicationsConfig(AppConfig):
    """Registers the room `applications`."""

    name = "resonanz.applications"
    label = "applications"

    def ready(self) -> None:
        """Listen to lower rooms, and say which keys of a preset we understand."""
        preset_keys.update({"form", "consent"})
        import_module("resonanz.applications.receivers")
