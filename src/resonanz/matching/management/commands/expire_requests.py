"""`resonanz manage expire_requests`: remind of requests, and end those that nobody answered or nothing can come of."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.core.loop import run_until_stopped
from resonanz.matching.actions.requests import end_impossible_requests, expire_requests, remind_of_requests

PAUSE = 15 * 60  # seconds: days are counted, not minutes


def step() -> int:
    """Remind and end; return how much was done."""
    return end_impossible_requests() + expire_requests() + remind_of_requests()


class Command(BaseCommand):
    """Looks after the requests of participants."""

    help = (
        "Remind of requests that wait, and end those whose time is over or from which nothing can come; with --loop, go on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look after them."""
        if options["loop"]:
            run_until_stopped(step, pause=PAUSE)
            return
        ended, expired, reminded = (
            act(limit=10_000) for act in (end_impossible_requests, expire_requests, remind_of_requests)
        )
        self.stdout.write(
            f"{reminded} people reminded, {expired} requests without an answer and {ended} without a place ended."
        )
