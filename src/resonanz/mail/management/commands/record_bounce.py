"""`resonanz manage record_bounce < message`: note that a letter came back; for the mail server's pipe."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from resonanz.mail.actions import record_bounce
from resonanz.mail.bounces import read_bounce

MOST_BYTES = 5_000_000


class Command(BaseCommand):
    """Reads one returned message from standard input."""

    help = "Read a returned mail from standard input and note which letter came back. Say it to your mail server as a pipe."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and note; a message that is no returned letter of ours is left alone."""
        bounce = read_bounce(sys.stdin.buffer.read(MOST_BYTES))
        if bounce is None:
            self.stdout.write("This is no notice about a returned letter; nothing was noted.")
        elif record_bounce(bounce=bounce):
            self.stdout.write("Noted.")
        else:
            self.stdout.write("The letter is not one of ours, or the mail server goes on trying; nothing was noted.")
