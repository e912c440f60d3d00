"""What the worker does for this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from resonanz.core.jobs import handles
from resonanz.programmes.actions.imports import check_import, run_import, undo_import
from resonanz.programmes.enums import ImportState
from resonanz.programmes.models import ImportBatch

Progress = Callable[[int, int], None]


def batch_of(arguments: dict[str, Any]) -> ImportBatch | None:
    """Return the import that a job is about; None where it was deleted meanwhile."""
    return ImportBatch.objects.select_related("cohort__programme", "by").filter(pk=arguments["batch"]).first()


@handles("check_import")
def check(arguments: dict[str, Any], progress: Progress) -> None:
    """Check a list of people, unless that has been done."""
    batch = batch_of(arguments)
    if batch is not None and batch.state == ImportState.CHECKING:
        check_import(batch=batch, progress=progress)


@handles("run_import")
def run(arguments: dict[str, Any], progress: Progress) -> None:
    """Read a list of people in, and write to them where that is wanted."""
    batch = batch_of(arguments)
    if batch is not None and batch.state in (ImportState.RUNNING, ImportState.DONE):
        run_import(batch=batch, progress=progress)


@handles("undo_import")
def undo(arguments: dict[str, Any], progress: Progress) -> None:
    """Take a list of people back."""
    batch = batch_of(arguments)
    if batch is not None and batch.state == ImportState.UNDOING:
        undo_import(batch=batch, progress=progress)
