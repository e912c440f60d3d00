"""The settings page of care."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from resonanz.care.actions.settings import COLUMNS, care_values, change_care
from resonanz.care.forms import CareSettingsForm
from resonanz.care.queries.settings import due_days, settings_of
from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import Showing, own, page, settings_page

HALF_A_YEAR = 183


@settings_page("GET", "POST")
def care_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Say when people are asked, from when on a tandem is looked at, and who can be turned to outside the programme."""
    programme = own(request, slug)
    row = settings_of(programme)
    showing = Showing(request, care_values(row))
    initial = {name: getattr(row, name) for name in COLUMNS} | {"days": ", ".join(str(day) for day in row.days)}
    form = CareSettingsForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        columns = form.cleaned_data
        if showing.keep(lambda seen: change_care(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("care:settings", slug)
    return page(
        request, programme, "care/settings.html",
        form=form, care=row, seen=showing.mark, days=due_days(row, HALF_A_YEAR),
        report_url=request.build_absolute_uri(reverse("care:report_to", args=[slug])),
    )  # fmt: skip
