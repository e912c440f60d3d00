"""What the team does about a suggestion that waits: more time, and answers told by phone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.tandems.actions import AlreadyDecided, NoFreePlace, NotAsked, answer_on_behalf, extend_deadline
from resonanz.tandems.forms import DeadlineForm, OnBehalfForm
from resonanz.tandems.queries import visible_to
from resonanz.tandems.rules import may_help
from resonanz.tandems.views.participant import tandem_page


@login_required
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give whoever's turn it is more time."""
    pair = fetch(visible_to(request.user), may_help, request.user, pk=pk)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return tandem_page(request, pair, deadline=form)
    until = form.cleaned_data["answer_by"]
    try:
        extend_deadline(tandem=pair, until=until, by=person_of(request))
        messages.success(request, _("There is time for an answer until {day}.").format(day=date_format(until)))
    except AlreadyDecided:
        messages.info(request, _("This suggestion has been decided in the meantime; nothing was changed."))
    return redirect("tandems:tandem", pk)


@login_required
@require_POST
def answer_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down an answer that somebody told the team."""
    pair = fetch(visible_to(request.user), may_help, request.user, pk=pk)
    form = OnBehalfForm(request.POST, tandem=pair)
    if not form.is_valid():
        return tandem_page(request, pair, on_behalf=form)
    said = form.cleaned_data
    person = getattr(pair, said["side"]).person
    try:
        answer_on_behalf(tandem=pair, side=said["side"], answer=said["told"], reason=said["why"], by=person_of(request))
        messages.success(request, _("The answer of {name} has been taken down.").format(name=person.full_name))
    except (AlreadyDecided, NotAsked):
        messages.info(request, _("This suggestion has been decided in the meantime; nothing was changed."))
    except NoFreePlace as error:
        messages.warning(
            request,
            _("{name} has no free place any more; nobody was asked.").format(name=error.participation.person.full_name),
        )
    return redirect("tandems:tandem", pk)
