"""The team's side: what came of a cohort, which kinds of outcomes are offered, and the directory of services."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from resonanz.core.downloads import spreadsheet
from resonanz.core.fetch import fetch
from resonanz.outcomes.actions.exports import export_outcomes
from resonanz.outcomes.actions.outcomes import change_kinds
from resonanz.outcomes.actions.presets import MOST_KINDS, MOST_SERVICES
from resonanz.outcomes.actions.referrals import replace_services, service_values
from resonanz.outcomes.enums import OutcomeState
from resonanz.outcomes.forms.exports import ExportForm
from resonanz.outcomes.forms.settings import KindRow, ServiceRow, as_kinds, as_service_rows, as_services
from resonanz.outcomes.queries import kind_rows, kinds_of, outcome_numbers, outcomes_of, referral_numbers, title_of
from resonanz.outcomes.rules import may_look_at_cohort
from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.forms.rows import Rows
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.together.queries.diary import LEAST, hurdle_notes, hurdle_numbers

PAGE_SIZE = 50


@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of a cohort: how often what, the list of facts, referrals, and hurdles without names."""
    row = fetch(cohorts_coordinated_by(request.user), may_look_at_cohort, request.user, pk=pk)
    kinds, confirmed = kinds_of(row.programme), request.GET.get("state") == OutcomeState.CONFIRMED
    rows = Paginator(outcomes_of(row, confirmed=confirmed), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "cohort": row,
        "programme": row.programme,
        "numbers": outcome_numbers(row),
        "page": rows,
        "confirmed": confirmed,
        "rows": [
            {"row": entry, "title": title_of(kinds, entry.kind), "word": entry.opened("word") if entry.for_team else ""}
            for entry in rows
        ],
        "referrals": referral_numbers(row),
        "hurdles": hurdle_numbers(row.programme),
        "notes": hurdle_notes(row.programme)[:PAGE_SIZE],
        "least": LEAST,
    }
    return render(request, "outcomes/cohort.html", context)


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which outcomes and whether with names, and hand them out as a file."""
    row = fetch(cohorts_coordinated_by(request.user), may_look_at_cohort, request.user, pk=pk)
    state = "confirmed" if request.GET.get("state") == OutcomeState.CONFIRMED else "all"
    form = ExportForm(request.POST or None, initial={"state": state, "suffix": "xlsx"})
    if form.is_bound and form.is_valid():
        confirmed, suffix = form.cleaned_data["state"] == "confirmed", form.cleaned_data["suffix"]
        names, by = form.cleaned_data["with_names"], person_of(request)
        table = export_outcomes(cohort=row, confirmed=confirmed, with_names=names, suffix=suffix, by=by)
        return spreadsheet(f"{row.programme.slug}-{_('outcomes')}", suffix, {_("outcomes"): table})
    context = {"cohort": row, "programme": row.programme, "form": form}
    return render(request, "outcomes/export.html", context)


@settings_page("GET", "POST")
def kinds(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which kinds of outcomes can be recorded, in which order and words."""
    programme = own(request, slug)
    before = kind_rows(programme)
    showing = Showing(request, before)
    shown = [row for row in before if row["offered"]]
    rows = Rows(KindRow, shown, request.POST or None, most=MOST_KINDS, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed, by = as_kinds(rows, programme), person_of(request)
        if showing.keep(lambda seen: change_kinds(programme=programme, kinds=typed, by=by, seen=seen)):
            return redirect("outcomes:kinds", slug)
    return page(request, programme, "outcomes/kinds.html", rows=rows, seen=showing.mark)


@settings_page("GET", "POST")
def directory(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the services to which people can be pointed."""
    programme = own(request, slug)
    before = service_values(programme)
    showing = Showing(request, before)
    rows = Rows(
        ServiceRow, as_service_rows(before), request.POST or None, most=MOST_SERVICES, form_kwargs={"programme": programme}
    )
    if rows.is_valid():
        typed, by = as_services(rows, before, programme), person_of(request)
        if showing.keep(lambda seen: replace_services(programme=programme, services=typed, by=by, seen=seen)):
            return redirect("outcomes:directory", slug)
    return page(request, programme, "outcomes/directory.html", rows=rows, seen=showing.mark)
