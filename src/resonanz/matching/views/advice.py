"""The workbench: whom to recruit, what one more place would bring, who got less, and how firm the plan is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from resonanz.core import jobs
from resonanz.core.models import JobState
from resonanz.matching.actions.insight import ask_for_insight
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.advice import (
    advice_shown,
    firmness_shown,
    insight_of,
    places_worth,
    report_of,
    who_would_rather,
)
from resonanz.matching.queries.insight import Model, chosen_in, names_in
from resonanz.matching.queries.topics import balances
from resonanz.matching.views.insight import framed, run_of, run_page
from resonanz.people.queries import person_of


@run_page("advice")
def advice(request: HttpRequest, run: MatchingRun, model: Model) -> HttpResponse:
    """Show what the run can tell beyond its pairs; what takes long is asked for, and then found here."""
    names, insight = names_in(run), insight_of(run, model)
    job = (
        run.insight_job if insight is None and run.insight_job and run.insight_job.key.endswith(model.fingerprint) else None
    )
    blocking, rather = who_would_rather(model, names)
    chosen = chosen_in(run)
    context = {
        **framed(run, "advice", model, chosen),
        "names": names,
        "insight": insight,
        "is_mutual": model.both is not None,
        "is_sum": model.is_sum,
        "balances": balances(run, chosen) if model.both is not None else [],
        "advices": advice_shown(run, insight, names) if insight else [],
        "firmness": firmness_shown(insight) if insight else [],
        "job": job,
        "failed": job is not None and job.state == JobState.FAILED,
        "lonely": job is not None and jobs.is_lonely(job),
        "places": places_worth(model, names),
        "report": report_of(run, model),
        "blocking": blocking,
        "rather": rather,
    }
    return render(request, "matching/insight/advice.html", context)


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the long answers worked out, by a job, or within this request where no worker runs."""
    run = run_of(request, pk)
    job = ask_for_insight(run=run, by=person_of(request))
    if request.POST.get("now"):
        jobs.work(job)
    return redirect("matching:advice", pk)
