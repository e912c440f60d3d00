"""Programmes: organisations, cohorts, who takes part, and how a programme speaks."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Registers the room `programmes`."""

    name = "resonanz.programmes"
    label = "programmes"
