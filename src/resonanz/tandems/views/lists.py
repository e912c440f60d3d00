"""Lists that the team takes along."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.programmes.rules import coordinates
from resonanz.tables import csv_bytes, xlsx_bytes
from resonanz.tandems.actions import export_people
from resonanz.tandems.enums import Listed
from resonanz.tandems.forms import ExportForm


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
