"""The page of a cohort: its people, its tandems, how far they are; and two people brought together by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.matching.actions import pair_by_hand
from resonanz.matching.forms import PairForm
from resonanz.matching.queries.today import IN_STEP, cohorts_today, funnel, people_in_step, with_tasks
from resonanz.matching.queries.waiting import left
from resonanz.matching.rules import may_match
from resonanz.matching.views.said import no_place
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import cohorts_coordinated_by, participants
from resonanz.tandems.actions import AlreadyTogether
from resonanz.tandems.queries import links_of, of_cohort

PAGE_SIZE = 100


@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one cohort: its people, its tandems, and what is to be done."""
    row = fetch(cohorts_today(request.user), may_match, request.user, pk=pk)
    with_tasks([row], request.user)
    show_people, step = request.GET.get("show") == "people", request.GET.get("step", "")
    listed: QuerySet[Any] = people_of(row, step) if show_people else of_cohort(row)
    context = {
        "cohort": row,
        "programme": row.programme,
        "links": links_of(row),
        "show": "people" if show_people else "tandems",
        "step": step if step in {*IN_STEP, "all"} else "",
        "rows": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
        "funnel": funnel(row),
        "left_count": left(row).count() if show_people else 0,
        "form": PairForm(cohort=row, initial={"mentor": request.GET.get("mentor"), "mentee": request.GET.get("mentee")}),
        "pairing": "mentor" in request.GET or "mentee" in request.GET,
    }
    return render(request, "matching/cohort.html", context)


def people_of(row: Cohort, step: str) -> QuerySet[Participation]:
    """Return the people of a cohort, or those who have come as far as a step of the funnel."""
    people = participants(row)
    return people.filter(pk__in=people_in_step(row, step)) if step in {*IN_STEP, "all"} else people


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
