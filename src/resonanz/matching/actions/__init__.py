"""Every change in matching."""

from resonanz.matching.actions.export import export_run
from resonanz.matching.actions.marks import mark_person, unmark_person
from resonanz.matching.actions.proposals import accept_proposal, pair_by_hand
from resonanz.matching.actions.publishing import Published, letters_of, propose_pairs, publish_run
from resonanz.matching.actions.reciprocal import reasons_of_pair, told_reasons
from resonanz.matching.actions.runs import (
    Reproduction,
    RunSettings,
    compute_run,
    discard_run,
    new_run,
    prepare_run,
    reproduce,
    run_matching,
)
from resonanz.matching.actions.sheets import (
    delete_outdated_sheets,
    delete_sheets,
    keep_sheets,
    set_sheet_settings,
)
from resonanz.matching.actions.solving import NotMatched, solve
from resonanz.matching.actions.workbench import (
    NotAColleague,
    PinnedElsewhere,
    assign_run,
    describe_run,
    mark_pair,
    re_solve,
    settings_of,
    unmark_pair,
)

__all__ = [
    "NotAColleague",
    "NotMatched",
    "PinnedElsewhere",
    "Published",
    "Reproduction",
    "RunSettings",
    "accept_proposal",
    "assign_run",
    "compute_run",
    "delete_outdated_sheets",
    "delete_sheets",
    "describe_run",
    "discard_run",
    "export_run",
    "keep_sheets",
    "letters_of",
    "mark_pair",
    "mark_person",
    "new_run",
    "pair_by_hand",
    "prepare_run",
    "propose_pairs",
    "publish_run",
    "re_solve",
    "reasons_of_pair",
    "reproduce",
    "run_matching",
    "set_sheet_settings",
    "settings_of",
    "solve",
    "told_reasons",
    "unmark_pair",
    "unmark_person",
]
