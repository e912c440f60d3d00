"""People: accounts, profiles, languages."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room `people`."""

    name = "resonanz.people"
    label = "people"

    def ready(self) -> None:
        """Name what this room seals."""
        import_module("resonanz.people.receivers")
