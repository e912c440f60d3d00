"""Pages about what changes on the way: another mentor, a second mentor, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.tandems.actions import (
    AlreadyDecided,
    AlreadyTogether,
    add_co_mentor,
    ask_for_change,
    leave_programme,
    return_to_programme,
    settle_change,
)
from resonanz.tandems.enums import State
from resonanz.tandems.forms import ChangeForm, CoMentorForm, LeaveForm
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import companions, live_of, participations_visible_to, visible_to
from resonanz.tandems.rules import may_add_co_mentor, may_change, may_leave, may_return, may_settle


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one would like a change, and see before what happens then."""
    pair = fetch(visible_to(request.user), may_change, request.user, pk=pk)
    person, side = person_of(request), pair.side_of(request.user)
    if pair.state != State.ACTIVE:
        return over(request, pair)
    form = ChangeForm(request.POST or None, is_own=bool(side))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask_for_change(tandem=pair, by=person, reason=given["reason"], pauses=given.get("then") == "pause")
        except AlreadyDecided:
            return over(request, pair)
        messages.success(request, _("That is settled: the tandem has ended, and nobody is to blame."))
        return redirect("tandems:tandem", pk)
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "form": form,
        "side": side,
        "other": pair.other(person) if side else None,
        "companions": companions(pair),
        "own": getattr(pair, side) if side else None,
    }
    return render(request, "tandems/change.html", context)


def over(request: HttpRequest, pair: Tandem) -> HttpResponse:
    """Say that this tandem is not at work, and lead back to its page."""
    messages.info(request, _("This tandem is not at work any more; nothing was changed."))
    return redirect("tandems:tandem", pair.pk)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the team has seen to both after a change."""
    pair = fetch(visible_to(request.user), may_settle, request.user, pk=pk)
    try:
        settle_change(tandem=pair, by=person_of(request))
        messages.success(request, _("{pair}: noted as settled.").format(pair=pair))
    except AlreadyDecided:
        messages.info(request, _("A colleague has seen to this already; nothing was changed."))
    return redirect("tandems:tandem", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def co_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose somebody who accompanies the mentee as well."""
    pair = fetch(visible_to(request.user), may_add_co_mentor, request.user, pk=pk)
    if pair.state != State.ACTIVE or pair.joins_id:
        return over(request, pair)
    form = CoMentorForm(request.POST or None, tandem=pair)
    if request.method == "POST" and form.is_valid():
        mentor, note = form.cleaned_data["mentor"], form.cleaned_data["note"]
        try:
            made = add_co_mentor(tandem=pair, mentor=mentor, note=note, by=person_of(request))
            messages.success(request, _("{pair}: both have been asked.").format(pair=made))
            return redirect("tandems:tandem", made.pk)
        except NoFreePlace:
            form.add_error("mentor", _("Somebody else was faster: there is no free place any more. Please choose again."))
        except AlreadyTogether:
            form.add_error("mentor", _("These two have been suggested to each other already."))
        except AlreadyDecided:
            return over(request, pair)
    return render(request, "tandems/co_mentor.html", {"tandem": pair, "programme": pair.cohort.programme, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a programme, or let somebody leave; before, see what ends with it."""
    row = fetch(participations_visible_to(request.user), may_leave, request.user, pk=pk)
    own = row.person_id == person_of(request).pk
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_programme(participation=row, reason=form.cleaned_data["reason"], by=person_of(request))
            messages.success(request, farewell(own, row.person.full_name))
        except AlreadyDecided:
            messages.info(request, _("This had been done already; nothing was changed."))
        return redirect("tandems:mine") if own else redirect("tandems:leave", pk)
    context = {
        "participation": row,
        "programme": row.cohort.programme,
        "form": form,
        "own": own,
        "tandems": live_of(row) if row.is_active else [],
    }
    return render(request, "tandems/leave.html", context)


def farewell(own: bool, name: str) -> str:
    """Return what is said after somebody left."""
    if own:
        return _("You do not take part any more. Thank you for having been with us.")
    return _("{name} does not take part any more. Everybody concerned has been told.").format(name=name)


@login_required
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who left take part again."""
    row = fetch(participations_visible_to(request.user), may_return, request.user, pk=pk)
    try:
        return_to_programme(participation=row, by=person_of(request))
        messages.success(request, _("{name} takes part again.").format(name=row.person.full_name))
    except AlreadyDecided:
        messages.info(request, _("This had been done already; nothing was changed."))
    return redirect("tandems:leave", pk)
