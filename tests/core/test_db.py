"""The database is set up as measured to be safe."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from resonanz.settings import database

pytestmark = pytest.mark.django_db(transaction=True)


def test_sqlite_keeps_what_it_acknowledged() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        values = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert values == ["wal", 2]


def test_sqlite_holds_the_gate_during_a_transaction_only() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    gates = [connection._gate]  # type: ignore[attr-defined]
    with transaction.atomic():
        gates.append(connection._gate)  # type: ignore[attr-defined]
        with transaction.atomic():
            gates.append(connection._gate)  # type: ignore[attr-defined]
    gates.append(connection._gate)  # type: ignore[attr-defined]
    assert [gate is not None for gate in gates] == [False, True, True, False]


def test_sqlite_leaves_the_gate_after_an_error() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018
    assert connection._gate is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["sqlite:////tmp/a.sqlite3", "postgresql://u@h/d"])
def test_no_transaction_around_whole_requests(url: str) -> None:
    settings = database(url)
    assert (settings["ATOMIC_REQUESTS"], settings["CONN_MAX_AGE"]) == (False, None)
