"""Goals and steps of the two, on a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.together.actions.goals import add_step, change_goal, move_goal, remove_goal, remove_step, set_goal, tick_step
from resonanz.together.enums.diary import UNDER_WAY, GoalState
from resonanz.together.forms.diary import GoalForm, StepForm
from resonanz.together.models import Goal, Step
from resonanz.together.queries.goals import goal_sets, goals_readable_by, read, steps_readable_by
from resonanz.together.queries.rooms import rooms_of
from resonanz.together.rules.diary import may_read, pursues, pursues_step, wrote_it
from resonanz.together.rules.rooms import may_open


@login_required
@require_safe
def goals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the goals of both beside each other, and the common ones."""
    tandem = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    sets = goal_sets(tandem, person_of(request))
    context = {
        "tandem": tandem,
        "other": tandem.other(request.user).person,
        "sets": [entry for entry in sets if entry.whose != "both" or entry.goals],
        "is_empty": not any(entry.goals for entry in sets),
    }
    return render(request, "together/goals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a goal."""
    tandem, person = fetch(rooms_of(request.user), may_open, request.user, pk=pk), person_of(request)
    form = GoalForm(request.POST or None, tandem=tandem, person=person)
    if form.is_bound and form.is_valid():
        try:
            made = set_goal(tandem=tandem, by=person, **form.cleaned_data)
        except SomebodyElses:
            return other_form(request, "together:new_goal", pk)
        messages.success(request, _("The goal is set. A first small step helps to begin."))
        return redirect("together:goal", pk, made.pk)
    return render(request, "together/goal_form.html", {"tandem": tandem, "form": form, "goal": None})


@login_required
@require_safe
def goal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one goal with its steps."""
    return show(request, of_tandem(request, pk, number, may_read))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_goal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change the words of one's own goal."""
    row, person = of_tandem(request, pk, number, wrote_it), person_of(request)
    form = GoalForm(request.POST or None, tandem=row.tandem, person=person, goal=row)
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        change_goal(goal=row, by=person, **values)
        messages.success(request, _("Saved."))
        return redirect("together:goal", pk, number)
    return render(request, "together/goal_form.html", {"tandem": row.tandem, "form": form, "goal": row})


@login_required
@require_POST
def move(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say how far a goal is."""
    row, state = of_tandem(request, pk, number, pursues), request.POST.get("state", "")
    if state not in GoalState.values:
        raise Http404
    move_goal(goal=row, state=state, by=person_of(request))
    said = {
        GoalState.REACHED: _("Reached. Well done!"),
        GoalState.LET_GO: _("Letting go is a decision, too. The way there stays in your goals."),
    }
    messages.success(request, said.get(GoalState(state), _("Saved.")))
    return redirect("together:goal", pk, number)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take one's own goal away."""
    remove_goal(goal=of_tandem(request, pk, number, wrote_it), by=person_of(request))
    messages.success(request, _("The goal has been deleted."))
    return redirect("together:goals", pk)


@login_required
@require_POST
def new_step(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Add a step to a goal."""
    row = of_tandem(request, pk, number, pursues)
    form = StepForm(request.POST)
    if not form.is_valid():
        return show(request, row, form)
    try:
        add_step(goal=row, by=person_of(request), **form.cleaned_data)
    except SomebodyElses:
        return other_form(request, "together:goal", pk, number)
    return redirect("together:goal", pk, number)


@login_required
@require_POST
def step(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Tick a step, take the tick away, or take the step away."""
    row: Step = fetch(steps_readable_by(request.user), pursues_step, request.user, pk=number, goal__tandem=pk)
    act = request.POST.get("act", "")
    if act not in ("done", "open", "remove"):
        raise Http404
    if act == "remove":
        remove_step(step=row, by=person_of(request))
    else:
        tick_step(step=row, done=act == "done", by=person_of(request))
    return redirect("together:goal", pk, row.goal_id)


def of_tandem(request: HttpRequest, pk: int, number: int, may: Any) -> Goal:
    """Return a goal of the tandem at this address."""
    return fetch(goals_readable_by(request.user), may, request.user, tandem=pk, pk=number)


def show(request: HttpRequest, row: Goal, form: StepForm | None = None) -> HttpResponse:
    """Show one goal, with a step that needs to be mended."""
    person = person_of(request)
    context = {
        "tandem": row.tandem,
        "other": row.tandem.other(person).person,
        "goal": read(row, person),
        "wrote_it": row.by_id == person.pk,
        "under_way": row.state in UNDER_WAY,
        "form": form or StepForm(),
    }
    return render(request, "together/goal.html", context)


def other_form(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """Say that a form cannot be used twice by two people, and open a fresh one."""
    messages.error(request, _("This form has been used already. Please open it anew and write it once more."))
    return redirect(name, *args)
