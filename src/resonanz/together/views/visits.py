"""Mutual visits: both directions on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.room import NotAtWork
from resonanz.together.actions.visits import finish_visit, plan_visit, reflect_on_visit
from resonanz.together.forms.appointments import ReflectionForm, VisitDoneForm, VisitPlanForm
from resonanz.together.models import Visit
from resonanz.together.queries.rooms import is_at_work, rooms_of
from resonanz.together.queries.visits import ways_of
from resonanz.together.rules.meetings import is_guest, is_of_the_two
from resonanz.together.rules.rooms import may_open
from resonanz.together.views.meetings import at_rest


@login_required
@require_safe
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who visits whom, how far that is, and what the two wrote about it."""
    return visits_page(request, fetch(rooms_of(request.user), may_open, request.user, pk=pk))


def visits_page(request: HttpRequest, pair: Tandem, wrong: tuple[int, str, Any] | None = None) -> HttpResponse:
    """Show both directions, each with its forms; `wrong` is (host, name, form) of one that has to be mended."""
    person, cards = person_of(request), []
    for way in ways_of(pair, person):
        is_own, visit = way.guest.person_id == person.pk, way.visit
        day = visit.visit_on if visit else None
        forms: dict[str, Any] = {
            "plan": VisitPlanForm(
                is_guest=is_own,
                initial={"visit_on": day, "preparation": way.preparation},
                auto_id=f"plan{way.host.pk}_%s",
            ),
            "done": VisitDoneForm(tandem=pair, initial={"visit_on": day}, auto_id=f"done{way.host.pk}_%s"),
            "reflection": ReflectionForm(initial={"reflection": way.reflection}, auto_id=f"back{way.host.pk}_%s"),
        }
        if wrong and wrong[0] == way.host.pk:
            forms[wrong[1]] = wrong[2]
        cards.append({"way": way, "is_own": is_own, **forms})
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "cards": cards,
        "other": pair.other(person),
        "can_write": is_at_work(pair),
    }
    return render(request, "together/visits.html", context)


def host_of(pair: Tandem, pk: int) -> Participation:
    """Return the one of the two whose place is visited; 404 for anybody else."""
    for participation in (pair.mentor, pair.mentee):
        if participation.pk == pk:
            return participation
    raise Http404


def tried(request: HttpRequest, pair: Tandem, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do `act`, say so, and lead back to the visits."""
    try:
        act()
        messages.success(request, said)
    except (AlreadyDecided, SomebodyElses):
        messages.info(request, _("This visit has been entered in the meantime; nothing was changed."))
    except NotAtWork:
        return at_rest(request, pair)
    return redirect("together:visits", pair.pk)


@login_required
@require_POST
def plan(request: HttpRequest, pk: int, host: int) -> HttpResponse:
    """Plan a visit, or change the plan."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    person, where = person_of(request), host_of(pair, host)
    form = VisitPlanForm(request.POST, is_guest=where.person_id != person.pk, auto_id=f"plan{host}_%s")
    if not form.is_valid():
        return visits_page(request, pair, (host, "plan", form))
    given = form.cleaned_data
    return tried(
        request,
        pair,
        lambda: plan_visit(
            tandem=pair,
            host=where,
            key=given["key"],
            visit_on=given["visit_on"],
            preparation=given.get("preparation"),
            by=person,
        ),
        _("The visit is planned. You both see it here."),
    )


@login_required
@require_POST
def done(request: HttpRequest, pk: int, host: int) -> HttpResponse:
    """Say that a visit has taken place; that counts as a meeting."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    visit = fetch(Visit.objects.filter(tandem=pair), is_of_the_two, request.user, host=host)
    visit.tandem = pair
    form = VisitDoneForm(request.POST, tandem=pair, auto_id=f"done{host}_%s")
    if not form.is_valid():
        return visits_page(request, pair, (host, "done", form))
    given = form.cleaned_data
    return tried(
        request,
        pair,
        lambda: finish_visit(visit=visit, visit_on=given["visit_on"], minutes=given["minutes"], by=person_of(request)),
        _("Entered. The visit counts among your hours."),
    )


@login_required
@require_POST
def reflect(request: HttpRequest, pk: int, host: int) -> HttpResponse:
    """Keep what the guest takes along."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    visit = fetch(Visit.objects.filter(tandem=pair), is_guest, request.user, host=host)
    visit.tandem = pair
    form = ReflectionForm(request.POST, auto_id=f"back{host}_%s")
    if not form.is_valid():
        return visits_page(request, pair, (host, "reflection", form))
    text = form.cleaned_data["reflection"]
    return tried(
        request,
        pair,
        lambda: reflect_on_visit(visit=visit, reflection=text, by=person_of(request)),
        _("Kept. You both can read it here."),
    )
