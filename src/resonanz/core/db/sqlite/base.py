"""Django's SQLite back end with a fair queue for writers.

SQLite lets waiting writers poll, which is unfair: measured with 16 clients, the slowest of a hundred waited a second and
more. Each transaction therefore first takes an exclusive lock on a file beside the database; the kernel wakes the waiters
in turn and frees the lock when a process dies.
"""

from __future__ import annotations

import fcntl
from typing import IO, Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite, with `<database>.gate` held from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    _gate: IO[bytes] | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._leave_gate()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _enter_gate(self) -> None:
        if self._gate is not None or self.is_in_memory_db():
            return
        gate = open(f"{self.settings_dict['NAME']}.gate", "wb")  # noqa: SIM115, PTH123 - held until the commit
        fcntl.flock(gate, fcntl.LOCK_EX)
        self._gate = gate

    def _leave_gate(self) -> None:
        if self._gate is not None:
            self._gate.close()  # closing the last descriptor frees the lock
            self._gate = None
