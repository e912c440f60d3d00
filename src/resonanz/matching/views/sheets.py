"""Matching two spreadsheets in the browser: bring them, say what the columns mean, see the pairs, take them along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.engine import Pair, Result
from resonanz.engine.report import content
from resonanz.matching.actions import delete_sheets, keep_sheets, set_sheet_settings
from resonanz.matching.forms import SheetsForm, mapping_forms, settings_from
from resonanz.matching.forms.guesses import names_of
from resonanz.matching.models import SheetMatch
from resonanz.matching.queries.sheets import matched, own_sheets, problem_rows, settings_shown, sheet_tables
from resonanz.matching.rules import owns
from resonanz.people.queries import person_of
from resonanz.programmes.queries import coordinated_by
from resonanz.tables import InputError

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Take two spreadsheets; staff of any programme may do so."""
    if not coordinated_by(request.user).exists():
        raise PermissionDenied
    form = SheetsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_sheets(
            mentors=form.cleaned_data["mentors"],
            mentees=form.cleaned_data["mentees"],
            settings=form.cleaned_data["criteria"],
            by=person_of(request),
        )
        return redirect("matching:columns", kept.pk)
    return render(request, "matching/sheets.html", {"form": form, "earlier": own_sheets(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was found in the spreadsheets, ask what the columns mean, and match."""
    row = fetch(own_sheets(request.user), owns, request.user, pk=pk)
    tables = sheet_tables(row)
    mapping, criteria = mapping_forms(row, *tables, data=request.POST or None)
    problems: list[dict[str, Any]] = []
    if request.method == "POST" and "more" not in request.POST and mapping.is_valid() and criteria.is_valid():
        settings = settings_from(row, mapping, criteria)
        try:
            matched(tables, settings)
            set_sheet_settings(sheets=row, settings=settings, by=person_of(request))
            return redirect("matching:pairs", pk)
        except InputError as error:
            problems = problem_rows(error, tables, get_language() or "de")
    context = {
        "sheets": row,
        "tables": tables,
        "mapping": mapping,
        "criteria": criteria,
        "problems": problems,
    }
    return render(request, "matching/columns.html", context, status=422 if problems else 200)


@login_required
@require_safe
def pairs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pairs found, with reasons, and who found nobody."""
    row = fetch(own_sheets(request.user), owns, request.user, pk=pk)
    if not row.settings.get("settings"):
        return redirect("matching:columns", pk)
    result = result_of(row)
    context = {"sheets": row, "result": result, "suffixes": list(TYPES), **people_named(row, result)}
    return render(request, "matching/pairs.html", context)


@login_required
@require_safe
def download(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """Hand out the pairs as a file, the same as the command line writes."""
    row = fetch(own_sheets(request.user), owns, request.user, pk=pk)
    if suffix not in TYPES or not row.settings.get("settings"):
        raise Http404
    body = content(f".{suffix}", result_of(row), settings_shown(row), get_language() or "de")
    response = HttpResponse(body, content_type=TYPES[suffix])
    name = _("pairs")
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@login_required
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the spreadsheets at once."""
    row = fetch(own_sheets(request.user), owns, request.user, pk=pk)
    delete_sheets(sheets=row, by=person_of(request))
    messages.success(request, _("Both spreadsheets have been deleted."))
    return redirect("matching:sheets")


@dataclass(frozen=True)
class NamedPair:
    """A pair and what the spreadsheets call its two people; the names may be empty."""

    pair: Pair
    mentor: str
    mentee: str

    @property
    def called(self) -> dict[str, str]:
        """What the reasons call the two."""
        return {"the mentor": self.mentor or self.pair.mentor, "the mentee": self.mentee or self.pair.mentee}


def people_named(row: SheetMatch, result: Result) -> dict[str, Any]:
    """Return pairs and people left over with the names that the spreadsheets give them, for the page."""
    mentors, mentees = (
        names_of(table, row.settings["columns"][side])
        for table, side in zip(sheet_tables(row), ("mentor", "mentee"), strict=True)
    )
    return {
        "pairs": [NamedPair(pair, mentors.get(pair.mentor, ""), mentees.get(pair.mentee, "")) for pair in result.pairs],
        "left_mentors": [(person, mentors.get(person.id, "")) for person in result.unmatched_mentors],
        "left_mentees": [(person, mentees.get(person.id, "")) for person in result.unmatched_mentees],
    }


def result_of(row: SheetMatch) -> Result:
    """Match again: cheap, and the reasons come in whatever language is asked for."""
    return matched(sheet_tables(row), row.settings)
