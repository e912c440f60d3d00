"""`resonanz manage tidy`: delete what is kept for a time only; call it daily."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from resonanz.core.jobs import delete_finished
from resonanz.matching.actions import delete_outdated_sheets
from resonanz.programmes.actions.imports import delete_outdated_imports


class Command(BaseCommand):
    """Deletes what has been kept long enough."""

    help = "Delete spreadsheets older than a day, contents of lists of people older than a week, and finished jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete."""
        self.stdout.write(f"{delete_outdated_sheets()} spreadsheets deleted.")
        self.stdout.write(f"{delete_outdated_imports()} lists of people deleted or emptied.")
        self.stdout.write(f"{delete_finished(before=timezone.now() - timedelta(days=30))} finished jobs deleted.")
