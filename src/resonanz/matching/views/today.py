"""The coordinator's first page: what needs me today, over all cohorts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resonanz.applications.queries.mine import review_numbers
from resonanz.mail.queries import troubled
from resonanz.matching.queries.today import cohorts_today, has_tasks, with_tasks
from resonanz.people.queries import person_of
from resonanz.programmes.queries import coordinated_by


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs the coordinator today, over all cohorts."""
    programmes = list(coordinated_by(request.user))
    if not programmes:
        raise PermissionDenied
    came_back = troubled([programme.scope for programme in programmes])
    cohorts = list(cohorts_today(request.user))
    with_tasks(cohorts, request.user)
    context = {
        "busy": [row for row in cohorts if has_tasks(row)],
        "quiet": [row for row in cohorts if not has_tasks(row)],
        "programmes": programmes,
        "mine": review_numbers(person_of(request)),
        "came_back": [(row, came_back[row.scope]) for row in programmes if row.scope in came_back],
    }
    return render(request, "matching/today.html", context)
