"""Opening confidential content in an emergency: two of the team, a reason, a day."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.messaging.actions import (
    FileGone,
    NotOpen,
    approve_opening,
    ask_opening,
    close_opening,
    open_content,
    open_file,
    tell_opened,
)
from resonanz.messaging.forms.openings import ApprovalForm, OpeningForm
from resonanz.messaging.models import Opening
from resonanz.messaging.queries.openings import openings_of, openings_seen_by, second_people, tandems_overseen_by
from resonanz.messaging.rules import (
    answers_for,
    may_approve,
    may_close,
    may_oversee,
    may_oversee_opening,
    may_read_opened,
)
from resonanz.messaging.views.files import as_file
from resonanz.people.queries import person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def openings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was opened of a tandem, and ask a second person to open something."""
    tandem = fetch(tandems_overseen_by(request.user), may_oversee, request.user, pk=pk)
    form = OpeningForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = ask_opening(tandem=tandem, by=person_of(request), **form.cleaned_data)
            notes.success(request, _("A second person is asked now. Nothing is opened before."))
            return redirect("messaging:opening", pk, made.pk)
        except SomebodyElses as error:
            raise PermissionDenied from error
    context = {
        "tandem": tandem,
        "programme": tandem.cohort.programme,
        "form": form,
        "openings": list(openings_of(tandem, request.user)),
        "has_second": second_people(Opening(tandem=tandem, asked_by=person_of(request))).exists(),
    }
    return render(request, "messaging/openings.html", context)


@login_required
@require_safe
def opening(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one opening: reason, scope, who answers for it, and what can be done."""
    row = fetch(openings_seen_by(request.user), may_oversee_opening, request.user, pk=number, tandem=pk)
    context = {
        "tandem": row.tandem,
        "programme": row.tandem.cohort.programme,
        "opening": row,
        "reason": row.opened("reason"),
        "withheld_because": row.opened("withheld_because"),
        "may_approve": may_approve.test(request.user, row),
        "answers_for": answers_for.test(request.user, row),
        "approval": ApprovalForm(),
        "second": list(second_people(row)),
    }
    return render(request, "messaging/opening.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Approve as the second person."""
    row = fetch(openings_seen_by(request.user), may_approve, request.user, pk=number, tandem=pk)
    form, person = ApprovalForm(request.POST), person_of(request)
    withholds = form.is_valid() and form.cleaned_data["withholds"]
    done = _("Approved by two. For 24 hours you both may read; each look is written down.")
    return tried(request, row, lambda: approve_opening(opening=row, withholds=withholds, by=person), done)


@login_required
@require_POST
def close(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Refuse, take back, or close before the time is over."""
    row = fetch(openings_seen_by(request.user), may_close, request.user, pk=number, tandem=pk)
    person, done = person_of(request), _("Closed. Nobody can read anything by this.")
    return tried(request, row, lambda: close_opening(opening=row, by=person), done)


@login_required
@require_POST
def tell(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Tell the two after all."""
    row = fetch(openings_seen_by(request.user), may_read_opened, request.user, pk=number, tandem=pk)
    person, otherwise = person_of(request), _("There is nothing to tell, or both have been told.")
    return tried(request, row, lambda: tell_opened(opening=row, by=person), _("Both have been told."), otherwise)


def tried(request: HttpRequest, row: Opening, act: Callable[[], None], done: str, otherwise: str = "") -> HttpResponse:
    """Do an act with an opening, say that it is done, or `otherwise` where it cannot be any more, and lead to its page."""
    try:
        act()
        notes.success(request, done)
    except NotOpen:
        notes.info(request, otherwise or _("This has been decided in the meantime; nothing was changed."))
    return redirect("messaging:opening", row.tandem_id, row.pk)


@login_required
@require_safe
def content(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what was opened, to the two of the team who answer for it; each look is written down."""
    row = fetch(openings_seen_by(request.user), may_read_opened, request.user, pk=number, tandem=pk)
    person = person_of(request)
    try:
        opened = open_content(opening=row, by=person)
    except NotOpen:
        return not_open(request, row)
    row.refresh_from_db()
    context = {
        "tandem": row.tandem,
        "programme": row.tandem.cohort.programme,
        "opening": row,
        "texts": opened.texts,
        "files": [(file, file.opened("name")) for file in opened.files],
        "reader": person.full_name,
    }
    response = render(request, "messaging/content.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@login_required
@require_POST  # no browser that looks ahead, and none that comes back to a page, takes a file by itself
def take(request: HttpRequest, pk: int, number: int, file: int) -> HttpResponse:
    """Hand out a file of the two while the opening is open; each download is written down."""
    row = fetch(openings_seen_by(request.user), may_read_opened, request.user, pk=number, tandem=pk)
    try:
        found = open_file(opening=row, number=file, by=person_of(request))
    except NotOpen:
        return not_open(request, row)
    except FileGone:
        notes.info(request, _("This file is not there any more: it was deleted, or its owner keeps it to herself now."))
        return redirect("messaging:opening", pk, number)
    return as_file(found, found.opened_bytes("content"))


def not_open(request: HttpRequest, row: Opening) -> HttpResponse:
    """Say why nothing is handed out, on the page of the opening."""
    notes.info(request, _("Nothing is open here: it was not approved by two, was closed, or its 24 hours are over."))
    return redirect("messaging:opening", row.tandem_id, row.pk)
