"""Confidential messages and files of a tandem, and opening them in an emergency."""

from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the room `messaging`."""

    name = "resonanz.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.messaging.receivers")
