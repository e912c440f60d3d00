"""`resonanz manage send_mail`: send what is in the outbox, once or for as long as the installation runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.core.loop import run_until_stopped
from resonanz.mail.actions import send_due_mails


class Command(BaseCommand):
    """Sends the letters that are due."""

    help = "Send the mails that are due; with --loop, go on until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send."""
        if options["loop"]:
            run_until_stopped(send_due_mails, pause=5)
        else:
            self.stdout.write(f"{send_due_mails(limit=10_000)} mails sent.")
