"""What the team sets up for the diary: a programme's own questions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.forms.lists import kept_texts
from resonanz.programmes.forms.rows import Rows
from resonanz.together.actions.diary import change_prompts
from resonanz.together.actions.diary_presets import MOST_PROMPTS
from resonanz.together.forms.diary import PromptRow
from resonanz.together.queries.diary import USUAL_PROMPTS, own_prompts


@settings_page("GET", "POST")
def prompts(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the questions that help to begin an entry of the diary."""
    programme = own(request, slug)
    before = own_prompts(programme)
    showing = Showing(request, before)
    shown = [{"text": text} for text in before]
    rows = Rows(PromptRow, shown, request.POST or None, most=MOST_PROMPTS, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = [values["text"] for values in kept_texts(rows, ["text"], programme)]
        by = person_of(request)
        if showing.keep(lambda seen: change_prompts(programme=programme, prompts=typed, by=by, seen=seen)):
            return redirect("together:prompts", slug)
    return page(
        request, programme, "together/prompts.html",
        rows=rows, seen=showing.mark, usual=[_(text) for text in USUAL_PROMPTS], has_own=bool(before),
    )  # fmt: skip
