"""`resonanz manage match_again`: look for the next best of those who are free again, and write to those who wait long."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.core.loop import run_until_stopped
from resonanz.matching.actions.next_best import match_again
from resonanz.matching.actions.waiting import comfort_waiting

PAUSE = 15 * 60  # seconds: suggestions that end are looked after by the worker at once


def step() -> int:
    """Look for the next best, and write; return how much was done."""
    return match_again() + comfort_waiting()


class Command(BaseCommand):
    """Looks again for everybody who waits since a suggestion ended, and writes once to who has waited long."""

    help = "Look for the next best of those who are free again, and write to those who wait long; with --loop, go on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look again."""
        if options["loop"]:
            run_until_stopped(step, pause=PAUSE)
            return
        found, told = match_again(), comfort_waiting(limit=10_000)
        self.stdout.write(f"{found} lists of next best suggestions made, {told} people written to.")
