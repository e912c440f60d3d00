"""The coordinator's pages: what needs me today, the cohort, and matching it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.applications.queries.mine import review_numbers
from resonanz.core.fetch import fetch
from resonanz.mail.queries import troubled
from resonanz.matching.actions import accept_all, accept_proposal, dismiss_proposal, pair_by_hand, run_matching
from resonanz.matching.enums import ProposalState
from resonanz.matching.forms import PairForm, RunForm
from resonanz.matching.models import Proposal
from resonanz.matching.queries import (
    cohorts_today,
    criteria_shown,
    funnel,
    has_tasks,
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
from resonanz.programmes.queries import cohorts_coordinated_by, coordinated_by, participants
from resonanz.tables import InputError
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether
from resonanz.tandems.queries import of_cohort

PAGE_SIZE = 100


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs the coordinator today, over all cohorts."""
    programmes = list(coordinated_by(request.user))
    if not programmes:
        raise PermissionDenied
    came_back = troubled([programme.scope for programme in programmes])
    context = {
        "cohorts": sorted(cohorts_today(request.user), key=lambda row: not has_tasks(row)),
        "programmes": programmes,
        "mine": review_numbers(person_of(request)),
        "came_back": [(row, came_back[row.scope]) for row in programmes if row.scope in came_back],
    }
    return render(request, "matching/today.html", context)


@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one cohort: its people, its tandems, and what is to be done."""
    row = fetch(cohorts_today(request.user), may_match, request.user, pk=pk)
    show_people = request.GET.get("show") == "people"
    context = {
        "cohort": row,
        "programme": row.programme,
        "show": "people" if show_people else "tandems",
        "rows": Paginator(participants(row) if show_people else of_cohort(row), PAGE_SIZE).get_page(request.GET.get("page")),
        "funnel": funnel(row),
        "form": PairForm(cohort=row),
    }
    return render(request, "matching/cohort.html", context)


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


@login_required
@require_POST
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest two people to each other by hand, without the engine."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    form = PairForm(request.POST, cohort=row)
    if not form.is_valid():
        messages.error(request, _("Please choose one person on each side."))
        return redirect("matching:cohort", pk)
    mentor, mentee = form.cleaned_data["mentor"], form.cleaned_data["mentee"]
    try:
        made = pair_by_hand(mentor=mentor, mentee=mentee, note=form.cleaned_data["note"], by=person_of(request))
        messages.success(request, _("{pair}: both have been asked.").format(pair=made))
    except AlreadyTogether:
        messages.info(request, _("These two have been suggested to each other already."))
    except NoFreePlace as error:
        messages.error(request, no_place(error.participation.person))
    return redirect("matching:cohort", pk)


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
