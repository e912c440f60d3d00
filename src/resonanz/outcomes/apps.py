"""What came of it, and whom somebody was sent to: outcomes, referrals, the directory of services."""

from importlib import import_module

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Registers the room `outcomes`."""

    name = "resonanz.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Listen to lower rooms."""
        import_module("resonanz.outcomes.receivers")
