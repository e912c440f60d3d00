"""`resonanz manage introduce`: remind of suggestions, and end those that nobody answered in time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.core.loop import run_until_stopped
from resonanz.tandems.actions import expire_suggestions, remind_of_suggestions

PAUSE = 15 * 60  # seconds: deadlines are days


def step() -> int:
    """Remind and end; return how much was done."""
    return remind_of_suggestions() + expire_suggestions()


class Command(BaseCommand):
    """Reminds of suggestions without an answer, and ends them after the deadline."""

    help = "Remind of suggestions that wait for an answer, and end those whose deadline is over; with --loop, go on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind and end."""
        if options["loop"]:
            run_until_stopped(step, pause=PAUSE)
            return
        reminded, ended = remind_of_suggestions(limit=10_000), expire_suggestions(limit=10_000)
        self.stdout.write(f"{reminded} suggestions reminded of, {ended} ended without an answer.")
