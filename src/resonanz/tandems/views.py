"""The participant's pages: our tandem; and lists that the team takes along."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.programmes.rules import coordinates
from resonanz.tables import csv_bytes, xlsx_bytes
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, end_tandem, export_people
from resonanz.tandems.enums import Listed
from resonanz.tandems.forms import AnswerForm, ExportForm
from resonanz.tandems.queries import of_person, visible_to
from resonanz.tandems.rules import may_answer, may_end, may_see


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show all tandems of the person; one alone is shown at once."""
    tandems = list(of_person(request.user))
    if len(tandems) == 1:
        return redirect("tandems:tandem", tandems[0].pk)
    return render(request, "tandems/mine.html", {"tandems": tandems})


@login_required
@require_safe
def tandem(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one tandem: what is next for the two, why they, and what has been."""
    pair = fetch(visible_to(request.user), may_see, request.user, pk=pk)
    side = pair.side_of(request.user)
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "side": side,
        "mine": pair.answer_of(side) if side else "",
        "other": pair.other(request.user) if side else None,
        "people": [(pair.other(request.user), "")] if side else [(pair.mentee, ""), (pair.mentor, "partner")],
    }
    return render(request, "tandems/tandem.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of one side to a suggestion."""
    pair = fetch(visible_to(request.user), may_answer, request.user, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please answer with yes or no."))
        return redirect("tandems:tandem", pk)
    try:
        answer_suggestion(tandem=pair, answer=form.cleaned_data["answer"], by=person_of(request))
    except AlreadyDecided:
        messages.info(request, _("This suggestion has been decided in the meantime; nothing was changed."))
    return redirect("tandems:tandem", pk)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a tandem without fault, or take a suggestion back."""
    pair = fetch(visible_to(request.user), may_end, request.user, pk=pk)
    try:
        end_tandem(tandem=pair, by=person_of(request))
        messages.success(request, _("The tandem has ended. Both are free for a new one."))
    except AlreadyDecided:
        messages.info(request, _("This tandem had ended already; nothing was changed."))
    return redirect("tandems:tandem", pk)


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which columns, and hand out the people or the tandems of a cohort as a file."""
    cohort = fetch(cohorts_coordinated_by(request.user), coordinates, request.user, pk=pk)
    listed = Listed.TANDEMS if request.GET.get("list") == Listed.TANDEMS else Listed.PEOPLE
    person = person_of(request)
    form = ExportForm(request.POST or None, programme=cohort.programme, listed=listed, person=person)
    if request.method == "POST" and form.is_valid():
        headings, rows = export_people(cohort=cohort, listed=listed, by=person, **form.cleaned_data)
        return as_file(listed, form.cleaned_data["suffix"], headings, rows)
    context = {"cohort": cohort, "programme": cohort.programme, "form": form, "listed": listed}
    return render(request, "tandems/export.html", context)


def as_file(listed: str, suffix: str, headings: list[str], rows: list[list[Any]]) -> HttpResponse:
    """Return a list as a file in which no cell is run as a formula."""
    name = _("people") if listed == Listed.PEOPLE else _("tandems")
    if suffix == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        body = xlsx_bytes({name: (headings, rows)})
    else:
        kind = "text/csv; charset=utf-8"
        body = csv_bytes(headings, rows, delimiter=";" if get_language() == "de" else ",")
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
