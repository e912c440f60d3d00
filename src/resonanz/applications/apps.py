"""From the call to an accepted participant: forms, eligibility, review."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Registers the room `applications`."""

    name = "resonanz.applications"
    label = "applications"
