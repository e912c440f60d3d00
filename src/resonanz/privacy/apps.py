"""What people may ask about their data: to see, to take along, to have it deleted; and how long it is kept."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the room `privacy`."""

    name = "resonanz.privacy"
    label = "privacy"
