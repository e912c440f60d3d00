"""`resonanz manage tidy`: delete what is kept for some time only; call it daily."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from resonanz.applications.actions.checks import delete_outdated_checks
from resonanz.core.jobs import delete_finished
from resonanz.matching.actions import delete_outdated_sheets
from resonanz.programmes.actions import delete_outdated_interest, delete_outdated_invitations
from resonanz.programmes.actions.imports import delete_outdated_imports


class Command(BaseCommand):
    """Deletes what has been kept long enough: spreadsheets, addresses, invitations, record checks, lists, finished jobs."""

    help = "Delete what has had its time: spreadsheets, addresses, invitations, record checks, lists of people, jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete."""
        self.stdout.write(f"{delete_outdated_sheets()} spreadsheets deleted.")
        self.stdout.write(f"{delete_outdated_interest()} addresses deleted.")
        self.stdout.write(f"{delete_outdated_invitations()} invitations deleted.")
        self.stdout.write(f"{delete_outdated_checks()} record checks deleted.")
        self.stdout.write(f"{delete_outdated_imports()} lists of people deleted or emptied.")
        self.stdout.write(f"{delete_finished(before=timezone.now() - timedelta(days=30))} finished jobs deleted.")
