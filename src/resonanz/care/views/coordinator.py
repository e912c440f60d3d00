"""What the team sees of its tandems: who needs somebody, what was answered, what was done; and letting a tandem rest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.care.actions.tandem import let_go_on, see_to, stop_tandem
from resonanz.care.enums import CheckInState
from resonanz.care.forms import SeenForm
from resonanz.care.queries.cases import settled_cases, waiting_cases
from resonanz.care.queries.check_ins import check_ins_of
from resonanz.care.queries.signs import look_of, looks, notes_of, stopped
from resonanz.care.rules import may_care, may_see_to, may_stop
from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import visible_to

PER_PAGE = 50
SETTLED_SHOWN = 10


@login_required
@require_safe
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was told to the team, which tandems need somebody and why, and which rest."""
    cohort = fetch(cohorts_coordinated_by(request.user), may_care, request.user, pk=pk)
    found = looks([cohort])
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "cases": list(waiting_cases(cohort)),
        "settled": list(settled_cases(cohort)[:SETTLED_SHOWN]),
        "looks": Paginator([look for look in found if look.found], PER_PAGE).get_page(request.GET.get("page")),
        "resting": [look for look in found if not look.found],
        "stopped": list(stopped(cohort)),
    }
    return render(request, "care/care.html", context)


@login_required
@require_safe
def tandem(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one tandem to the team: its signs, what was answered, what was noted."""
    return tandem_page(request, fetch(visible_to(request.user), may_see_to, request.user, pk=pk))


def tandem_page(request: HttpRequest, pair: Tandem, form: SeenForm | None = None) -> HttpResponse:
    """Show the page, with a form that needs to be mended where there is one."""
    check_ins = [(row, row.opened("word")) for row in check_ins_of(pair)]
    context: dict[str, Any] = {
        "tandem": pair,
        "cohort": pair.cohort,
        "programme": pair.cohort.programme,
        "look": look_of(pair),
        "people": [pair.mentee, pair.mentor],
        "answered": [entry for entry in check_ins if entry[0].state == CheckInState.ANSWERED],
        "others": [row for row, _word in check_ins if row.state != CheckInState.ANSWERED],
        "notes": [(row, row.opened("note")) for row in notes_of(pair)],
        "form": form or SeenForm(),
    }
    return render(request, "care/tandem.html", context)


@login_required
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the team has seen to a tandem; its signs rest until the day that was chosen."""
    pair = fetch(visible_to(request.user), may_see_to, request.user, pk=pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return tandem_page(request, pair, form)
    look = look_of(pair)
    signs = sorted({found.sign.value for found in [*look.found, *look.resting]})
    try:
        see_to(tandem=pair, signs=signs, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Noted. The tandem stands on the list again on the day that you chose."))
    except SomebodyElses:
        messages.error(request, _("This form was opened by somebody else. Please open the page anew and send it once more."))
        return redirect("care:tandem", pk)
    return redirect("care:care", pair.cohort_id)


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a tandem rest during a clarification."""
    pair = fetch(visible_to(request.user), may_stop, request.user, pk=pk)
    try:
        stop_tandem(tandem=pair, by=person_of(request))
        messages.success(request, _("The tandem rests. Both get a kind letter without details."))
    except AlreadyDecided:
        messages.info(request, _("This tandem rests already, or has ended; nothing was changed."))
    return redirect("care:tandem", pk)


@login_required
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a tandem that rested go on."""
    pair = fetch(visible_to(request.user), may_stop, request.user, pk=pk)
    try:
        let_go_on(tandem=pair, by=person_of(request))
        messages.success(request, _("The tandem goes on. Both are told."))
    except AlreadyDecided:
        messages.info(request, _("This tandem does not rest any more, or has ended; nothing was changed."))
    return redirect("care:tandem", pk)
