"""The workbench: match a cohort, and decide about what comes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.matching.actions import accept_all, accept_proposal, dismiss_proposal, run_matching
from resonanz.matching.enums import ProposalState
from resonanz.matching.forms import RunForm
from resonanz.matching.models import Proposal
from resonanz.matching.queries.runs import (
    criteria_shown,
    latest_run,
    proposals_of,
    unplaced_of,
    visible_proposals,
    visible_runs,
)
from resonanz.matching.rules import may_decide, may_match, may_match_run
from resonanz.people.models import Person
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tables import InputError
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest proposals of a cohort; by POST, compute new ones."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    run, problems = latest_run(row), []
    form = RunForm(request.POST or None, initial={"objective": run.objective if run else "most_pairs"})
    if request.method == "POST" and form.is_valid():
        try:
            run_matching(cohort=row, objective=form.cleaned_data["objective"], by=person_of(request))
            return redirect("matching:match", pk)
        except InputError as error:
            problems = [problem.text(get_language() or "de") for problem in error.problems]
    proposals = list(proposals_of(run))
    context = {
        "cohort": row,
        "programme": row.programme,
        "run": run,
        "form": form,
        "problems": problems,
        "criteria": criteria_shown(row.programme),
        "proposals": proposals,
        "open_count": sum(proposal.state == ProposalState.OPEN for proposal in proposals),
        "unplaced": unplaced_of(run),
    }
    return render(request, "matching/match.html", context)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one proposal: both people are asked."""
    proposal = fetch(visible_proposals(request.user), may_decide, request.user, pk=pk)
    try:
        accept_proposal(proposal=proposal, by=person_of(request))
        messages.success(request, _("{pair}: both have been asked.").format(pair=names(proposal)))
    except AlreadyDecided:
        messages.info(request, _("Somebody decided this proposal a moment ago; nothing was changed."))
    except AlreadyTogether:
        messages.info(request, _("These two have been suggested to each other already."))
    except NoFreePlace as error:
        messages.error(request, no_place(error.participation.person))
    return redirect("matching:match", proposal.run.cohort_id)


@login_required
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one proposal aside."""
    proposal = fetch(visible_proposals(request.user), may_decide, request.user, pk=pk)
    try:
        dismiss_proposal(proposal=proposal, by=person_of(request))
        messages.success(request, _("{pair}: set aside. Nobody was told.").format(pair=names(proposal)))
    except AlreadyDecided:
        messages.info(request, _("Somebody decided this proposal a moment ago; nothing was changed."))
    return redirect("matching:match", proposal.run.cohort_id)


@login_required
@require_POST
def accept_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept every proposal of a run that is still open."""
    run = fetch(visible_runs(request.user), may_match_run, request.user, pk=pk)
    accepted, left = accept_all(run=run, by=person_of(request))
    messages.success(
        request,
        ngettext("{n} pair has been asked.", "{n} pairs have been asked.", accepted).format(n=accepted),
    )
    if left:
        messages.warning(
            request,
            ngettext(
                "{n} proposal could not be accepted: somebody in it has no free place any more.",
                "{n} proposals could not be accepted: somebody in them has no free place any more.",
                left,
            ).format(n=left),
        )
    return redirect("matching:match", run.cohort_id)


def names(proposal: Proposal) -> str:
    """Return the two names of a proposal, for a message."""
    return f"{proposal.mentee.person.full_name} & {proposal.mentor.person.full_name}"


def no_place(person: Person) -> str:
    """Return the sentence for whoever came a moment too late."""
    if person.is_paused:
        return _("{name} is pausing at present and is suggested to nobody.").format(name=person.full_name)
    return _("{name} has no free place any more; somebody else was faster. Match again to find another pair.").format(
        name=person.full_name
    )
