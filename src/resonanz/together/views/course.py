"""One calm page for all that may change: another plan, a pause, more time, somebody else, the end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import visible_to
from resonanz.together.actions.course import BeyondBounds, NothingToDo, extend_tandem, pause_tandem, resume_tandem
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import VersionState
from resonanz.together.forms.course import ExtendForm, PauseForm
from resonanz.together.queries.agreement import versions_of
from resonanz.together.queries.plan import latest_end, progress_of
from resonanz.together.queries.rooms import is_at_work
from resonanz.together.rules.course import may_see_course, may_steer
from resonanz.together.views.shared import not_now, show


def theirs(request: HttpRequest, pk: int) -> Tandem:
    """Return the tandem at this address for its two people and the team."""
    return fetch(visible_to(request.user), may_steer, request.user, pk=pk)


@login_required
@require_safe
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is possible when something has changed; for the team also that there is an agreement, and since when."""
    pair = fetch(visible_to(request.user), may_see_course, request.user, pk=pk)
    latest = latest_end(pair)
    agreed = [each for each in versions_of(pair) if each.valid_since]
    return show(
        request,
        pair,
        "changed.html",
        latest=latest,
        can_extend=not pair.side_of(request.user) or pair.ends_on is None or latest > pair.ends_on,
        agreed=agreed,
        valid=next((each for each in agreed if each.state == VersionState.VALID), None),
        progress=progress_of(pair),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the tandem rest."""
    pair = theirs(request, pk)
    if not is_at_work(pair):
        return not_now(request, pair)
    if pair.paused_on:
        return redirect("together:changed", pk)
    form = PauseForm(request.POST or None, tandem=pair)
    if request.method == "POST" and form.is_valid():
        try:
            pause_tandem(tandem=pair, until=form.cleaned_data["until"], by=person_of(request))
            messages.success(request, _("It rests now. Both have got a letter, and nobody has to explain anything."))
        except NotAtWork:
            return not_now(request, pair)
        except NothingToDo:
            messages.info(request, _("It rests already; nothing was changed."))
        return redirect("tandems:tandem", pk)
    return show(request, pair, "pause.html", form=form)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """End the pause."""
    pair = theirs(request, pk)
    try:
        resume_tandem(tandem=pair, by=person_of(request))
        messages.success(request, _("It goes on. Good that you are back."))
    except NotAtWork:
        return not_now(request, pair)
    except NothingToDo:
        messages.info(request, _("The pause was over already; nothing was changed."))
    return redirect("tandems:tandem", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the tandem more time."""
    pair = theirs(request, pk)
    if not is_at_work(pair):
        return not_now(request, pair)
    form = ExtendForm(request.POST or None, tandem=pair, for_team=not pair.side_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            extend_tandem(tandem=pair, ends_on=form.cleaned_data["ends_on"], by=person_of(request))
            messages.success(request, _("You have more time now. Both have got a letter."))
            return redirect("tandems:tandem", pk)
        except NotAtWork:
            return not_now(request, pair)
        except NothingToDo:
            messages.info(request, _("It lasts that long already; nothing was changed."))
            return redirect("tandems:tandem", pk)
        except BeyondBounds:
            form.add_error("ends_on", _("This is later than you may decide yourselves. The team helps you."))
    return show(request, pair, "extend.html", form=form)
