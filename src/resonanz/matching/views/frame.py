"""What all pages of the workbench have around them: the run's line, its tabs, and where the buttons lead."""

from __future__ import annotations

from typing import Any

from resonanz.matching.enums import RunState
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.workbench import earlier_run
from resonanz.programmes.models import Cohort


def frame(cohort: Cohort, run: MatchingRun | None, tab: str) -> dict[str, Any]:
    """Return the context of `matching/workbench.html`; `tab` is "pairs", "matrix", "person" or "advice"."""
    return {
        "cohort": cohort,
        "programme": cohort.programme,
        "run": run,
        "tab": tab,
        "earlier": earlier_run(run) if run else None,
        "is_draft": run is not None and run.state == RunState.DRAFT,
    }
