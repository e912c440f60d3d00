"""The team's part of applying: taking down what came by phone or letter, asking for changes, looking at a file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from resonanz.applications.actions.apply import AlreadyDecided, AlreadyHandedIn, Incomplete, ask_for_changes
from resonanz.applications.actions.capture import capture_application, hand_over_application
from resonanz.applications.forms.start import CaptureForm, ChangesForm
from resonanz.applications.queries.apply import coordinated_applications, joinable_cohort
from resonanz.applications.rules.apply import coordinates_application, may_capture
from resonanz.applications.views.applicant import READ_AND_WRITE, first_page, names_of, programme_with_form
from resonanz.applications.views.session import posted
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import coordinated_by
from resonanz.programmes.rules import coordinates


@login_required
@READ_AND_WRITE
def capture(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Begin an application for somebody who called or wrote."""
    fetch(coordinated_by(request.user), coordinates, request.user, slug=slug)
    programme = programme_with_form(request, slug, group)
    cohort = joinable_cohort(programme)
    form = CaptureForm(posted(request))
    if request.method == "POST" and cohort and form.is_valid():
        values = {**form.cleaned_data, "last_name": form.cleaned_data["last_name"] or ""}
        row = capture_application(cohort=cohort, group=group, by=person_of(request), **values)
        return redirect("applications:page", row.pk, first_page(row))
    context = {"programme": programme, "group_name": programme.group_name(group), "cohort": cohort, "form": form}
    return render(request, "applications/apply/capture.html", context)


@login_required
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what was taken down, and ask the person to confirm it."""
    row = fetch(coordinated_applications(request.user), may_capture, request.user, pk=pk)
    try:
        hand_over_application(application=row, by=person_of(request))
        messages.success(request, _("Handed in. The person gets a letter to check and to confirm."))
    except Incomplete as error:
        messages.error(request, _("Something is still missing: {what}").format(what=names_of(row, error)))
    except (AlreadyDecided, AlreadyHandedIn):
        messages.info(request, _("This person has handed in an application already; nothing was changed."))
    return redirect("applications:application", pk)


@login_required
@READ_AND_WRITE
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an applicant to change something."""
    row = fetch(coordinated_applications(request.user), coordinates_application, request.user, pk=pk)
    form = ChangesForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_changes(application=row, text=form.cleaned_data["text"], by=person_of(request))
            messages.success(request, _("The letter is on its way. The answers can be changed until the applicant is done."))
        except AlreadyDecided:
            messages.info(request, _("This application cannot be changed any more; nothing was sent."))
        return redirect("applications:ask_changes", pk)
    context = {"application": row, "programme": row.cohort.programme, "form": form}
    return render(request, "applications/apply/changes.html", context)
