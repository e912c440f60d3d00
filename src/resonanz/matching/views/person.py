"""The workbench: one person beside the partner chosen and those whom she or he could have instead."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Model, chosen_in, names_in
from resonanz.matching.queries.person import (
    ALTERNATIVES,
    MORE_ALTERNATIVES,
    alternatives_of,
    obstacles,
    partners,
    search_people,
    why_unplaced,
)
from resonanz.matching.views.insight import Pairs, framed, run_page
from resonanz.programmes.enums import Group

PAGE_SIZE = 50


@run_page("person")
def people(request: HttpRequest, run: MatchingRun, model: Model) -> HttpResponse:
    """Search a person of the run; who has no partner comes first."""
    chosen, text = chosen_in(run), request.GET.get("q", "")
    found = search_people(run, names_in(run), chosen, text)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**framed(run, "person", model, chosen), "q": text, "page": page}
    context |= {f"{group}_group": run.cohort.programme.group_name(group) for group in (Group.FIRST, Group.SECOND)}
    return render(request, "matching/insight/people.html", context)


@run_page("person")
def person(request: HttpRequest, run: MatchingRun, model: Model, participation: int) -> HttpResponse:
    """Show one person, the partners chosen, and the alternatives with their price for everybody."""
    is_mentor = participation in model.mentors
    if not is_mentor and participation not in model.mentees:
        raise Http404
    pairs, more = Pairs(run, model), request.GET.get("more") == "1"
    mine = partners(pairs.chosen, participation, is_mentor=is_mentor)
    k = MORE_ALTERNATIVES if more else ALTERNATIVES
    others = alternatives_of(model, participation, is_mentor=is_mentor, k=k + 1)
    pairs.load({participation, *(pk for pair in mine for pk in pair), *(pk for one in others for pk in one.pair)})
    if participation not in pairs.people:
        raise Http404
    at = 1 if is_mentor else 0  # of a pair, the partner
    possible, all_of_them, in_the_way = obstacles(model, participation, is_mentor=is_mentor)
    context = {
        **framed(run, "person", model, pairs.chosen),
        "names": pairs.names,
        "participation": pairs.people[participation],
        "is_mentor": is_mentor,
        "partners": [shown for pair in mine if (shown := pairs.shown(pair, other=pair[at]))],
        "alternatives": [shown for one in others[:k] if (shown := pairs.shown(one.pair, one, other=one.pair[at]))],
        "has_prices": model.has_prices,
        "has_more": len(others) > k and not more,
        "why": None if mine else why_unplaced(run, model, participation, is_mentor=is_mentor),
        "possible": possible,
        "all_of_them": all_of_them,
        "in_the_way": in_the_way,
        "next": request.get_full_path(),
    }
    return render(request, "matching/insight/person.html", context)
