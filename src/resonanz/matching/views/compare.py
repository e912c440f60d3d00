"""The workbench: two runs of a cohort side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from resonanz.matching.queries.compare import compare_runs
from resonanz.matching.queries.insight import names_in
from resonanz.matching.queries.runs import other_runs
from resonanz.matching.views.insight import framed, run_of
from resonanz.programmes.enums import Group


@login_required
@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Show what a run changed against another one of the same cohort."""
    run = run_of(request, pk)
    before, names = get_object_or_404(other_runs(run), pk=other), names_in(run)
    context = {**framed(run, "compare"), "before": before, "names": names, "found": compare_runs(before, run, names)}
    context["first_group"] = run.cohort.programme.group_name(Group.FIRST)
    return render(request, "matching/insight/compare.html", context)
