"""`resonanz serve`: the product behind gunicorn, with the settings that were measured to be best on two cores."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Serves the product."""

    help = "Serve the product (gunicorn: two processes of four threads)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --host and --port."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by gunicorn."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        address = f"{options['host']}:{options['port']}"
        self.stdout.write(f"\nResonanz is at http://{address}  (stop with Ctrl+C)\n")
        self.stdout.flush()
        program = Path(sys.executable).parent / "gunicorn"
        command = [
            str(program), "resonanz.wsgi:application", "--bind", address, "--worker-class", "gthread",
            "--workers", "2", "--threads", "4", "--preload", "--log-level", "warning", "--no-control-socket",
        ]  # fmt: skip
        os.execv(program, command)  # noqa: S606 - our own program with our own arguments
