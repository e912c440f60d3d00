"""`resonanz manage follow_up`: remind of drafts that lie still, and delete those that nobody came back to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.applications.actions.apply import delete_drafts, remind_drafts
from resonanz.core.loop import run_until_stopped

PAUSE = 15 * 60  # seconds: nobody waits for this


def step() -> int:
    """Remind and delete; return how much was done."""
    return remind_drafts() + delete_drafts()


class Command(BaseCommand):
    """Reminds of drafts after a week, and deletes them after thirty days."""

    help = "Remind of applications begun a week ago, and delete those untouched for thirty days; with --loop, go on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow up."""
        if options["loop"]:
            run_until_stopped(step, pause=PAUSE)
            return
        reminded, deleted = remind_drafts(limit=10_000), delete_drafts(limit=10_000)
        self.stdout.write(f"{reminded} people reminded, {deleted} drafts deleted.")
