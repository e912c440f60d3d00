"""The workbench: match a cohort, see what settings change, mark pairs, compute again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.core.models import JobState
from resonanz.matching.actions import (
    NotMatched,
    PinnedElsewhere,
    accept_proposal,
    mark_pair,
    new_run,
    prepare_run,
    solve,
    unmark_pair,
)
from resonanz.matching.actions.runs import AT_ONCE
from resonanz.matching.enums import RunState
from resonanz.matching.forms import MarkForm, WorkbenchForm
from resonanz.matching.forms.workbench import FREE
from resonanz.matching.models import MatchingRun, PairMark, Proposal
from resonanz.matching.queries.runs import latest_run, proposals_of, unplaced_of, visible_proposals, visible_runs
from resonanz.matching.queries.workbench import change, not_counted_yet, pairs_of, with_marks
from resonanz.matching.rules import may_decide, may_match, may_match_run
from resonanz.matching.views.frame import frame
from resonanz.matching.views.said import names, no_place, problems_said
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.models import Cohort
from resonanz.programmes.queries import cohorts_coordinated_by, with_free_place
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether

PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest run of a cohort; by POST, compute one."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    return bench(request, row, latest_run(row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run; by POST, compute another one that begins with its settings."""
    shown = fetch(visible_runs(request.user), may_match_run, request.user, pk=pk)
    return bench(request, shown.cohort, shown)


def bench(request: HttpRequest, cohort: Cohort, shown: MatchingRun | None) -> HttpResponse:
    """Show the workbench with a run on it (or none yet); by POST, try settings out («try») or compute a run with them."""
    is_computed = shown is not None and (shown.job is None or shown.job.state == JobState.DONE)
    if shown is not None and shown.state == RunState.WAITING and not is_computed:
        return redirect("matching:waiting", shown.pk)
    people = list(with_free_place(cohort))
    form = WorkbenchForm(request.POST or None, programme=cohort.programme, people=people, run=shown)
    problems: list[str] = []
    tried: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                tried = try_out(cohort, form, shown)
            else:
                made = new_run(cohort=cohort, settings=form.settings(), by=person_of(request), parent=shown)
                return redirect("matching:run", made.pk)
        except NotMatched as error:
            problems = problems_said(error.problems)
    context = frame(cohort, shown, "pairs") | {"form": form, "problems": problems, "address": request.path}
    context |= tried if tried else pairs_shown(shown, context["earlier"], request.GET.get("page"), problems)
    return render(request, "matching/match.html", context)


def pairs_shown(
    run: MatchingRun | None, earlier: MatchingRun | None, page: str | None, problems: list[str]
) -> dict[str, Any]:
    """Return what the page says about a kept run: its pairs, who is left, and what is different from the run before."""
    rows = Paginator(proposals_of(run), PAGE_SIZE).get_page(page)
    if run is None:
        return {"rows": rows, "proposals": [], "pair_count": 0}
    now = pairs_of(run)
    return {
        "rows": rows,
        "proposals": with_marks(rows.object_list, run.cohort),
        "pair_count": len(now),
        "unplaced": unplaced_of(run),
        "change": change(earlier, run, now) if earlier else None,
        "uncounted": not_counted_yet(run) if run.state == RunState.DRAFT else 0,
        "problems": problems or problems_said(run.problems),
    }


def try_out(cohort: Cohort, form: WorkbenchForm, shown: MatchingRun | None) -> dict[str, Any]:
    """Return what a run with these settings would bring; nothing is kept."""
    prepared = prepare_run(cohort, form.settings())
    if prepared.size > AT_ONCE:
        return {"is_tried": True, "is_too_large": True}
    found = solve(prepared.run, prepared.people)
    people = {one.pk: one for one in prepared.people}
    prepared.run.total, prepared.run.unplaced = found.total, [*found.unplaced, *prepared.run.unplaced]
    proposals = [
        Proposal(
            run=prepared.run,
            mentor=people[pair.mentor],
            mentee=people[pair.mentee],
            score=pair.score,
            percent=pair.percent,
            reasons=pair.reasons,
            reasons_back=pair.reasons_back,
            is_pinned=[pair.mentor, pair.mentee] in prepared.run.pins,
        )
        for pair in sorted(found.pairs, key=lambda pair: (-pair.score, pair.mentee))
    ]
    now = {(pair.mentor, pair.mentee): (pair.score, pair.percent) for pair in found.pairs}
    return {
        "is_tried": True,
        "proposals": with_marks(proposals[:PAGE_SIZE], cohort),
        "pair_count": len(proposals),
        "unplaced": unplaced_of(prepared.run),
        "change": change(shown, prepared.run, now) if shown else None,
    }


@login_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin a pair, rule it out, let go of it, or note something about it; leads back to where the button stood."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    form = MarkForm(request.POST, cohort=row)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    if not form.is_valid():
        messages.error(request, _("This pair is not there any more, or the note is longer than 300 characters."))
        return redirect(back or "matching:match", *([] if back else [pk]))
    two = {side: form.cleaned_data[side] for side in ("mentor", "mentee")}
    kind, by = form.cleaned_data["kind"], person_of(request)
    try:
        if kind == FREE:
            kept = PairMark.objects.filter(cohort=row, **two).select_related("cohort__programme").first()
            if kept is not None:
                unmark_pair(mark=kept, by=by)
        else:
            mark_pair(**two, kind=kind, note=form.cleaned_data["note"] if "note" in request.POST else None, by=by)
    except PinnedElsewhere as error:
        messages.error(
            request,
            _("{mentee} and {mentor} are kept together already. Let go of that pair first.").format(
                mentee=error.mark.mentee.person.full_name, mentor=error.mark.mentor.person.full_name
            ),
        )
    return redirect(back or "matching:match", *([] if back else [pk]))


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the two people of one pair now, without the rest of the run."""
    proposal = fetch(visible_proposals(request.user), may_decide, request.user, pk=pk)
    try:
        accept_proposal(proposal=proposal, by=person_of(request))
        messages.success(request, _("{pair}: the suggestion is on its way.").format(pair=names(proposal)))
    except AlreadyDecided:
        messages.info(request, _("Somebody decided this proposal a moment ago; nothing was changed."))
    except AlreadyTogether:
        messages.info(request, _("These two have been suggested to each other already."))
    except NoFreePlace as error:
        messages.error(request, no_place(error.participation.person))
    return redirect("matching:run", proposal.run_id)
