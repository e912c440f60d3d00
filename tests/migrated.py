"""A migrated SQLite database that is kept between runs: migrating takes longer than most test files, and gives the same."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".migrated"


def kept_database() -> Path | None:
    """Return where the empty database of just these migrations and libraries is kept; None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    state = sha256()
    for path in [*sorted(ROOT.glob("src/resonanz/*/migrations/*.py")), ROOT / "requirements" / "dev.txt"]:
        state.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return FOLDER / f"{state.hexdigest()[:20]}.sqlite3"


def take(kept: Path) -> None:
    """Begin with the kept database under the name that the tests use."""
    with sqlite3.connect(kept) as source, sqlite3.connect(str(connection.settings_dict["TEST"]["NAME"])) as target:
        source.backup(target)
    source.close()
    target.close()


def keep(kept: Path) -> None:
    """Keep the database as it was migrated; of two workers that do it at once either may win. Older ones go."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    making = kept.with_suffix(f".{os.getpid()}")
    copy = sqlite3.connect(making)
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.close()
    making.replace(kept)
