"""The coordinator's first pages: what needs me today, the cohort, and two people brought together by hand."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.applications.queries.mine import review_numbers
from resonanz.core.fetch import fetch
from resonanz.mail.queries import troubled
from resonanz.matching.actions import pair_by_hand
from resonanz.matching.forms import PairForm
from resonanz.matching.queries.today import cohorts_today, funnel, has_tasks
from resonanz.matching.rules import may_match
from resonanz.matching.views.said import no_place
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.queries import cohorts_coordinated_by, coordinated_by, participants
from resonanz.tandems.actions import AlreadyTogether
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
