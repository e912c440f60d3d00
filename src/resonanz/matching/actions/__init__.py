"""Every change in matching."""

from resonanz.matching.actions.runs import (
    accept_all,
    accept_proposal,
    dismiss_proposal,
    pair_by_hand,
    reasons_of_pair,
    run_matching,
)
from resonanz.matching.actions.sheets import (
    delete_outdated_sheets,
    delete_sheets,
    keep_sheets,
    set_sheet_settings,
)

__all__ = [
    "accept_all",
    "accept_proposal",
    "delete_outdated_sheets",
    "delete_sheets",
    "dismiss_proposal",
    "keep_sheets",
    "pair_by_hand",
    "reasons_of_pair",
    "run_matching",
    "set_sheet_settings",
]
