"""Long answers about a run: asked for by the team, worked out by a job, and kept with the run."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from resonanz.core.jobs import queue_job, retry
from resonanz.core.models import Job, log_action
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.advice import work_out
from resonanz.matching.queries.insight import fingerprint, model_of
from resonanz.people.models import Person

INSIGHT = "insight"  # the kind of job


@transaction.atomic
def ask_for_insight(*, run: MatchingRun, by: Person | None) -> Job:
    """Have it worked out whom to recruit and how firm a run is; asking twice is the same as asking once."""
    job = queue_job(key=f"insight:{run.pk}:{fingerprint(run)}", kind=INSIGHT, run=run.pk)
    retry(job)
    run.insight_job = job
    run.save(update_fields=["insight_job"])
    log_action("ask_for_insight", by=by, on=run, scope=run.cohort.programme.scope)
    return job


def find_insight(run_pk: int, progress: Callable[[int, int], None]) -> None:
    """Work out the long answers about a run and keep them; a run that is gone or cannot be matched has none.

    Safe to repeat: the answers are the same, and they carry the fingerprint of what they were worked out from, so that a
    run changed in the meantime does not show them.
    """
    run = MatchingRun.objects.select_related("cohort__programme").filter(pk=run_pk).first()
    model = model_of(run) if run else None
    if run is None or model is None:
        return
    found = work_out(run, model, lambda share: progress(round(100 * share), 100))
    with transaction.atomic():
        MatchingRun.objects.filter(pk=run.pk).update(insight=found)
        log_action("keep_insight", by=None, on=run, scope=run.cohort.programme.scope, advices=len(found["advice"]))
