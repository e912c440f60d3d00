"""Hours: of the two month by month with every entry, and of all tandems of a cohort for the team."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from resonanz.core.fetch import fetch
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.together.queries.meetings import (
    Month,
    at_work_in,
    entries_of,
    expected_in_a_month,
    expected_so_far,
    hours_per_month,
    in_hours,
    minutes_of,
    months_of_many,
    named,
    titles_met,
    with_hours,
)
from resonanz.together.queries.rooms import is_at_work, rooms_of
from resonanz.together.rules.meetings import may_see_hours
from resonanz.together.rules.rooms import may_open

PAGE_SIZE = 25
SHOWN_MONTHS = 6  # as bars, for the team


@login_required
@require_safe
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the two how long they met, month by month, and every entry."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    titles = titles_met(pair)
    page = Paginator(entries_of(pair).select_related("visit"), PAGE_SIZE).get_page(request.GET.get("page"))
    months = hours_per_month(pair)
    expected = expected_in_a_month(pair)
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "total": in_hours(minutes_of(pair)),
        "so_far": expected_so_far(pair, timezone.localdate()).text,
        "expected": expected,
        "months": [(month, in_hours(month.minutes)) for month in reversed(months)],
        "most": max([month.hours for month in months] + [float(expected.high or 0), 1.0]),
        "page_obj": page,
        "entries": [(row, in_hours(row.minutes), " · ".join(named(row.topics, titles)), row.opened("note")) for row in page],
        "can_write": is_at_work(pair),
    }
    return render(request, "together/hours.html", context)


@login_required
@require_safe
def of_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the team how long each tandem of a cohort met; never what about."""
    cohort = fetch(cohorts_coordinated_by(request.user), may_see_hours, request.user, pk=pk)
    this_month = timezone.localdate().replace(day=1)
    rows = with_hours(at_work_in(cohort), this_month).order_by("minutes_since", "last_met_on", "pk")
    page = Paginator(rows, PAGE_SIZE * 2).get_page(request.GET.get("page"))
    tandems: list[Any] = list(page)
    bars = months_of_many([tandem.pk for tandem in tandems], timezone.localdate(), SHOWN_MONTHS)
    programme = cohort.programme
    context = {
        "cohort": cohort,
        "programme": programme,
        "page_obj": page,
        "rows": [
            (tandem, in_hours(tandem.minutes_since), in_hours(tandem.minutes_all), bars_of(bars[tandem.pk]))
            for tandem in tandems
        ],
        "month": this_month,
        "high": programme.hours_to or programme.hours_from,
    }
    return render(request, "together/cohort_hours.html", context)


def bars_of(months: list[Month]) -> dict[str, Any]:
    """Return what draws the months of one tandem, and what says them."""
    return {"months": months, "hours": [month.hours for month in months]}
