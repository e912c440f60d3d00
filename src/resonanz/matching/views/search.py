"""Participants choose: suggestions, the search, one person, whom somebody remembers, and whom she does not want to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz import engine
from resonanz.applications.queries.profile import completeness
from resonanz.core.fetch import fetch
from resonanz.matching.actions import mark_person, unmark_person
from resonanz.matching.actions.reasons import reasons_as_json, titles_by_criterion
from resonanz.matching.community import Index, Wanted, keeper, search
from resonanz.matching.enums import MarkKind
from resonanz.matching.forms.find import FindForm, MarkForm, chips, facets_shown
from resonanz.matching.models import Mark
from resonanz.matching.queries.offered import (
    OTHER,
    choosing,
    in_sight,
    kept_back,
    marks_of,
    out_of_sight,
    viewer_in,
)
from resonanz.matching.queries.runs import engine_row
from resonanz.people.queries import person_of
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.programmes.rules import anyone
from resonanz.tables import InputError

BEST = 6  # suggestions
PAGE_SIZE = 10
SPARE = 10  # asked for besides, for those of the best who have just become unavailable
AGAIN = 3  # seconds after which a page looks again whether the index is there


@dataclass
class Card:
    """One person as others see her before they agree."""

    participation: Participation
    ask_url: str
    reasons: list[dict[str, Any]] = field(default_factory=list)
    mark: str = ""
    names: dict[str, str] = field(default_factory=dict)  # what the reasons call the two


@login_required
@require_safe
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Show suggestions, or what a search found; with an incomplete profile, what is missing."""
    viewer = looking(request, slug)
    context = frame(viewer)
    if not context["may_look"]:
        return render(request, "matching/find.html", context)
    index = keeper.index_of(viewer.cohort, OTHER[viewer.group])
    if index is None:
        response = render(request, "matching/find.html", {**context, "preparing": True})
        response["Refresh"] = str(AGAIN)
        return response
    form = FindForm(request.GET, viewer=viewer)
    wanted = form.wanted()
    searching = bool(wanted.words or wanted.chosen or (wanted.km and wanted.place)) or "all" in request.GET
    try:
        context |= results(viewer, index, wanted, form, request.GET.get("page") if searching else None, searching=searching)
    except InputError as error:
        language = (get_language() or "de").split("-")[0]
        context["problems"] = [problem.message.text(language) for problem in error.problems]
    return render(request, "matching/find.html", {**context, "form": form, "searching": searching})


