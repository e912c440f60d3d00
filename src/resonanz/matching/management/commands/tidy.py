"""`resonanz manage tidy`: delete what is kept for a while only; call it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resonanz.applications.actions.checks import delete_outdated_checks
from resonanz.matching.actions import delete_outdated_sheets


class Command(BaseCommand):
    """Deletes uploaded spreadsheets older than a day, and record checks of people whose activity ended long enough ago."""

    help = "Delete uploaded spreadsheets that are older than a day, and checks of criminal records that have had their time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete."""
        self.stdout.write(f"{delete_outdated_sheets()} spreadsheets deleted.")
        self.stdout.write(f"{delete_outdated_checks()} record checks deleted.")
