"""The demo: five programmes with invented people. It knows all rooms, and no room knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the room `demo`."""

    name = "resonanz.demo"
    label = "demo"