@login_required
@require_safe
def found(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one person: what she says about herself, what the two share and where they differ."""
    viewer = looking(request, slug)
    context = frame(viewer)
    if not context["may_look"]:
        return redirect("matching:find", slug)
    other = person_in_sight(viewer, pk)
    index = keeper.index_of(viewer.cohort, OTHER[viewer.group])
    (card,) = cards(viewer, [other], pairs_with(viewer, index, [pk]))
    context |= {"card": card, "topics": [topic for topic in context["topics"] if topic.key in other.topics]}
    return render(request, "matching/found.html", context)


@login_required
@require_safe
def remembered(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whom the person remembers; those who cannot be asked at present are only counted."""
    return marked(request, slug, MarkKind.BOOKMARK)


@login_required
@require_safe
def hidden(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whom the person does not want to be shown, to take it back."""
    return marked(request, slug, MarkKind.HIDE)


@login_required
@require_POST
def mark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remember somebody, hide somebody, or take it back."""
    viewer = looking(request, slug)
    form = MarkForm(request.POST)
    other = person_in_sight(viewer, pk)
    if not form.is_valid():
        messages.error(request, _("Please choose one of the buttons."))
        return redirect("matching:found", slug, pk)
    kind, by = form.cleaned_data["kind"], person_of(request)
    if kind == "none":
        unmark_person(viewer=viewer, other=other, by=by)
    else:
        mark_person(viewer=viewer, other=other, kind=kind, by=by)
    texts = {
        MarkKind.BOOKMARK.value: _("{name} is on the list “Remembered”."),
        MarkKind.HIDE.value: _("{name} is not shown any more. This can be taken back under “Hidden”."),
        "none": _("{name} is on no list any more."),
    }
    messages.success(request, texts[kind].format(name=other.person.card_name))
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect("matching:find", slug)


def looking(request: HttpRequest, slug: str) -> Participation:
    """Return how the person who is logged in looks for somebody in a programme, or 404."""
    programme = fetch(choosing().prefetch_related("topics"), anyone, request.user, slug=slug)
    viewer = viewer_in(person_of(request), programme)
    if viewer is None:
        raise Http404
    return viewer


def frame(viewer: Participation) -> dict[str, Any]:
    """Return what all these pages need: whether somebody may look at all, and why not."""
    programme = viewer.cohort.programme
    complete = completeness(viewer) if programme.needs_complete_profile else None
    missing = complete is not None and not complete.is_complete
    return {
        "programme": programme,
        "viewer": viewer,
        "topics": programme.topics.all(),
        "complete": complete,
        "missing": missing,
        "group": programme.group_name(OTHER[viewer.group]),
        "no_place": viewer.free_places < 1,
        "may_look": not missing and viewer.free_places > 0,
        "counts": mark_counts(viewer),
        "back": kept_back(programme, OTHER[viewer.group]),
    }


def mark_counts(viewer: Participation) -> dict[str, int]:
    """Return how many are remembered, and how many hidden."""
    kinds = list(Mark.objects.filter(viewer=viewer).values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in MarkKind.values}


def person_in_sight(viewer: Participation, pk: int) -> Participation:
    """Return one person whom `viewer` may see at this moment, hidden by herself or not, or 404."""
    people = in_sight(viewer, [pk], out_of_sight(viewer, but_hidden=True))
    if pk not in people:
        raise Http404
    return people[pk]


def results(
    viewer: Participation, index: Index, wanted: Wanted, form: FindForm, page: str | None, *, searching: bool
) -> dict[str, Any]:
    """Return the people on this page of the search, or the best of all, with the choices that remain."""
    barred = out_of_sight(viewer)
    row = own_row(viewer)
    number = int(page) if page and page.isdigit() else 1
    upto = min(max(number, 1) * PAGE_SIZE, len(index)) if searching else BEST + SPARE
    hits = search(index, row, wanted, barred, upto)
    shown: Page[Any] = Paginator(range(hits.total), PAGE_SIZE).get_page(page)
    places = [hits.places[place] for place in shown.object_list if place < len(hits.places)] if searching else hits.places
    pks = [int(index.pks[place]) for place in places]
    people = in_sight(viewer, pks, barred)
    now = [people[pk] for pk in pks if pk in people][: PAGE_SIZE if searching else BEST]
    facets = facets_shown(form, wanted, hits, index)
    return {
        "cards": cards(viewer, now, pairs_with(viewer, index, [person.pk for person in now])),
        "total": hits.total,
        "page_obj": shown,
        "facets": facets,
        "chips": chips(form, facets),
        "everybody": len(index),
    }


def own_row(viewer: Participation) -> dict[str, str]:
    """Return the viewer as the engine wants her."""
    return engine_row(viewer, (viewer.cohort.programme.languages or ["de"])[0])


def pairs_with(viewer: Participation, index: Index | None, pks: Iterable[int]) -> dict[int, engine.Pair]:
    """Return what the viewer shares with each of these people, as far as they may go together."""
    if index is None:
        return {}
    row = own_row(viewer)
    try:
        score = index.scores(row)
        return index.pairs(row, [place for place in index.places_of(pks) if score[place] >= 0])
    except InputError:  # the own profile cannot be read: the page of the search says so
        return {}


def cards(viewer: Participation, people: list[Participation], pairs: dict[int, engine.Pair]) -> list[Card]:
    """Return people as cards, with reasons in words."""
    programme = viewer.cohort.programme
    titles = titles_by_criterion(programme, programme.criteria, [*people, viewer]) if pairs else []
    marks = dict(Mark.objects.filter(viewer=viewer, other__in=people).values_list("other_id", "kind"))
    return [
        Card(
            person,
            reverse("matching:ask", args=[person.pk]),
            reasons_as_json(pairs[person.pk].reasons, titles) if person.pk in pairs else [],
            marks.get(person.pk, ""),
            names_of(viewer, person),
        )
        for person in people
    ]


def names_of(viewer: Participation, other: Participation) -> dict[str, str]:
    """Return what the engine's «the mentor» and «the mentee» are called here."""
    first, second = (viewer, other) if viewer.group == Group.FIRST else (other, viewer)
    return {"the mentor": first.person.get_short_name(), "the mentee": second.person.get_short_name()}


def marked(request: HttpRequest, slug: str, kind: MarkKind) -> HttpResponse:
    """Show the people whom somebody has marked in one way, the last first."""
    viewer = looking(request, slug)
    context = frame(viewer)
    order = list(marks_of(viewer, kind).values_list("other_id", flat=True))
    people = in_sight(viewer, order, out_of_sight(viewer, but_hidden=kind == MarkKind.HIDE))
    page = Paginator([people[pk] for pk in order if pk in people], PAGE_SIZE).get_page(request.GET.get("page"))
    index = keeper.index_of(viewer.cohort, OTHER[viewer.group]) if kind == MarkKind.BOOKMARK else None
    shown = list(page.object_list)
    context |= {
        "kind": kind,
        "cards": cards(viewer, shown, pairs_with(viewer, index, [person.pk for person in shown])),
        "page_obj": page,
        "away": len(order) - len(people),
    }
    return render(request, "matching/marked.html", context)
