"""`resonanz manage tidy`: delete what is kept for some time only; call it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resonanz.applications.actions.checks import delete_outdated_checks
from resonanz.matching.actions import delete_outdated_sheets
from resonanz.programmes.actions import delete_outdated_interest, delete_outdated_invitations


class Command(BaseCommand):
    """Deletes spreadsheets, waiting addresses, invitations and record checks whose time is over."""

    help = "Delete uploaded spreadsheets, waiting addresses, invitations and record checks whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete."""
        self.stdout.write(f"{delete_outdated_sheets()} spreadsheets deleted.")
        self.stdout.write(f"{delete_outdated_interest()} addresses deleted.")
        self.stdout.write(f"{delete_outdated_invitations()} invitations deleted.")
        self.stdout.write(f"{delete_outdated_checks()} record checks deleted.")
