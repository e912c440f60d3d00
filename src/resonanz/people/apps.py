"""People: accounts, profiles, languages."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room `people`."""

    name = "resonanz.people"
    label = "people"
