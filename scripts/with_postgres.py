"""Run a command with a PostgreSQL of its own: `with_postgres.py COMMAND…`.

Starts a fresh server in a temporary folder, reachable through a socket in that folder only, sets DATABASE_URL and removes
everything afterwards. PostgreSQL refuses to run as root, so root starts it as the user `postgres`. Where DATABASE_URL is
set already, that database is used.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def main(command: list[str]) -> int:
    """Run `command` and return its exit code."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)
    folder = Path(tempfile.mkdtemp(prefix="resonanz-postgres-"))
    try:
        server = Server(folder)
        server.start()
        try:
            address = f"postgresql://{server.user}@/postgres?host={quote(str(folder), safe='')}"
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One PostgreSQL server in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.programs = programs()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def start(self) -> None:
        """Make the cluster and start it; tests need no durability, so it may forget on a power cut."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.call("initdb", "-D", self.data, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
        unwanted = ("fsync", "full_page_writes", "synchronous_commit", "jit", "autovacuum")
        hasty = " ".join(f"-c {name}=off" for name in unwanted)
        options = f"-k {self.folder} -c listen_addresses='' {hasty}"
        self.call("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once."""
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def call(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs, as `postgres` where we are root."""
        command = [str(self.programs / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.exit(f"{program} failed:\n{done.stdout}")


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, the newest version first."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if not versions:
        sys.exit("PostgreSQL is missing: please install it (Debian and Ubuntu: sudo apt install postgresql).")
    return versions[-1].parent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
