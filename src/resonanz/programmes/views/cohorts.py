"""Cohorts of a programme: announce the next one, move it on, tell those who wait, look back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from resonanz.people.queries import person_of
from resonanz.programmes.actions import (
    MOVES,
    ChangedMeanwhile,
    NotPossible,
    announce_next_cohort,
    call_off_cohort,
    describe_cohort,
    move_cohort,
    next_number,
    tell_interested,
)
from resonanz.programmes.forms import CohortForm, SummaryForm
from resonanz.programmes.forms.frame import Showing, own, page, settings_page, site_of
from resonanz.programmes.queries import cohorts_shown, waiting_for, waiting_numbers

PAGE_SIZE = 100
FASTER = gettext_noop("Somebody else was faster. Please look at the cohort as it is now.")


@settings_page("GET", "POST")
def cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all cohorts with their history; by POST, announce the next one."""
    programme = own(request, slug)
    number = next_number(programme)
    form = CohortForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        promised = int(text) if (text := request.POST.get("number", "")).isdecimal() and len(text) < 6 else None
        try:
            announce_next_cohort(programme=programme, by=person_of(request), number=promised, **form.cleaned_data)
            messages.success(request, _("The cohort is there."))
        except ChangedMeanwhile:
            messages.info(request, _("This cohort is there already; nothing was made twice."))
        except NotPossible as error:
            messages.error(request, str(error))
        return redirect("programmes:cohorts", slug)
    rows, waiting = cohorts_shown(programme), waiting_for(programme).count()
    return page(request, programme, "cohorts.html", form=form, cohorts=rows, number=number, waiting=waiting)


@settings_page("GET", "POST")
def cohort(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one cohort with its days, places and acts; by POST, keep days, places and name."""
    programme = own(request, slug)
    row = get_object_or_404(programme.cohorts, pk=pk)
    values = CohortForm.initial_of(row)
    showing = Showing(request, values)
    form = CohortForm(request.POST or None, programme=programme, initial=values)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if showing.keep(lambda seen: describe_cohort(cohort=row, by=person_of(request), seen=seen, **typed)):
            return redirect("programmes:cohort", slug, pk)
    acts = [act for act, (before, _after) in MOVES.items() if row.state in before]
    waiting = waiting_for(programme).count()
    return page(request, programme, "cohort.html", cohort=row, form=form, seen=showing.mark, acts=acts, waiting=waiting)


@settings_page("POST")
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open a cohort, close its applications, start or finish it, or call it off."""
    row = get_object_or_404(own(request, slug).cohorts, pk=pk)
    act = request.POST.get("act", "")
    try:
        if act == "call_off":
            call_off_cohort(cohort=row, by=person_of(request))
            messages.success(request, _("The cohort is called off."))
            return redirect("programmes:cohorts", slug)
        if act not in MOVES:
            raise Http404
        move_cohort(cohort=row, act=act, by=person_of(request))
        messages.success(request, _("The cohort is now: {state}.").format(state=row.get_state_display()))
    except ChangedMeanwhile:
        messages.info(request, _(FASTER))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("programmes:cohort", slug, pk)


@settings_page("GET", "POST")
def summary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what came of a cohort."""
    programme = own(request, slug)
    row = get_object_or_404(programme.cohorts, pk=pk)
    showing = Showing(request, {"summary": row.summary})
    form = SummaryForm(request.POST or None, programme=programme, initial={"summary": row.summary})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if showing.keep(lambda seen: describe_cohort(cohort=row, by=person_of(request), seen=seen, **typed)):
            return redirect("programmes:cohort", slug, pk)
    return page(request, programme, "summary.html", cohort=row, form=form, seen=showing.mark)


@settings_page("GET")
def interest(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who waits for a date."""
    programme = own(request, slug)
    numbers = [(programme.group_name(group), number) for group, number in waiting_numbers(programme).items()]
    shown = Paginator(waiting_for(programme), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(entry, programme.group_name(entry.group)) for entry in shown]
    return page(request, programme, "interest.html", rows=rows, shown=shown, numbers=numbers)


@settings_page("POST")
def tell(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write to everybody who waits that there is a date."""
    row = get_object_or_404(own(request, slug).cohorts, pk=pk)
    try:
        told = tell_interested(cohort=row, by=person_of(request), site=site_of(request))
        sentence = ngettext("{n} letter is on its way.", "{n} letters are on their way.", told).format(n=told)
        messages.success(request, sentence)
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("programmes:cohort", slug, pk)
