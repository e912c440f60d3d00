"""`resonanz manage work`: do the long work that pages have asked for, once or for as long as the installation runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.core.jobs import work_once
from resonanz.core.loop import run_until_stopped


class Command(BaseCommand):
    """Does the jobs that wait."""

    help = "Do the long work that waits (imports and the like); with --loop, go on until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --loop."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if options["loop"]:
            run_until_stopped(work_once, pause=1)
            return
        done = 0
        while work_once():
            done += 1
        self.stdout.write(f"{done} jobs done.")
