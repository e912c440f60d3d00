"""Matching events: the team's pages, and the guest's page with the wishes."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.matching.actions import NotMatched
from resonanz.matching.actions.events import (
    NobodyToWishFor,
    NotToBeWished,
    WishesClosed,
    WishesNotClosed,
    change_event,
    close_wishes,
    make_event,
    match_by_wishes,
    open_wishes,
    remind_guests,
    remove_event,
    send_wishes,
)
from resonanz.matching.actions.reciprocal import common_ground
from resonanz.matching.enums import EventState
from resonanz.matching.forms.events import EventForm, WishesForm
from resonanz.matching.queries.events import (
    answers,
    attended_events,
    events_of,
    guests_of,
    open_to_wishes,
    silent_guests,
    visible_events,
    wishes_of,
)
from resonanz.matching.rules import may_match, may_run_event, may_wish
from resonanz.matching.views.said import problems_said
from resonanz.people.queries import person_of
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tandems.actions import AlreadyDecided

USUAL_DAYS = 7  # between the meeting and the last day for wishes


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the matching events of a cohort; by POST, note a new one."""
    row = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    today = timezone.localdate()
    usual = {"title": _("Getting to know each other"), "held_on": today, "wishes_until": today + timedelta(days=USUAL_DAYS)}
    form = EventForm(request.POST or None, cohort=row, initial=usual)
    if request.method == "POST" and form.is_valid():
        made = make_event(cohort=row, by=person_of(request), **form.values())
        messages.success(request, _("The meeting is noted. Nobody has been asked yet."))
        return redirect("matching:event", made.pk)
    context = {"cohort": row, "programme": row.programme, "events": list(events_of(row)), "form": form}
    return render(request, "matching/events.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event: who was there, who has answered, and once it is closed the wishes; by POST, change it."""
    row = fetch(visible_events(request.user), may_run_event, request.user, pk=pk)
    form = EventForm(request.POST or None, cohort=row.cohort, event=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_event(event=row, by=person_of(request), **form.values(row))
            messages.success(request, _("Saved."))
        except AlreadyDecided:
            messages.info(request, _("A colleague was faster. Please look at the meeting as it is now."))
        return redirect("matching:event", pk)
    is_closed = row.state == EventState.CLOSED
    context = {
        "event": row,
        "cohort": row.cohort,
        "programme": row.cohort.programme,
        "form": form,
        "is_over": row.wishes_until < timezone.localdate(),
        "guest_count": guests_of(row).count(),
        "silent": list(silent_guests(row)) if row.state != EventState.PLANNED else [],
        "answers": answers(row) if is_closed else [],
        "runs": list(row.runs.all()) if is_closed else [],
    }
    return render(request, "matching/event.html", context)


@login_required
@require_POST
def event_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Open or close the wishes, remind who is silent, or remove a meeting that was noted by mistake."""
    row = fetch(visible_events(request.user), may_run_event, request.user, pk=pk)
    by = person_of(request)
    try:
        if act == "open":
            n = open_wishes(event=row, by=by)
            said = ngettext("{n} guest has been asked.", "{n} guests have been asked.", n).format(n=n)
        elif act == "remind":
            n = remind_guests(event=row, by=by)
            said = ngettext("{n} guest is reminded.", "{n} guests are reminded.", n).format(n=n)
        elif act == "close":
            close_wishes(event=row, by=by)
            said = _("The wishes are closed. You see them below, and can match by them.")
        else:
            remove_event(event=row, by=by)
            messages.success(request, _("The meeting is deleted."))
            return redirect("matching:events", row.cohort_id)
        messages.success(request, said)
    except NobodyToWishFor:
        messages.error(request, _("There must be guests of both groups. Please tick who was there, and save."))
    except WishesClosed:
        messages.error(
            request, _("The last day for wishes is over. Please choose a later one, and save, or close the wishes.")
        )
    except AlreadyDecided:
        messages.info(request, _("A colleague was faster. Please look at the meeting as it is now."))
    return redirect("matching:event", pk)


@login_required
@require_POST
def match_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute pairs by the wishes of an event, as a draft at the workbench."""
    row = fetch(visible_events(request.user), may_run_event, request.user, pk=pk)
    try:
        made = match_by_wishes(event=row, by=person_of(request))
        return redirect("matching:run", made.pk)
    except WishesNotClosed:
        messages.info(request, _("Please close the wishes first."))
    except NotMatched as error:
        for problem in problems_said(error.problems):
            messages.error(request, problem)
    return redirect("matching:event", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a guest whom she or he may wish for; by POST, keep the wishes."""
    row = fetch(attended_events(request.user), may_wish, request.user, pk=pk)
    me = guests_of(row).get(person=person_of(request))
    others = list(open_to_wishes(row, me))
    before = [wish.other for wish in wishes_of(row, me)]
    form = WishesForm(request.POST if request.method == "POST" else None, others=others, most=row.most_wishes, before=before)
    if request.method == "POST" and form.is_valid():
        try:
            send_wishes(event=row, guest=me, others=form.chosen, by=person_of(request))
            messages.success(request, _("Thank you, we have your wishes. You can change them until the last day."))
            return redirect("matching:wishes", pk)
        except WishesClosed:
            row.refresh_from_db(fields=["state", "wishes_until"])
            messages.error(request, _("The wishes have been closed in the meantime; yours could not be taken any more."))
        except NotToBeWished:
            form.add_error(None, _("Somebody you chose cannot be wished for any more. Please look once more."))
    is_open = row.state == EventState.OPEN and row.wishes_until >= timezone.localdate()
    shared = common_ground(me, others) if is_open else {}
    context = {
        "event": row,
        "programme": row.cohort.programme,
        "form": form,
        "is_open": is_open,
        "has_answered": row.wish_lists.filter(by=me).exists(),
        "before": before,
        "cards": [(other, field, shared.get(other.pk)) for other, field in form.cards()],
        "me": me,
    }
    return render(request, "matching/wishes.html", context)
