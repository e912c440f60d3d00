"""`resonanz demo`: prepare the database, load five programmes with invented people, and serve them with a worker beside."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from resonanz.demo.actions import load_demo
from resonanz.demo.queries import PASSWORD, demo_logins, real_people


class Command(BaseCommand):
    """Prepares and serves the demo."""

    help = "Prepare the demo (database, programmes, invented people) and serve it; data that is there stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --port and --no-serve."""
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, load, print the logins, serve."""
        if not settings.DEMO:
            raise CommandError("The demo is for trying out; call it as `resonanz demo`, or set RESONANZ_DEMO=1.")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if real_people().exists():
            raise CommandError("This database holds real people; the demo does not open it. Unset DATABASE_URL.")
        made = load_demo()
        self.stdout.write(f"{made} invented people loaded." if made else "The demo's data is there already.")
        self.stdout.write(f"\nLogins of the demo, all with the password «{PASSWORD}»:\n")
        for login in demo_logins():
            self.stdout.write(f"  {login.person.email:44} {login.role}, {login.programme}")
        if not options["no_serve"]:
            os.environ.setdefault("RESONANZ_BASE_URL", f"http://127.0.0.1:{options['port']}")  # for links in letters
            start_worker()
            call_command("serve", port=options["port"])


def start_worker() -> None:
    """Start what works beside the pages; it ends with them, since `serve` takes the place of this process."""
    command = [sys.executable, "-m", "resonanz.cli", "manage", "demo_work"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
