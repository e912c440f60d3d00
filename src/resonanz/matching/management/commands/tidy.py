"""`resonanz manage tidy`: delete what is kept for a day only; call it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resonanz.matching.actions import delete_outdated_sheets


class Command(BaseCommand):
    """Deletes uploaded spreadsheets older than a day."""

    help = "Delete uploaded spreadsheets that are older than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete."""
        self.stdout.write(f"{delete_outdated_sheets()} spreadsheets deleted.")
