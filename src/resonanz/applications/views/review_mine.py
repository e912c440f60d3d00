"""A reviewer's own page: what is assigned, what nobody took, and the talks ahead, over all programmes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.applications.actions.work import AlreadyTaken, take_application
from resonanz.applications.queries.mine import talks_of, tasks_of, untaken, untaken_by_cohort
from resonanz.applications.queries.review import visible_applications
from resonanz.applications.rules.review import reviews
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import reviewed_by


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for this reviewer, over all cohorts of all programmes."""
    if not reviewed_by(request.user).exists():
        raise PermissionDenied
    me = person_of(request)
    own = tasks_of(me)
    cohorts = untaken_by_cohort(me)
    context = {
        "to_do": [task for task in own if task.is_mine_to_do],
        "waiting": [task for task in own if not task.is_mine_to_do],
        "untaken": untaken(me),
        "untaken_cohorts": cohorts,
        "untaken_count": sum(number for _cohort, number in cohorts),
        "talks": talks_of(me),
    }
    return render(request, "applications/review/mine.html", context)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Look after an application that nobody has taken."""
    application = fetch(visible_applications(request.user), reviews, request.user, pk=pk)
    me = person_of(request)
    name = application.person.full_name
    try:
        take_application(application=application, by=me)
        messages.success(request, _("You look after {name} now.").format(name=name))
    except AlreadyTaken as error:
        colleague = error.application.assigned_to
        if colleague is None:
            messages.info(request, _("{name}: this has been decided in the meantime.").format(name=name))
        elif colleague != me:
            sentence = _("{colleague} was faster and looks after {name}. Nothing was changed.")
            messages.warning(request, sentence.format(colleague=colleague.full_name, name=name))
    return redirect(f"{reverse('applications:mine')}#untaken")
