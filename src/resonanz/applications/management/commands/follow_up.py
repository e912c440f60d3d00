"""`resonanz manage follow_up`: remind of drafts that lie still, delete those that nobody came back to, ask what is due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.applications.actions.apply import delete_drafts, remind_drafts
from resonanz.applications.signals import followed_up
from resonanz.core.loop import run_until_stopped

PAUSE = 15 * 60  # seconds: nobody waits for this


def step() -> int:
    """Remind and delete, here and in the rooms above; return how much was done."""
    return remind_drafts() + delete_drafts() + elsewhere()


def elsewhere() -> int:
    """Let the rooms above do what is due there; return how much that was."""
    answers: Any = followed_up.send(Command)
    return sum(done for _receiver, done in answers)


class Command(BaseCommand):
    """Reminds of drafts after a week, deletes them after thirty days, and asks the funder's questions when they are due."""

    help = (
        "Remind of applications begun a week ago, delete those untouched for thirty days, ask the questions of funders "
        "when they are due; with --loop, go on."
    )

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
        self.stdout.write(f"{elsewhere()} questionnaires sent, reminded of or closed.")
