"""A pair at work, and its life."""

from django.apps import AppConfig


class TandemsConfig(AppConfig):
    """Registers the room `tandems`."""

    name = "resonanz.tandems"
    label = "tandems"
