"""What somebody told the team, as the team meets it: taken over by name, read with a log entry, settled with a word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from resonanz.care.actions.cases import AlreadyTaken, read_case, reopen_case, settle_case, take_case
from resonanz.care.forms import SettleForm
from resonanz.care.models import Case
from resonanz.care.queries.cases import cases_visible_to
from resonanz.care.rules import handles, has_taken, may_read, may_settle, may_take
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import next_cohort


@login_required
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show that something was told, by whom and since when, and who looks after it; not yet what."""
    return case_page(request, fetch(cases_visible_to(request.user), handles, request.user, pk=pk))


def case_page(
    request: HttpRequest, row: Case, *, texts: dict[str, str] | None = None, form: SettleForm | None = None
) -> HttpResponse:
    """Show the page, with what was written where it was asked for, and a form that needs to be mended where there is one."""
    context = {
        "case": row,
        "programme": row.programme,
        "cohort": row.tandem.cohort if row.tandem else next_cohort(row.programme),
        "is_mine": has_taken.test(request.user, row),
        "texts": texts,
        "form": form or SettleForm(),
    }
    return render(request, "care/case.html", context)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Look after a case from now on."""
    row = fetch(cases_visible_to(request.user), may_take, request.user, pk=pk)
    try:
        take_case(case=row, by=person_of(request))
        messages.success(request, _("You look after it now. Whoever told us learns your name."))
    except AlreadyTaken:
        faster(request)
    return redirect("care:case", pk)


@login_required
@never_cache
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was written, to whoever looks after the case; the log notes it."""
    row = fetch(cases_visible_to(request.user), may_read, request.user, pk=pk)
    return case_page(request, row, texts=read_case(case=row, by=person_of(request)))


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what became of a case."""
    row = fetch(cases_visible_to(request.user), may_settle, request.user, pk=pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return case_page(request, row, form=form)
    try:
        settle_case(case=row, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Noted. Whoever told us sees it on the page of the message."))
    except AlreadyTaken:
        faster(request)
    return redirect("care:case", pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Look after a settled case once more."""
    row = fetch(cases_visible_to(request.user), may_take, request.user, pk=pk)
    try:
        reopen_case(case=row, by=person_of(request))
        messages.success(request, _("You look after it once more."))
    except AlreadyTaken:
        faster(request)
    return redirect("care:case", pk)


def faster(request: HttpRequest) -> None:
    """Say that a colleague did something a moment earlier."""
    messages.info(
        request,
        _("A colleague has done something with this a moment ago; nothing was changed. Please look at it once more."),
    )
