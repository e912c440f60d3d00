"""Lists that the team takes along."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resonanz.core.downloads import spreadsheet
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.programmes.rules import coordinates
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
        name = _("people") if listed == Listed.PEOPLE else _("tandems")
        return spreadsheet(name, form.cleaned_data["suffix"], {name: (headings, rows)})
    context = {"cohort": cohort, "programme": cohort.programme, "form": form, "listed": listed}
    return render(request, "tandems/export.html", context)
