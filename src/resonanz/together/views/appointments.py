"""The next date of two people: agreeing, cancelling, and whether they met."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.tandems.actions import AlreadyDecided
from resonanz.together.actions.appointments import (
    cancel_appointment,
    confirm_appointment,
    make_appointment,
    miss_appointment,
)
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.meetings import AppointmentState
from resonanz.together.forms.appointments import AppointmentForm, CancelForm
from resonanz.together.models import Appointment
from resonanz.together.queries.appointments import appointments_visible_to, calendar_of
from resonanz.together.queries.meetings import in_hours
from resonanz.together.queries.rooms import is_at_work, rooms_of
from resonanz.together.rules.meetings import is_of_the_two
from resonanz.together.rules.rooms import may_open
from resonanz.together.views.meetings import at_rest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down when the two meet next."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = ("key", "starts_at", "minutes", "kind", "place", "matter")
        given = {name: form.cleaned_data[name] for name in wanted}
        try:
            make_appointment(tandem=pair, by=person_of(request), **given)
        except NotAtWork:
            return at_rest(request, pair)
        except SomebodyElses:
            form = AppointmentForm({**request.POST.dict(), "key": uuid4()})
            form.add_error(None, _("This could not be stored. Please send it once more."))
        else:
            name = pair.other(request.user).person.get_short_name()
            messages.success(request, _("Entered. {name} gets a letter with the time.").format(name=name))
            return redirect("tandems:tandem", pk)
    if not is_at_work(pair):
        return at_rest(request, pair)
    context = {"tandem": pair, "programme": pair.cohort.programme, "form": form, "other": pair.other(request.user)}
    return render(request, "together/appointment.html", context)


def found(request: HttpRequest, pk: int, number: int) -> Appointment:
    """Return a date of the person's own tandem."""
    return fetch(appointments_visible_to(request.user), is_of_the_two, request.user, tandem=pk, pk=number)


@login_required
@require_safe
def date(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one date: when, where, what about, and what can be done."""
    row = found(request, pk, number)
    context = {
        "tandem": row.tandem,
        "programme": row.tandem.cohort.programme,
        "row": row,
        "length": in_hours(row.minutes),
        "place": row.opened("place"),
        "matter": row.opened("matter"),
        "is_open": row.state == AppointmentState.PLANNED and is_at_work(row.tandem),
    }
    return render(request, "together/date.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_date(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that one cannot come, and choose another time where one has one."""
    row = found(request, pk, number)
    name = row.tandem.other(request.user).person.get_short_name()
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            cancel_appointment(appointment=row, key=given["key"], new_start=given["starts_at"], by=person_of(request))
            messages.success(request, _("That is settled. {name} gets a letter from us.").format(name=name))
        except (AlreadyDecided, SomebodyElses):
            settled(request)
        except NotAtWork:
            return at_rest(request, row.tandem)
        return redirect("tandems:tandem", pk)
    if row.state != AppointmentState.PLANNED:
        settled(request)
        return redirect("together:date", pk, number)
    context = {"tandem": row.tandem, "programme": row.tandem.cohort.programme, "row": row, "form": form, "name": name}
    return render(request, "together/cancel_date.html", context)


@login_required
@require_POST
def met(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that the two met: one tap enters the meeting."""
    row = found(request, pk, number)
    try:
        entry = confirm_appointment(appointment=row, by=person_of(request))
        messages.success(request, _("Entered: {length}.").format(length=in_hours(entry.minutes)))
    except AlreadyDecided:
        settled(request)
    except NotAtWork:
        return at_rest(request, row.tandem)
    return redirect("tandems:tandem", pk)


@login_required
@require_POST
def missed(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that the two did not meet."""
    row = found(request, pk, number)
    try:
        miss_appointment(appointment=row, by=person_of(request))
        messages.success(request, _("That happens. You can agree on a new time here whenever you like."))
    except AlreadyDecided:
        settled(request)
    except NotAtWork:
        return at_rest(request, row.tandem)
    return redirect("tandems:tandem", pk)


def settled(request: HttpRequest) -> None:
    """Say that somebody was faster."""
    messages.info(request, _("This date has been cancelled or answered in the meantime; nothing was changed."))


@login_required
@require_safe
def date_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Hand out a date as a calendar file."""
    row = found(request, pk, number)
    content = calendar_of(row, _("Meeting: {pair}").format(pair=row.tandem), place=row.opened("place"))
    headers = {"Content-Disposition": 'attachment; filename="treffen.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
