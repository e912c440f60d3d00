"""People from a spreadsheet: kept, understood, checked, read in, and perhaps taken back."""

from resonanz.programmes.actions.imports.answer import answer_invitation
from resonanz.programmes.actions.imports.check import check_import
from resonanz.programmes.actions.imports.keep import (
    AlreadyStarted,
    allowed_choices,
    confirm_columns,
    decide_open_rows,
    decide_rows,
    delete_outdated_imports,
    forget_import,
    keep_import,
    leave_out_wrong_rows,
    try_again,
)
from resonanz.programmes.actions.imports.run import HAS_MISTAKES, NotReady, not_ready, run_import, start_import
from resonanz.programmes.actions.imports.undo import TooLate, can_undo, start_undo, undo_import

__all__ = [
    "HAS_MISTAKES",
    "AlreadyStarted",
    "NotReady",
    "TooLate",
    "allowed_choices",
    "answer_invitation",
    "can_undo",
    "check_import",
    "confirm_columns",
    "decide_open_rows",
    "decide_rows",
    "delete_outdated_imports",
    "forget_import",
    "keep_import",
    "leave_out_wrong_rows",
    "not_ready",
    "run_import",
    "start_import",
    "start_undo",
    "try_again",
    "undo_import",
]
