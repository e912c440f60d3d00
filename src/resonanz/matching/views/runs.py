"""Runs as things one keeps: the list, the wait for a large one, publishing, the record, handing over."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core import jobs
from resonanz.core.fetch import fetch
from resonanz.core.models import JobState
from resonanz.matching.actions import (
    NotAColleague,
    NotMatched,
    Published,
    assign_run,
    describe_run,
    discard_run,
    export_run,
    letters_of,
    publish_run,
    reproduce,
)
from resonanz.matching.enums import ProposalState, RunState
from resonanz.matching.forms import AssignForm, DescribeForm
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.record import criteria_said
from resonanz.matching.queries.runs import proposals_of, visible_runs
from resonanz.matching.queries.workbench import asking, colleagues, runs_listed
from resonanz.matching.rules import may_match, may_match_run
from resonanz.matching.views.frame import frame
from resonanz.matching.views.said import names, problems_said
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tables import json_bytes, xlsx_bytes
from resonanz.tandems.actions import AlreadyDecided

PAGE_SIZE = 50
TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def own(request: HttpRequest, pk: int) -> MatchingRun:
    """Return the run that the address names, if this person may work on it."""
    return fetch(visible_runs(request.user), may_match_run, request.user, pk=pk)


@login_required
@require_safe
def runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all runs of a cohort: drafts, published ones, who and when."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    rows = Paginator(runs_listed(row), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "matching/runs.html", {"cohort": row, "programme": row.programme, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run is that the worker computes or publishes; by POST, have it done now, or try again."""
    row = own(request, pk)
    if row.job is None or row.job.state == JobState.DONE or row.state not in (RunState.WAITING, RunState.PUBLISHED):
        return redirect("matching:run", pk)
    if request.method == "POST":
        jobs.retry(row.job)
        row.job.refresh_from_db()
        jobs.work(row.job)
        return redirect("matching:waiting", pk)
    context = {"run": row, "cohort": row.cohort, "programme": row.cohort.programme, "job": row.job}
    return render(request, "matching/waiting.html", context | {"lonely": jobs.is_lonely(row.job)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how many people will be asked, in which order and with which letters; by POST, ask them."""
    row = own(request, pk)
    if request.method == "POST":
        try:
            outcome = publish_run(run=row, by=person_of(request))
        except AlreadyDecided:
            messages.info(request, decided_meanwhile(row))
            return redirect("matching:run", pk)
        if outcome is None:
            return redirect("matching:waiting", pk)
        say(request, outcome)
        return redirect("matching:run", pk)
    if row.state != RunState.DRAFT:
        return redirect("matching:run", pk)
    context = frame(row.cohort, row, "") | {"asking": asking(row), "letters": letters_of(row)}
    return render(request, "matching/publish.html", context)


def decided_meanwhile(run: MatchingRun) -> str:
    """Return the sentence for whoever publishes, discards or hands over what a colleague has just decided."""
    run.refresh_from_db(fields=["state", "published_by"])
    if run.state == RunState.PUBLISHED and run.published_by:
        return _("{name} has published this run a moment ago. Nobody is asked twice.").format(
            name=run.published_by.full_name
        )
    return _("A colleague has decided about this run a moment ago; nothing was changed.")


def say(request: HttpRequest, outcome: Published) -> None:
    """Say what came of publishing, and who could not be asked."""
    said = ngettext("{n} pair is being asked.", "{n} pairs are being asked.", outcome.asked)
    messages.success(request, said.format(n=outcome.asked))
    if outcome.left:
        messages.warning(
            request,
            _("Not asked, because somebody in it has no free place any more: {pairs}. Compute again for those left.").format(
                pairs="; ".join(names(proposal) for proposal in outcome.left)
            ),
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a run was computed from and what came of it; by POST, name it and note something for the team."""
    row = own(request, pk)
    form = DescribeForm(request.POST or None, initial={"name": row.name, "note": row.note})
    if request.method == "POST" and form.is_valid():
        describe_run(run=row, name=form.cleaned_data["name"], note=form.cleaned_data["note"], by=person_of(request))
        messages.success(request, _("Saved."))
        return redirect("matching:record", pk)
    proposals = list(proposals_of(row))
    context = frame(row.cohort, row, "") | {
        "form": form,
        "assign_form": AssignForm(colleagues=colleagues(row.cohort.programme), initial={"to": row.assigned_to_id}),
        "criteria": criteria_said(row),
        "asked": sum(proposal.state == ProposalState.ACCEPTED for proposal in proposals),
        "pair_count": len(proposals),
        "unplaced_count": len(row.unplaced),
        "problems": problems_said(row.problems),
        "may_discard": row.state in (RunState.DRAFT, RunState.WAITING, RunState.FAILED),
    }
    return render(request, "matching/record.html", context)


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft over to a colleague."""
    row = own(request, pk)
    form = AssignForm(request.POST, colleagues=colleagues(row.cohort.programme))
    if not form.is_valid():
        messages.error(request, _("Please choose a colleague who coordinates this programme."))
        return redirect("matching:record", pk)
    to = form.cleaned_data["to"]
    try:
        assign_run(run=row, to=to, by=person_of(request))
        messages.success(request, _("{name} goes on with this run now.").format(name=to.full_name))
    except NotAColleague:
        messages.error(request, _("Please choose a colleague who coordinates this programme."))
    except AlreadyDecided:
        messages.info(request, decided_meanwhile(row))
    return redirect("matching:record", pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    row = own(request, pk)
    try:
        discard_run(run=row, by=person_of(request))
        messages.success(request, _("Run {number} has been put away. Nobody was asked.").format(number=row.number))
    except AlreadyDecided:
        messages.info(request, decided_meanwhile(row))
    return redirect("matching:runs", row.cohort_id)


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute a run again from what it kept, and say whether the same comes out."""
    row = own(request, pk)
    try:
        again = reproduce(row)
    except NotMatched as error:
        for sentence in problems_said(error.problems):
            messages.error(request, sentence)
        return redirect("matching:record", pk)
    if again.is_same:
        messages.success(request, _("Computed again: exactly the same pairs with the same points."))
    else:
        messages.warning(
            request,
            _(
                "Computed again, {missing} pairs are missing and {new} are new. That happens after people have deleted "
                "their accounts, or with another version of the engine."
            ).format(missing=len(again.missing), new=len(again.new)),
        )
    return redirect("matching:record", pk)


@login_required
@reauthentication_required
@require_safe
def download(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """Hand out a run as a workbook for people, or as JSON with all that is needed to compute it again."""
    row = own(request, pk)
    if suffix not in TYPES:
        raise Http404
    content = export_run(run=row, suffix=suffix, by=person_of(request))
    body = json_bytes(content) if suffix == "json" else xlsx_bytes(content)
    response = HttpResponse(body, content_type=TYPES[suffix])
    name = _("run-{number}").format(number=row.number)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
