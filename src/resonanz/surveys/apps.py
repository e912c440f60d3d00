"""The funder's questionnaire: asked at entry, at exit and later, answered under a code."""

from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Registers the room `surveys`."""

    name = "resonanz.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.surveys.receivers")
