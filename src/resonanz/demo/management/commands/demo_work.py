"""`resonanz manage demo_work`: all that an installation keeps running beside its pages, in one process for one laptop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.applications.management.commands import follow_up
from resonanz.core.jobs import work_once
from resonanz.core.loop import run_until_stopped
from resonanz.matching.management.commands import expire_requests, match_again
from resonanz.tandems.management.commands import introduce

PAUSE = 15 * 60  # seconds between two looks at what is due: deadlines are days
DUE: tuple[Callable[[], int], ...] = (follow_up.step, introduce.step, match_again.step, expire_requests.step)


class Command(BaseCommand):
    """Does the jobs that wait, and from time to time what is due."""

    help = "Do the long work that waits, remind, and end what nobody answered; goes on until the demo stops."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --once."""
        parser.add_argument("--once", action="store_true", help="do what is there now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work as long as the process that started this one."""
        if options["once"]:
            done = look_after()
            while work_once():
                done += 1
            self.stdout.write(f"{done} things done.")
            return
        parent, last = os.getppid(), -float(PAUSE)

        def step() -> int:
            nonlocal last
            if time.monotonic() - last >= PAUSE:
                last = time.monotonic()
                look_after()
            return work_once()

        run_until_stopped(step, pause=1, wanted=lambda: os.getppid() == parent)


def look_after() -> int:
    """Do what is due today: reminders, deadlines, the next best; return how much that was."""
    return sum(act() for act in DUE)
