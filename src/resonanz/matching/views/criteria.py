"""What makes a good pair in a programme: conditions, and criteria with weights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from resonanz.engine import Criteria
from resonanz.matching.forms.criteria import criteria_from, criteria_rows
from resonanz.matching.queries.runs import criteria_shown
from resonanz.people.queries import person_of
from resonanz.programmes.actions import change_programme
from resonanz.programmes.forms.frame import Showing, columns_of, own, page, settings_page
from resonanz.programmes.forms.tables import sentences
from resonanz.tables import InputError


@settings_page("GET", "POST")
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what must be and what counts; by POST, keep it once the engine understands it."""
    programme = own(request, slug)
    showing = Showing(request, columns_of(programme, ["criteria"]))
    rows, problems = criteria_rows(programme, request.POST or None), []
    if all(entry.is_valid() for entry in rows.values()):
        typed = criteria_from(programme, rows)
        try:
            Criteria.parse(typed, programme.slug)
            if showing.keep(
                lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, criteria=typed)
            ):
                return redirect("matching:criteria", slug)
        except InputError as error:
            problems = sentences(error)
    context = {"musts": rows["must"], "weights": rows["criterion"], "problems": problems, "seen": showing.mark}
    return page(request, programme, "matching/criteria.html", shown=criteria_shown(programme), **context)
